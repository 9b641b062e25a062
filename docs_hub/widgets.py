"""The source editor as a form widget: a textarea that CodeMirror stands in for where JavaScript runs."""

from typing import Any

from django import forms
from django.urls import reverse

from docs_hub.domain.site import has_admonitions, read_site


def has_notes(source: Any) -> bool:
    """False where the tree's own settings would show a note box as plain text."""
    return source.used_dialect != "mkdocs" or has_admonitions(read_site(source.used_dialect, source.config_text))


def _written_in(source: Any, path: str) -> str:
    from docs_hub.queries.languages_of_text import written_in

    return written_in(source, path)


class SourceTextarea(forms.Textarea):
    """Without `serve` a plain text field: the editor needs to know which page its links and pictures belong to."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 30, "spellcheck": "true", "class": "docs-source", "wrap": "off", **(attrs or {})})

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["docs_hub/editor.css", "docs_hub/suggestions.css"]}, js=["docs_hub/editor.js"])

    def serve(self, page: Any, *, may_upload: bool, parent: Any = None) -> None:
        """Toolbar and checks for this page; one that is not saved yet has the toolbar of its parent's source alone."""
        source = page.doc_source or getattr(parent, "doc_source", None)
        path = page.source_path if page.pk is not None and page.doc_source_id is not None else ""
        self.attrs |= {"data-docs-editor": "", "data-dialect": _written_in(source, path)}
        if source is not None and not has_notes(source):
            self.attrs["data-no-notes"] = ""
        if page.pk is None or page.doc_source_id is None or page.is_folder:
            return
        for name in ("lint", "links", "pictures", *(["upload"] if may_upload else [])):
            self.attrs[f"data-{name}-url"] = reverse(f"docs_hub:editor_{name}", args=[page.pk])
