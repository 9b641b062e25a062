from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from sustainability.models.funding import validate_currency

DEFAULT_OPENING = (
    "This page shows what keeps the project standing: money, people and time. "
    "Every figure is computed from rows that you can open and download. "
    "Where we do not know something, the page says so."
)


@register_setting(icon="doc-full")
class SustainabilitySettings(BaseGenericSetting):
    """What the project itself says and chooses on the sustainability page."""

    base_form_class: type | None = None

    opening = models.TextField(default=DEFAULT_OPENING, help_text="The first three sentences of the page.")
    class_note = models.TextField(
        blank=True, help_text="How this project sorts its sources into classes; shown with the funding mix."
    )
    currency = models.CharField(
        max_length=3,
        blank=True,
        validators=[validate_currency],
        help_text="Figures are in this currency. Empty: the one of most entries.",
    )
    hourly_rate_minor = models.PositiveIntegerField(
        "value of an hour",
        null=True,
        blank=True,
        help_text="In whole units of the currency, such as 65.50. For labor investment; empty leaves it unknown.",
    )
    attribution_limit = models.PositiveSmallIntegerField(
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Above this unattributed share, in percent, a figure is not given.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "sustainability page"
