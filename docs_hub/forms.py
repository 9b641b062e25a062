"""The edit form of a documentation page: what a browser does to line ends never reaches the stored text."""

from typing import Any

from django import forms
from django.db import models
from wagtail.admin.forms import WagtailAdminPageForm

from docs_hub.domain.source_text import for_form, restore


class SourceFormField(forms.CharField):
    """Shows the text with plain line ends and gives back the file's own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": False, "required": False})

    def prepare_value(self, value: Any) -> Any:
        return for_form(value) if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return restore(initial or "", data or "") != (initial or "")


class SourceTextField(models.TextField):
    """The exact text of a file."""

    def formfield(self, **kwargs: Any) -> Any:
        kwargs["widget"] = forms.Textarea(
            attrs={"rows": 30, "spellcheck": "true", "style": "font-family: monospace", "wrap": "off"}
        )
        return super().formfield(form_class=SourceFormField, **kwargs)


TITLE_FROM_TEXT = (
    "It comes from the text: its first heading, “title:” in the settings on top of it, or the navigation in mkdocs.yml."
)
TITLE_OF_NEW = "Shown where the text has no heading of its own."
FIXED_ADDRESS = "It follows the name of the file."
FOLDER_TEXT = "This page lists what lies in its folder. An index file in the repository gives it a text of its own."


class DocPageForm(WagtailAdminPageForm):
    """Title and address of a page follow its text and its file, so that the next import changes neither."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        if page.doc_source_id is None:
            self._explain("title", TITLE_OF_NEW)
            return
        self._explain("slug", FIXED_ADDRESS, fixed=True)
        if page.is_folder:
            self._explain("source", FOLDER_TEXT, fixed=True)
        elif page.blob_sha:
            self._explain("title", TITLE_FROM_TEXT, fixed=True)
        else:
            self._explain("title", TITLE_OF_NEW)

    def _explain(self, name: str, text: str, *, fixed: bool = False) -> None:
        if name in self.fields:
            self.fields[name].help_text = text
            self.fields[name].disabled = fixed

    def clean_source(self) -> str:
        original = self.initial.get("source") or ""
        return restore(original, self.cleaned_data.get("source") or "")

    def _post_clean(self) -> None:
        """Rendered while the form is checked, so that a text that cannot be shown is said beside the text."""
        from docs_hub.domain.render.renderer import RenderingError
        from docs_hub.services.editing import prepare_edit

        super()._post_clean()
        if self.errors:
            return
        parent = self.parent_page.specific if self.parent_page is not None else None
        try:
            prepare_edit(page=self.instance, parent=parent, is_changed="source" in self.changed_data)
        except RenderingError as error:
            self.add_error("source", f"This text cannot be shown: {error}. It is not saved yet.")
