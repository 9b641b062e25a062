"""What people say under issues and pull requests, on its way to GitHub."""

from common.errors import InvalidInputError, NotAllowedError
from github_sync.domain.outbox import LONGEST_BODY
from github_sync.models import OutboxAction
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


def edit_comment(*, by: By, comment: OutboxAction, body: str) -> OutboxAction:
    """Only what this site wrote, and only by whose words they are. Raises InvalidInputError, NotAllowedError."""
    if comment.kind != Kind.COMMENT:
        raise InvalidInputError("That is no comment.")
    owner = comment.on_behalf_of_id or comment.actor_id
    if by.voice is None or by.voice.pk != owner:
        raise NotAllowedError("You may change only your own comments.")
    payload = {"body": required(body, "the comment", LONGEST_BODY), "is_signed": comment.payload.get("is_signed", True)}
    return enqueue(
        by=by, kind=Kind.EDIT_COMMENT, repository=comment.full_name, number=comment.number, payload=payload,
        needs=comment,
    )  # fmt: skip
