"""Rows of the ledger and the board know GitHub's number of their repository, and have its present name."""

from typing import Any

from django.db import migrations, models
from django.db.models import BigIntegerField, Q, Value
from django.db.models.functions import Cast, StrIndex, Substr

UNKNOWN = 0
MODELS = ("Contribution", "Uncredited", "Task")
NUMBERED = r"^[1-9][0-9]{0,17}/"


def number_rows(apps: Any, schema_editor: Any) -> None:
    """The number stands in the row's id; where that has a name, the mirror says whose it is, else nobody knows."""
    fields = ("github_id", "owner", "name", "full_name")
    known = list(apps.get_model("github_sync", "Repository").objects.exclude(github_id=None).values_list(*fields))
    before = Substr("external_id", 1, StrIndex("external_id", Value("/")) - 1)
    for kind in MODELS:
        rows = apps.get_model("contributors", kind).objects.filter(source="github", repository_number=None).order_by()
        rows.filter(external_id__regex=NUMBERED).update(repository_number=Cast(before, BigIntegerField()))
        for number, _, _, full_name in known:
            rows.filter(external_id__startswith=f"{full_name}/").update(repository_number=number)
        rows.update(repository_number=UNKNOWN)


def bring_names_up_to_date(apps: Any, schema_editor: Any) -> None:
    fields = ("github_id", "owner", "name", "full_name")
    task, entry, without = (apps.get_model("contributors", kind) for kind in ("Task", "Contribution", "Uncredited"))
    known = apps.get_model("github_sync", "Repository").objects.exclude(github_id=None)
    for number, owner, name, full_name in known.values_list(*fields):
        entry.objects.filter(~Q(source="github"), repository_number=None, repository__iexact=full_name).update(
            repository_number=number
        )
        task.objects.filter(repository_number=number).exclude(owner=owner, name=name).update(owner=owner, name=name)
        for model in (entry, without):
            model.objects.filter(repository_number=number).exclude(repository=full_name).update(repository=full_name)


class Migration(migrations.Migration):
    dependencies = [("contributors", "0009_label_was_carried"), ("github_sync", "0017_hidden_and_deleted")]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="repository_number",
                field=models.BigIntegerField(blank=True, editable=False, null=True),
            )
            for name in ("contribution", "uncredited")
        ),
        migrations.AddField(
            model_name="task",
            name="repository_number",
            field=models.BigIntegerField(blank=True, db_index=True, editable=False, null=True),
        ),
        migrations.RunPython(number_rows, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="task", name="task_address_unique"),
        migrations.RunPython(bring_names_up_to_date, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                fields=["owner", "name", "number"],
                condition=Q(repository_number__isnull=True),
                name="task_address_unique",
            ),
        ),
    ]
