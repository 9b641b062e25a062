"""Navigation as some readers have it: entries that they may not see are taken out, with sections that hold no other."""

import re
from collections.abc import Collection, Mapping
from html import unescape
from typing import Any
from urllib.parse import unquote

import lxml.html
from lxml import etree

_LINK = re.compile(
    r'<a\b(?:[^<>"\s]|\s(?!href=)|"[^"]*+")*+\shref="([^"#?]*+)[^"]*+"(?:[^<>"]|"[^"]*+")*+>((?:(?!</?a\b).)*+)</a>',
    re.DOTALL,
)


def without_entries(html: str, hidden: Collection[str], parts: Mapping[str, str]) -> str:
    """`hidden`: addresses of pages, unquoted; `parts`: what lies in sections that `html` only links to, by their ids.

    Such a link leads to the first entry of its section that is left.
    """
    body = _parsed(html)
    for link in list(body.iter("a")):
        if link.get("class") != "nav-section":
            _take_out(link, is_among(link.get("href"), hidden))
        elif first := _first_entry(parts.get(link.get("id"), ""), hidden, parts):
            link.set("href", first)
        else:
            _take_out(link, True)
    for section in reversed(list(body.iter("details"))):
        _take_out(section, section.find(".//li") is None)
    return "".join(etree.tostring(child, encoding="unicode", method="html") for child in body)


def without_links(html: str, hidden: Collection[str]) -> str:
    """Links of a text to what is `hidden` leave their words."""
    return _LINK.sub(lambda link: link[2] if is_among(unescape(link[1]), hidden) else link[0], html)


def is_among(url: str | None, hidden: Collection[str]) -> bool:
    return unquote((url or "").partition("#")[0]) in hidden


def _parsed(html: str) -> Any:
    return lxml.html.fragment_fromstring(html, create_parent="div")


def _take_out(entry: Any, is_hidden: bool) -> None:
    """With the item of the list that holds it."""
    item = entry.getparent()
    if is_hidden and item is not None and item.tag == "li" and item.getparent() is not None:
        item.getparent().remove(item)


def _first_entry(html: str, hidden: Collection[str], parts: Mapping[str, str]) -> str:
    """Empty where none is left."""
    for link in _parsed(html).iter("a") if html else ():
        if link.get("class") == "nav-section":
            if first := _first_entry(parts.get(link.get("id"), ""), hidden, parts):
                return first
        elif not is_among(link.get("href"), hidden):
            return str(link.get("href"))
    return ""
