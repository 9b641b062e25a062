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


class DocPageForm(WagtailAdminPageForm):
    def clean_source(self) -> str:
        original = self.initial.get("source") or ""
        return restore(original, self.cleaned_data.get("source") or "")

    def save(self, commit: bool = True) -> Any:
        from docs_hub.services.rendering import render_page

        render_page(page=self.instance)
        return super().save(commit=commit)
