"""Drawings (SVG) are served as files of their own: shapes stay, whatever runs or loads goes."""

import re
from typing import Any

from lxml import etree

EMPTY_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
_NAMESPACES = ("http://www.w3.org/2000/svg", None)
_FORBIDDEN = {"script", "foreignobject", "iframe", "embed", "object", "handler", "set", "animate", "discard"}
_OWN_PICTURE = ("#", "data:image/png", "data:image/jpeg")
_LOADS = re.compile(
    r"@import|image-set|\bsrc\s*\(|\\|url\((?!\s*+[\"']?+\s*+(?:#|data:(?:image/(?:png|jpe?g|gif|webp)|font/)))",
    re.IGNORECASE,
)
"""A backslash may spell any of it."""
_ARMS = re.compile(r"(?:^|:)\s*(?:href|on)", re.IGNORECASE)
"""What an animation may not change."""


def safe_svg(content: bytes) -> bytes:
    """What is no drawing becomes an empty one.

    Entities that the file itself defines are written out, within the parser's limit of how much they may grow.
    """
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return EMPTY_SVG
    if etree.QName(root).localname != "svg" or not _is_drawing(root):
        return EMPTY_SVG
    for element in [one for one in root.iter() if isinstance(one.tag, str)]:
        if _is_drawing(element):
            _clean(element)
        elif element.getparent() is not None:
            element.getparent().remove(element)
    return bytes(etree.tostring(root))


def _is_drawing(element: Any) -> bool:
    """Elements of HTML run and load in a drawing as they do on a page."""
    name = etree.QName(element)
    local = name.localname.lower()
    if name.namespace not in _NAMESPACES or local in _FORBIDDEN or _ARMS.search(element.get("attributeName", "")):
        return False
    return local != "style" or _is_plain_style(element)


def _is_plain_style(element: Any) -> bool:
    """Browsers read the text right below the element, so that what stands between its pieces may hide a word."""
    if any(isinstance(child.tag, str) for child in element):
        return False
    return not _LOADS.search("".join([element.text or "", *(child.tail or "" for child in element)]))


def _clean(element: Any) -> None:
    for name, value in list(element.attrib.items()):
        local = etree.QName(name).localname.lower()
        is_away = local == "href" and not value.startswith(_OWN_PICTURE)
        if is_away or local.startswith("on") or local == "base" or _LOADS.search(value):
            del element.attrib[name]
