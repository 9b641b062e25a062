"""Pictures and files that pages show, kept in the media folder under the hash of their content."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from docs_hub.domain.addresses import asset_name
from docs_hub.domain.svg import safe_svg
from docs_hub.models import DocAsset, DocPage, DocSource
from docs_hub.services.import_plan import is_servable
from docs_hub.services.tree_files import TreeFile
from docs_hub.services.trees import Tree


def store_assets(*, source: DocSource, tree: Tree) -> None:
    """Keep what saved pages link and may be served; a file whose content is there already is not written again."""
    rows_of_links = DocPage.objects.filter(doc_source=source, live=True).values_list("links", flat=True)
    wanted = {link["path"] for links in rows_of_links.iterator() for link in links if link["state"] == "file"}
    have = {asset.path: asset for asset in DocAsset.objects.filter(doc_source=source)}
    rows = []
    for path in sorted(wanted):
        file = tree.files.get(path)
        if file is None or not is_servable(path):
            continue
        name = keep_file(path, file)
        if path not in have or have[path].blob_sha != file.blob_sha or have[path].is_pending:
            rows.append(DocAsset(doc_source=source, path=path, blob_sha=file.blob_sha, file=name))
    DocAsset.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["doc_source", "path"],
        update_fields=["blob_sha", "file", "is_pending"],
        batch_size=200,
    )


def keep_file(path: str, file: TreeFile) -> str:
    """The file's name in the media folder, where it is written unless its content is there already."""
    name = asset_name(path, file.blob_sha)
    if not default_storage.exists(name):
        content = safe_svg(file.content) if path.lower().endswith(".svg") else file.content
        default_storage.save(name, ContentFile(content))
    return name
