from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class SustainabilityConfig(AppConfig):
    name = "sustainability"
    verbose_name = "Sustainability"

    def ready(self) -> None:
        from github_sync.signals import repository_synced, repository_visibility_changed
        from sustainability import receivers
        from sustainability.signals import funding_changed

        repository_synced.connect(receivers.on_repository_synced, dispatch_uid="sustainability.repository_synced")
        repository_visibility_changed.connect(
            receivers.on_visibility_changed, dispatch_uid="sustainability.visibility_changed"
        )
        funding_changed.connect(receivers.on_funding_changed, dispatch_uid="sustainability.funding_changed")
        for name in ("Entry", "ExchangeRate", "Funder", "FundingSource", "Reserve", "SustainabilitySettings"):
            for signal in (post_save, post_delete):
                signal.connect(
                    receivers.on_funding_row_saved,
                    sender=self.get_model(name),
                    dispatch_uid=f"sustainability.{name}.{id(signal)}",
                )
