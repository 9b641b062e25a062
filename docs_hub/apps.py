from django.apps import AppConfig


class DocsHubConfig(AppConfig):
    name = "docs_hub"
    verbose_name = "Documentation"

    def ready(self) -> None:
        from contributors.queries import doc_places
        from docs_hub import receivers
        from docs_hub.queries import task_places

        receivers.connect()
        doc_places.provide(task_places)
