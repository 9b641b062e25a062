"""What an import found, as people and `--json` read it; made from what is stored, so a quiet import can tell it too."""

from collections.abc import Collection, Iterable
from typing import Any

from docs_hub.models import DocPage, DocSource
from docs_hub.services.import_plan import Plan
from docs_hub.services.rendering import page_url
from docs_hub.services.trees import Tree


def build_report(
    *, source: DocSource, tree: Tree, plan: Plan, failed: list[tuple[str, str]], problems: Iterable[tuple[int, str]]
) -> dict[str, Any]:
    pages = list(
        DocPage.objects.filter(doc_source=source, live=True)
        .exclude(source_path="")
        .only("source_path", "title", "links", "ids", "unknown")
    )
    pages.sort(key=lambda page: page.source_path)
    ids = {page.source_path: set(page.ids) for page in pages}
    links, anchors, files = _Count(), _Count(), _Count()
    unresolved: list[dict[str, Any]] = []
    for page in pages:
        for link in page.links:
            ok = _is_found(link, ids)
            if (
                link["state"] == "refused" and "://" in link["href"]
            ):  # an address of another program: no link of the tree
                unresolved.append({"path": page.source_path, "line": link["line"], "what": link["href"]})
                continue
            (files if link["image"] else links).add(ok)
            if link["state"] in ("page", "anchor") and link["anchor"]:
                found = link["anchor"] in ids.get(link["path"], ())
                anchors.add(found)
                ok = ok and found
            if not ok:
                what = f"{link['href']} (not served here)" if link["state"] == "unserved" else link["href"]
                unresolved.append({"path": page.source_path, "line": link["line"], "what": what})
    config = "docusaurus.config" if source.used_dialect == "docusaurus" else "mkdocs.yml"
    unknown = [{"path": config, "line": line, "what": what} for line, what in problems]
    unknown += [{"path": page.source_path, "line": line, "what": what} for page in pages for line, what in page.unknown]
    unresolved += [
        {"path": config, "line": 1, "what": f"the navigation names {path}"}
        for path in source.report.get("nav_missing", [])
    ]
    return {
        "pages": [
            {"path": page.source_path, "url": page_url(source, page.source_path), "title": page.title} for page in pages
        ],
        "skipped": [{"path": path, "why": why} for path, why in (*tree.skipped, *failed, *plan.kept)],
        "links": links.result(),
        "anchors": anchors.result(),
        "files": files.result(),
        "unresolved": unresolved,
        "unknown_syntax": unknown,
        "seconds": 0.0,
    }


def _is_found(link: dict[str, Any], live: Collection[str]) -> bool:
    """A picture is found where it is a file; a link to a page where readers may see that page."""
    if link["image"]:
        return bool(link["state"] == "file")
    return link["state"] in ("file", "anchor") or (link["state"] == "page" and link["path"] in live)


class _Count:
    def __init__(self) -> None:
        self.total = self.resolved = 0

    def add(self, ok: bool) -> None:
        self.total += 1
        self.resolved += ok

    def result(self) -> dict[str, int]:
        return {"total": self.total, "resolved": self.resolved}
