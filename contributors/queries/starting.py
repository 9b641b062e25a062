"""How somebody starts on a task: by its kind, with their own name in the commands and the pages that it is about."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from common.models import User
from contributors.domain.ways import Way, way_of
from contributors.models import Identity, Task
from contributors.queries.doc_places import DocPlace, knows_documentation
from contributors.queries.people import own_person


@dataclass(frozen=True, slots=True)
class HowToStart:
    """`login`: the reader's on GitHub, empty where it is not known. `front`: of the documentation, where no page of it
    is named."""

    way: Way
    login: str = ""
    pages: tuple[DocPlace, ...] = ()
    front: DocPlace | None = None
    setup: DocPlace | None = None


def how_to_start(task: Task, user: User | AnonymousUser) -> HowToStart:
    """A few queries for writing and code, none for the rest."""
    way, knows = way_of(task.kind), knows_documentation()
    if way == Way.WRITING and knows is not None:
        text = f"{task.title}\n{task.body_html}"
        pages = tuple(knows.pages_named(task_id=task.pk, repository=task.repository, text=text))
        return HowToStart(way, pages=pages, front=None if pages else knows.front_page(repository=task.repository))
    if way == Way.CODE and not task.is_native:
        setup = knows.setup_page(repository=task.repository) if knows else None
        return HowToStart(way, login=_login(user), setup=setup)
    return HowToStart(way)


def _login(user: User | AnonymousUser) -> str:
    if not user.is_authenticated:
        return ""
    rows = Identity.objects.filter(person__in=own_person(user), key__startswith="github:").exclude(login="")
    return rows.order_by("pk").values_list("login", flat=True).first() or ""
