"""Files that were added on this site and are not yet in their repository."""

from dataclasses import dataclass

from docs_hub.models import DocAsset, DocPage, DocSource


@dataclass(frozen=True)
class PendingFile:
    """`path` lies below the source's folder; `content` is what Git shall hold there, under the name `blob_sha`."""

    path: str
    blob_sha: str
    content: bytes


def pending_files(source: DocSource) -> dict[str, str]:
    """The blob of each path. One query."""
    rows = DocAsset.objects.filter(doc_source=source, is_pending=True) if source.pk else DocAsset.objects.none()
    return dict(rows.values_list("path", "blob_sha"))


def pending_files_of(page: DocPage) -> list[PendingFile]:
    """What the page shows or links and its repository lacks, to be sent with the page's text."""
    paths = {link["path"] for link in page.links if link["state"] == "file"}
    rows = DocAsset.objects.filter(doc_source=page.doc_source_id, is_pending=True, path__in=paths).order_by("path")
    return [PendingFile(row.path, row.blob_sha, _content(row)) for row in rows]


def _content(asset: DocAsset) -> bytes:
    with asset.file.open("rb") as file:
        return bytes(file.read())
