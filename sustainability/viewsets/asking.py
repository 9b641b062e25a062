"""Forms that say what they understood and record it only after a yes; two posts, no script needed."""

import hashlib
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import CopyView, CreateView, EditView

UNDERSTOOD = "understood"


class AskingForm(WagtailAdminModelForm):
    """Where one of `ASKED` is new or changed, the form is not valid until what it understood is posted back.

    The hidden field `understood` holds a mark of the very values, so that a yes never counts for others.
    """

    ASKED: ClassVar[tuple[str, ...]] = ()
    understood = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks: list[str] = []

    def sentences(self) -> list[str]:
        """What would be recorded, from the validated instance."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or not self._has_news():
            return
        said = self.sentences()
        mark = self._mark()
        if not said or self.cleaned_data.get(UNDERSTOOD) == mark:
            return
        self.asks = said
        self.data: Any = self.data.copy()
        self.data[self.add_prefix(UNDERSTOOD)] = mark
        self.add_error(None, forms.ValidationError([*said, "Nothing is recorded yet. Save again if this is right."]))

    def _has_news(self) -> bool:
        return self.instance._state.adding or bool(set(self.ASKED) & set(self.changed_data))

    def _mark(self) -> str:
        values = "\x1f".join(f"{name}={getattr(self.instance, name)!r}" for name in self.ASKED)
        return hashlib.sha256(values.encode()).hexdigest()


def in_words(day: date) -> str:
    return date_format(day, "j F Y")


class _Asking:
    """A question is no failure: no message of errors, and the button says yes."""

    template_name = "sustainability/admin/asking_form.html"

    def form_invalid(self, form: Any) -> Any:
        if getattr(form, "asks", None):
            self.produced_error_message = None
        return super().form_invalid(form)  # type: ignore[misc]


class AskingCreateView(_Asking, CreateView):
    pass


class AskingEditView(_Asking, EditView):
    pass


class AskingCopyView(_Asking, CopyView):
    pass
