"""Whose words or work an action is, said of every action: for one's own, nobody was named until now."""

from typing import Any

from django.conf import settings
from django.db import migrations


def name_owners(apps: Any, schema_editor: Any) -> None:
    """What was done for somebody who left bears their name, and stays nobody's."""
    actions = apps.get_model("github_sync", "OutboxAction").objects.filter(owner=None)
    users = apps.get_model(settings.AUTH_USER_MODEL).objects
    for user in users.filter(pk__in=actions.exclude(actor=None).values("actor")).iterator():
        name = f"{user.first_name} {user.last_name}".strip() or user.username
        actions.filter(actor=user, actor_name=name[:255]).update(owner=user)


class Migration(migrations.Migration):
    dependencies = [("github_sync", "0012_heard"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RenameField("outboxaction", "on_behalf_of", "owner"),
        migrations.RunPython(name_owners, migrations.RunPython.noop),
    ]
