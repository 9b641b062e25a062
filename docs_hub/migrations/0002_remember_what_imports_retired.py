from typing import Any

from django.db import migrations, models


def mark_retired(apps: Any, schema_editor: Any) -> None:
    """Until now every unpublished page was shown again once its file was there; those in the database still are."""
    apps.get_model("docs_hub", "DocPage").objects.filter(live=False).update(retired=True)


class Migration(migrations.Migration):
    dependencies = [("docs_hub", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="docpage",
            name="retired",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(mark_retired, migrations.RunPython.noop),
    ]
