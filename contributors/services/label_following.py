"""Lets the board's rules follow a label that is renamed on GitHub, for it is known by GitHub's id."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common import audit
from common.locks import hold
from contributors.domain.label_renames import FIELDS, carried, speaks_of
from contributors.models import BoardSettings, RememberedLabel
from github_sync.queries import labels as mirror

SETTINGS_LOCK = "contributors.board_settings"


def follow_labels(*, repository_id: int) -> int:
    """Remember the labels of a repository by name and id, and carry the rules along where a name changed; returns how
    many were carried. Two queries where nothing changed.

    A rule is not carried to a name that a label of another repository has already, for all that carry that one would
    come to the board: a person decides then.
    """
    present = mirror.names_by_id(repository_id)
    known = {one.node_id: one for one in RememberedLabel.objects.filter(repository_id=repository_id)}
    is_known = all(
        node in known and known[node].name in names and not known[node].gone_at for node, names in present.items()
    )
    if is_known and not any(one.gone_at is None for node, one in known.items() if node not in present):
        return 0
    return _follow(repository_id, present)


def mark_labels_seen() -> None:
    """Somebody looked at the board's rules: what was to be told of renamed labels is told."""
    RememberedLabel.objects.exclude(was_carried=None).update(was_carried=None)


@transaction.atomic
def _follow(repository_id: int, present: dict[str, set[str]]) -> int:
    hold(SETTINGS_LOCK)
    now = timezone.now()
    known = {one.node_id: one for one in RememberedLabel.objects.filter(repository_id=repository_id)}
    RememberedLabel.objects.bulk_create(
        [
            RememberedLabel(repository_id=repository_id, node_id=node, name=min(names))
            for node, names in sorted(present.items())
            if node not in known
        ],
        ignore_conflicts=True,
    )
    renamed = []
    for node, one in known.items():
        names = present.get(node, set())
        if not names:
            one.gone_at = one.gone_at or now
        elif one.name in names:
            one.gone_at = None
        else:
            _rename(one, min(names), now)
            renamed.append(one)
    for one in renamed:
        one.was_carried = _carry(one, repository_id)
    RememberedLabel.objects.bulk_update(
        known.values(), ["name", "former_name", "renamed_at", "gone_at", "was_carried"], batch_size=500
    )
    return sum(one.was_carried is True for one in renamed)


def _rename(one: RememberedLabel, name: str, now: datetime) -> None:
    one.former_name, one.name, one.renamed_at, one.gone_at = one.name, name, now, None


def _carry(one: RememberedLabel, repository_id: int) -> bool | None:
    """None where no rule speaks of it, or as well of its new name."""
    settings = BoardSettings.load()
    rules = {field: getattr(settings, field) for field in FIELDS}
    if not speaks_of(rules, one.former_name):
        return None
    elsewhere, here = mirror.names_in_use(but_in=repository_id), mirror.names_by_id(repository_id)
    keeps = one.former_name.lower() in elsewhere | {name.lower() for names in here.values() for name in names}
    after = carried(rules, one.former_name, one.name, keeps_former=keeps)
    if after == rules:
        return None
    if one.name.lower() in elsewhere and not speaks_of(rules, one.name):
        return False
    for field, text in after.items():
        setattr(settings, field, text)
    settings.save()
    audit.record(
        actor=None, action="contributors.follow_label", subject="board_settings", former=one.former_name, name=one.name,
        repository=repository_id,
    )  # fmt: skip
    return True
