"""What waits for whoever opens the admin, by what they may do there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from common.models import User
from contributors.domain.lease import ENDS_SOON
from contributors.queries import board
from contributors.queries.label_use import board_labels, renamed_labels
from contributors.queries.telling import asks_telling
from docs_hub.queries.sources import source_states
from github_sync.queries.freshness import repository_states
from home.queries.setup import TITLES, is_being_set_up, may_set_up, next_open
from sustainability.queries.recorded import recorded

TODO, LATE, FINE = "todo", "late", "fine"
NAMED = 5
RESERVES_OLD = timedelta(days=100)


@dataclass(frozen=True)
class Waiting:
    """`state`: todo (not set up yet), late (needs somebody), fine."""

    state: str
    text: str
    url: str


def waiting_for(user: User) -> list[Waiting]:
    """What needs somebody first; a fixed number of queries a room."""
    rooms = {
        "github_sync.change_repository": _mirror,
        "contributors.change_task": _board,
        "docs_hub.change_docsource": _documentation,
        "sustainability.change_entry": _money,
    }
    found = [line for permission, lines in rooms.items() if user.has_perm(permission) for line in lines()]
    found.sort(key=lambda line: (LATE, TODO, FINE).index(line.state))
    return [*_setup(user), *found]


def _setup(user: User) -> Iterator[Waiting]:
    """Above all else, for it leads through most of what else is to do."""
    if may_set_up(user) and is_being_set_up():
        step = next_open()
        text = f"Set up this site. Step {step.number} of {len(TITLES)} is next: {step.title}."
        yield Waiting(TODO, text, reverse("setup_start"))


def _mirror() -> Iterator[Waiting]:
    states = repository_states()
    url, failures = reverse("repository:index"), reverse("mirror_failures:index")
    if not states:
        yield Waiting(TODO, "Add the first repository that this site follows.", reverse("repository:add"))
        return
    failing = [one for one in states if one.state == "failing"]
    for one in failing[:NAMED]:
        yield Waiting(LATE, f"{one.full_name} cannot be synced: {one.error}", failures)
    if len(failing) > NAMED:
        more = _count(len(failing) - NAMED, "more repository", "more repositories")
        yield Waiting(LATE, f"{more} cannot be synced.", failures)
    synced = [one.synced_at for one in states if one.synced_at]
    if synced:
        when = date_format(timezone.localtime(max(synced)), "j M Y, H:i")
        yield Waiting(
            FINE, f"{_count(len(states), 'repository', 'repositories')} followed, last synced {when} UTC.", url
        )


def _board() -> Iterator[Waiting]:
    free, taken = board.open_first_task_count(), board.taken_task_count()
    settings_url = reverse("wagtailsettings:edit", args=["contributors", "boardsettings"])
    yield from _labels(settings_url)
    if not free and not taken:
        yield Waiting(TODO, "No task is on the board. Choose the labels that put an issue there.", settings_url)
        return
    url = reverse("contributors_tasks:index")
    if done := board.done_reports_waiting().count():
        yield Waiting(LATE, f"{_count(done, 'person says', 'people say')} that a task is done.", f"{url}?waits=answer")
    if quiet := board.quiet_review_count():
        waits = _count(quiet, "task waits", "tasks wait")
        yield Waiting(
            LATE, f"{waits} behind a pull request that nobody touched for three months.", f"{url}?waits=quiet"
        )
    if asks_telling():
        yield Waiting(TODO, "New sites say on GitHub who takes a task. Choose whether yours does.", settings_url)
    if ending := board.claims_ending_before(timezone.now() + ENDS_SOON):
        yield Waiting(
            LATE,
            f"{_count(ending, 'claim ends', 'claims end')} within three days. A friendly word may help.",
            f"{url}?holding=ending",
        )
    state = FINE if free else LATE
    yield Waiting(state, f"{_count(free, 'task is', 'tasks are')} free to take, {taken} taken.", url)


def _labels(url: str) -> Iterator[Waiting]:
    for one in renamed_labels():
        name = f"“{one.former}” in {one.repository} is called “{one.name}” now"
        if one.is_followed:
            yield Waiting(LATE, f"{name}, and the board’s rules follow. Look whether that is right.", url)
        else:
            yield Waiting(LATE, f"{name}. Others have a label of that name, so the board does not follow. Decide.", url)
    if repository_states():
        for label in board_labels():
            if label.was_deleted:
                yield Waiting(LATE, f"The label “{label.name}” was deleted on GitHub, so no issue carries it.", url)
            elif not label.uses:
                yield Waiting(TODO, f"No repository has a label “{label.name}”, which the board looks for.", url)


def _documentation() -> Iterator[Waiting]:
    sources = source_states()
    if not sources:
        yield Waiting(TODO, "Name the repository that your documentation lies in.", reverse("documentation:add"))
        return
    for one in sources:
        url = reverse("documentation:edit", args=[one.id])
        if one.error:
            yield Waiting(LATE, f"{one.title} could not be imported: {one.error}", url)
        elif one.broken:
            broken = _count(one.broken, "link of its pages leads", "links of its pages lead")
            yield Waiting(LATE, f"{one.title}: {broken} nowhere.", url)
    pages = _count(sum(one.pages for one in sources), "documentation page", "documentation pages")
    yield Waiting(FINE, f"{pages} imported.", reverse("documentation:index"))


def _money() -> Iterator[Waiting]:
    money = recorded()
    if money.latest_entry_on is None:
        first = "Record the first income and expenses, or import them from a file."
        yield Waiting(TODO, first, reverse("sustainability_import"))
        return
    for missing in money.missing:
        yield Waiting(LATE, f"Not in the figures: {missing}. Add a rate.", reverse("exchange_rates:add"))
    if money.latest_reserve_on is None or money.latest_reserve_on < timezone.localdate() - RESERVES_OLD:
        yield Waiting(LATE, "Nobody stated the reserves in the last three months. Add them.", reverse("reserves:add"))
    until = date_format(money.latest_entry_on, "j M Y")
    yield Waiting(FINE, f"Funding is recorded until {until}.", reverse("funding_entries:index"))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
