from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = "Common ground"

    def ready(self) -> None:
        from common import checks  # noqa: F401
        from common.admin_inputs import use_exact_inputs

        use_exact_inputs()
