"""Issues and what is said under issues and pull requests, as webhooks tell it."""

from github_sync.domain.webhooks import Fields
from github_sync.models import DueRead, Issue, IssueComment
from github_sync.services.accounts import AccountBook
from github_sync.services.rows import Row, upsert
from github_sync.services.webhooks.marks import mark_gone
from github_sync.services.webhooks.scope import Item, Scope, actor, built
from github_sync.services.webhooks.threads import Thread, read_thread, write_threads

LEFT = {"deleted": "was deleted", "transferred": "was moved to another repository"}


def apply_issues(scope: Scope, items: list[Item]) -> None:
    """Whatever the action, the issue in the payload is the state after it."""
    found = built(items, lambda item: _issue(item, item.fields.part("issue")))
    _write(scope, [thread for _, thread in found])
    left = {thread.number: item for item, thread in found if item.action in LEFT}
    for item in left.values():
        item.reason = f"The issue {LEFT[item.action]}; its row is marked."
    mark_gone(Issue.objects.filter(repository=scope.repository, number__in=left))
    scope.issues |= left.keys()


def apply_issue_comments(scope: Scope, items: list[Item]) -> None:
    found = built(items, lambda item: _comment(scope, item))
    book = AccountBook()
    book.learn(who for _, (_, who, _) in found)
    rows = [row | {"author": book.find(who)} for _, (row, who, _) in found]
    changed = upsert(rows, model=IssueComment, key=["github_id"], newest="updated_at")[1]
    deleted = [row["github_id"] for item, (row, _, _) in found if item.action == "deleted"]
    changed += mark_gone(IssueComment.objects.filter(github_id__in=deleted))
    scope.issues |= {row["number"] for _, (row, _, _) in found} if changed else set()
    _write(scope, [thread for _, (_, _, thread) in found if thread])


def _write(scope: Scope, threads: list[Thread]) -> None:
    written = write_threads(scope, Issue, threads)
    scope.issues |= written.stored.keys() if written.changed else set()
    scope.reads |= {(DueRead.Kind.ISSUE, number) for number in written.doubtful}


def _issue(item: Item, issue: Fields) -> Thread:
    thread = read_thread(issue, closer=_closer(item))
    thread.row["state_reason"] = issue.text("state_reason", 30)
    return thread


def _closer(item: Item) -> Fields | None:
    """Who closed it is said only by the event of the closing itself."""
    return item.fields.maybe_part("sender") if item.action == "closed" else None


def _comment(scope: Scope, item: Item) -> tuple[Row, Row | None, Thread | None]:
    """The comment and its author; and the issue, where it is one: of a pull request the payload says too little."""
    comment, issue = item.fields.part("comment"), item.fields.part("issue")
    row = said(comment) | {"number": issue.number("number"), "repository": scope.mirrored}
    is_pull = "pull_request" in issue
    return row, actor(comment.maybe_part("user")), None if is_pull else _issue(item, issue)


def said(comment: Fields) -> Row:
    return {
        "github_id": comment.id("id"),
        "body": comment.text("body"),
        "html_url": comment.text("html_url", 500),
        "created_at": comment.moment("created_at"),
        "updated_at": comment.moment("updated_at"),
    }
