"""Where Docusaurus serves a page: its path without numbers below where its instance begins, or what its slug says."""

import posixpath
from collections.abc import Iterable, Mapping
from typing import Any

from docs_hub.domain.docusaurus import DocusaurusSite
from docs_hub.domain.docusaurus_nav import without_number
from docs_hub.domain.paths import addresses


def docusaurus_addresses(
    site: DocusaurusSite, paths: Iterable[str], settings: Mapping[str, Mapping[str, Any]]
) -> dict[str, tuple[str, ...]]:
    """The slugs of each page below its source, without two pages at one address."""
    public: dict[str, str] = {}
    for path in sorted(paths):
        wanted = _public_path(site, path, settings.get(path, {}).get("slug"))
        while wanted in public:
            bare, ending = posixpath.splitext(wanted)
            wanted = f"{bare}-2{ending}"
        public[wanted] = path
    return {public[name]: parts for name, parts in addresses(public).items()}


def _public_path(site: DocusaurusSite, path: str, slug: Any) -> str:
    one = site.instance_of(path)
    base, inner = (one.base, path.removeprefix(one.prefix)) if one else ("", path)
    parts = [without_number(part)[0] for part in inner.split("/")]
    if isinstance(slug, str) and slug.strip("/. "):
        folder = "" if slug.startswith("/") else "/".join(parts[:-1])
        parts = [part for part in posixpath.join(folder, slug.strip("/")).split("/") if part not in {"", ".", ".."}]
        parts[-1] += ".md"
    elif slug == "/":
        parts = ["index.md"]
    return "/".join([*([base] if base else []), *parts])
