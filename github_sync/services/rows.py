"""Writes many rows at once and counts only those that truly change."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Manager, Model

Row = dict[str, Any]
BATCH = 500


def upsert(
    rows: Iterable[Row],
    *,
    model: type[Model],
    key: Sequence[str],
    within: Row | None = None,
    newest: str = "",
    is_shared: bool = False,
) -> tuple[dict[tuple[Any, ...], Any], int]:
    """Insert or update `rows`, unique by `key`, among those rows of `model` that match `within`.

    Of two versions of a row the one with the later `newest` field wins, also over what is stored; an equal one
    writes nothing. Rows that other repositories' syncs may write at the same moment are `is_shared` (unique by
    `key` alone). Returns the objects by key and how many rows were written. Two to three statements whatever the
    number of rows; run it inside a transaction.
    """
    wanted = _latest(rows, key, newest)
    stored = _stored(model, wanted, key, within or {})
    fresh, changed, fields = [], [], set()
    for identity, row in wanted.items():
        found = stored.get(identity)
        if found is None:
            fresh.append(model(**row, **(within or {})))
        elif not newest or getattr(found, newest) <= row[newest]:
            differing = [
                name for name, value in row.items() if getattr(found, _attribute(name, value)) != _plain(value)
            ]
            for name in differing:
                setattr(found, name, row[name])
            if differing:
                changed.append(found)
                fields.update(differing)
    for created in _insert(model, fresh, wanted if is_shared else {}, key):
        stored[tuple(getattr(created, name) for name in key)] = created
    update_rows(model, changed, sorted(fields))
    return stored, len(fresh) + len(changed)


def _insert(model: type[Model], rows: list[Any], shared: dict[Any, Row], key: Sequence[str]) -> list[Any]:
    """Where another sync may insert a `shared` row at the same moment, the later one updates what both know."""
    manager: Manager[Any] = model._default_manager
    if not shared:
        return manager.bulk_create(rows, batch_size=BATCH)
    common = set.intersection(*(set(row) for row in shared.values()))
    return manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=key, update_fields=sorted(common - set(key))
    )


def update_rows(model: type[Model], rows: list[Any], fields: list[str]) -> None:
    """One insert that conflicts with every row by its id: many times faster than an update with a case a row.

    The rows must be whole, as they were read.
    """
    if rows:
        manager: Manager[Any] = model._default_manager
        manager.bulk_create(rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def link(owners: dict[int, set[int]], *, through: type[Model], owner: str, other: str) -> int:
    """Make the many-to-many rows of each owner (id) exactly those given (ids); returns how many rows changed."""
    manager: Manager[Any] = through._default_manager
    stored = list(manager.filter(**{f"{owner}__in": owners}).values_list("id", owner, other))
    present = {(own, far) for _, own, far in stored}
    wanted = {(own, far) for own, others in owners.items() for far in others}
    gone = [pk for pk, own, far in stored if (own, far) not in wanted]
    fresh = [through(**{owner: own, other: far}) for own, far in sorted(wanted - present)]
    if gone:
        manager.filter(pk__in=gone).delete()
    manager.bulk_create(fresh, batch_size=500)
    return len(gone) + len(fresh)


def _latest(rows: Iterable[Row], key: Sequence[str], newest: str) -> dict[tuple[Any, ...], Row]:
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        identity = tuple(row[name] for name in key)
        other = found.get(identity)
        if other is None or not newest or other[newest] <= row[newest]:
            found[identity] = row
    return found


def _stored(model: type[Model], wanted: dict[tuple[Any, ...], Row], key: Sequence[str], within: Row) -> dict[Any, Any]:
    if not wanted:
        return {}
    manager: Manager[Any] = model._default_manager
    narrow = {f"{name}__in": {identity[position] for identity in wanted} for position, name in enumerate(key)}
    found = manager.filter(**within, **narrow)
    return {tuple(getattr(obj, name) for name in key): obj for obj in found}


def _attribute(name: str, value: Any) -> str:
    return f"{name}_id" if isinstance(value, Model) else name


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
