"""The tree that readers see beside the `nav` of a `mkdocs.yml`, which is read here anew and by other means."""

from pathlib import Path
from typing import Any

import yaml
from lxml import html

Entry = tuple[tuple[str, ...], str, str]
"""The sections above, from the top; the title; the address."""


class _OnlyData(yaml.SafeLoader):
    """Tags that name code become nothing."""


_OnlyData.add_multi_constructor("", lambda loader, suffix, node: None)


def wanted(config: Path, urls: dict[str, str]) -> list[Entry]:
    """`urls`: the address of each page by its path."""
    return list(_entries(yaml.load(config.read_text(), _OnlyData)["nav"], (), urls))


def _entries(items: list[Any], above: tuple[str, ...], urls: dict[str, str]) -> Any:
    for item in items:
        [(title, what)] = item.items()
        if isinstance(what, list):
            yield from _entries(what, (*above, html.fromstring(title).text_content()), urls)
        else:
            yield above, html.fromstring(title).text_content(), urls.get(what, what)


def shown(nav: str) -> list[Entry]:
    tree = html.fromstring(nav)
    return [(_above(link), link.text_content().strip(), link.get("href")) for link in tree.iter("a")]


def _above(link: Any) -> tuple[str, ...]:
    folds = list(link.iterancestors("details"))
    return tuple(fold.find("summary").text_content().strip() for fold in reversed(folds))


def sections(entries: list[Entry]) -> int:
    return len({above[: depth + 1] for above, *_ in entries for depth in range(len(above))})
