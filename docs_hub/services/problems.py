"""A problem that somebody signed in reports on a page becomes a task on the board."""

from django.conf import settings
from django.db import transaction

from common.errors import InvalidInputError
from common.models import User
from common.page_cache import clear_on_commit
from contributors.services.native_tasks import open_task
from docs_hub.domain.limits import LONGEST_REPORT, LONGEST_TITLE
from docs_hub.models import DocPage, PageTask
from docs_hub.services.rendering import repository_url

DONE_WHEN = "The page says it right, and whoever reads it next need not ask."


@transaction.atomic
def report_problem(*, page: DocPage, user: User, title: str, text: str, anchor: str = "") -> PageTask:
    """The same report sent twice is one task. Raises InvalidInputError, ConflictError."""
    title, text = " ".join(title.split())[:LONGEST_TITLE], text.replace("\r\n", "\n").strip()[:LONGEST_REPORT]
    if not title:
        raise InvalidInputError("Say in a few words what is wrong.")
    if page.doc_source_id is None:
        raise InvalidInputError("This page has no text of its own.")
    section = next((entry for entry in page.toc if entry["anchor"] == anchor), None)
    place = f"#{anchor}" if section else ""
    body = "\n\n".join(part for part in (text, _where(page, section["title"] if section else "", place)) if part)
    task = open_task(user=user, title=f"{page.title}: {title}", text=body, kind="doc", done_when=DONE_WHEN)
    row, is_new = PageTask.objects.get_or_create(
        task_id=task.pk, defaults={"page": page, "anchor": anchor if section else ""}
    )
    if is_new:
        clear_on_commit()
    return row


def _where(page: DocPage, section: str, place: str) -> str:
    lines = [f"Page: [{_plain(page.title)}{f', {_plain(section)}' if section else ''}]({_url(page)}{place})"]
    if page.doc_source and (source := repository_url(page.doc_source, page.source_path)):
        lines.append(f"Source: [{_plain(page.source_path)}](<{source}>)")
    return "  \n".join(lines)


def _url(page: DocPage) -> str:
    base = page.doc_source.paths.get("base", "/docs/") if page.doc_source else "/docs/"
    return f"{settings.SITE_URL}{base}{page.address}/" if page.address else f"{settings.SITE_URL}{base}"


def _plain(text: str) -> str:
    return "".join("\\" + character if character in "[]()<>*_`\\" else character for character in text)
