"""The edit form of the Wagtail admin, opened and sent the way a browser does."""

import html
import re
from typing import Any

from django.test import Client

from docs_hub.models import DocPage

NO_COMMENTS = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


def post_form(client: Client, page: DocPage, **changes: Any) -> Any:
    """Every field as it is shown, line ends as CRLF; `change` is applied to the text."""
    url = f"/admin/pages/{page.pk}/edit/"
    shown = client.get(url).content.decode()
    area = re.search(r'<textarea name="source"[^>]*>\n?(.*?)</textarea>', shown, re.DOTALL)
    assert area, "the form has no field for the text"
    text = re.sub(r"\r\n|\r|\n", "\n", html.unescape(area.group(1)))
    change = changes.pop("change", str)
    data = {
        **hidden_fields(shown),
        "title": page.title,
        "slug": page.slug,
        "search_description": page.search_description,
        "source": change(text).replace("\n", "\r\n"),
        "change_note": "A better word.",
        **NO_COMMENTS,
    }
    return client.post(url, {**data, **(changes or {"action-publish": "Publish"})})


def hidden_fields(shown: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', shown):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            found[name.group(1)] = html.unescape(value.group(1)) if value else ""
    return found
