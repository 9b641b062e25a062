"""What people say under issues and pull requests, on its way to GitHub."""

from django.db import transaction

from common.errors import ConflictError, InvalidInputError, NotAllowedError
from common.locks import hold
from github_sync.domain.outbox import LONGEST_BODY
from github_sync.models import OutboxAction
from github_sync.queries.own_comments import words_now
from github_sync.services.outbox.enqueuing import By, enqueue, required

Kind = OutboxAction.Kind


def comment_on(
    *, by: By, repository: str, number: int | None, body: str, body_as_self: str = "", is_signed: bool = True,
    needs: OutboxAction | None = None,
) -> OutboxAction:  # fmt: skip
    """`body_as_self` is said instead where it is sent as the person. Unsigned only where the text names the person.

    Raises InvalidInputError, NotAllowedError.
    """
    payload = {"body": required(body, "the comment", LONGEST_BODY), "is_signed": is_signed}
    if body_as_self:
        payload["body_as_self"] = required(body_as_self, "the comment", LONGEST_BODY)
    return enqueue(by=by, kind=Kind.COMMENT, repository=repository, number=number, payload=payload, needs=needs)


@transaction.atomic
def edit_comment(*, by: By, comment: OutboxAction, body: str, seen: str = "") -> OutboxAction:
    """Only what this site wrote, and only by whose words they are. `seen`: the version that the person began from.

    Raises InvalidInputError, NotAllowedError, ConflictError where it was changed since.
    """
    if comment.kind != Kind.COMMENT:
        raise InvalidInputError("That is no comment.")
    if by.voice is None or by.voice.pk != comment.owner_id:
        raise NotAllowedError("You may change only your own comments.")
    if not comment.has_own_words:
        raise NotAllowedError("This site wrote that in its own words, which stay as they are.")
    hold(f"github_sync.edit_comment {comment.pk}")
    if seen and seen != words_now(comment)[1]:
        raise ConflictError("This comment was changed meanwhile. Look at what it says now, then send yours again.")
    payload = {"body": required(body, "the comment", LONGEST_BODY), "is_signed": comment.payload.get("is_signed", True)}
    return enqueue(
        by=by, kind=Kind.EDIT_COMMENT, repository=comment.full_name, number=comment.number, payload=payload,
        needs=comment,
    )  # fmt: skip
