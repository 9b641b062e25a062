"""Amounts as people write them (1250.50) in forms over columns that keep minor units."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from common.errors import MainstayError
from common.money import currency_of, parse_minor
from sustainability.queries.conversion import report_currency


class AmountsForm(WagtailAdminModelForm):
    """Each of `AMOUNTS` is shown and entered in whole units of the row's `currency`; never rounded."""

    AMOUNTS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.AMOUNTS:
            column = self.fields[name]
            self.fields[name] = forms.DecimalField(
                label=column.label, help_text=column.help_text, required=column.required, max_digits=18, min_value=0
            )
            self.initial[name] = _major(self.initial.get(name), self.currency_code(self.instance.currency))

    def currency_code(self, chosen: str | None) -> str:
        return chosen or ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.AMOUNTS:
            if cleaned.get(name) is not None:
                try:
                    cleaned[name] = parse_minor(f"{cleaned[name]:f}", self.currency_code(cleaned.get("currency")))
                except MainstayError as error:
                    self.add_error(name, str(error))
        return cleaned


class EntryForm(AmountsForm):
    AMOUNTS = ("amount_minor",)


class ReserveForm(AmountsForm):
    AMOUNTS = ("unrestricted_minor", "restricted_minor")


class SettingsForm(AmountsForm):
    """An empty currency is the one that figures are in."""

    AMOUNTS = ("hourly_rate_minor",)

    def currency_code(self, chosen: str | None) -> str:
        return report_currency(chosen or "")


def _major(minor: int | None, code: str) -> Decimal | None:
    """With as many decimals as the currency has."""
    if minor is None or not code:
        return None if minor is None else Decimal(minor)
    currency = currency_of(code)
    return (Decimal(minor) / currency.sub_unit).quantize(Decimal(1) / currency.sub_unit)
