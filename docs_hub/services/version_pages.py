"""The light rows of a version, written anew at each import that brings something."""

import posixpath
from collections.abc import Mapping, Set

from django.utils.html import escape

from docs_hub.domain.docusaurus_nav import PageFacts
from docs_hub.domain.nav import title_of_name
from docs_hub.domain.site import read_site
from docs_hub.models import DocRender, DocVersion, VersionPage
from docs_hub.models.pages import UNLISTED
from docs_hub.services.import_plan import folders_of
from docs_hub.services.navigation_tree import NavWriter


def write_pages(*, version: DocVersion, renders: Mapping[str, DocRender]) -> None:
    """Sets the version's navigation (saved by the caller) and replaces its pages."""
    site = read_site(version.used_dialect, version.config_text)
    listed = {path: row for path, row in renders.items() if row.out_of != UNLISTED}
    items, unlisted = site.navigation({path: PageFacts(row.title, row.settings) for path, row in listed.items()})
    writer = NavWriter(version, set(listed))
    writer.write(items)
    version.report["nav_missing"] = [path for path in writer.missing if path not in renders]
    version.report["not_in_nav"] = unlisted
    addresses = {path: version.paths["pages"][path] for path in renders}
    pages = {
        addresses[path]: VersionPage(
            version=version,
            rendered=row,
            source_path=path,
            address=addresses[path],
            title=row.title,
            place=writer.places.get(path, {}),
        )
        for path, row in renders.items()
    }
    _add_folders(version, pages, renders.keys() - listed.keys())
    for address, page in pages.items():
        if not page.place:
            page.place = {"trail": [], "crumbs": _crumbs(version, address, pages)}
    VersionPage.objects.filter(version=version)._raw_delete("default")
    VersionPage.objects.bulk_create(pages.values(), batch_size=400)


def _add_folders(version: DocVersion, pages: dict[str, VersionPage], unlisted_ones: Set[str]) -> None:
    """Folders without an index file list what lies in them, but for pages that are in no list."""
    for address in folders_of(pages):
        title = title_of_name(posixpath.basename(address)) if address else version.title
        pages[address] = VersionPage(version=version, address=address, title=title[:255])
    below: dict[str, list[VersionPage]] = {}
    for address, page in sorted(pages.items()):
        if address and page.source_path in unlisted_ones:
            continue
        if address:
            below.setdefault(posixpath.dirname(address), []).append(page)
    for address, page in pages.items():
        if page.rendered_id is None and not page.source_path:
            links = "".join(
                f'<li><a href="{escape(version.base + one.address)}/">{escape(one.title)}</a></li>'
                for one in below.get(address, [])
            )
            page.html = f"<h1>{escape(page.title)}</h1><ul>{links}</ul>"


def _crumbs(version: DocVersion, address: str, pages: Mapping[str, VersionPage]) -> list[dict[str, str]]:
    parts = address.split("/")[:-1]
    above = [pages["/".join(parts[:end])] for end in range(1, len(parts) + 1)]
    return [{"title": page.title, "url": f"{version.base}{page.address}/"} for page in above]
