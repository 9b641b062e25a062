"""Labels and the people of an issue, on their way to GitHub."""

from collections.abc import Iterable

from common.errors import InvalidInputError
from github_sync.domain.outbox import LONGEST_BODY, MOST_LABELS, MOST_PEOPLE, is_login
from github_sync.models import Label, OutboxAction
from github_sync.services.outbox.enqueuing import By, enqueue, listed, required

Kind = OutboxAction.Kind


def add_labels(*, by: By, repository: str, number: int, labels: Iterable[str]) -> OutboxAction:
    """Only labels that the repository has; raises InvalidInputError."""
    payload = {"labels": _known(repository, listed(labels, "label", MOST_LABELS))}
    return enqueue(by=by, kind=Kind.ADD_LABELS, repository=repository, number=number, payload=payload)


def remove_labels(*, by: By, repository: str, number: int, labels: Iterable[str]) -> OutboxAction:
    payload = {"labels": listed(labels, "label", MOST_LABELS)}
    return enqueue(by=by, kind=Kind.REMOVE_LABELS, repository=repository, number=number, payload=payload)


def assign(
    *, by: By, repository: str, number: int, logins: Iterable[str], accounts: Iterable[int] = (), otherwise: str = "",
    otherwise_as_self: str = "",
) -> OutboxAction:  # fmt: skip
    """`otherwise` is what is said in a comment where GitHub does not let them be assigned. Raises InvalidInputError.

    `accounts`: their numbers on GitHub, where they are known; then whoever has the account is assigned, whatever it
    is called by the time this is sent.
    """
    payload = {**_people(logins), **({"accounts": list(accounts)} if accounts else {})}
    if otherwise:
        payload |= {"body": required(otherwise, "the comment", LONGEST_BODY), "is_signed": False}
    if otherwise_as_self:
        payload["body_as_self"] = otherwise_as_self
    return enqueue(by=by, kind=Kind.ASSIGN, repository=repository, number=number, payload=payload)


def unassign(*, by: By, repository: str, number: int, logins: Iterable[str]) -> OutboxAction:
    return enqueue(by=by, kind=Kind.UNASSIGN, repository=repository, number=number, payload=_people(logins))


def take_back(*, by: By, told: OutboxAction, otherwise: str, otherwise_as_self: str = "") -> OutboxAction:
    """Undo an `assign`, once that is sent: unassign whom it assigned, or answer its comment with `otherwise`."""
    payload = {**_people(told.payload.get("logins", [])), "body": otherwise, "is_signed": False}
    if otherwise_as_self:
        payload["body_as_self"] = otherwise_as_self
    return enqueue(
        by=by, kind=Kind.UNASSIGN, repository=told.full_name, number=told.number, payload=payload, needs=told
    )


def _people(logins: Iterable[str]) -> dict[str, object]:
    found = listed((login.removeprefix("@") for login in logins), "person", MOST_PEOPLE)
    for login in found:
        if not is_login(login):
            raise InvalidInputError(f"“{login}” is no name on GitHub. Write it as in github.com/NAME.")
    return {"logins": found}


def _known(repository: str, labels: list[str]) -> list[str]:
    """By the repository's own spelling."""
    known = {name.lower(): name for name in _names(repository)}
    for label in labels:
        if label.lower() not in known:
            raise InvalidInputError(f"{repository} has no label “{label}”. Make it on GitHub first, or choose another.")
    return [known[label.lower()] for label in labels]


def _names(repository: str) -> list[str]:
    rows = Label.objects.filter(repository__full_name__iexact=repository)
    return list(rows.values_list("name", flat=True))
