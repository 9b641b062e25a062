"""Amounts as people write them (1250.50 or 1250,50) in forms over columns that keep minor units."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from common.admin_inputs import NumberText
from common.amounts import read_amount
from common.errors import MainstayError
from common.money import format_minor, major, read_minor
from sustainability.queries.conversion import report_currency
from sustainability.queries.recorded_names import accounts, categories
from sustainability.viewsets.asking import AskingForm, in_words
from sustainability.viewsets.known_names import KnownNames, with_suggestions

RATE_DECIMALS = 10


class AmountsForm(AskingForm):
    """Each of `AMOUNTS` is shown and entered in whole units of the row's `currency`; never rounded, never guessed.

    What is shown and not changed is kept as it is, even where it could be read in two ways.
    """

    AMOUNTS: ClassVar[dict[str, int]] = {}  # the least that each may be

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown: dict[str, tuple[str, int]] = {}
        for name in self.AMOUNTS:
            column, minor = self.fields[name], self.initial.get(name)
            self.fields[name] = forms.CharField(
                label=column.label, help_text=column.help_text, required=column.required, widget=NumberText
            )
            if minor is not None:
                code = self.currency_code(self.instance.currency)
                self.initial[name] = str(major(minor, code)) if code else str(minor)
                self.shown[name] = (code, minor)

    def currency_code(self, chosen: str | None) -> str:
        return (chosen or "").strip().upper()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, least in self.AMOUNTS.items():
            if name not in cleaned:
                continue
            try:
                cleaned[name] = self._minor(name, cleaned[name], self.currency_code(cleaned.get("currency")), least)
            except MainstayError as error:
                self.add_error(name, str(error))
        return cleaned

    def _minor(self, name: str, text: str, code: str, least: int) -> int | None:
        if not text or not code:
            return None
        kept_code, minor = self.shown.get(name, ("", 0))
        if code == kept_code and text == self.initial[name]:
            return minor
        minor = read_minor(text, code)
        if minor < least:
            raise MainstayError(f"“{text}” is too little: an amount is above 0.")
        return minor


class EntryForm(AmountsForm):
    AMOUNTS = {"amount_minor": 1}
    ASKED = ("kind", "source", "category", "amount_minor", "currency", "occurred_on", "period_start", "period_end",
             "recurrence")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = KnownNames(categories())
        with_suggestions(self.fields["category"], self.known)

    def clean_category(self) -> str:
        return self.known.spelled(self.cleaned_data["category"])

    def sentences(self) -> list[str]:
        one = self.instance
        words = f"{one.get_kind_display()}: {one.amount} on {in_words(one.occurred_on)}"
        words += f", from {one.source}" if one.source else ""
        words += f", for {one.category}" if one.category else ""
        if one.period_start and one.period_end:
            words += f", of the time from {in_words(one.period_start)} to {in_words(one.period_end)}"
        words += f", {one.get_recurrence_display().lower()}." if one.recurrence != one.Recurrence.ONE_TIME else "."
        return [words, *self.known.news(one.category, "category")]


class ReserveForm(AmountsForm):
    AMOUNTS = {"unrestricted_minor": 0, "restricted_minor": 0}
    ASKED = ("account", "as_of", "currency", "unrestricted_minor", "restricted_minor")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = KnownNames(accounts())
        with_suggestions(self.fields["account"], self.known)

    def clean_account(self) -> str:
        return self.known.spelled(self.cleaned_data["account"])

    def sentences(self) -> list[str]:
        one = self.instance
        words = f"{one.account} on {in_words(one.as_of)}: {one.unrestricted} free and {one.restricted} restricted."
        return [words, *self.known.news(one.account, "account")]


class RateForm(AskingForm):
    ASKED = ("currency", "into", "on", "rate")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rate"] = forms.CharField(label=self.fields["rate"].label, widget=NumberText)
        rate = self.initial.get("rate")
        if rate is not None:
            self.initial["rate"] = f"{rate.normalize():f}"

    def clean_rate(self) -> Decimal:
        text = self.cleaned_data["rate"]
        if text == self.initial.get("rate"):
            return Decimal(text)
        try:
            return read_amount(text, decimals=RATE_DECIMALS)
        except MainstayError as error:
            raise forms.ValidationError(str(error)) from error

    def sentences(self) -> list[str]:
        one = self.instance
        return [f"1 {one.currency} = {one.rate.normalize():f} {one.into} from {in_words(one.on)} on."]


class SettingsForm(AmountsForm):
    """An empty currency is the one that figures are in."""

    AMOUNTS = {"hourly_rate_minor": 0}
    ASKED = ("currency", "hourly_rate_minor")

    def currency_code(self, chosen: str | None) -> str:
        return report_currency((chosen or "").strip().upper())

    def sentences(self) -> list[str]:
        one = self.instance
        if one.hourly_rate_minor is None:
            return []
        return [f"An hour is worth {format_minor(one.hourly_rate_minor, self.currency_code(one.currency))}."]
