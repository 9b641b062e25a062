"""What readers and writers fill in about a page."""

from typing import Any

from django import forms

from docs_hub.domain.limits import LONGEST_REPORT, LONGEST_TITLE


class TrapForm(forms.Form):
    """With a field that people do not see and programs fill in."""

    website = forms.CharField(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class FeedbackForm(TrapForm):
    answer = forms.ChoiceField(
        label="Was this page helpful?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no.", "invalid_choice": "Choose yes or no."},
    )
    text = forms.CharField(
        label="What was good, or what is missing? You may leave this empty.",
        required=False,
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Writers read it. Please write nothing that is private; no name or address is kept with it.",
    )


class ReportForm(TrapForm):
    """Of whoever is signed in: title and text of a task."""

    title = forms.CharField(label="What is wrong, in a few words", max_length=LONGEST_TITLE)
    text = forms.CharField(
        label="What did you expect, and what does the page say? You may leave this empty.",
        required=False,
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="It becomes a task on the public board, where somebody can take it.",
    )

    def __init__(self, *args: Any, sections: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(entry["anchor"], entry["title"]) for entry in sections if entry["anchor"] and entry["level"] > 1]
        self.fields["anchor"] = forms.ChoiceField(
            label="Where on the page", required=False, choices=[("", "The whole page"), *named]
        )


class ProblemForm(ReportForm):
    """Of a stranger: a line for the writers."""

    title = None  # type: ignore[assignment]
    text = forms.CharField(
        label="What is wrong?",
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Writers read it. Please write nothing that is private; no name or address is kept with it.",
    )


def checked_field() -> forms.BooleanField:
    """For the edit form of a page. Empty at each edit: to mend a word is not to check a page."""
    return forms.BooleanField(
        label="I have read all of this page and it is right",
        required=False,
        help_text="Counts as a check once this text is published. Leave it empty for a small correction.",
    )
