"""The one way into the outbox: a row, its audit entry, and a nudge to the queue once they are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from common import audit, roles
from common.errors import InvalidInputError, NotAllowedError
from common.locks import hold
from common.models import User
from github_sync.models import OutboxAction, Repository
from github_sync.services.reading import text
from github_sync.signals import action_enqueued


@dataclass(frozen=True)
class By:
    """Who does it and why. `person` is whose words or work it is, where that is not `actor`: the site then acts as them
    where they allow it. `is_by_site`: the site does it itself, and never as a person."""

    actor: User | None
    reason: str = ""
    person: User | None = None
    is_by_site: bool = False

    @property
    def voice(self) -> User | None:
        return self.person or self.actor


def enqueue(
    *, by: By, kind: str, repository: str, payload: dict[str, Any], number: int | None = None, branch: str = "",
    needs: OutboxAction | None = None,
) -> OutboxAction:  # fmt: skip
    """Within the caller's transaction where there is one. Raises InvalidInputError, NotAllowedError."""
    found = _repository(_name_now(repository, needs), by)
    if needs and needs.state in (OutboxAction.State.REFUSED, OutboxAction.State.CANCELLED):
        raise InvalidInputError(f"It needs something that was not done: {needs}. Retry that first.")
    number = number or (needs.number if needs and not branch else None)
    branch = branch or (needs.branch if needs and not number else "")
    lane = f"{found.pk}#{number}" if number else f"{found.pk}:{branch}"
    voice = by.voice
    with transaction.atomic():
        hold(f"github_sync.outbox {lane}")  # so that ids in a lane are in the order in which they become visible
        action = OutboxAction.objects.create(
            kind=kind, repository=found, full_name=found.full_name, number=number, branch=branch, lane=lane,
            payload=_clean(payload), actor=by.actor, actor_name=text(_name(voice), 255), owner=voice,
            reason=text(by.reason, 300), is_by_site=by.is_by_site, needs=needs,
        )  # fmt: skip
        audit.record(
            actor=by.actor, action="github_sync.enqueue", subject=f"outbox:{action.pk}", kind=kind, place=action.place
        )
        nudge_on_commit()
    return action


def action_of(action_id: int) -> OutboxAction | None:
    """To be named as what another one needs."""
    return OutboxAction.objects.filter(pk=action_id).first()


def nudge_on_commit() -> None:
    transaction.on_commit(lambda: action_enqueued.send(sender=OutboxAction), robust=True)


def required(value: str, what: str, longest: int) -> str:
    """Raises InvalidInputError where there is nothing, or too much."""
    cleaned = text(value).strip()
    if not cleaned:
        raise InvalidInputError(f"Write {what} first.")
    if len(cleaned) > longest:
        raise InvalidInputError(f"GitHub takes {longest:,} characters at most for {what}; this has {len(cleaned):,}.")
    return cleaned


def listed(values: Iterable[str], what: str, most: int) -> list[str]:
    """Each once, in the order given."""
    found = list(dict.fromkeys(cleaned for value in values if (cleaned := text(value).strip())))
    if not found:
        raise InvalidInputError(f"Name at least one {what}.")
    if len(found) > most:
        raise InvalidInputError(f"Name at most {most} of them at a time.")
    return found


def _name_now(full_name: str, needs: OutboxAction | None) -> str:
    """Of the repository of what it needs, which may have been renamed since."""
    is_same = needs is not None and needs.full_name.lower() == full_name.lower()
    return needs.repository.full_name if needs and is_same and needs.repository else full_name


def _repository(full_name: str, by: By) -> Repository:
    found = Repository.objects.filter(full_name__iexact=full_name, is_tracked=True).first()
    if found is None:
        raise InvalidInputError(f"This site does not follow {full_name}. Ask an operator to add it.")
    if found.gone_at is not None:
        raise InvalidInputError(f"GitHub does not show {full_name} to this site any more.")
    if found.is_archived:
        raise InvalidInputError(f"{full_name} is archived, so nothing in it can change.")
    is_trusted = by.actor is None or roles.has_role(by.actor, roles.MAINTAINERS, roles.OPERATORS)
    if found.is_private and not is_trusted:
        raise NotAllowedError("You may not write to this repository. Ask a maintainer.")
    return found


def _name(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _clean(value: Any) -> Any:
    """Without NUL, which PostgreSQL refuses, and without half of a character pair, which no encoding takes."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list) else value
