"""Why an edit was rolled back; of a closed pull request its closing was taken for the reason until now."""

from typing import Any

from django.db import migrations, models


def name_closing(apps: Any, schema_editor: Any) -> None:
    edits = apps.get_model("docs_hub", "DocEdit").objects
    edits.filter(is_rolled_back=True, proposal__state="closed").update(undone_by="the pull request was closed")


class Migration(migrations.Migration):
    dependencies = [("docs_hub", "0011_one_run_at_a_time")]

    operations = [
        migrations.AddField("docedit", "undone_by", models.CharField(blank=True, max_length=100)),
        migrations.RunPython(name_closing, migrations.RunPython.noop),
    ]
