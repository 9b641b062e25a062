"""The edit form of a documentation page: what a browser does to line ends never reaches the stored text."""

from typing import Any

from django import forms
from django.db import models
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from docs_hub.care_forms import checked_field
from docs_hub.domain.setting_lines import UnreadableSettingsError
from docs_hub.domain.source_text import for_form, restore
from docs_hub.widgets import SourceTextarea


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
        kwargs["widget"] = SourceTextarea()
        return super().formfield(form_class=SourceFormField, **kwargs)


TITLE_FROM_TEXT = (
    "It comes from the text: “title:” in the settings on top of it, or its first heading. "
    "Change it here, and “title:” is the only line that changes."
)
TITLE_FROM_NAVIGATION = "It comes from the navigation in {}."
TITLE_OF_NEW = "Shown where the text has no heading of its own."
DESCRIPTION = "One sentence for search engines and link previews: “description:” in the settings on top of the text."
TITLE_OF_RST = "It is the first heading of the text: change it there."
NO_DESCRIPTION = "reStructuredText has no place for it."
FIXED_ADDRESS = "It follows the name of the file."
FOLDER_TEXT = "This page lists what lies in its folder. An index file in the repository gives it a text of its own."
NO_NOTE = "Say in a sentence what you changed: whoever reviews it reads that first."
NEWER_SUGGESTION = (
    "This suggestion was changed since you opened it. Nothing is saved: open it once more and look at the newest text."
)
NEWER_PAGE = (
    "The page was changed since you looked. Nothing is published yet: open it once more and look at the difference."
)
SETTINGS = {"title": "title", "search_description": "description"}


class DocPageForm(WagtailAdminPageForm):
    """Title and description are lines of the text; the address follows the file. The next import changes neither."""

    began_from = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    shown_title = forms.CharField(widget=forms.HiddenInput, required=False)
    shown_search_description = forms.CharField(widget=forms.HiddenInput, required=False)

    checked = checked_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        self.fields["began_from"].initial = page.blob_sha
        for name in SETTINGS:
            self.fields[f"shown_{name}"].initial = getattr(page, name)
        self._explain("search_description", DESCRIPTION)
        if "source" in self.fields:
            self.fields["source"].widget.serve(page, may_upload=True, parent=_specific(self.parent_page))
        if not page.has_unpublished_changes:
            self.initial["change_note"] = ""  # what is there was said of the edit before
        if page.pk is None or page.is_folder:
            del self.fields["checked"]
        if page.doc_source_id is None:
            self._explain("title", TITLE_OF_NEW)
            return
        self._explain("slug", FIXED_ADDRESS, fixed=True)
        if page.is_folder:
            self._explain("source", FOLDER_TEXT, fixed=True)
            self._explain("search_description", "", fixed=True)
            self._explain("title", "It follows the name of the folder.", fixed=True)
        elif page.blob_sha:
            self._explain_title(page)
        else:
            self._explain("title", TITLE_OF_NEW)

    def _begin_from_what_was_shown(self) -> None:
        """The repository may have changed the page while the form was open: both are put together once published."""
        from docs_hub.services.blobs import text_of

        shown = self.cleaned_data.get("began_from") or ""
        if shown and shown != self.instance.blob_sha and text_of(shown) is not None:
            self.instance.blob_sha = shown

    def _explain_title(self, page: Any) -> None:
        from docs_hub.queries.languages_of_text import is_markdown
        from docs_hub.queries.titles import navigation_that_titles

        if not is_markdown(page.doc_source, page.source_path):
            self._explain("title", TITLE_OF_RST, fixed=True)
            self._explain("search_description", NO_DESCRIPTION, fixed=True)
            return
        file = navigation_that_titles(page)
        self._explain("title", TITLE_FROM_NAVIGATION.format(file) if file else TITLE_FROM_TEXT, fixed=bool(file))

    def _explain(self, name: str, text: str, *, fixed: bool = False) -> None:
        if name in self.fields:
            self.fields[name].help_text = text
            self.fields[name].disabled = fixed

    def clean_source(self) -> str:
        original = self.initial.get("source") or ""
        return restore(original, self.cleaned_data.get("source") or "")

    def clean(self) -> Any:
        cleaned = super().clean()
        if "source" in self.cleaned_data and not self.instance.is_folder:
            for name in SETTINGS:
                self._write_setting(name)
        if "action-submit" in self.data and not (self.cleaned_data.get("change_note") or "").strip():
            self.add_error("change_note", NO_NOTE)
        return cleaned

    def _write_setting(self, name: str) -> None:
        """What was typed becomes a line of the text; the title of a page that was made here needs none."""
        from docs_hub.services.editing import with_page_setting

        if not self._is_typed(name) or (name == "title" and not self.instance.blob_sha):
            return
        try:
            self.cleaned_data["source"] = with_page_setting(
                self.instance, self.cleaned_data["source"], SETTINGS[name], self.cleaned_data.get(name) or ""
            )
        except UnreadableSettingsError as error:
            self.add_error(name, str(error))

    def _is_typed(self, name: str) -> bool:
        """Compared with what the form showed when it was opened: while it is open, each of Wagtail's automatic saves
        and every import may give the page another title."""
        if name not in self.fields or self.fields[name].disabled:
            return False
        if self.add_prefix(f"shown_{name}") not in self.data:
            return name in self.changed_data
        shown, typed = self.cleaned_data.get(f"shown_{name}"), self.cleaned_data.get(name)
        return (shown or "").splitlines() != (typed or "").splitlines()

    def _post_clean(self) -> None:
        """Rendered while the form is checked, so that a text that cannot be shown is said beside the text."""
        from common.apart.errors import BusyError, NotStartedError
        from docs_hub.domain.render.renderer import RenderingError
        from docs_hub.services.editing import prepare_edit

        super()._post_clean()
        if self.errors:
            return
        self._begin_from_what_was_shown()
        parent = _specific(self.parent_page)
        is_changed = self.instance.source != (self.initial.get("source") or "")
        try:
            prepare_edit(page=self.instance, parent=parent, is_changed=is_changed)
        except RenderingError as error:
            self.add_error("source", f"This text cannot be shown: {error}. It is not saved yet.")
        except BusyError as error:
            self.add_error("source", str(error))
        except NotStartedError as error:
            self.add_error("source", f"This text cannot be shown at the moment: {error}. It is not saved yet.")


def _specific(page: Any) -> Any:
    return page.specific if page is not None else None


class SuggestionForm(WagtailAdminModelForm):
    """A reviewer's form: the text may be improved before it is approved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "text" in self.fields and self.instance.page_id:
            self.fields["text"].widget.serve(self.instance.page, may_upload=True)

    def clean_text(self) -> str:
        return restore(self.initial.get("text") or "", self.cleaned_data.get("text") or "")

    def clean(self) -> Any:
        from docs_hub.queries.suggestions import what_hinders

        cleaned = super().clean()
        if not self._is_of_newest():
            raise forms.ValidationError(NEWER_SUGGESTION)
        wants_to_publish = "action-publish" in self.data or self.data.get("workflow-action-name") == "approve"
        if wants_to_publish and not self._is_of_this_page():
            raise forms.ValidationError(NEWER_PAGE)
        if wants_to_publish and (hindrance := what_hinders(self.instance, text=self.cleaned_data.get("text"))):
            raise forms.ValidationError(hindrance)
        return cleaned

    def _is_of_this_page(self) -> bool:
        """Whether the page is as it was when its difference was shown."""
        page = type(self.instance.page).objects.get(pk=self.instance.page_id)
        return bool(self.data.get("seen_page", "") == f"{page.text_sha} {page.blob_sha} {page.upstream_sha}")

    def _is_of_newest(self) -> bool:
        """Whether the form was opened with the newest revision, or saved that itself: Wagtail sends both along, but
        looks at them in automatic saves alone."""
        newest = self.instance.latest_revision
        if newest is None:
            return True
        if saved := self.data.get("overwrite_revision_id"):
            return bool(saved == str(newest.pk))
        shown = (self.data.get("loaded_revision_id"), self.data.get("loaded_revision_created_at"))
        return shown == (str(newest.pk), newest.created_at.isoformat())
