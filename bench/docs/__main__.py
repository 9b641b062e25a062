"""Documentation beside its own generators, in one run (`make bench-docs DOCS_DATA=…`).

The folder of real input holds `civicrm-dev-docs.tar.xz`, `joomla-manual.tar.xz`, `civicrm-dev-docs.bundle` and, below
`reference/`, what MkDocs and Docusaurus made of each page. It is not part of the repository.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

from bench.docs import known_items, many, navigation, peer, reference
from bench.docs.site import ROOT, WORK, Site
from bench.docs.table import Figures
from bench.docs.versions import with_versions

MKDOCS, DOCUSAURUS = "civicrm-dev-docs", "joomla-manual"
TREES = Site("trees")
NAV_LIMIT_KB = 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("DOCS_DATA"), help="the folder of real input")
    parser.add_argument("--pages", type=int, default=10_000, help="how large the large tree is")
    options = parser.parse_args()
    if options.data is None or not Path(options.data).is_dir():
        parser.error("say where the real input lies: make bench-docs DOCS_DATA=FOLDER")
    figures, data = Figures(), Path(options.data)
    WORK.mkdir(parents=True, exist_ok=True)
    TREES.make()
    _import_and_build(figures, _unpack(data, MKDOCS), _unpack(data, DOCUSAURUS))
    _forms(figures, WORK / MKDOCS, WORK / DOCUSAURUS)
    _replay(figures, data / f"{MKDOCS}.bundle")
    _versions(figures, WORK / DOCUSAURUS)
    _many(figures, WORK / MKDOCS / "docs", options.pages)  # before this process grows: a child's peak begins with it
    TREES.enter()
    _changed_and_unchanged(figures, WORK / MKDOCS)
    _navigation(figures, WORK / MKDOCS)
    _text(figures, data)
    _search(figures)
    figures.show()
    return 0 if figures.are_met else 1


def _unpack(data: Path, name: str) -> Path:
    shutil.rmtree(WORK / name, ignore_errors=True)
    with tarfile.open(data / f"{name}.tar.xz") as archive:
        archive.extractall(WORK, filter="data")
    return WORK / name


def _import_and_build(figures: Figures, civicrm: Path, joomla: Path) -> None:
    plain = peer.without_guessing(civicrm)
    peer.build(plain)  # once for nothing: compiles its own files
    cost, report = TREES.import_tree(civicrm, "civicrm")
    theirs, theirs_plain = peer.build(civicrm), peer.build(plain)
    name = f"import {cost.seconds:.1f} s beside mkdocs build"
    figures.at_most(f"{name} {theirs.seconds:.1f} s", cost.seconds / theirs.seconds, 0.5, " ×")
    figures.at_most(
        f"{name} without guessing {theirs_plain.seconds:.1f} s", cost.seconds / theirs_plain.seconds, 1.0, " ×"
    )
    _resolved(figures, MKDOCS, report, {"pages": 258, "links": 721, "anchors": 268, "files": 12})
    cost, report = TREES.import_tree(joomla, "joomla")
    figures.at_most(f"{DOCUSAURUS}: import {cost.seconds:.1f} s, memory", cost.memory_mb, 300, " MB")
    _resolved(figures, DOCUSAURUS, report, {"pages": 399, "links": 622, "anchors": 215, "files": 88})


def _resolved(figures: Figures, name: str, report: dict[str, object], asked: dict[str, int]) -> None:
    pages = report["pages"]
    assert isinstance(pages, list)
    figures.at_least(f"{name}: pages", len(pages), asked["pages"], asked["pages"])
    for kind in ("links", "anchors", "files"):
        count = report[kind]
        assert isinstance(count, dict)
        figures.at_least(f"{name}: {kind} resolved", count["resolved"], count["total"], asked[kind])


def _forms(figures: Figures, *trees: Path) -> None:
    for line in _told_by("bench.docs.forms", "--json", *map(str, trees)):
        name, pages = line["name"], line["pages"]
        figures.at_least(f"{name}: pages byte-identical through the form", line["identical"], pages, pages)
        figures.at_least(f"{name}: edits that changed just their line", line["exact"], line["edited"], line["edited"])


def _replay(figures: Figures, bundle: Path) -> None:
    [told] = _told_by("bench.docs.replay", "--json", str(bundle))
    lost = [*told["differs"], *told["lost_identity"], *told["lost_redirect"]]
    name = f"replay of {told['commits']} commits, {told['renames']} renames"
    figures.at_most(f"{name}: pages that differ or were lost", len(lost), 0, "")


def _told_by(module: str, *arguments: str) -> list[dict[str, Any]]:
    """What a part of the benchmark prints that needs a process, and a database, of its own."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _changed_and_unchanged(figures: Figures, tree: Path) -> None:
    before = _state()
    _, unchanged = TREES.import_tree(tree, "civicrm")
    TREES.import_tree(WORK / DOCUSAURUS, "joomla")
    figures.at_most("rows that a second import changes", len(before ^ _state()), 0, "")
    page = tree / "docs" / "basics" / "skills.md"
    text = page.read_text()
    page.write_text(text + "\nOne more paragraph.\n")
    _, changed = TREES.import_tree(tree, "civicrm")
    page.write_text(text)
    TREES.import_tree(tree, "civicrm")
    figures.at_most("one page changed, to its place in the search", changed["seconds"], 2.0, " s")
    figures.at_most("nothing changed", unchanged["seconds"], 1.0, " s")


def _state() -> set[tuple[object, ...]]:
    """All that readers, search and writers see of pages."""
    from docs_hub.models import DocPage, DocSection

    pages = DocPage.objects.values_list(
        "pk", "url_path", "live", "text_sha", "html", "latest_revision_id", "changed_at"
    )
    return {*pages, *DocSection.objects.values_list("pk", "page_id", "anchor", "title", "text")}


def _navigation(figures: Figures, tree: Path) -> None:
    from docs_hub.models import DocSource

    source = DocSource.objects.get(slug="civicrm")
    urls = reference.urls("civicrm")
    wanted, shown = navigation.wanted(tree / "mkdocs.yml", urls), navigation.shown(source.nav_html)
    same = sum(one == other for one, other in zip(wanted, shown, strict=False))
    figures.at_least("navigation entries in order, with title and sections", same, len(shown), 251)
    figures.at_least("sections", navigation.sections(shown), navigation.sections(wanted), 41)


def _text(figures: Figures, data: Path) -> None:
    for name, slug, share in ((MKDOCS, "civicrm", 1.0), (DOCUSAURUS, "joomla", 0.97)):
        found = reference.compare(data / "reference" / f"{name}.jsonl.xz", slug)
        asked = -int(-found.pages * share // 1)
        figures.at_least(f"{name}: pages of the same text", found.same_text, found.pages, asked)
        figures.at_least(f"{name}: pages with all heading ids", found.same_ids, found.pages, found.pages)


def _search(figures: Figures) -> None:
    for name, slug in ((MKDOCS, "civicrm"), (DOCUSAURUS, "joomla")):
        found, asked = known_items.found_again(slug)
        figures.at_least(f"{name}: headings found by three words, in the first five", found, asked, asked * 95 // 100)


def _versions(figures: Figures, tree: Path) -> None:
    """What each version more costs that shares nine tenths of its texts."""
    site = Site("versions")
    site.make()
    alone, _ = site.import_tree(tree, "alone")
    whole, count = with_versions(tree)
    cost, report = site.import_tree(whole, "joomla")
    pages = sum(version["pages"] for version in report["versions"])
    name = f"{DOCUSAURUS} with {count} versions, {pages:,} pages more, in {cost.seconds:.0f} s"
    figures.at_most(f"{name}: a version beside the tree alone", (cost.seconds / alone.seconds - 1) / count, 0.2, " ×")
    figures.at_most(f"{DOCUSAURUS} with {count} versions: memory", cost.memory_mb, 300, " MB")
    base = report["pages"][0]["url"].split("/joomla/")[0] + "/joomla/"
    slug = report["versions"][0]["slug"]
    addresses = [
        entry["url"].replace(base, f"{base}{slug}/") for entry in report["pages"] if entry["path"].startswith("docs/")
    ]
    with many.served(site) as server:
        figures.at_most("a page of an older version, p95", many.pages(server, addresses).p95, 50, " ms")
        asked = many.searches(server, where=f"&version=joomla/{slug}")
        figures.at_most("a search in an older version, p95", asked.p95, 150, " ms")


def _many(figures: Figures, docs: Path, pages: int) -> None:
    small, large = Site("small"), Site("large")
    per_page, addresses = [], {}
    for site, count in ((small, pages // 10), (large, pages)):
        site.make()
        cost, report = site.import_tree(many.tree_of(docs, count, f"tree-{count}"), "many")
        per_page.append(cost.seconds / count)
        addresses[site] = [entry["url"] for entry in report["pages"]]
        figures.at_least(f"{count:,} pages in {cost.seconds:.0f} s: imported", len(report["pages"]), count, count)
        figures.at_most(f"{count:,} pages: memory", cost.memory_mb, 300, " MB")
    figures.at_most("seconds a page, the large tree beside a tenth of it", per_page[1] / per_page[0], 1.3, " ×")
    with many.served(large) as base:
        figures.at_most(f"a page of {pages:,}, p95", many.pages(base, addresses[large]).p95, 50, " ms")
        figures.at_most(f"a search in {pages:,} pages, p95", many.searches(base).p95, 150, " ms")
    with many.served(small) as base:
        size = many.navigation_kb(base, addresses[small][0])
        figures.at_most(f"navigation of {pages // 10:,} pages", size, NAV_LIMIT_KB, " kB")


if __name__ == "__main__":
    sys.exit(main())
