"""Looks into repositories for documentation, and takes over what somebody chose."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from common import audit
from common.errors import InvalidInputError
from common.models import User
from common.queue import enqueue_on_commit
from docs_hub.domain.finding import Found, find_documentation
from docs_hub.domain.paths import inside
from docs_hub.models import DocSource
from docs_hub.services.sources import prepare_source
from github_sync.services.contents import list_files

__all__ = ["Finding", "Found", "add_sources", "look_into"]


@dataclass(frozen=True)
class Finding:
    """`is_whole`: False where the repository has more files than GitHub lists at once."""

    full_name: str
    is_private: bool
    is_whole: bool
    folders: tuple[Found, ...]


def look_into(*, full_name: str, is_private: bool) -> Finding:
    """One request. Raises GitHubError, VaultError."""
    paths, is_whole = list_files(full_name)
    return Finding(full_name, is_private, is_whole, tuple(find_documentation(paths)))


@transaction.atomic
def add_sources(*, chosen: Sequence[tuple[str, str]], actor: User | None) -> list[DocSource]:
    """A source for each repository and folder, imported on commit; those that are there already stay as they are.

    Raises InvalidInputError for a folder that leads out of its repository.
    """
    added: list[DocSource] = []
    for repository, path in chosen:
        if len(path) > 500 or inside("", path) != path:
            raise InvalidInputError(f"“{path[:80]}” is no folder of {repository}.")
        source = prepare_source(repository=repository, path=path)
        if source.pk is not None:
            continue
        try:
            source.full_clean()
        except ValidationError as error:
            raise InvalidInputError(" ".join(error.messages)) from error
        source.save()
        audit.record(actor=actor, action="docs_hub.add_source", subject=f"doc_source:{source.pk}")
        enqueue_on_commit("docs_hub.import_source", source.pk)
        added.append(source)
    return added
