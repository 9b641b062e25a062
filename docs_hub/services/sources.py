"""Finding and making the record of where documentation comes from."""

import posixpath
from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from common import audit
from common.errors import ConflictError, InvalidInputError
from common.models import User
from common.page_cache import clear_on_commit
from docs_hub.models import DocPage, DocSource


def prepare_source(
    *,
    repository: str,
    path: str,
    ref: str = "",
    title: str = "",
    slug: str = "",
    dialect: str = "",
    replace: bool = False,
) -> DocSource:
    """The source with this slug, or else of this repository (or folder) and path; a new one where there is none.

    Not saved: `import_source` does that once the origin could be read. A known slug with another origin is refused
    (ConflictError) unless `replace`, for its pages would give way to those of the other origin.
    """
    if repository and repository.count("/") != 1:
        raise InvalidInputError(f"{repository} is no repository name; write OWNER/NAME.")
    slug = slugify(slug)
    source = _known_source(slug, repository, path, ref) or DocSource(
        slug=slug or _free_slug(origin_name(repository, path))
    )
    if source.pk and not replace and _origin(source.repository, source.path) != _origin(repository, path):
        raise ConflictError(
            f"/{source.slug}/ is the documentation of {source.repository or source.path}. "
            "Choose another --slug, or give --replace to put this in its place."
        )
    source.repository, source.path, source.ref = repository, path, ref
    source.title, source.dialect = title or source.title, dialect or source.dialect
    return source


def _known_source(slug: str, repository: str, path: str, ref: str) -> DocSource | None:
    if slug:
        return DocSource.objects.filter(slug=slug).first()
    return DocSource.objects.filter(repository__iexact=repository, path=path, ref=ref).first()


def _origin(repository: str, path: str) -> tuple[str, str]:
    return repository.lower(), path.strip("/")


@transaction.atomic
def remove_source(*, source: DocSource, actor: User | None = None) -> None:
    """With all its pages, whoever made them."""
    number = source.pk
    for page in source.own_pages().order_by("path"):
        if (here := DocPage.objects.filter(pk=page.pk).first()) is not None:
            here.delete()  # with what lies below it
    source.delete()
    audit.record(actor=actor, action="docs_hub.remove_source", subject=f"doc_source:{number}")
    clear_on_commit()


def origin_name(repository: str, path: str) -> str:
    return repository.split("/")[-1] or posixpath.basename(path.rstrip("/")) or "documentation"


def default_title(source: DocSource) -> str:
    """What a source is called that was given no title and whose configuration names none."""
    name = origin_name(source.repository, source.path)
    return name.replace("-", " ").replace("_", " ").strip().capitalize()[:200] or "Documentation"


def _free_slug(name: str) -> str:
    base = slugify(name)[:80] or "documentation"
    slug, number = base, 1
    while DocSource.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def show_anyway(*, source: DocSource, files: Iterable[str]) -> None:
    """What the documentation hides is shown from the next import on; saved with the import."""
    names = [*source.shown_anyway.splitlines(), *files]
    source.shown_anyway = "\n".join(dict.fromkeys(one.strip() for one in names if one.strip()))
