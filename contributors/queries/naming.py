"""Which open tasks name a file or an address: kept in memory as the board is, since every documentation page asks."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Length

from contributors.models import BoardVersion, Task
from contributors.queries.visibility import shown

LONGEST = 20_000
"""Characters of one task in which something may be named."""
_ADDRESSES = re.compile(r'\b(?:href|src)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class NamingTask:
    """`text`: its lines and links that have a slash, in small letters."""

    id: int
    url: str
    title: str
    text: str


Mark = tuple[datetime, str, int]
"""Of what a task says: when it changed, its title, how long it is."""
Known = dict[int, tuple[Mark, NamingTask]]
_kept: list[tuple[str, Known]] = []


def open_tasks_naming(needles: Collection[str], ids: Collection[int] = (), limit: int = 50) -> list[NamingTask]:
    """Tasks on the board whose title, text or links hold one of `needles`, whatever the case, and those with these
    `ids`; the newest first. A needle without a slash is found in none. One query, and two more after the board changed.
    """
    wanted, known = [needle.lower() for needle in needles if needle], set(ids)
    found = (task for task in _tasks() if task.id in known or any(needle in task.text for needle in wanted))
    return [task for task, _ in zip(found, range(limit), strict=False)]


def _tasks() -> Iterable[NamingTask]:
    version = BoardVersion.objects.filter(pk=1).values_list("value", flat=True).first() or ""
    if not (_kept and version and _kept[0][0] == version):
        _kept[:] = [(version, _read(_kept[0][1] if _kept and version else {}))]
    return (task for _, task in _kept[0][1].values())


def _read(known: Known) -> Known:
    """In the order of the board, with the texts of those tasks only that changed since."""
    rows = Task.objects.filter(shown(), is_on_board=True).exclude(state=Task.State.CLOSED)
    marks = rows.values_list("id", "updated_at", "title", Length("body_html"))
    now: dict[int, Mark] = {pk: tuple(mark) for pk, *mark in marks}
    changed = [pk for pk, mark in now.items() if pk not in known or known[pk][0] != mark]
    if not changed:
        return {pk: (mark, known[pk][1]) for pk, mark in now.items()}
    fields = ("id", "owner", "name", "number", "title", "body_text", "body_html")
    texts = rows if len(changed) == len(now) else rows.filter(pk__in=changed)
    read = {
        pk: NamingTask(pk, f"/tasks/{owner}/{name}/{number}/", title, _with_slash(f"{title}\n{text}", html))
        for pk, owner, name, number, title, text, html in texts.values_list(*fields).iterator(chunk_size=500)
    }
    return {pk: (mark, read.get(pk) or known[pk][1]) for pk, mark in now.items() if pk in read or pk in known}


def _with_slash(text: str, html: str) -> str:
    lines = [line for line in text.splitlines() if "/" in line]
    addresses = [address for address in _ADDRESSES.findall(html) if "/" in address]
    return "\n".join(dict.fromkeys([*lines, *addresses])).lower()[:LONGEST]
