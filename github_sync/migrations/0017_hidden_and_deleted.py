"""Whether an operator hides a repository, and when GitHub said that it was deleted."""

from typing import Any

from django.db import migrations, models
from django.db.models import Max


def take_from_deliveries(apps: Any, schema_editor: Any) -> None:
    """GitHub's word is a delivery that was applied; a repository that is gone without one stays hidden."""
    delivery, repository = (apps.get_model("github_sync", name) for name in ("Delivery", "Repository"))
    said = delivery.objects.filter(event="repository", action="deleted", state="applied").order_by()
    for name, at in said.values_list("repository").annotate(at=Max("received_at")):
        gone = repository.objects.filter(full_name__iexact=name, gone_at__isnull=False, is_tracked=False)
        gone.update(deleted_at=at)


class Migration(migrations.Migration):
    dependencies = [("github_sync", "0016_landed_and_ready")]

    operations = [
        migrations.AddField(
            model_name="repository",
            name="is_hidden",
            field=models.BooleanField(default=False, help_text="An operator keeps it from the public."),
        ),
        migrations.AddField(
            model_name="repository",
            name="deleted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(take_from_deliveries, migrations.RunPython.noop),
    ]
