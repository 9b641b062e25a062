"""What operators read by mail of failures that last."""

from collections.abc import Sequence

from github_sync.domain.failures import EXPLANATIONS, Cause

NAMED = 20


def failure_mail(*, site: str, cause: Cause, repositories: Sequence[str], error: str, url: str) -> tuple[str, str]:
    """Subject and text."""
    said = EXPLANATIONS[cause]
    text = (
        f"{said.title}.\n\n{said.why}\n\nGitHub's last answer: {error}\n\nWhat to do: {said.remedy}\n\n"
        f"Concerned:\n{_listed(repositories)}\n\nAll that fails, and where it can be mended: {url}\n\n"
        "You are told once. When it works again, you hear of it here."
    )
    return f"{site}: {_counted(repositories)} not synced with GitHub since over an hour", text


def recovery_mail(*, site: str, repositories: Sequence[str]) -> tuple[str, str]:
    text = f"Works again:\n{_listed(repositories)}\n\nThere is nothing to do."
    return f"{site}: {_counted(repositories)} synced with GitHub again", text


def _counted(repositories: Sequence[str]) -> str:
    return f"{repositories[0]} is" if len(repositories) == 1 else f"{len(repositories)} repositories are"


def _listed(repositories: Sequence[str]) -> str:
    named = [f"- {name}" for name in repositories[:NAMED]]
    more = len(repositories) - NAMED
    return "\n".join([*named, f"and {more} more"] if more > 0 else named)
