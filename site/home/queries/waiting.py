"""What waits for whoever opens the admin, by what they may do there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from common import roles
from common.models import User
from common.roles import has_role
from contributors.domain.lease import ENDS_SOON
from contributors.queries import board
from contributors.queries.label_use import board_labels, renamed_labels
from contributors.queries.telling import asks_telling
from docs_hub.queries.sources import source_states
from docs_hub.queries.waiting import docs_waiting_for, own_sent_back
from github_sync.queries.freshness import repository_states
from github_sync.queries.waiting import unanswered, undone
from home.queries.setup import TITLES, is_being_set_up, may_set_up, next_open
from sustainability.queries.recorded import recorded

TODO, LATE, FINE, QUIET = "todo", "late", "fine", "quiet"
NAMED = 5
RESERVES_OLD = timedelta(days=100)


@dataclass(frozen=True)
class Waiting:
    """`state`: todo (not set up yet), late (needs somebody), fine, or quiet: a figure of a room where something is
    late, which is never called well."""

    state: str
    text: str
    url: str


def waiting_for(user: User) -> list[Waiting]:
    """What needs somebody first; a fixed number of queries a room."""
    rooms: list[tuple[bool, Callable[[], Iterator[Waiting]]]] = [
        (user.has_perm("github_sync.change_repository"), _mirror),
        (user.has_perm("contributors.change_task"), _board),
        (has_role(user, roles.WRITERS, roles.MAINTAINERS, roles.OPERATORS), lambda: _writing(user)),
        (user.has_perm("sustainability.change_entry"), _money),
    ]
    found = [line for may_see, lines in rooms if may_see for line in _told(list(lines()))]
    found.sort(key=lambda line: (LATE, TODO, FINE, QUIET).index(line.state))
    return [*_setup(user), *found]


def _told(lines: list[Waiting]) -> list[Waiting]:
    is_well = all(line.state == FINE for line in lines)
    return [Waiting(QUIET, line.text, line.url) if line.state == FINE and not is_well else line for line in lines]


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
    yield from _undone()
    synced = [one.synced_at for one in states if one.synced_at]
    if synced:
        when = date_format(timezone.localtime(max(synced)), "j M Y, H:i")
        yield Waiting(
            FINE, f"{_count(len(states), 'repository', 'repositories')} followed, last synced {when} UTC.", url
        )


def _undone() -> Iterator[Waiting]:
    found, outbox = undone(), reverse("outbox:index")
    if found.refused:
        what = _count(found.refused, "change was", "changes were")
        yield Waiting(LATE, f"{what} refused by GitHub in the last week.", f"{outbox}?state=refused")
    if found.failing:
        what = _count(found.failing, "change cannot", "changes cannot")
        yield Waiting(LATE, f"{what} be sent to GitHub and will be tried again.", f"{outbox}?state=waiting")
    if found.deliveries:
        what = _count(found.deliveries, "webhook", "webhooks")
        yield Waiting(LATE, f"{what} of the last week could not be applied.", reverse("delivery:index"))


def _threads() -> Iterator[Waiting]:
    found = unanswered()
    if found.since is None:
        return
    what = _count(found.count, "thread on GitHub waits", "threads on GitHub wait")
    since = date_format(timezone.localtime(found.since), "j M Y")
    first = f"{found.repository} #{found.number}, since {since}"
    url = f"{settings.GITHUB_WEB_URL}/{found.repository}/issues/{found.number}"
    yield Waiting(LATE, f"{what} for a first answer. The oldest: {first}.", url)


def _board() -> Iterator[Waiting]:
    yield from _threads()
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


def _writing(user: User) -> Iterator[Waiting]:
    found = docs_waiting_for(user)
    drafts, edits = reverse("docs_drafts:index"), reverse("docs_edits")
    if found.pages:
        what = _count(found.pages, "text waits", "texts wait")
        yield Waiting(LATE, f"{what} for your review.", f"{drafts}?shown=submitted")
    if found.suggestions:
        what = _count(found.suggestions, "suggested edit waits", "suggested edits wait")
        url = reverse("wagtailsnippets_docs_hub_docsuggestion:list")
        yield Waiting(LATE, f"{what} for your review.", f"{url}?state=waiting")
    if found.sent_back and (page := own_sent_back(user)):
        what = _count(found.sent_back, "text of yours was", "texts of yours were")
        yield Waiting(LATE, f"{what} sent back, with what to change.", reverse("wagtailadmin_pages:edit", args=[page]))
    if found.conflicts:
        what = _count(found.conflicts, "page", "pages")
        yield Waiting(LATE, f"{what} changed here and in the repository: somebody has to decide.", edits)
    if found.not_sent:
        yield Waiting(LATE, f"{_count(found.not_sent, 'edit', 'edits')} could not be sent to the repository.", edits)
    if found.comments:
        what = _count(found.comments, "comment in a text waits", "comments in texts wait")
        yield Waiting(LATE, f"{what} for an answer.", reverse("docs_desk:index"))
    if user.has_perm("docs_hub.change_docsource"):
        yield from _documentation()
    elif not any((found.pages, found.suggestions, found.sent_back, found.conflicts, found.not_sent, found.comments)):
        yield Waiting(FINE, "No text waits for you, and every edit is on its way.", reverse("docs_desk:index"))


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
