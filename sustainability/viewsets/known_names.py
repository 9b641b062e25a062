"""Names that are chosen from those recorded: suggested while typing, one spelling each, a new one told as new."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.names import same_name_key, tidy_name

SHOWN = 6
NEAR = 0.8


class KnownNames:
    """`names` in the order of their first use: the first spelling of a name stands for all."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_key: dict[str, str] = {}
        for name in names:
            self._by_key.setdefault(same_name_key(name), name)

    @property
    def names(self) -> list[str]:
        return sorted(self._by_key.values(), key=str.casefold)

    def spelled(self, name: str) -> str:
        """As it is recorded; else tidied."""
        return self._by_key.get(same_name_key(name), tidy_name(name))

    def news(self, name: str, what: str) -> list[str]:
        """Words about a name that is not recorded yet, with the nearest ones."""
        if not name or same_name_key(name) in self._by_key:
            return []
        if not self._by_key:
            return [f"“{name}” is the first {what}."]
        near = get_close_matches(same_name_key(name), self._by_key, n=3, cutoff=NEAR)
        if near:
            return [f"“{name}” is a new {what}. Did you mean {_listed([self._by_key[key] for key in near])}?"]
        return [f"“{name}” is a new {what}; there are {_listed(self.names[:SHOWN])} already."]


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


class SuggestingInput(forms.TextInput):
    """The browser's own list of suggestions."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}-known"
        field = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.names))
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, options)


def with_suggestions(field: forms.Field, known: KnownNames) -> None:
    attrs = field.widget.attrs
    field.widget = SuggestingInput(known.names)
    field.widget.attrs.update(attrs)
