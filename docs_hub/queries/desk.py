"""All that waits for writers, at a glance."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from common.models import User
from docs_hub.domain import outside
from docs_hub.domain.freshness import DUE, FRESH, ORPHAN, OVERDUE, UNOWNED
from docs_hub.models import DocConflict, DocPage, Proposal, VainSearch
from docs_hub.queries.broken_links import dead_links, outside_counts
from docs_hub.queries.care_queue import CareItems, Wanted, theirs
from docs_hub.queries.drafts import unpublished_texts
from docs_hub.queries.feedback import feedback_rows, judged_pages, unhelpful_count
from docs_hub.queries.proposals import proposals

FIRST = 5
LATE = (OVERDUE, DUE)


@dataclass(frozen=True)
class Figure:
    """`tone`: late, soon or fine; it repeats what the words say."""

    number: int
    text: str
    url: str
    tone: str = "fine"


@dataclass(frozen=True)
class Line:
    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Panel:
    """`empty` is said where there is nothing; `first` are the most urgent of `figures`."""

    title: str
    url: str
    empty: str
    figures: list[Figure] = field(default_factory=list)
    first: list[Line] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.first and not any(figure.number for figure in self.figures)


def desk(user: User) -> list[Panel]:
    """A bounded number of queries, whatever the number of pages."""
    return [_freshness(user), _feedback(), _searches(), _links(), _drafts(), _pulls()]


def _freshness(user: User) -> Panel:
    counts, url = CareItems().counts, reverse("docs_care:index")
    own = CareItems(theirs(user, LATE))
    urgent = own if own else CareItems(Wanted(LATE))
    words = {OVERDUE: "late", DUE: "soon", ORPHAN: "soon", UNOWNED: "fine", FRESH: "fine"}
    texts = {OVERDUE: "overdue", DUE: "due soon", ORPHAN: "with an owner who left", UNOWNED: "without an owner"}
    figures = [Figure(len(own), "of yours to check", f"{url}?mine=on", "late" if own else "fine")]
    figures += [
        Figure(counts[state], text, f"{url}?state={state}", words[state] if counts[state] else "fine")
        for state, text in texts.items()
    ]
    first = [Line(item.title, item.url, item.freshness.title) for item in urgent[:FIRST]]
    empty = "Every page has an owner and was checked in time."
    return Panel("To be checked", url, empty, figures, first)


def _feedback() -> Panel:
    url, rows = reverse("docs_feedback:index"), feedback_rows().exclude(kind="yes")
    pages = list(judged_pages(rows)[:FIRST])
    titles = dict(DocPage.objects.filter(pk__in=[pk for pk, _ in pages]).values_list("pk", "title"))
    problems = rows.filter(kind="problem").count()
    total = unhelpful_count()
    figures = [
        Figure(total - problems, "found unhelpful", f"{url}?kind=no", "soon" if total > problems else "fine"),
        Figure(problems, "problems reported", f"{url}?kind=problem", "late" if problems else "fine"),
    ]
    first = [Line(titles[pk], url, f"{count} open") for pk, count in pages if pk in titles]
    return Panel("What readers say", url, "Nobody found a page unhelpful that was not handled yet.", figures, first)


def _searches() -> Panel:
    url = reverse("docs_searches:index")
    rows = VainSearch.objects.filter(dismissed_at=None, found_at=None)
    figures = [Figure(rows.count(), "searched in vain", url, "soon" if rows else "fine")]
    first = [Line(row.words, url, f"{row.count} time{'' if row.count == 1 else 's'}") for row in rows[:FIRST]]
    return Panel("Searched in vain", url, "Readers found something for all they searched.", figures, first)


def _links() -> Panel:
    url, dead, counts = reverse("docs_links:index"), dead_links(), outside_counts()
    broken = counts[outside.BROKEN]
    figures = [
        Figure(len(dead), "dead inside", f"{url}?shown=inside", "late" if dead else "fine"),
        Figure(broken, "broken to other sites", f"{url}?shown=broken", "late" if broken else "fine"),
        Figure(counts["moved"], "moved for good", f"{url}?shown=moved", "soon" if counts["moved"] else "fine"),
    ]
    first = [Line(link.what, url, f"{link.path}:{link.line}") for link in dead[:FIRST]]
    return Panel("Broken links", url, "No link is known to lead nowhere.", figures, first)


def _drafts() -> Panel:
    url, rows = reverse("docs_drafts:index"), unpublished_texts()
    submitted, held = rows.filter(is_submitted=True).count(), rows.filter(is_held=True).count()
    figures = [
        Figure(submitted, "waiting for review", f"{url}?shown=submitted", "soon" if submitted else "fine"),
        Figure(rows.filter(is_submitted=False).count(), "drafts", f"{url}?shown=drafts"),
        Figure(held, "held back, since nobody edits here", f"{url}?shown=held", "late" if held else "fine"),
    ]
    first = [Line(page.title, reverse(_decided_at(page), args=[page.pk]), page.by or "") for page in rows[:FIRST]]
    return Panel("Drafts", url, "Every page shows its latest text.", figures, first)


def _decided_at(page: Any) -> str:
    return "docs_page_review" if page.is_submitted and not page.is_held else "wagtailadmin_pages:edit"


def _pulls() -> Panel:
    """Edits that are not in the repository yet, and pages that were changed on both sides."""
    url, live = reverse("docs_edits"), proposals().filter(state__in=Proposal.LIVE)
    failed = live.filter(state=Proposal.State.FAILED).count()
    undecided = DocConflict.objects.filter(resolved_at=None).count()
    figures = [
        Figure(live.count(), "on their way to the repository", url),
        Figure(failed, "not sent", url, "late" if failed else "fine"),
        Figure(undecided, "changed on both sides, to be decided", url, "late" if undecided else "fine"),
    ]
    first = [
        Line(one.title, reverse("docs_edit", args=[one.pk]), one.get_state_display())
        for one in live.order_by("created_at")[:FIRST]
    ]
    return Panel(
        "Edits for the repository", url, "The repository has every edit that was published here.", figures, first
    )
