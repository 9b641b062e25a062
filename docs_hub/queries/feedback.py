"""What readers said, by page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Max, Q, QuerySet

from docs_hub.models import DocPage, Feedback

SHOWN = 30
"""Texts of one page on the list."""


@dataclass(frozen=True)
class PageFeedback:
    page: DocPage
    helpful: int
    unhelpful: int
    problems: int
    open: int
    answers: list[Feedback] = field(default_factory=list)

    @property
    def more(self) -> int:
        return max(0, self.open - len(self.answers))


def feedback_rows(*, kind: str = "", source_id: int | None = None, is_handled: bool = False) -> QuerySet[Feedback]:
    """Of what is to be read: a “yes” without words needs nobody."""
    rows = Feedback.objects.filter(handled_at__isnull=not is_handled).exclude(kind="yes", text="")
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(page__doc_source_id=source_id) if source_id else rows


def judged_pages(rows: QuerySet[Feedback]) -> QuerySet[Feedback, tuple[int, int]]:
    """Number of each page and of its rows; those with the most, then the newest, first."""
    found = rows.order_by().values("page_id").annotate(open=Count("pk"), last=Max("created_at"))
    return found.order_by("-open", "-last", "page_id").values_list("page_id", "open")


def feedback_of(pages: Iterable[tuple[int, int]], rows: QuerySet[Feedback]) -> list[PageFeedback]:
    """The pages in their order with counts over all time; three queries."""
    counts = dict(pages)
    found = DocPage.objects.filter(pk__in=counts).select_related("doc_source").defer("html", "source", "links", "toc")
    by_id = {page.pk: page for page in found}
    totals = {
        row["page_id"]: row
        for row in Feedback.objects.filter(page__in=counts).order_by().values("page_id").annotate(
            yes=Count("pk", filter=Q(kind="yes")),
            no=Count("pk", filter=Q(kind="no")),
            problem=Count("pk", filter=Q(kind="problem")),
        )
    }  # fmt: skip
    answers: dict[int, list[Feedback]] = {pk: [] for pk in counts}
    for answer in rows.filter(page__in=counts).order_by("-created_at", "-pk")[: SHOWN * len(counts) * 2]:
        if len(answers[answer.page_id]) < SHOWN:
            answers[answer.page_id].append(answer)
    return [
        PageFeedback(by_id[pk], total["yes"], total["no"], total["problem"], counts[pk], answers[pk])
        for pk in counts
        if (total := totals.get(pk)) and pk in by_id
    ]


def unhelpful_count() -> int:
    return feedback_rows().exclude(kind="yes").count()
