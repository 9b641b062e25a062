"""The navigation of a source as its generator would show it."""

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docs_hub.domain.paths import MARKDOWN_ENDINGS, inside, is_index, is_markdown, stem
from docs_hub.domain.source_text import plain_text

_TAG = re.compile(r"<[^<>]*>")


@dataclass
class NavItem:
    """A page (`path`, perhaps at an `anchor`), an outside link (`url`) or a section (neither).

    `is_label`: a title that is shown though nothing lies behind it, as of a chapter that is not written yet.
    """

    title: str
    path: str = ""
    url: str = ""
    children: list["NavItem"] = field(default_factory=list)
    anchor: str = ""
    is_label: bool = False


def plain_title(value: Any) -> str:
    return plain_text(html.unescape(_TAG.sub("", str(value)[:2000])))


def title_of_name(name: str) -> str:
    """MkDocs' rule for names of files and folders."""
    title = name.replace("-", " ").replace("_", " ")
    return title.capitalize() if title == title.lower() else title


def nav_titles(nav: Any) -> dict[str, str]:
    """Titles that the configuration gives to pages."""
    return {item.path: item.title for item in flat(_configured(nav, set())) if item.path and item.title}


def build_nav(nav: Any, pages: Iterable[str], title: Callable[[str], str]) -> tuple[list[NavItem], list[str]]:
    """The tree, and the pages which the configuration leaves out of it. Without configuration: by folder."""
    known = set(pages)
    if not isinstance(nav, list):
        return _by_folder("", sorted(known), title), []
    items = _named(_configured(nav, known, title), title)
    listed = {item.path for item in flat(items)}
    return items, sorted(known - listed)


def _configured(nav: Any, known: set[str], title: Callable[[str], str] | None = None, depth: int = 0) -> list[NavItem]:
    items: list[NavItem] = []
    for entry in nav if isinstance(nav, list) and depth < 20 else []:
        pairs = list(entry.items()) if isinstance(entry, dict) else [("", entry)]
        for name, value in pairs:
            label = plain_title(name) if name else ""
            if isinstance(value, list):
                items.append(NavItem(label, children=_configured(value, known, title, depth + 1)))
            elif isinstance(value, str):
                items += _leaf(label, value, known, title)
    return items


def _leaf(label: str, value: str, known: set[str], title: Callable[[str], str] | None) -> list[NavItem]:
    if value.startswith(("http://", "https://", "//", "mailto:")):
        return [NavItem(label or value, url=value)]
    path = inside("", value.lstrip("/"))
    if path is None:
        return []
    below = sorted(page for page in known if page.startswith(f"{path}/"))
    if below and title and not is_markdown(path):
        return [NavItem(label or title_of_name(posixpath.basename(path)), children=_by_folder(path, below, title))]
    return [NavItem(label, path=path)]


def _named(items: list[NavItem], title: Callable[[str], str]) -> list[NavItem]:
    for item in items:
        if item.path and not item.title:
            item.title = title(item.path)
        _named(item.children, title)
    return items


def _by_folder(folder: str, pages: list[str], title: Callable[[str], str]) -> list[NavItem]:
    prefix = f"{folder}/" if folder else ""
    here = [page for page in pages if "/" not in page.removeprefix(prefix)]
    here.sort(key=lambda page: (not is_index(page), stem(page).lower() != "index", page.lower()))
    items = [NavItem(title(page), path=page) for page in here]
    names = dict.fromkeys(page.removeprefix(prefix).split("/")[0] for page in pages if "/" in page.removeprefix(prefix))
    for name in names:
        inner = [page for page in pages if page.startswith(f"{prefix}{name}/")]
        items.append(NavItem(title_of_name(name), children=_by_folder(f"{prefix}{name}", inner, title)))
    return items


def put_beside(items: list[NavItem], new: NavItem) -> None:
    """Into the list that holds the page above it or its neighbours, behind them; else at the end of all."""
    folder = posixpath.dirname(new.path)
    above = {f"{folder}{ending}" for ending in MARKDOWN_ENDINGS} if folder else set()
    lists = list(_lists(items))
    for belongs in (lambda item: item.path in above, lambda item: item.path and posixpath.dirname(item.path) == folder):
        for some in lists:
            places = [number for number, item in enumerate(some) if belongs(item)]
            if places:
                some.insert(places[-1] + 1, new)
                return
    items.append(new)


def _lists(items: list[NavItem]) -> Iterator[list[NavItem]]:
    yield items
    for item in items:
        if item.children:
            yield from _lists(item.children)


def flat(items: Iterable[NavItem]) -> Iterator[NavItem]:
    for item in items:
        yield item
        yield from flat(item.children)
