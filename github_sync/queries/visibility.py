"""Of which repositories the public may see anything: the one rule, which every page, file, feed and search rests on.

Whatever is not known to be public is not shown: a repository that the mirror does not hold, that is private or
internal, that an operator hid, or that GitHub does not show any more without having said that it was deleted.
"""

from typing import Any

from django.db.models import Q, QuerySet

from github_sync.models import Repository

_SHOWN = (
    Q(is_private=False, is_hidden=False, github_id__isnull=False)
    & (Q(gone_at__isnull=True) | Q(deleted_at__isnull=False))
)  # fmt: skip


def shown_numbers() -> QuerySet[Repository, Any]:
    """GitHub's numbers of them, to be put into another query: a small set, read once whatever the rows."""
    return Repository.objects.filter(_SHOWN).order_by().values("github_id")


def shown_repositories() -> QuerySet[Repository]:
    return Repository.objects.filter(_SHOWN)


def shown_below(path: str) -> Q:
    """The same for rows of the mirror whose `path` leads to their repository."""
    return Q(**{f"{path}__in": shown_repositories().order_by().values("pk")})


def shown_of(rows: QuerySet[Any], repository: str | None, path: str = "repository") -> QuerySet[Any]:
    """Those of the rows that may be shown; of one repository where its full name is given."""
    shown = rows.filter(shown_below(path))
    return shown.filter(**{f"{path}__full_name": repository}) if repository else shown


def kept_back() -> QuerySet[Repository, Any]:
    """The names of those of the mirror that are not shown, to be put into another query."""
    rows = Repository.objects.exclude(pk__in=shown_repositories().order_by().values("pk"))
    return rows.order_by().values("full_name")


def number_of(full_name: str) -> int | None:
    """GitHub's number of the repository of that name, which a rename does not change."""
    rows = Repository.objects.filter(full_name__iexact=full_name, github_id__isnull=False)
    return rows.values_list("github_id", flat=True).first()


def shown_version() -> str:
    """Changes with the set of repositories that are shown."""
    return ",".join(map(str, shown_numbers().order_by("github_id").values_list("github_id", flat=True)))
