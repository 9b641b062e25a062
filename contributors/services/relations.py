"""Whatever refers to a row, found by looking at every table: one that is added later is found too."""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

CHUNK = 500


@dataclass(frozen=True)
class Moved:
    """Ids of rows, by `app.Model.field`: those that refer to the other row now, and those for which it has its own."""

    moved: dict[str, list[int]] = field(default_factory=dict)
    stayed: dict[str, list[int]] = field(default_factory=dict)


def relations_to(model: type[Model]) -> list[Any]:
    """Every column that refers to `model`, those without a name on its side and of many-to-many tables among them."""
    found = model._meta.get_fields(include_hidden=True)
    return [one for one in found if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)]


def label_of(relation: Any) -> str:
    return f"{relation.related_model._meta.label}.{relation.field.name}"


def move_relations(
    *, former: Model, kept: Model, leave: dict[str, list[int]] | None = None, but: frozenset[str] = frozenset()
) -> Moved:
    """In the caller's transaction: have everything that refers to `former` refer to `kept`.

    A row for which `kept` has its own (unique) stays. `leave`: rows that shall stay; `but`: columns that keep saying
    what was.
    """
    result = Moved()
    for relation in relations_to(type(former)):
        label = label_of(relation)
        if label in but:
            continue
        keep_back = set((leave or {}).get(label, ()))
        moved, stayed = _move(relation, former, kept, keep_back)
        result.moved.update({label: moved} if moved else {})
        result.stayed.update({label: sorted({*stayed, *keep_back})} if stayed or keep_back else {})
    return result


def _move(relation: Any, former: Model, kept: Model, keep_back: set[int]) -> tuple[list[int], list[int]]:
    name, rows = relation.field.name, relation.related_model._base_manager
    found = rows.filter(**{name: former.pk}).order_by("pk").values_list("pk", flat=True)
    ids = [pk for pk in found if pk not in keep_back]
    stayed: list[int] = []
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        if not _set(rows, part, name, kept):
            stayed += [pk for pk in part if not _set(rows, [pk], name, kept)]
    return [pk for pk in ids if pk not in set(stayed)], stayed


def _set(rows: Any, ids: list[int], name: str, kept: Model) -> bool:
    """False where a constraint refused it, which then left everything as it was."""
    try:
        with transaction.atomic():
            rows.filter(pk__in=ids).update(**{name: kept})
    except IntegrityError:
        return False
    return True
