"""Pictures and files that pages show, kept in the media folder under the hash of their content."""

from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from lxml import etree

from docs_hub.domain.addresses import asset_name
from docs_hub.models import DocAsset, DocPage, DocSource
from docs_hub.services.import_plan import is_servable
from docs_hub.services.trees import Tree

_SVG_FORBIDDEN = {"script", "foreignobject", "iframe", "embed", "object", "handler", "set", "animate"}
EMPTY_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def store_assets(*, source: DocSource, tree: Tree, pages: Iterable[DocPage]) -> None:
    """Keep what is linked and may be served; a file whose content is there already is not written again."""
    wanted = {link["path"] for page in pages for link in page.links if link["state"] == "file"}
    have = {asset.path: asset for asset in DocAsset.objects.filter(doc_source=source)}
    rows = []
    for path in sorted(wanted):
        file = tree.files.get(path)
        if file is None or not is_servable(path):
            continue
        name = asset_name(path, file.blob_sha)
        if not default_storage.exists(name):
            content = safe_svg(file.content) if path.lower().endswith(".svg") else file.content
            default_storage.save(name, ContentFile(content))
        if path not in have or have[path].blob_sha != file.blob_sha:
            rows.append(DocAsset(doc_source=source, path=path, blob_sha=file.blob_sha, file=name))
    DocAsset.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["doc_source", "path"],
        update_fields=["blob_sha", "file"],
        batch_size=200,
    )


def safe_svg(content: bytes) -> bytes:
    """A drawing without anything that runs or loads; what is no drawing becomes an empty one.

    Entities that the file itself defines are written out, within the parser's limit of how much they may grow.
    """
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return EMPTY_SVG
    if etree.QName(root).localname != "svg":
        return EMPTY_SVG
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if etree.QName(element).localname.lower() in _SVG_FORBIDDEN and element.getparent() is not None:
            element.getparent().remove(element)
            continue
        for name, value in list(element.attrib.items()):
            local = etree.QName(name).localname.lower()
            if local.startswith("on") or (
                local == "href" and not value.startswith(("#", "data:image/png", "data:image/jpeg"))
            ):
                del element.attrib[name]
    return bytes(etree.tostring(root))
