from django.apps import AppConfig


class DocsHubConfig(AppConfig):
    name = "docs_hub"
    verbose_name = "Documentation"

    def ready(self) -> None:
        from docs_hub import receivers

        receivers.connect()
