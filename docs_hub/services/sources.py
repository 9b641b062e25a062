"""Finding and making the record of where documentation comes from."""

import posixpath

from django.db import transaction
from django.utils.text import slugify

from common.errors import InvalidInputError
from docs_hub.models import DocSource


@transaction.atomic
def find_or_make_source(
    *, repository: str, path: str, ref: str = "", title: str = "", slug: str = "", dialect: str = ""
) -> tuple[DocSource, bool]:
    """The source with this slug, or else of this repository (or folder) and path; made where there is none (True)."""
    if repository and repository.count("/") != 1:
        raise InvalidInputError(f"{repository} is no repository name; write OWNER/NAME.")
    slug = slugify(slug)
    found = (
        DocSource.objects.filter(slug=slug)
        if slug
        else DocSource.objects.filter(repository=repository, path=path, ref=ref)
    )
    source = found.first()
    is_new = source is None
    if source is None:
        source = DocSource(slug=slug or _free_slug(origin_name(repository, path)))
    source.repository, source.path, source.ref = repository, path, ref
    source.title, source.dialect = title or source.title, dialect or source.dialect
    source.save()
    return source, is_new


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
