"""`<tabs>` with `<tabitem label>` as the labelled panels that need no JavaScript."""

from typing import Any

import lxml.html
from lxml import etree


def with_tabs(html: str) -> str:
    body = lxml.html.fragment_fromstring(html, create_parent="div")
    for number, tabs in reversed(list(enumerate(list(body.iter("tabs")), 1))):
        items = list(tabs.iter("tabitem"))
        if items:
            _make_set(tabs, items, number)
        else:
            tabs.tag = "div"
    for item in list(body.iter("tabitem")):
        _make_part(item)
    return "".join([_text(body.text), *(etree.tostring(one, encoding="unicode", method="html") for one in body)])


def _text(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _make_set(tabs: Any, items: list[Any], number: int) -> None:
    """What lies between the tabs and in none of them comes before the set."""
    known = set(items)
    for child in [child for child in tabs if child not in known and child.find(".//tabitem") is None]:
        tabs.addprevious(child)
    tabs.tag, content = "div", etree.Element("div")
    labels = etree.Element("div")
    content.set("class", "tabbed-content")
    labels.set("class", "tabbed-labels")
    inputs = []
    for place, item in enumerate(items, 1):
        name = _name(item) or str(place)
        box, label = etree.Element("input"), etree.SubElement(labels, "label")
        for key, value in {"type": "radio", "name": f"tabs-{number}", "id": f"tabs-{number}-{place}"}.items():
            box.set(key, value)
        if place == 1:
            box.set("checked", "checked")
        label.set("for", f"tabs-{number}-{place}")
        label.text = name
        inputs.append(box)
        item.tag = "div"
        item.attrib.clear()
        item.set("class", "tabbed-block")
        content.append(item)
    for child in list(tabs):
        tabs.remove(child)
    tabs.attrib.clear()
    tabs.text = None
    tabs.set("class", "tabbed-set tabbed-alternate")
    tabs.extend([*inputs, labels, content])


def _name(item: Any) -> str:
    return str(item.get("label") or item.get("value") or "")


def _make_part(item: Any) -> None:
    """A tab that is in no set shows its name above it."""
    name, title = _name(item), etree.Element("p")
    etree.SubElement(title, "strong").text = name
    item.tag = "div"
    item.attrib.clear()
    if name:
        title.tail, item.text = item.text, None
        item.insert(0, title)
