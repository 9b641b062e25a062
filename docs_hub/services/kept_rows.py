"""A long import saves what it found, and leaves what somebody changed meanwhile."""

from typing import Any

from docs_hub.models import DocSource, DocVersion


def row_of(one: DocSource | DocVersion) -> dict[str, Any]:
    """As the database has it, without its number; empty for what is new."""
    row = type(one)._default_manager.filter(pk=one.pk).values().first()
    return {name: value for name, value in row.items() if name != "id"} if row is not None else {}


def save_changes(one: DocSource | DocVersion, before: dict[str, Any]) -> None:
    """Write the fields that differ from `before`, which `row_of` gave as the work began; all of what is new."""
    changed = [name for name, value in before.items() if getattr(one, name) != value]
    one.save(update_fields=changed if before else None)
