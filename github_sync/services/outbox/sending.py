"""Sends what is due, one after another, and writes down what GitHub says.

At least once: the queue is a nudge, what is due is read from the rows, and what a worker left behind is taken up again.
"""

import logging

from common.errors import ConflictError, MainstayError
from github_sync.client.errors import (
    GitHubCredentialError,
    GitHubLimitError,
    GitHubRefusedError,
    GitHubUnreachableError,
)
from github_sync.domain.refusals import NOT_AS_YOU, Refusal, refusal_of
from github_sync.domain.writes import ForbiddenChangeError
from github_sync.models import OutboxAction
from github_sync.queries.outbox import is_dry_run
from github_sync.services.outbox import settling
from github_sync.services.outbox.claiming import due_actions, take, take_back_lost
from github_sync.services.outbox.kinds.table import DO, PREVIEW
from github_sync.services.outbox.voices import Voice, site_voice, voice_of
from github_sync.services.outbox.work import RefusedError, Work

log = logging.getLogger(__name__)
A_RUN = 50
LIMIT_UNKNOWN = 60.0


def send_due() -> int:
    """Send what is due, at most so many; returns how many were taken. Never raises for what GitHub answers."""
    take_back_lost()
    settling.refuse_orphans()
    taken = 0
    while taken < A_RUN:
        fresh = list(due_actions().order_by("pk").values_list("pk", flat=True)[:A_RUN])
        done = sum(send_one(pk) for pk in fresh)
        if not done:
            break
        taken += done
    if taken >= A_RUN:
        settling.nudge_on_commit()
    return taken


def send_one(pk: int) -> bool:
    """False where it was not due any more, or its lane is taken."""
    is_dry = is_dry_run()
    if is_dry and OutboxAction.objects.filter(pk=pk, is_uncertain=True).exists():
        return False  # may be on GitHub already, which only asking GitHub tells; it waits for the end of the dry run
    action = take(pk)
    if action is None:
        return False
    try:
        voice = voice_of(action)
    except MainstayError as error:
        _failed(action, str(error), is_certain=True)
        return True
    if is_dry:
        settling.mark_dry_run(action, PREVIEW[action.kind](Work(action, voice)), voice.acted_as)
    else:
        _send(action, voice)
    return True


def _send(action: OutboxAction, voice: Voice) -> None:
    try:
        answer = DO[action.kind](Work(action, voice))
    except RefusedError as error:
        settling.mark_refused(action, error.refusal, voice.acted_as)
    except ForbiddenChangeError as error:
        log.exception("Action %s of the outbox is one that must never be sent", action.pk)
        refusal = Refusal("forbidden", str(error), "If it is right, do it on GitHub yourself.")
        settling.mark_refused(action, refusal, voice.acted_as)
    except GitHubRefusedError as error:
        settling.mark_refused(action, _explained(action, voice, error), voice.acted_as)
    except GitHubLimitError as error:
        _failed(action, str(error), wait=LIMIT_UNKNOWN if error.wait is None else error.wait, is_certain=True)
    except GitHubCredentialError as error:
        _credential_refused(action, voice, error)
    except GitHubUnreachableError as error:
        _failed(action, str(error), is_certain=False)
    except ConflictError:
        return  # another worker holds it now
    except MainstayError as error:
        _failed(action, str(error), is_certain=False)
    except Exception as error:
        log.exception("Action %s of the outbox failed", action.pk)
        _failed(action, f"This site made a mistake ({type(error).__name__}). It is tried again.", is_certain=False)
    else:
        settling.mark_sent(action, answer, voice.acted_as)


def _credential_refused(action: OutboxAction, voice: Voice, error: GitHubCredentialError) -> None:
    """A person who took their permission back on GitHub is spoken for by the site, which names them."""
    if not voice.is_person:
        _failed(action, str(error), is_certain=True)
        return
    if action.kind == OutboxAction.Kind.EDIT_COMMENT:  # not for others to wait for
        settling.mark_refused(action, NOT_AS_YOU, voice.acted_as)
        return
    try:
        fallback = site_voice()
    except MainstayError as other:
        _failed(action, str(other), is_certain=True)
    else:
        _send(action, fallback)


def _explained(action: OutboxAction, voice: Voice, error: GitHubRefusedError) -> Refusal:
    return refusal_of(
        kind=action.kind, place=action.place, status=error.status, said=error.said, faults=error.faults,
        acted_as=voice.acted_as, moved_to=error.moved_to,
    )  # fmt: skip


def _failed(action: OutboxAction, error: str, *, is_certain: bool, wait: float | None = None) -> None:
    refusal = Refusal(
        "unreachable", f"It could not be sent for three days: {error}", "Retry when GitHub answers again."
    )
    settling.mark_failed(action, error, wait=wait, is_certain=is_certain, now_refused=refusal)
