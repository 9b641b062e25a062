"""Atom feeds that nobody's text can break."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from common.text import for_xml


class SafeAtomFeed(Atom1Feed):
    """Control characters are left out of whatever comes from people, GitHub or the settings: one of them in one title
    would otherwise keep the feed from everybody."""

    def __init__(self, title: str, link: str, description: str, **more: Any) -> None:
        super().__init__(for_xml(title), for_xml(link), for_xml(description or ""), **_clean(more))

    def add_item(self, title: str, link: str, description: str, *args: Any, **more: Any) -> None:
        super().add_item(for_xml(title), for_xml(link), for_xml(description or ""), *_cleaned(args), **_clean(more))


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _cleaned(value) for name, value in values.items()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return for_xml(value)
    if isinstance(value, (list, tuple)):
        return [_cleaned(one) for one in value]
    return value
