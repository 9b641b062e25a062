"""Pull requests and their reviews. Closing references, changed paths and co-authors are not in any payload, so a
pull request whose change may be another one is read from GitHub after its event was applied."""

from github_sync.domain.hunks import commented_lines, how_many
from github_sync.domain.webhooks import Fields
from github_sync.models import DueRead, PullRequest, Review, ReviewComment
from github_sync.services.accounts import AccountBook, Actor
from github_sync.services.rows import Row, upsert
from github_sync.services.webhooks.issues import said
from github_sync.services.webhooks.marks import mark_gone
from github_sync.services.webhooks.scope import Item, Scope, actor, built
from github_sync.services.webhooks.threads import Thread, read_thread, write_threads

LEAVES_THE_CHANGE = {
    "assigned",
    "unassigned",
    "auto_merge_disabled",
    "auto_merge_enabled",
    "labeled",
    "unlabeled",
    "locked",
    "unlocked",
    "milestoned",
    "demilestoned",
    "review_requested",
    "review_request_removed",
}
BEING_READ = "The mirror does not hold this pull request yet; it is read from GitHub."


def apply_pull_requests(scope: Scope, items: list[Item]) -> None:
    found = built(items, lambda item: _pull(item, item.fields.part("pull_request")))
    written = write_threads(scope, PullRequest, [thread for _, thread in found])
    scope.has_wide_news |= bool(written.changed)  # an open one may close any issue
    incomplete = {number for number, pull in written.stored.items() if pull.paths is None}
    touched = {thread.number for item, thread in found if item.action not in LEAVES_THE_CHANGE}
    scope.reads |= {(DueRead.Kind.PULL, number) for number in incomplete | touched | written.doubtful}


def _pull(item: Item, pull: Fields) -> Thread:
    closer = item.fields.maybe_part("sender") if item.action == "closed" else None
    thread = read_thread(pull, closer=closer)
    thread.people["merged_by"] = actor(pull.maybe_part("merged_by"))
    merged_at = pull.maybe_moment("merged_at")
    thread.row |= {
        "is_draft": pull.flag("draft"),
        "is_merged": merged_at is not None,
        "merged_at": merged_at,
        "merge_commit_sha": pull.text("merge_commit_sha", 64) if merged_at else "",
        "head_ref": pull.part("head").text("ref", 255),
        "base_ref": pull.part("base").text("ref", 255),
        "additions": pull.count("additions"),
        "deletions": pull.count("deletions"),
        "changed_files": pull.count("changed_files"),
    }
    return thread


Said = tuple[int, Row, Actor | None]
"""Number of the pull request, the row, and who wrote it."""


def apply_reviews(scope: Scope, items: list[Item]) -> None:
    """A dismissal is final; GitHub gives reviews no time of change, so one that differs is read again."""
    found, pulls = _of_known_pulls(scope, built(items, _review))
    before = dict(
        Review.objects.filter(github_id__in=[row["github_id"] for _, row, _ in found]).values_list("github_id", "state")
    )
    book = AccountBook()
    book.learn(who for _, _, who in found)
    rows = [
        row | {"pull_request": pulls[number], "author": book.find(who)}
        for number, row, who in found
        if before.get(row["github_id"]) != "DISMISSED" or row["state"] == "DISMISSED"
    ]
    scope.reads |= {(DueRead.Kind.PULL, number) for number, row, _ in found if row["github_id"] in before}
    upsert(sorted(rows, key=_dismissed_last), model=Review, key=["github_id"])


def _dismissed_last(row: Row) -> bool:
    return bool(row["state"] == "DISMISSED")


def _review(item: Item) -> Said:
    review = item.fields.part("review")
    row = {
        "github_id": review.id("id"),
        "state": review.needed_text("state", 20).upper(),
        "body": review.text("body"),
        "html_url": review.text("html_url", 500),
        "submitted_at": review.maybe_moment("submitted_at"),
    }
    return item.fields.part("pull_request").number("number"), row, actor(review.maybe_part("user"))


def apply_review_comments(scope: Scope, items: list[Item]) -> None:
    wanted = built(items, _review_comment)
    found, pulls = _of_known_pulls(scope, wanted)
    book = AccountBook()
    book.learn(who for _, _, who in found)
    rows = [row | {"pull_request": pulls[number], "author": book.find(who)} for number, row, who in found]
    upsert(rows, model=ReviewComment, key=["github_id"], newest="updated_at")
    deleted = [row["github_id"] for item, (_, row, _) in wanted if item.action == "deleted"]
    mark_gone(ReviewComment.objects.filter(github_id__in=deleted))


def _review_comment(item: Item) -> Said:
    comment = item.fields.part("comment")
    row = said(comment) | _place(comment)
    return item.fields.part("pull_request").number("number"), row, actor(comment.maybe_part("user"))


def _place(comment: Fields) -> Row:
    original, line, start = (comment.maybe_number(name) for name in ("original_line", "line", "start_line"))
    side, quoted = commented_lines(comment.text("diff_hunk"), original, how_many(start, line))
    return {
        "path": comment.text("path", 1000),
        "line": line,
        "start_line": start,
        "original_line": original,
        "side": side,
        "quoted": quoted,
    }


def _of_known_pulls(scope: Scope, found: list[tuple[Item, Said]]) -> tuple[list[Said], dict[int, PullRequest]]:
    """What belongs to pull requests that the mirror holds; the others are read as a whole, with all said in them."""
    numbers = {number for _, (number, _, _) in found}
    pulls = {p.number: p for p in PullRequest.objects.filter(repository=scope.mirrored, number__in=numbers)}
    for item, (number, _, _) in found:
        if number not in pulls:
            item.reason = BEING_READ
    scope.reads |= {(DueRead.Kind.PULL, number) for number in numbers - pulls.keys()}
    return [said for _, said in found if said[0] in pulls], pulls
