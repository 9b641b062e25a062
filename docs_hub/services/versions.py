"""Making, finding and removing the versions of a documentation."""

import logging
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from common import audit
from common.errors import ConflictError, InvalidInputError, MainstayError
from common.models import User
from common.page_cache import clear_on_commit
from docs_hub.domain.docusaurus_versions import newest
from docs_hub.domain.paths import inside
from docs_hub.models import DocSource, DocVersion
from docs_hub.models.versioned import CURRENT
from docs_hub.services.trees import Tree
from docs_hub.services.version_import import import_version
from docs_hub.services.version_renders import drop_unused

logger = logging.getLogger(__name__)
_NOT_SLUG = re.compile(r"[^\w.-]+")


def prepare_version(
    *, source: DocSource, label: str, status: str = "", language: str = "", ref: str = "", path: str = ""
) -> DocVersion:
    """The version of the source with this label and language, or a new one; saved, for it is imported on its own.

    Raises InvalidInputError, or ConflictError where a page of the source has the address that it would get.
    """
    language = language or source.language
    version = source.versions.filter(version_label=label, language=language, folder="").first()
    if version is None:
        version = DocVersion(doc_source=source, version_label=label, language=language)
        version.slug = version_slug(source, label, language)
    version.ref, version.path = ref, path
    version.version_status = status or version.version_status
    check_version(version)
    version.save()
    return version


def find_version(
    *, repository: str, path: str, ref: str, slug: str, label: str, status: str = "", language: str = ""
) -> DocVersion | None:
    """The version that is meant, saved; None where it is the source itself, known or not.

    A known documentation is another version when it is asked for under another label or in another language.
    Raises InvalidInputError, ConflictError.
    """
    if not label and not language:
        return None
    source = _source_of(repository, path, slug)
    if source is None or source.imported_at is None:
        return None
    label = label or source.version_label
    is_itself = (label, language or source.language) == (source.version_label, source.language)
    is_named_now = not source.version_label and (path, ref) == (source.path, source.ref)
    if is_itself or is_named_now:
        return None
    own_path = "" if path.strip("/") == source.path.strip("/") else path
    return prepare_version(source=source, label=label, status=status, language=language, ref=ref, path=own_path)


def _source_of(repository: str, path: str, slug: str) -> DocSource | None:
    """By its slug, or else the one that comes from there."""
    if slug:
        return DocSource.objects.filter(slug=slug, repository__iexact=repository).first()
    return DocSource.objects.filter(repository__iexact=repository, path=path).order_by("pk").first()


def describe_source(*, source: DocSource, label: str, status: str, language: str, family: str) -> None:
    """What is given is set, the rest stays; saved with the import. Raises InvalidInputError."""
    source.version_label, source.version_status = label or source.version_label, status or source.version_status
    source.language, source.family = language or source.language, family or source.family
    others = {field.name for field in DocSource._meta.fields} - {"version_label", "language", "family"}
    try:
        source.clean_fields(exclude=others)
    except ValidationError as error:
        raise InvalidInputError(" ".join(error.messages)) from error


def check_version(version: DocVersion) -> None:
    """Raises InvalidInputError, ConflictError."""
    if version.doc_source.repository and inside("", version.path) != version.path:
        raise InvalidInputError(f"“{version.path[:80]}” is no folder of {version.doc_source.repository}.")
    try:
        version.full_clean()
    except ValidationError as error:
        raise InvalidInputError(" ".join(error.messages)) from error
    if is_page_address(version.doc_source, version.slug):
        raise ConflictError(
            f"A page of {version.doc_source} lies at /{version.slug}/ already; name the version otherwise."
        )


def version_slug(source: DocSource, label: str, language: str) -> str:
    name = _NOT_SLUG.sub("-", label).strip("-.")
    if language != source.language:
        name = f"{language}-{name}" if name else language
    if not name:
        raise InvalidInputError("Name the version, such as 5.2.")
    return name[:100]


def is_page_address(source: DocSource, slug: str) -> bool:
    return any(address.split("/", 1)[0] == slug for address in source.paths.get("pages", {}).values())


@transaction.atomic
def remove_version(*, version: DocVersion, actor: User | None = None) -> None:
    number = version.pk
    version.delete()
    drop_unused()
    audit.record(actor=actor, action="docs_hub.remove_version", subject=f"doc_version:{number}")
    clear_on_commit()


def import_tree_versions(*, source: DocSource, tree: Tree, actor: User | None = None) -> list[dict[str, Any]]:
    """Versions that lie in the source's own tree; those it has no more are removed. One that fails stops no other."""
    told = []
    for number, (found, own_tree) in enumerate(tree.versions):
        slug = found.slug if not is_page_address(source, found.slug) else f"version-{found.slug}"
        version = source.versions.filter(slug=slug).first() or DocVersion(doc_source=source, slug=slug)
        version.version_label, version.version_status = found.label, found.status
        version.language, version.position = source.language, number
        version.folder = next(iter(found.folders))
        version.save()
        told.append(_told(version, own_tree, actor))
    for gone in source.versions.exclude(folder="").exclude(slug__in=[one["slug"] for one in told]):
        remove_version(version=gone, actor=actor)
    return told


def import_other_versions(*, source: DocSource) -> list[dict[str, Any]]:
    """Versions with a branch, tag or folder of their own; one that fails stops no other."""
    return [_told(version, None, None) for version in source.versions.filter(folder="")]


def _told(version: DocVersion, tree: Tree | None, actor: User | None) -> dict[str, Any]:
    said = {"slug": version.slug, "label": version.version_label, "status": version.version_status}
    try:
        return {**said, "pages": len(import_version(version=version, tree=tree, actor=actor)["pages"])}
    except MainstayError as error:
        return {**said, "pages": 0, "error": str(error)}


def name_newest(*, source: DocSource, tree: Tree) -> None:
    """Label and status of the source itself, as its tree tells, unless somebody gave it a label."""
    if tree.versions and not source.version_label:
        source.version_label, status = newest(tree.config_text, [version for version, _ in tree.versions])
        if source.version_status == CURRENT:
            source.version_status = status
