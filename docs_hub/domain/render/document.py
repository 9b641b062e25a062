"""What a rendered page is made of."""

from dataclasses import dataclass, field

ELSEWHERE = ("outside", "copied")
"""States of a picture of another site: shown as a link to it, or from its copy here."""


@dataclass(frozen=True)
class Heading:
    level: int
    anchor: str
    title: str


@dataclass
class Section:
    """The text from one heading to the next; `path` holds the headings above it."""

    anchor: str
    title: str
    path: list[str]
    text: str = ""


@dataclass(frozen=True)
class FoundLink:
    """A local link or image as the source has it; `state`: page, file, anchor, missing, unserved, refused, across.

    Where pictures of other sites are copied, those come too, with a state of ELSEWHERE and their copy as `path`.
    """

    state: str
    href: str
    line: int
    is_image: bool
    path: str = ""
    anchor: str = ""


@dataclass
class Document:
    html: str
    title: str = ""
    toc: list[Heading] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)
