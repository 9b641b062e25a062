"""Compares pages with what the tree's own generator made of them.

A reference file has one JSON object a page: `path`, the heading `ids` in order, and the visible text as `blocks`
without white space.
"""

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import html

CURLY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
UNSEEN = "//*[contains(concat(' ', @class, ' '), ' mermaid ')] | //p[contains(concat(' ', @class, ' '), ' filename ')]"
"""Drawn by scripts there, and captions of code blocks, which the reference keeps outside of its blocks."""


@dataclass
class Compared:
    pages: int = 0
    missing: list[str] = field(default_factory=list)
    other_text: list[str] = field(default_factory=list)
    other_ids: list[str] = field(default_factory=list)

    @property
    def same_text(self) -> int:
        return self.pages - len(self.missing) - len(self.other_text)

    @property
    def same_ids(self) -> int:
        return self.pages - len(self.missing) - len(self.other_ids)


def compare(file: Path, slug: str) -> Compared:
    """Asks the entered site for every page, as a reader would, and looks at `#doc-body`."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client, found = Client(), Compared()
    addresses = urls(slug)
    for entry in references(file):
        found.pages += 1
        path = entry["path"]
        answer = client.get(addresses[path]) if path in addresses else None
        if answer is None or answer.status_code != 200:
            found.missing.append(path)
            continue
        body = html.fromstring(answer.content).get_element_by_id("doc-body")
        ids = [one.get("id") for one in body.xpath(".//h1|.//h2|.//h3|.//h4|.//h5|.//h6") if one.get("id")]
        if not set(entry["ids"]) <= set(ids) | {one.get("id") for one in body.xpath(".//*[@id]")}:
            found.other_ids.append(path)
        if _plain("".join(entry["blocks"])) not in _texts(body):
            found.other_text.append(path)
    return found


def references(file: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(file, "rt") as lines:
        for line in lines:
            yield json.loads(line)


def urls(slug: str) -> dict[str, str]:
    from docs_hub.models import DocPage

    pages = DocPage.objects.filter(doc_source__slug=slug).exclude(source_path="")
    return {page.source_path: page.get_url() for page in pages.defer("html", "source")}


def _texts(body: Any) -> set[str]:
    """With and without a first heading: a generator may make one of the file's name."""
    for unseen in body.xpath(UNSEEN):
        unseen.getparent().remove(unseen)
    whole = _plain(body.text_content())
    first = next(iter(body.xpath(".//h1")), None)
    return {whole, whole.removeprefix(_plain(first.text_content()))} if first is not None else {whole}


def _plain(text: str) -> str:
    """Without white space, quotes straight, and any run of dashes as one, as in the reference."""
    return re.sub(r"-+", "-", re.sub(r"[\s\u200b\u00a0]+", "", text.translate(CURLY)))
