"""A tree of any size, made of copies of a real one, and what its pages and searches take at the server."""

import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import quote, urlsplit

from lxml import html

from bench import servers
from bench.docs.site import ROOT, WORK, Site

WORDS = ["extension", "hook", "install", "contact record", "api explorer", "civicrm_alter", "payment proces", "upgrade"]


def tree_of(docs: Path, pages: int, name: str) -> Path:
    """Folders `copy-000`, `copy-001`… below one MkDocs tree, in none of which two pages have the same text."""
    target = WORK / name
    shutil.rmtree(target, ignore_errors=True)
    files = sorted(docs.rglob("*.md"))
    (target / "docs").mkdir(parents=True)
    (target / "mkdocs.yml").write_text(f"site_name: {name}\nmarkdown_extensions: [attr_list, admonition, def_list]\n")
    for number in range(pages):
        copy, file = divmod(number, len(files))
        place = target / "docs" / f"copy-{copy:03}" / files[file].relative_to(docs)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"{files[file].read_text()}\n\nThis is copy {copy}.\n")
    return target


@dataclass(frozen=True)
class Answers:
    times: list[float]
    """Milliseconds, sorted."""

    @property
    def p95(self) -> float:
        return self.times[int(len(self.times) * 0.95)]


@contextmanager
def served(site: Site) -> Iterator[str]:
    """By two processes as in production; no page is kept from one reader for the next."""
    environment = {**site.environment, "PAGE_CACHE_SECONDS": "0"}
    with servers.gunicorn("config.wsgi", folder=ROOT, environment=environment) as base:
        yield base


def pages(base: str, addresses: list[str], how_many: int = 400) -> Answers:
    draw = random.Random(1)
    return _ask(base, [draw.choice(addresses) for _ in range(how_many)])


def searches(base: str, how_many: int = 400, where: str = "") -> Answers:
    return _ask(base, [f"/search/?kind=docs&q={quote(WORDS[n % len(WORDS)])}{where}" for n in range(how_many)])


def navigation_kb(base: str, address: str) -> float:
    """The tree that every page carries, as HTML."""
    connection = HTTPConnection(urlsplit(base).netloc, timeout=60)
    connection.request("GET", address)
    page = html.fromstring(connection.getresponse().read())
    return len(html.tostring(page.get_element_by_id("docs-tree"))) / 1000


def _ask(base: str, paths: list[str], clients: int = 2) -> Answers:
    """By two readers at once, each of whom waits for an answer before the next question."""
    with get_context("spawn").Pool(clients) as pool:
        parts = pool.starmap(_times, [(base, paths[number::clients]) for number in range(clients)])
    return Answers(sorted(one for part in parts for one in part))


def _times(base: str, paths: list[str]) -> list[float]:
    address = urlsplit(base)
    times = []
    for path in [paths[0], *paths]:
        connection = HTTPConnection(address.hostname or "", address.port, timeout=60)
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered {answer.status}")
    return times[1:]  # the first waits for the process to load
