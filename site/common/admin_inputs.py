"""Inputs of admin forms that never change what was typed.

Wagtail's date input replaces a text that it does not understand by today, and a browser's number input drops a comma,
so that 12,5 becomes 125. Native date inputs and plain texts take their places in every form of a model.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override

ISO_DAY, ISO_MINUTE = "%Y-%m-%d", "%Y-%m-%dT%H:%M"


class DayInput(forms.DateInput):
    """The browser's own; a text like 2026-10-14 where it has none."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format=ISO_DAY)


class MinuteInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format=ISO_MINUTE)


class NumberText(forms.TextInput):
    """A plain text with the keyboard of numbers: what is no number is said, not dropped."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


def use_exact_inputs() -> None:
    """For every form of a model that the admin makes from now on."""
    for field, override in OVERRIDES.items():
        register_form_field_override(field, override=_unless_chosen(override))


def _unless_chosen(override: dict[str, Any]) -> "Callable[[models.Field[Any, Any]], dict[str, Any]]":
    return lambda field: {} if field.choices else override


OVERRIDES: "dict[type[models.Field[Any, Any]], dict[str, Any]]" = {
    models.DateField: {
        "widget": DayInput,
        "input_formats": [ISO_DAY],
        "error_messages": {"invalid": "This is not a day. Choose one, or write it like 2026-10-14."},
    },
    models.DateTimeField: {
        "widget": MinuteInput,
        "input_formats": [ISO_MINUTE, "%Y-%m-%d %H:%M"],
        "error_messages": {"invalid": "This is not a day and time. Write them like 2026-10-14 09:30."},
    },
    models.IntegerField: {
        "widget": NumberText({"inputmode": "numeric"}),
        "error_messages": {"invalid": "This is not a whole number."},
    },
    models.DecimalField: {"widget": NumberText},
    models.FloatField: {"widget": NumberText},
}
