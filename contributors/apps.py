from django.apps import AppConfig


class ContributorsConfig(AppConfig):
    name = "contributors"
    verbose_name = "Contributors"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in, user_signed_up
        from allauth.socialaccount.signals import social_account_added, social_account_removed
        from django.db.models.signals import post_delete, post_save

        from contributors import receivers
        from contributors.models import BoardSettings, Claim, Person, Task
        from contributors.queries.people import hidden_users
        from github_sync.services.outbox import privacy
        from github_sync.signals import (
            account_marked,
            board_facts_changed,
            repository_removed,
            repository_renamed,
            repository_synced,
            repository_visibility_changed,
        )

        privacy.ask(hidden_users)
        repository_synced.connect(receivers.on_repository_synced)
        board_facts_changed.connect(receivers.on_board_facts_changed)
        repository_removed.connect(receivers.on_repository_removed)
        account_marked.connect(receivers.on_account_marked)
        repository_renamed.connect(receivers.on_repository_renamed)
        repository_visibility_changed.connect(receivers.on_visibility_changed)
        post_save.connect(receivers.on_board_settings_saved, sender=BoardSettings)
        for model in (Task, Claim, Person):
            post_save.connect(receivers.on_board_changed, sender=model)
            post_delete.connect(receivers.on_board_changed, sender=model)
        for signal in (user_signed_up, user_logged_in, social_account_added):
            signal.connect(receivers.on_sign_in)
        social_account_removed.connect(receivers.on_account_removed)
