"""Organizations get a comparable key; those that only their spelling told apart become one."""

from collections import defaultdict
from typing import Any

from django.db import migrations, models

from contributors.domain.companies import organization_key


def join_spellings(apps: Any, schema_editor: Any) -> None:
    """The one with the most affiliations stays, the oldest of several. What was joined is in the audit trail."""
    organization = apps.get_model("contributors", "Organization")
    entries = apps.get_model("common", "AuditEntry").objects
    by_key: dict[str, list[Any]] = defaultdict(list)
    for row in organization.objects.annotate(people=models.Count("affiliations")).order_by("-people", "id"):
        by_key[organization_key(row.name)].append(row)
    for key, (kept, *twins) in by_key.items():
        for twin in twins:
            moved = _move(apps, twin, kept)
            detail = {"kept": kept.pk, "name": twin.name, "slug": twin.slug, "affiliations": moved}
            subject = f"organization:{twin.pk}"
            entries.create(actor=None, action="contributors.join_organizations", subject=subject, detail=detail)
            twin.delete()
        organization.objects.filter(pk=kept.pk).update(key=key)


def _move(apps: Any, twin: Any, kept: Any) -> list[int]:
    """Affiliations that say the same as one of the other organization are kept once."""
    rows = apps.get_model("contributors", "Affiliation").objects
    fields = ("person_id", "starts_on", "ends_on", "source")
    present = set(rows.filter(organization_id=kept.pk).values_list(*fields))
    moved = []
    for pk, *said in rows.filter(organization_id=twin.pk).values_list("id", *fields):
        if tuple(said) not in present:
            present.add(tuple(said))
            rows.filter(pk=pk).update(organization_id=kept.pk)
            moved.append(pk)
    return moved


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0001_initial"),
        ("contributors", "0004_take_over_what_was"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="key",
            field=models.CharField(default="", editable=False, max_length=255),
            preserve_default=False,
        ),
        migrations.RunPython(join_spellings, migrations.RunPython.noop),
    ]
