from django.apps import AppConfig


class GithubSyncConfig(AppConfig):
    name = "github_sync"
    verbose_name = "GitHub mirror"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from github_sync import receivers
        from github_sync.signals import action_enqueued, delivery_stored, read_marked

        delivery_stored.connect(receivers.on_delivery_stored)
        read_marked.connect(receivers.on_read_marked)
        action_enqueued.connect(receivers.on_action_enqueued)
        post_migrate.connect(receivers.on_migrated, sender=self)
