"""Names that differ only in spaces, capital letters, Unicode form or what is not visible become one, and that is told."""

from collections import defaultdict

from django.db import migrations

from common.name_keys import stored_key
from common.names import tidy_name

INDIVIDUAL = "individual"


def join_names(apps, schema_editor):
    """Nothing is lost: entries move to the name that was there first; statements that disagree keep a name of their own."""
    told = [*_funders(apps), *_sources(apps), *_accounts(apps), *_categories(apps)]
    AuditEntry = apps.get_model("common", "AuditEntry")
    if told:
        print(
            f"  {len(told)} names of the funding ledger were joined; the audit trail says which, and what to look at."
        )
    for words in told:
        AuditEntry.objects.create(action="sustainability.join_names", subject="funding names", detail={"words": words})


def _by_key(rows, name):
    groups = defaultdict(list)
    for row in rows:
        groups[stored_key(getattr(row, name))].append(row)
    return groups


def _funders(apps):
    funders = apps.get_model("sustainability", "Funder").objects
    sources = apps.get_model("sustainability", "FundingSource").objects
    for key, (first, *twins) in _by_key(funders.order_by("pk"), "name").items():
        for twin in twins:
            sources.filter(funder=twin).update(funder=first)
            funders.filter(group=twin).exclude(pk=first.pk).update(group=first)
            first.is_anonymous = first.is_anonymous or twin.is_anonymous
            first.kind = INDIVIDUAL if INDIVIDUAL in (first.kind, twin.kind) else first.kind
            if first.group_id == twin.pk:
                first.group = None
            first.group_id = first.group_id or (twin.group_id if twin.group_id != first.pk else None)
            first.website = first.website or twin.website
            yield f"The funders “{first.name}” and “{twin.name}” are one: {tidy_name(first.name)}."
            twin.delete()
        first.name, first.name_key = tidy_name(first.name), key
        first.save()


def _sources(apps):
    entries = apps.get_model("sustainability", "Entry").objects
    sources = apps.get_model("sustainability", "FundingSource").objects
    groups = defaultdict(list)
    for source in sources.order_by("pk"):
        groups[stored_key(source.name), source.funder_id, source.funding_class].append(source)
    for (key, _, _), (first, *twins) in groups.items():
        for twin in twins:
            entries.filter(source=twin).update(source=first)
            yield f"The sources “{first.name}” and “{twin.name}” are one: {tidy_name(first.name)}."
            twin.delete()
        first.name, first.name_key = tidy_name(first.name), key
        first.save()


def _accounts(apps):
    Reserve = apps.get_model("sustainability", "Reserve")
    groups = _by_key(Reserve.objects.order_by("pk"), "account")
    for key, rows in list(groups.items()):
        name = tidy_name(rows[0].account)
        if others := sorted({row.account for row in rows} - {rows[0].account}):
            yield f"The account {name} was also written {', '.join(f'“{other}”' for other in others)}."
        there = {}
        for row in rows:
            earlier = there.setdefault((row.currency, row.as_of), row)
            is_same = (row.unrestricted_minor, row.restricted_minor) == (
                earlier.unrestricted_minor,
                earlier.restricted_minor,
            )
            if earlier is row:
                row.account, row.account_key = name, key
                row.save()
            elif is_same:
                row.delete()
                yield f"{name} had one statement for {row.as_of} twice; one is kept."
            else:
                row.account = _free_name(name, groups)
                row.account_key = stored_key(row.account)
                groups[row.account_key].append(row)
                row.save()
                yield f"{name} has two statements for {row.as_of}; the later one is now of “{row.account}”. Look at both."


def _free_name(name, taken):
    n = 2
    while stored_key(f"{name[:190]} ({n})") in taken:
        n += 1
    return f"{name[:190]} ({n})"


def _categories(apps):
    Entry = apps.get_model("sustainability", "Entry")
    spelled = {}
    for category in Entry.objects.exclude(category="").order_by("pk").values_list("category", flat=True).iterator():
        spelled.setdefault(category, tidy_name(category))
    first = {}
    for category in list(spelled):
        kept = first.setdefault(stored_key(category), spelled[category])
        if category != kept:
            Entry.objects.filter(category=category).update(category=kept)
            yield f"The category “{category}” is written “{kept}” now."


class Migration(migrations.Migration):
    dependencies = [("sustainability", "0005_keys_of_names_and_removed_rows"), ("common", "0001_initial")]

    operations = [migrations.RunPython(join_names, migrations.RunPython.noop)]
