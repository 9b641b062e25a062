"""Requests for a review of a pull request, on their way to GitHub."""

from collections.abc import Iterable

from common.errors import InvalidInputError
from github_sync.domain.outbox import MOST_PEOPLE, is_login
from github_sync.models import OutboxAction, PullRequest
from github_sync.services.outbox.enqueuing import By, enqueue, listed


def request_review(
    *, by: By, repository: str, logins: Iterable[str], number: int | None = None, needs: OutboxAction | None = None
) -> OutboxAction:
    """Each person once, however their name is written. Raises InvalidInputError, also for who wrote it."""
    named = {login.strip().removeprefix("@").lower(): login.strip().removeprefix("@") for login in logins}
    found = listed(named.values(), "person", MOST_PEOPLE)
    if bad := [login for login in found if not is_login(login)]:
        raise InvalidInputError(f"“{bad[0]}” is no name on GitHub. Write it as in github.com/NAME.")
    if number:
        _check_author(repository, number, found)
    kind = OutboxAction.Kind.REQUEST_REVIEW
    return enqueue(by=by, kind=kind, repository=repository, number=number, payload={"logins": found}, needs=needs)


def _check_author(repository: str, number: int, logins: list[str]) -> None:
    """As far as the mirror knows who that is; else GitHub says it."""
    pulls = PullRequest.objects.filter(repository__full_name__iexact=repository, number=number)
    author = pulls.values_list("author__login", flat=True).first()
    if author and author.lower() in {login.lower() for login in logins}:
        raise InvalidInputError(f"{author} wrote this pull request, so somebody else has to review it.")
