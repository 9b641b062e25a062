"""Fields that are let go of: a large tree does not fit into memory. Django reads one again where it is asked for."""

from collections.abc import Iterable

from docs_hub.models import DocPage


def let_go(page: DocPage, names: Iterable[str]) -> None:
    """Only what is saved already."""
    for name in names:
        page.__dict__.pop(name, None)
