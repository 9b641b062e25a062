"""Names that the ledger knows, the first use first. One query each."""

from django.db.models import Min

from sustainability.models import Entry, FundingSource, Reserve


def accounts() -> list[str]:
    found = Reserve.objects.order_by().values("account").annotate(first=Min("pk")).order_by("first")
    return [one["account"] for one in found]


def categories() -> list[str]:
    used = Entry.objects.exclude(category="").order_by().values("category").annotate(first=Min("pk"))
    return [one["category"] for one in used.order_by("first")]


def source_names() -> list[str]:
    return list(FundingSource.objects.order_by("pk").values_list("name", flat=True))
