"""One pass behind every engine: ids, contents, links and images, sections, and the sanitizer last."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
from lxml import etree

from docs_hub.domain.links import LinkResolver, Target
from docs_hub.domain.render import headings
from docs_hub.domain.render.document import Document, FoundLink
from docs_hub.domain.render.sanitize import sanitize

_ALERT = re.compile(r"^\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)
_EMBEDS = ("iframe", "embed", "object", "video", "audio")


@dataclass(frozen=True)
class Surroundings:
    """What a page knows of its tree: where links lead and at which address each page and file is served."""

    resolver: LinkResolver
    address: Callable[[Target], str | None]


def finish(html: str, *, path: str, source: str, around: Surroundings, github_ids: bool) -> Document:
    """`github_ids`: the engine gives headings no ids and knows no alerts, so that they are made here."""
    body = lxml.html.fragment_fromstring(html, create_parent="div")
    for comment in list(body.iter(etree.Comment, etree.ProcessingInstruction)):
        _remove(comment)
    if github_ids:
        _make_alerts(body)
        headings.give_ids(body)
    _name_anchors(body)
    document = Document(html="")
    document.ids = [element.get("id") for element in body.iter() if element.get("id")]
    document.toc = headings.contents(body)
    document.title = next((heading.title for heading in document.toc if heading.level == 1), "") or _first_h1(body)
    document.sections = headings.split_sections(body)
    _Links(path, source, around, document).rewrite(body)
    _make_accessible(body)
    headings.add_permalinks(body)
    document.html = sanitize(_inner(body))
    return document


def _first_h1(body: Any) -> str:
    first = next(body.iter("h1"), None)
    return "" if first is None else headings.text_of(first)


def _inner(body: Any) -> str:
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in body]
    return _escape(body.text or "") + "".join(parts)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _remove(element: Any) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _name_anchors(body: Any) -> None:
    for anchor in body.iter("a"):
        if anchor.get("name") and not anchor.get("id"):
            anchor.set("id", anchor.get("name"))


def _make_alerts(body: Any) -> None:
    """`> [!NOTE]` becomes an admonition."""
    for quote in list(body.iter("blockquote")):
        first = quote.find("p")
        match = _ALERT.match(first.text or "") if first is not None else None
        if first is None or not match:
            continue
        kind = match.group(1).lower()
        quote.tag = "div"
        quote.set("class", f"admonition {kind}")
        first.text = (first.text or "")[match.end() :]
        title = etree.Element("p")
        title.set("class", "admonition-title")
        title.text = kind.capitalize()
        quote.insert(0, title)
        if not headings.text_of(first) and not len(first):
            _remove(first)


def _make_accessible(body: Any) -> None:
    """Wide tables and code can be scrolled by keyboard; boxes of task lists have names."""
    for table in list(body.iter("table")):
        if "highlighttable" in (table.get("class") or ""):
            continue
        wrapper = etree.Element("div")
        for name, value in {"class": "table-scroll", "role": "region", "aria-label": "Table", "tabindex": "0"}.items():
            wrapper.set(name, value)
        wrapper.tail, table.tail = table.tail, None
        parent = table.getparent()
        parent.replace(table, wrapper)
        wrapper.append(table)
    for block in body.iter("pre"):
        block.set("tabindex", "0")
    for box in body.iter("input"):
        if box.get("type") != "radio":
            box.set("disabled", "disabled")
            box.set("aria-label", "Done" if box.get("checked") is not None else "To do")
    for block in body.iter("div", "pre", "table", "code"):
        if "codehilite" in (block.get("class") or "").split():
            block.set("class", block.get("class").replace("codehilite", "highlight"))


class _Links:
    def __init__(self, path: str, source: str, around: Surroundings, document: Document) -> None:
        self.path, self.source, self.around, self.document = path, source, around, document

    def rewrite(self, body: Any) -> None:
        for element in list(body.iter("a", "img", *_EMBEDS)):
            if element.tag == "a" and element.get("href") is not None:
                self._link(element)
            elif element.tag == "img":
                self._image(element)
            elif element.tag in _EMBEDS:
                self._embed(element)

    def _note(self, target: Target, href: str, *, is_image: bool) -> None:
        found = FoundLink(target.kind, href, self._line(href), is_image, target.path, target.anchor)
        self.document.links.append(found)

    def _line(self, href: str) -> int:
        for wanted in (href, unquote(href)):
            if wanted and (at := self.source.find(wanted)) >= 0:
                return self.source.count("\n", 0, at) + 1
        return 1

    def _link(self, link: Any) -> None:
        href = link.get("href").strip()
        target = self.around.resolver.resolve(self.path, href)
        if target.kind == "outside":
            if href.lower().startswith(("http", "//")):
                link.set("rel", "noopener nofollow external")
                link.set("class", "external")
            return
        if link.get("class") in ("footnote-ref", "footnote-backref"):
            return
        self._note(target, href, is_image=False)
        address = None if target.kind in ("missing", "refused") else self.around.address(target)
        if target.kind == "anchor":
            link.set("href", f"#{target.anchor}")
        elif address is None:
            self._dead(link, href, target)
        else:
            link.set("href", address)

    def _dead(self, link: Any, href: str, target: Target) -> None:
        link.tag = "span"
        for name in list(link.attrib):
            if name != "id":
                del link.attrib[name]
        link.set("class", "missing")
        link.set(
            "title", "This link leads nowhere at its source" if target.kind == "missing" else "This link was removed"
        )

    def _image(self, image: Any) -> None:
        source = (image.get("src") or "").strip()
        target = self.around.resolver.resolve(self.path, source)
        if target.kind != "outside":
            self._note(target, source, is_image=True)
        address = self.around.address(target) if target.kind == "file" else None
        if address is not None:
            image.set("src", address)
            image.set("loading", "lazy")
            image.set("alt", image.get("alt") or "")
        else:
            self._stand_in(image, source, outside=target.kind == "outside")

    def _stand_in(self, element: Any, source: str, *, outside: bool) -> None:
        """A picture of another host is a link to it, never a request; a missing one leaves its description."""
        label = (element.get("alt") or element.get("title") or "").strip()
        element.text, tail = label or ("image" if outside else source), element.tail
        inside_link = any(above.tag == "a" for above in element.iterancestors())
        for name in list(element.attrib):
            del element.attrib[name]
        for child in list(element):
            element.remove(child)
        element.tag, element.tail = ("a" if outside and not inside_link else "span"), tail
        if element.tag == "a":
            element.set("href", f"https:{source}" if source.startswith("//") else source)
            element.set("rel", "noopener nofollow external")
        element.set("class", "external" if outside else "missing")

    def _embed(self, element: Any) -> None:
        first = element.find("source")
        source = element.get("src") or element.get("data") or (first.get("src") if first is not None else "") or ""
        if source.startswith(("http://", "https://", "//")):
            element.set("alt", f"Embedded content at {urlsplit(source).hostname or source}")
            self._stand_in(element, source, outside=True)
            if element.tag == "a":  # the style sheet shows the label: it is no text of the document
                element.set("aria-label", element.text or source)
                element.text = None
