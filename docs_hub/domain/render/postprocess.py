"""One pass behind every engine: ids, contents, links and images, sections, and the sanitizer last."""

import re
from typing import Any

import lxml.html
from lxml import etree

from docs_hub.domain.across import without_forged
from docs_hub.domain.render import headings
from docs_hub.domain.render.document import Document
from docs_hub.domain.render.link_rewriting import Brought, Surroundings, rewrite_links
from docs_hub.domain.render.sanitize import sanitize

_PAGE_IDS = re.compile(r"main|doc-body|docs-(?:tree|text|contents|contents-title|q|found)|nav-\d+")
_ALERT = re.compile(r"^\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)


def finish(
    html: str, *, path: str, source: str, around: Surroundings, dialect: str, brought: Brought = tuple
) -> Document:
    """Only MkDocs' engine gives headings their ids and knows its own alerts."""
    body = lxml.html.fragment_fromstring(html, create_parent="div")
    for comment in list(body.iter(etree.Comment, etree.ProcessingInstruction)):
        _remove(comment)
    if dialect != "mkdocs":
        _make_alerts(body)
        headings.give_ids(body, as_docusaurus=dialect == "docusaurus")
    _name_anchors(body)
    _keep_clear_of_page_ids(body)
    document = Document(html="")
    document.ids = [element.get("id") for element in body.iter() if element.get("id")]
    document.toc = headings.contents(body)
    document.title = next((heading.title for heading in document.toc if heading.level == 1), "") or _first_h1(body)
    document.sections = headings.split_sections(body)
    document.links = rewrite_links(body, path=path, source=source, around=around, brought=brought)
    _make_accessible(body)
    headings.add_permalinks(body)
    places = {link.path for link in document.links if link.state == "across"}
    document.html = without_forged(sanitize(_inner(body)), places)
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


def _keep_clear_of_page_ids(body: Any) -> None:
    """`# Main` must not take the id of the page's own main part; links of the text follow."""
    renamed: dict[str, str] = {}
    for element in body.iter():
        name = element.get("id") or ""
        if _PAGE_IDS.fullmatch(name):
            renamed[name] = f"{name}-section"
            element.set("id", renamed[name])
    for link in body.iter("a") if renamed else ():
        href = link.get("href") or ""
        if href.startswith("#") and href[1:] in renamed:
            link.set("href", f"#{renamed[href[1:]]}")


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
