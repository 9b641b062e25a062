"""The public form for suggestions and the reviewer's screens, used the way a browser does."""

import html
import re
from typing import Any

from django.test import Client
from wagtail.models import TaskState

from docs_hub.models import DocPage, DocSuggestion
from tests.docs_hub.forms import NO_COMMENTS, hidden_fields


def area(shown: str, name: str) -> str:
    found = re.search(rf'<textarea name="{name}"[^>]*>\n?(.*?)</textarea>', shown, re.DOTALL)
    assert found, f"no field {name}"
    return re.sub(r"\r\n|\r|\n", "\n", html.unescape(found.group(1)))


class Open:
    """A form that was opened and may be sent later."""

    def __init__(self, client: Client, page: DocPage) -> None:
        self.client, self.url = client, f"/documentation/{page.pk}/suggest/"
        self.shown = client.get(self.url).content.decode()

    def send(self, change: Any, note: str = "A better word.") -> Any:
        data = {"text": change(area(self.shown, "text")), "base": area(self.shown, "base"), "note": note}
        data["seen"] = hidden_fields(self.shown)["seen"]
        answer = self.client.post(self.url, {name: value.replace("\n", "\r\n") for name, value in data.items()})
        if answer.status_code != 302:
            self.shown = answer.content.decode()
        return answer


def approve(client: Client, suggestion: DocSuggestion, action: str = "approve", comment: str = "") -> Any:
    """As in the window that the dashboard opens: it is shown, and sent with what it showed."""
    window = ActionWindow(client, suggestion, action)
    return window.send(comment)


class ActionWindow:
    """Of one action of the review, opened and sent later."""

    def __init__(self, client: Client, suggestion: DocSuggestion, action: str = "approve") -> None:
        state = TaskState.objects.get(
            workflow_state__object_id=str(suggestion.pk),
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type__model="docsuggestion",
        )
        self.client = client
        start = "/admin/snippets/docs_hub/docsuggestion/workflow/action"
        self.url = f"{start}/{suggestion.pk}/{action}/{state.pk}/"
        self.shown = self._html_of(client.get(self.url))

    @staticmethod
    def _html_of(answer: Any) -> str:
        is_shown = answer.status_code == 200 and answer.headers["Content-Type"] == "application/json"
        return str(answer.json().get("html", "")) if is_shown else ""

    def send(self, comment: str = "", **options: Any) -> Any:
        answer = self.client.post(self.url, {**hidden_fields(self.shown), "comment": comment}, **options)
        self.shown = self._html_of(answer) or self.shown
        return answer


def edit_screen(client: Client, suggestion: DocSuggestion, *, opened: str = "", **changes: Any) -> Any:
    """`opened`: the screen as it was shown earlier."""
    url = f"/admin/snippets/docs_hub/docsuggestion/edit/{suggestion.pk}/"
    shown = opened or client.get(url).content.decode()
    change = changes.pop("change", str)
    data = {**hidden_fields(shown), "text": change(area(shown, "text")).replace("\n", "\r\n"), **NO_COMMENTS, **changes}
    return client.post(url, data)


def review_url(page: DocPage) -> str:
    return f"/admin/documentation-edits/review/{page.pk}/"


class Review:
    """The screen of what a page's newest text changes, opened and sent later."""

    def __init__(self, client: Client, page: DocPage) -> None:
        self.client, self.url = client, review_url(page)
        self.shown = client.get(self.url).content.decode()

    def send(self, choice: str = "approve", comment: str = "") -> Any:
        data = {"seen": hidden_fields(self.shown).get("seen", ""), "choice": choice, "comment": comment}
        answer = self.client.post(self.url, data)
        if answer.status_code != 302:
            self.shown = answer.content.decode()
        return answer
