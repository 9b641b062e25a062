"""What the board knows of a site that was there before: its labels, and that claims were not told on GitHub."""

from typing import Any

from django.db import migrations

BATCH = 500


def remember_labels(apps: Any, schema_editor: Any) -> None:
    """Under the names they have now, so that a rename from now on is seen."""
    label, remembered = apps.get_model("github_sync", "Label"), apps.get_model("contributors", "RememberedLabel")
    rows = label.objects.exclude(node_id="").order_by("id").values_list("node_id", "repository_id", "name")
    found = {node_id: (repository_id, name) for node_id, repository_id, name in rows.iterator(chunk_size=BATCH)}
    remembered.objects.bulk_create(
        (remembered(node_id=node, repository_id=of, name=name) for node, (of, name) in found.items()),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def forget_labels(apps: Any, schema_editor: Any) -> None:
    apps.get_model("contributors", "RememberedLabel").objects.all().delete()


def stay_silent_until_asked(apps: Any, schema_editor: Any) -> None:
    """A site with repositories told nothing so far: it goes on so, and whoever may change that is asked once."""
    board_settings = apps.get_model("contributors", "BoardSettings")
    row = board_settings.objects.first()
    if row is None and apps.get_model("github_sync", "Repository").objects.exists():
        row = board_settings(telling="nothing")
    if row is not None:
        row.asks_telling = row.telling == "nothing"
        row.save()


def read_boards_anew(apps: Any, schema_editor: Any) -> None:
    """Closing words and the age of reviews are read again by `contributors.reconcile`."""
    apps.get_model("contributors", "RecordedRepository").objects.update(synced_at=None)


class Migration(migrations.Migration):
    dependencies = [("contributors", "0003_labels_claims_and_done"), ("github_sync", "0013_outbox_owner")]

    operations = [
        migrations.RunPython(remember_labels, forget_labels),
        migrations.RunPython(stay_silent_until_asked, migrations.RunPython.noop),
        migrations.RunPython(read_boards_anew, migrations.RunPython.noop),
    ]
