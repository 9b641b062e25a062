"""Links, pictures and media of a page: each leads to where readers find it, or says that it leads nowhere."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from docs_hub.domain.across import MARK
from docs_hub.domain.addresses import SERVED_FILES, marks_after
from docs_hub.domain.links import LinkResolver, Target
from docs_hub.domain.render.document import FoundLink
from docs_hub.domain.web_addresses import host_in, plain_address

_EMBEDS = ("iframe", "embed", "object")
_MEDIA = ("video", "audio")
_WHY = {
    "missing": "This link leads nowhere at its source",
    "unserved": "This file lies at the source and is not served here",
    "refused": "This address is not allowed in documentation",
}


@dataclass(frozen=True)
class Surroundings:
    """What a page knows of its tree: where links lead and at which address each page and file is served.

    `copies`: where the copy of a picture of another site is served, by its address there; None where none are copied.
    """

    resolver: LinkResolver
    address: Callable[[Target], str | None]
    copies: Mapping[str, str] | None = None

    def copy_of(self, href: str) -> str:
        """Empty where there is none."""
        return self.copies.get(plain_address(href), "") if self.copies else ""


Brought = Callable[[], Iterable[tuple[int, str]]]
"""What a page includes: by line of its own, the text that is shown there."""


def rewrite_links(
    body: Any, *, path: str, source: str, around: Surroundings, brought: Brought = tuple
) -> list[FoundLink]:
    """What was found, in the order of the page; the elements of `body` are changed."""
    links = _Links(path, around, Lines(source, brought))
    for element in list(body.iter("a", "img", *_EMBEDS, *_MEDIA)):
        if element.tag == "a" and element.get("href") is not None:
            links.link(element)
        elif element.tag == "img":
            links.image(element)
        elif element.tag in _MEDIA:
            links.media(element)
        elif element.tag in _EMBEDS:
            links.embed(element)
    return links.found


class Lines:
    """In which line of the source a target stands: where it stands several times, the next one at each question.

    Of what stands in an included text alone it is the line that includes it.
    """

    def __init__(self, source: str, brought: Brought = tuple) -> None:
        self._source, self._bring = source, brought
        self._after: dict[str, int] = {}

    @cached_property
    def _brought(self) -> list[tuple[int, str]]:
        return list(self._bring())

    def of(self, target: str) -> int:
        for wanted in (target, unquote(target)):
            if wanted and (at := self._next(wanted)) >= 0:
                return self._source.count("\n", 0, at) + 1
        return next((line for line, text in self._brought if target and target in text), 1)

    def _next(self, wanted: str) -> int:
        whole = re.compile(rf"(?<![\w./#-]){re.escape(wanted)}(?![\w/#-])")
        match = whole.search(self._source, self._after.get(wanted, 0)) or whole.search(self._source)
        if match is None:
            return self._source.find(wanted)
        self._after[wanted] = match.end()
        return match.start()


@dataclass
class _Links:
    path: str
    around: Surroundings
    lines: Lines
    found: list[FoundLink] = field(default_factory=list)

    def _note(self, target: Target, href: str, *, is_image: bool, address: str | None) -> str:
        """The state as it is counted: what is not served is not found, though it lies in the tree."""
        state = "unserved" if target.kind == "file" and address is None else target.kind
        self.found.append(FoundLink(state, href, self.lines.of(href), is_image, target.path, target.anchor))
        return state

    def link(self, link: Any) -> None:
        href = link.get("href").strip()
        target = self.around.resolver.resolve(self.path, href)
        if MARK in (link.get("class") or "").split():  # whoever wrote it did not mean ours
            del link.attrib["class"]
        if target.kind in ("outside", "across") and href.lower().startswith(("http", "//")):
            link.set("rel", "noopener nofollow external")
            link.set("class", "external")
        if target.kind == "outside":
            return
        if link.get("class") in ("footnote-ref", "footnote-backref"):
            return
        address = self.around.address(target) if target.kind in ("page", "file") else None
        state = self._note(target, href, is_image=False, address=address)
        if target.kind == "anchor":
            link.set("href", f"#{target.anchor}")
        elif target.kind == "across":
            link.set("href", target.path + marks_after(target))
            link.set("class", f"{link.get('class') or ''} {MARK}".strip())
        elif address is None:
            _make_dead(link, state)
        else:
            link.set("href", address)

    def _shown(self, source: str) -> tuple[str | None, str]:
        """The address of a file that a page shows, and its state; a page of the repository cannot be shown."""
        target = self.around.resolver.resolve(self.path, source)
        if target.kind == "across":  # of which pages only are known
            target = Target("outside" if _is_outside(source) else "missing")
        is_served = target.kind == "file" and target.path.lower().endswith(SERVED_FILES)
        address = self.around.address(target) if is_served else None
        if target.kind == "outside":
            return None, "outside"
        return address, self._note(target, source, is_image=True, address=address)

    def _copied(self, source: str) -> str | None:
        """The address of the copy of another site's picture."""
        if self.around.copies is None or not plain_address(source):
            return None
        copy = self.around.copy_of(source)
        self.found.append(FoundLink("copied" if copy else "outside", source, self.lines.of(source), True, copy))
        return copy or None

    def image(self, image: Any) -> None:
        source = (image.get("src") or "").strip()
        address, state = self._shown(source)
        if state == "outside":
            address = self._copied(source)
        if address is None:
            _stand_in(image, source, state)
            return
        image.set("src", address)
        image.set("loading", "lazy")
        image.set("alt", image.get("alt") or "")

    def media(self, element: Any) -> None:
        """A film or a sound of the tree is shown with controls and loaded when it is asked for."""
        source = _source_of(element)
        if _is_outside(source):
            self.embed(element)
            return
        address, state = self._shown(source)
        if address is None:
            _stand_in(element, source, state)
            return
        kept = {name: element.get(name) for name in ("width", "height", "title") if element.get(name)}
        _strip(element)
        for name, value in {**kept, "src": address, "controls": "controls", "preload": "none"}.items():
            element.set(name, value)

    def embed(self, element: Any) -> None:
        if element.tag == "embed":
            _let_out(element)
        source = _source_of(element)
        if _is_outside(source):
            element.set("alt", f"Embedded content at {host_in(source) or source}")
            _stand_in(element, source, "outside")
            if element.tag == "a":  # the style sheet shows the label: it is no text of the document
                element.set("aria-label", element.text or source)
                element.text = None


def _let_out(element: Any) -> None:
    """Browsers know that an `embed` is empty; the parser here puts what follows into it."""
    parent, children = element.getparent(), list(element)
    tail, element.text, element.tail = element.tail or "", None, element.text
    for place, child in enumerate(children, parent.index(element) + 1):
        parent.insert(place, child)
    last = children[-1] if children else element
    last.tail = (last.tail or "") + tail


def _is_outside(source: str) -> bool:
    return source.startswith(("http://", "https://", "//"))


def _source_of(element: Any) -> str:
    first = element.find("source")
    return (element.get("src") or element.get("data") or (first.get("src") if first is not None else "") or "").strip()


def _strip(element: Any) -> None:
    tail = element.tail
    for name in list(element.attrib):
        del element.attrib[name]
    for child in list(element):
        element.remove(child)
    element.text, element.tail = None, tail


def _make_dead(link: Any, state: str) -> None:
    link.tag = "span"
    for name in list(link.attrib):
        if name != "id":
            del link.attrib[name]
    link.set("class", "missing")
    link.set("title", _WHY.get(state, _WHY["missing"]))


def _stand_in(element: Any, source: str, state: str) -> None:
    """A picture of another host is a link to it, never a request; a missing one leaves its description."""
    is_outside = state == "outside"
    label = (element.get("alt") or element.get("title") or "").strip()
    inside_link = any(above.tag == "a" for above in element.iterancestors())
    _strip(element)
    element.text = label or ("image" if is_outside else source)
    element.tag = "a" if is_outside and not inside_link else "span"
    if element.tag == "a":
        element.set("href", f"https:{source}" if source.startswith("//") else source)
        element.set("rel", "noopener nofollow external")
    element.set("class", "external" if is_outside else "missing")
