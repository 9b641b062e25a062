"""What each kind of action does, and what it would ask of GitHub."""

from collections.abc import Callable

from github_sync.models import OutboxAction
from github_sync.services.outbox.kinds import assignees, branches, comments, commits, labels, pulls, reviews
from github_sync.services.outbox.work import Answer, Request, Work

Kind = OutboxAction.Kind
DO: dict[str, Callable[[Work], Answer]] = {
    Kind.COMMENT: comments.comment,
    Kind.EDIT_COMMENT: comments.edit,
    Kind.ADD_LABELS: labels.add,
    Kind.REMOVE_LABELS: labels.remove,
    Kind.ASSIGN: assignees.assign,
    Kind.UNASSIGN: assignees.unassign,
    Kind.CREATE_BRANCH: branches.create,
    Kind.COMMIT_FILES: commits.commit,
    Kind.OPEN_PULL: pulls.open_one,
    Kind.UPDATE_PULL: pulls.update,
    Kind.REQUEST_REVIEW: reviews.ask,
}
PREVIEW: dict[str, Callable[[Work], list[Request]]] = {
    Kind.COMMENT: comments.preview_comment,
    Kind.EDIT_COMMENT: comments.preview_edit,
    Kind.ADD_LABELS: labels.preview_add,
    Kind.REMOVE_LABELS: labels.preview_remove,
    Kind.ASSIGN: assignees.preview_assign,
    Kind.UNASSIGN: assignees.preview_unassign,
    Kind.CREATE_BRANCH: branches.preview,
    Kind.COMMIT_FILES: commits.preview,
    Kind.OPEN_PULL: pulls.preview_open,
    Kind.UPDATE_PULL: pulls.preview_update,
    Kind.REQUEST_REVIEW: reviews.preview,
}
