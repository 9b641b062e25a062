"""Open tasks about a page: those that came from it, and those whose text names its address or its file."""

from contributors.queries.naming import NamingTask, open_tasks_naming
from docs_hub.domain.naming import names_page
from docs_hub.models import DocPage, PageTask

SHOWN = 20


def open_tasks_about(page: DocPage) -> list[NamingTask]:
    """The newest first; two queries, whatever the number of tasks."""
    if page.doc_source is None:
        return []
    own = list(PageTask.objects.filter(page_id=page.pk).values_list("task_id", flat=True))
    address, path = _address(page), _path(page)
    found = open_tasks_naming((address.rstrip("/"), path), own, limit=200)
    about = [task for task in found if task.id in own or names_page(task.text, address=address, path=path)]
    return about[:SHOWN]


def _address(page: DocPage) -> str:
    base = (page.doc_source.base if page.doc_source else "") or "/docs/"
    return f"{base}{page.address}/" if page.address else base


def _path(page: DocPage) -> str:
    """From the top of the repository; empty for what lies at the top, whose name says too little."""
    if not page.source_path or page.doc_source is None:
        return ""
    prefix = page.doc_source.docs_prefix
    path = f"{prefix}/{page.source_path}" if prefix else page.source_path
    return path if "/" in path else ""
