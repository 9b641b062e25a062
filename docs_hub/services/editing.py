"""What a person makes or changes in the admin, before it is saved."""

import posixpath

from docs_hub.domain.paths import INDEX_NAMES, is_index
from docs_hub.domain.setting_lines import with_setting
from docs_hub.models import DocPage
from docs_hub.queries.languages_of_text import ending_of_new
from docs_hub.services.rendering import render_page


def prepare_edit(*, page: DocPage, parent: DocPage | None, is_changed: bool) -> None:
    """Derive what readers will see from the text, and give a new page its place; saves nothing.

    Raises RenderingError where the text is too much for the parser.
    """
    if page.doc_source_id is None and parent is not None and parent.doc_source_id is not None:
        _give_place(page, parent)
    render_page(page=page, is_changed=is_changed)


def with_page_setting(page: DocPage, text: str, name: str, value: str) -> str:
    """The text with one setting changed as the page's dialect writes them. Raises UnreadableSettingsError."""
    source = page.doc_source
    return with_setting(text, name, value, plain_keys=source is not None and source.used_dialect == "mkdocs")


def _give_place(page: DocPage, parent: DocPage) -> None:
    """As if its file lay below its parent's, under the name of its address."""
    if page.slug.lower() in INDEX_NAMES:
        page.slug = f"{page.slug}-page"
    page.doc_source = parent.doc_source
    page.address = posixpath.join(parent.address, page.slug)
    page.source_path = _free_path(parent, posixpath.join(_folder_of(parent), page.slug))


def _folder_of(parent: DocPage) -> str:
    """The folder of the tree that the page stands for, which may be spelled otherwise than its address."""
    if parent.source_path:
        folder = posixpath.splitext(parent.source_path)[0]
        return posixpath.dirname(folder) if is_index(parent.source_path) else folder
    below = f"{parent.address}/"
    known = parent.doc_source.paths.get("pages", {}) if parent.doc_source else {}
    inside = next((path for path, address in sorted(known.items()) if address.startswith(below)), "")
    return "/".join(inside.split("/")[: below.count("/")]) or parent.address


def _free_path(parent: DocPage, wanted: str) -> str:
    pages = DocPage.objects.filter(doc_source=parent.doc_source)
    ending = ending_of_new(parent.doc_source)
    path, number = f"{wanted}{ending}", 1
    while pages.filter(source_path=path).exists():
        number += 1
        path = f"{wanted}-{number}{ending}"
    return path
