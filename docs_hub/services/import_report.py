"""What an import found, as people and `--json` read it; made from what is stored, so a quiet import can tell it too."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from docs_hub.domain.render.document import ELSEWHERE
from docs_hub.domain.site import read_site
from docs_hub.models import DocPage, DocRender, DocSource
from docs_hub.queries.across_links import across_entry, as_now, entry_of, is_dead
from docs_hub.services.import_plan import Plan
from docs_hub.services.keeping_back import Withheld
from docs_hub.services.rendering import Origin, tree_addresses
from docs_hub.services.trees import Tree

Entry = dict[str, Any]
"""`path`, `line` and `what`."""
NONE: Set[str] = frozenset()


class Told(NamedTuple):
    """`kept` is what stays of the report: without the list of pages, and with links `across` in place of those of them
    that are dead today, since that changes without an import.
    """

    report: dict[str, Any]
    kept: dict[str, Any]


def build_report(
    *, source: DocSource, tree: Tree, plan: Plan, failed: Mapping[str, str], problems: Iterable[tuple[int, str]]
) -> Told:
    rows = DocPage.objects.filter(doc_source=source, live=True).exclude(source_path="")
    skipped = [(path, f"could not be rendered: {why}") for path, why in failed.items()]
    return report_of(
        source=source,
        pages=_Stored(rows.only("source_path", "title", "links", "ids", "unknown", "withheld")),
        skipped=[*tree.skipped, *skipped, *plan.kept, *plan.left],
        withheld=tree.withheld,
        problems=problems,
    )


def report_of(
    *,
    source: Origin,
    pages: Iterable[DocPage | DocRender],
    skipped: Iterable[tuple[str, str]],
    withheld: Iterable[Withheld],
    problems: Iterable[tuple[int, str]],
) -> Told:
    """`pages` are all that readers may see; they are gone through three times."""
    found, across = _Findings(_named_anchors(pages)), list[Entry]()
    address, told, unknown = tree_addresses(source), [], []
    kept_back = [{"path": one.path, "line": one.line, "what": one.why} for one in withheld]
    for page in pages:
        found.look_at(page)
        across += [across_entry(page.source_path, link) for link in page.links if link["state"] == "across"]
        told.append({"path": page.source_path, "url": address.page(page.source_path), "title": page.title})
        unknown += [{"path": page.source_path, "line": line, "what": what} for line, what in page.unknown]
        kept_back += [{"path": page.source_path, "line": line, "what": what} for line, what in page.withheld]
    site = read_site(source.used_dialect, source.config_text)
    missing = [
        {"path": site.named_in(path)[0], "line": site.named_in(path)[1], "what": f"the navigation names {path}"}
        for path in source.report.get("nav_missing", [])
    ]
    elsewhere = [*missing, *source.report.get("redirects_dead", [])]
    inside = [*_by_path(found.unresolved), *elsewhere]
    found.look_across(across, source)
    report = {
        "pages": _by_path(told),
        "withheld": _by_path(kept_back),
        "skipped": [{"path": path, "why": why} for path, why in skipped],
        "links": found.links.result(),
        "anchors": found.anchors.result(),
        "files": found.files.result(),
        "unresolved": [*_by_path(found.unresolved), *elsewhere],
        "unknown_syntax": [
            *({"path": site.settings_file, "line": line, "what": what} for line, what in problems),
            *_by_path(unknown),
        ],
        "seconds": 0.0,
    }
    kept = {key: value for key, value in report.items() if key != "pages"}
    return Told(
        report, kept | {"unresolved": inside, "across": sorted(across, key=itemgetter("page")), "page_count": len(told)}
    )


def _by_path(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=itemgetter("path"))


class _Stored:
    """Rows that are read anew each time, some at a time: those of a large tree fill the memory."""

    def __init__(self, rows: QuerySet[DocPage]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[DocPage]:
        return iter(self._rows.iterator(chunk_size=200))


def _named_anchors(pages: Iterable[DocPage | DocRender]) -> dict[str, Set[str]]:
    """Every page by its path, with those of its anchors that a link of any page names."""
    named: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for link in page.links:
            if link["anchor"]:
                named[link["path"]].add(link["anchor"])
    return {page.source_path: named.get(page.source_path, NONE) & set(page.ids) for page in pages}


class _Findings:
    """`anchors` maps each page that readers may see to the anchors it has of those that are named."""

    def __init__(self, anchors: Mapping[str, Set[str]]) -> None:
        self._there = anchors
        self.links, self.anchors, self.files = _Count(), _Count(), _Count()
        self.unresolved: list[Entry] = []

    def look_at(self, page: DocPage | DocRender) -> None:
        for link in page.links:
            if link["state"] == "across":
                continue
            if link["image"] and link["state"] in ELSEWHERE:  # told on their own, for they are fetched later
                continue
            if link["state"] == "refused" and "://" in link["href"]:
                self._note(page, link)  # an address of another program: no link of the tree
                continue
            ok = self._is_found(link)
            (self.files if link["image"] else self.links).add(ok)
            if link["state"] in ("page", "anchor") and link["anchor"]:
                has_anchor = link["anchor"] in self._there.get(link["path"], ())
                self.anchors.add(has_anchor)
                ok = ok and has_anchor
            if not ok:
                self._note(page, link, " (not served here)" if link["state"] == "unserved" else "")

    def look_across(self, across: Iterable[Mapping[str, Any]], origin: Origin) -> None:
        """As they lead now."""
        links, ids = as_now(across, origin)
        for link in links:
            self.links.add(link["state"] == "page")
            if link["path"] in ids and link["anchor"]:
                self.anchors.add(not is_dead(link, ids))
        self.unresolved += [entry_of(link) for link in links if is_dead(link, ids)]

    def _is_found(self, link: Mapping[str, Any]) -> bool:
        """A picture is found where it is a file; a link to a page where readers may see that page."""
        if link["image"]:
            return bool(link["state"] == "file")
        return link["state"] in ("file", "anchor") or (link["state"] == "page" and link["path"] in self._there)

    def _note(self, page: DocPage | DocRender, link: Mapping[str, Any], more: str = "") -> None:
        self.unresolved.append({"path": page.source_path, "line": link["line"], "what": f"{link['href']}{more}"})


class _Count:
    def __init__(self) -> None:
        self.total = self.resolved = 0

    def add(self, ok: bool) -> None:
        self.total += 1
        self.resolved += ok

    def result(self) -> dict[str, int]:
        return {"total": self.total, "resolved": self.resolved}
