"""Headings: their ids, the contents list, and the text below each for the search."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from docs_hub.domain.render.document import Heading, Section

LEVELS = {f"h{level}": level for level in range(1, 7)}
_OWN_ID = re.compile(r"(?<!\s)\s*+\{#([\w.:-]++)\}\s*+$")
_NOT_SLUG = re.compile(r"[^\w\- ]")
_DIRECTIVE = re.compile(r"(?<!:):[A-Za-z][\w-]*")
_SPACE = re.compile(r"\s+")
_INLINE = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "del",
    "em",
    "i",
    "kbd",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}


def text_of(element: Any) -> str:
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def give_ids(body: Any, *, as_docusaurus: bool = False) -> None:
    """Ids as GitHub makes them, or the heading's own `{#id}`.

    Docusaurus keeps each space and leaves out what its parser takes for a directive, such as `:clean` in `Path:clean`.
    """
    used: dict[str, int] = {}
    taken = {element.get("id") for element in body.iter() if element.get("id")}
    for heading in headings(body):
        own = _take_own_id(heading)
        text = _docusaurus_text(heading).strip() if as_docusaurus else text_of(heading)
        wanted = own or heading.get("id") or _NOT_SLUG.sub("", text.lower()).replace(" ", "-") or "section"
        number, anchor = used.get(wanted, 0), wanted
        while anchor in taken and heading.get("id") != anchor:
            number += 1
            anchor = f"{wanted}-{number}"
        used[wanted] = number
        taken.add(anchor)
        heading.set("id", anchor)


def _docusaurus_text(element: Any) -> str:
    if element.tag == "code":
        return "".join(element.itertext())
    parts = [_DIRECTIVE.sub("", element.text or "")]
    parts += [_docusaurus_text(child) + _DIRECTIVE.sub("", child.tail or "") for child in element]
    return "".join(parts)


def _take_own_id(heading: Any) -> str:
    tail_of = heading[-1] if len(heading) else None
    text = (tail_of.tail if tail_of is not None else heading.text) or ""
    match = _OWN_ID.search(text)
    if not match:
        return ""
    if tail_of is not None:
        tail_of.tail = text[: match.start()]
    else:
        heading.text = text[: match.start()]
    return match.group(1)


def headings(body: Any) -> Iterator[Any]:
    return body.iter(*LEVELS)


def contents(body: Any) -> list[Heading]:
    return [Heading(LEVELS[h.tag], h.get("id"), text_of(h)) for h in headings(body) if h.get("id") and text_of(h)]


def split_sections(body: Any) -> list[Section]:
    """All text of the page, each piece under the heading it follows; the first section may have no heading."""
    sections = [Section("", "", [])]
    above: list[tuple[int, str]] = []
    pieces: list[str] = []

    def close() -> None:
        sections[-1].text = _SPACE.sub(" ", "".join(pieces)).strip()
        pieces.clear()

    skipped: Any = None
    for event, element in _walk(body):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                pieces.append(element.tail or "")
            continue
        if event == "start" and element.tag in LEVELS:
            close()
            level, title = LEVELS[element.tag], text_of(element)
            above = [entry for entry in above if entry[0] < level]
            sections.append(Section(element.get("id") or "", title, [name for _, name in above]))
            above.append((level, title))
            skipped = element
        elif event == "start":
            pieces.append(("" if element.tag in _INLINE else " ") + (element.text or ""))
        elif element is not body:
            pieces.append(("" if element.tag in _INLINE else " ") + (element.tail or ""))
    close()
    return [section for section in sections if section.title or section.text]


def _walk(body: Any) -> Iterator[tuple[str, Any]]:
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if isinstance(element.tag, str):
            yield event, element


def add_permalinks(body: Any) -> None:
    for heading in headings(body):
        if heading.get("id"):
            link = etree.SubElement(heading, "a")
            link.set("class", "heading-link")
            link.set("href", f"#{heading.get('id')}")
            link.set("aria-label", f"Link to “{text_of(heading)[:120]}”")
