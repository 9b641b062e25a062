"""Documentation that is kept as topics of a Discourse forum: the index topic has a table of all others.

What an import found is kept as one JSON text, from which everything else here is read again.
"""

import json
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from docs_hub.domain.code_lines import outside_code
from docs_hub.domain.contents import Contents, Row
from docs_hub.domain.discourse_tables import NavRow, mapped, nav_rows
from docs_hub.domain.links import LinkResolver, Topics
from docs_hub.domain.nav import plain_title
from docs_hub.domain.paths import is_markdown, stem
from docs_hub.domain.redirect_files import FileRedirect, file_redirect
from docs_hub.domain.source_text import for_form, readable
from docs_hub.domain.web_addresses import host_in

DISCOURSE = "discourse"
SEVERAL = 3
_HINTS = ("[details=", "[quote=", "[note", "[tabs]", "[wrap=")
_BLOCK = re.compile(r"[ \t]*\[(?:details=|quote=|note(?: type=|\])|tabs\]|wrap=)")
_FIRST = ("index", "readme", "overview", "home")


@dataclass(frozen=True)
class DiscourseSite:
    contents: Contents = field(default_factory=Contents)
    topics: Topics = field(default_factory=lambda: Topics({}))


def is_discourse(texts: Iterable[str]) -> bool:
    """Whether one of the pages has a table of topics, or some have several of the blocks that only Discourse knows."""
    count = 0
    for text in texts:
        if not any(hint in text for hint in _HINTS):
            continue
        shown = for_form(text)
        if nav_rows(shown):
            return True
        count += sum(bool(_BLOCK.match(line)) for line in outside_code(shown.split("\n")))
        if count >= SEVERAL:
            return True
    return False


def read_discourse(texts: Mapping[str, str]) -> str:
    """The site as JSON: contents and topics, as the table of the index topic has them."""
    index, rows = _index(texts)
    pages = _Pages(texts, index)
    placed = [(row, pages.of(row)) for row in rows]
    topics = {row.topic: path for row, path in placed if row.topic and path}
    return json.dumps(
        {
            "index": index,
            "rows": _tree(placed),
            "topics": pages.named_by_topic() | topics,
            "hosts": sorted({host for row in rows if row.topic and (host := host_in(row.href))}),
        }
    )


def discourse_of(text: str) -> DiscourseSite:
    """What `read_discourse` kept."""
    data = json.loads(text) if text else {}
    topics = Topics(data.get("topics", {}), tuple(data.get("hosts", ())))
    return DiscourseSite(Contents(data.get("index", ""), data.get("rows", [])), topics)


def read_redirects(texts: Mapping[str, str]) -> list[FileRedirect]:
    """As the index topic maps old paths, both with whatever the site has before its paths."""
    index, rows = _index(texts)
    if not index:
        return []
    pages = _Pages(texts, index)
    places = {row.path.strip("/"): path for row in rows if row.path.strip("/") and (path := pages.of(row))}
    found = []
    for old, new, line in mapped(for_form(texts[index])):
        ending = next((end for end in _endings(new.strip("/")) if end in places), "")
        before = new.strip("/").removesuffix(ending) if ending else ""
        address = places.get(ending, new)
        redirect = file_redirect(old.strip("/").removeprefix(before), address, index, line)
        found += [redirect] if redirect else []
    return found


def _endings(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.partition("/")[2]


def _index(texts: Mapping[str, str]) -> tuple[str, list[NavRow]]:
    """The page with the table of the others; of several the one that is called like an index, nearest to the top."""
    for path in sorted((path for path in texts if is_markdown(path)), key=_rank):
        text = texts[path]
        if "avlink" in text and (rows := nav_rows(readable(for_form(text)))):
            return path, rows
    return "", []


def _rank(path: str) -> tuple[int, int, str]:
    name = stem(path).lower()
    return path.count("/"), _FIRST.index(name) if name in _FIRST else len(_FIRST), path


class _Pages:
    """Which file a row of the table means: exports call them by the path, its last part, or the topic's number."""

    def __init__(self, texts: Mapping[str, str], index: str) -> None:
        self.index = index
        self._resolver = LinkResolver([path for path in texts if is_markdown(path)], ())
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for path in sorted(self._resolver.pages):
            for name in {stem(path).lower(), posixpath.splitext(path)[0].replace("/", "-").lower()}:
                self._names[name].append(path)

    def named_by_topic(self) -> dict[str, str]:
        """Files whose name is, or ends with, the number of a topic."""
        found: dict[str, str] = {}
        for path in sorted(self._resolver.pages, reverse=True):
            if match := re.search(r"(?:^|[-_.])([0-9]{3,12})$", stem(path)):
                found[match.group(1)] = path
        return found

    def of(self, row: NavRow) -> str:
        """Empty where no file is meant, or none is there."""
        if row.href and not row.topic and "://" not in row.href and ":" not in row.href:
            target = self._resolver.resolve(self.index, row.href)
            return target.path if target.kind == "page" else ""
        if not row.topic:
            return ""
        if not row.path.strip("/"):
            return self.index
        for name in (row.path, row.topic):
            if path := self._called(name.strip("/")):
                return path
        slug = row.href.rstrip("/").split("/")[-2] if row.href.count("/") > 2 else ""
        return self._only(slug)

    def _called(self, name: str) -> str:
        target = self._resolver.resolve("", f"/{name}")
        if target.kind == "page":
            return target.path
        return self._only(name.replace("/", "-")) or self._only(posixpath.basename(name))

    def _only(self, name: str) -> str:
        """The one file that is called so."""
        found = self._names.get(name.lower(), [])
        return found[0] if len(found) == 1 else ""


def _tree(placed: list[tuple[NavRow, str]]) -> list[Row]:
    """Rows of a deeper level lie below the nearest one of a higher level; level 0 without a page begins a part."""
    top: list[Row] = []
    above: list[tuple[int, list[Row]]] = [(-1, top)]
    for row, path in placed:
        if row.level is None or not (row.title or row.href):
            continue
        while above[-1][0] >= row.level:
            above.pop()
        made = _row(row, path)
        above[-1][1].append(made)
        if not (row.level == 0 and path):
            above.append((row.level, made["children"]))
    return _without_empty(top)


def _row(row: NavRow, path: str) -> Row:
    made: Row = {"title": plain_title(row.title), "line": row.line, "children": []}
    if path:
        made["path"] = path
    elif row.topic:
        made["path"] = row.path or row.href
    elif row.href.startswith(("http://", "https://")):
        made["url"] = row.href
    elif row.href:
        made["path"] = row.href
    return made


def _without_empty(rows: list[Row]) -> list[Row]:
    for row in rows:
        row["children"] = _without_empty(row["children"])
    return [{key: value for key, value in row.items() if key != "children" or value} for row in rows]
