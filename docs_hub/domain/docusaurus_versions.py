"""Versions that a Docusaurus tree keeps beside its newest documents: `versions.json` and the folders it stands for.

What is not there (a list that names folders the tree lacks) is passed over: other tools publish those.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from docs_hub.domain.docusaurus import Read, site_of
from docs_hub.domain.nav import plain_title

MOST_VERSIONS = 100
_NOT_SLUG = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class TreeVersion:
    """`folders`: folder of the tree -> folder in which the newest version has the same documents."""

    name: str
    label: str
    status: str
    folders: Mapping[str, str] = field(default_factory=dict)
    sidebars: Mapping[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return _NOT_SLUG.sub("-", self.name).strip("-.") or "version"

    def path_here(self, path: str) -> str | None:
        """Where the newest version has the file; None where it does not belong to this version."""
        for folder, here in self.folders.items():
            if path.startswith(f"{folder}/"):
                inner = path.removeprefix(f"{folder}/")
                return f"{here}/{inner}" if here else inner
        return None


def tree_versions(config_text: str, paths: Iterable[str], read: Read) -> list[TreeVersion]:
    """The newest first, as the tree lists them."""
    paths = sorted(paths)
    site, told = site_of(config_text), json.loads(config_text).get("told") or {}
    found: dict[str, TreeVersion] = {}
    for number, one in enumerate(site.instances):
        prefix = "" if number == 0 and read("versions.json") is not None else f"{one.name}_"
        names = _names(read(f"{prefix}versions.json"))
        last = told.get("last") or (names[0] if names else "")
        for name in names if told.get("only") is None else [one for one in names if one in told["only"]]:
            folder = f"{prefix}versioned_docs/version-{name}"
            if not any(path.startswith(f"{folder}/") for path in paths):
                continue
            said = told.get("versions", {}).get(name, {})
            known = found.get(name) or TreeVersion(name, _label(said, name), _status(name, said, names, last))
            sidebars = _json(read(f"{prefix}versioned_sidebars/version-{name}-sidebars.json"))
            found[name] = replace(
                known,
                folders={**known.folders, folder: one.path},
                sidebars={**known.sidebars, one.path: sidebars if isinstance(sidebars, dict) else None},
            )
    return list(found.values())


def newest(config_text: str, versions: Iterable[TreeVersion]) -> tuple[str, str]:
    """Label and status of the documents that belong to no numbered version."""
    told = json.loads(config_text).get("told") or {}
    said = told.get("versions", {}).get("current", {})
    has_current = any(one.status == "current" for one in versions)
    return _label(said, "Next"), "unreleased" if has_current else "current"


def config_of(version: TreeVersion, config_text: str, categories: Mapping[str, Any]) -> str:
    """The configuration as it would be for this version alone; `categories` by folder as the version has them."""
    data = json.loads(config_text)
    kept = [one for one in data.get("instances", ()) if one["path"] in version.folders.values()]
    data["instances"] = [{**one, "sidebars": version.sidebars.get(one["path"])} for one in kept]
    data["categories"], data["problems"], data["told"] = dict(categories), [], {}
    return json.dumps(data)


def _names(text: str | None) -> list[str]:
    data = _json(text)
    names = [name for name in data if isinstance(name, str)] if isinstance(data, list) else []
    return [name for name in names if name and "/" not in name and not name.startswith(".")][:MOST_VERSIONS]


def _json(text: str | None) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _label(said: Mapping[str, Any], name: str) -> str:
    return (plain_title(said.get("label") or "") or name)[:100]


def _status(name: str, said: Mapping[str, Any], names: list[str], last: str) -> str:
    """As Docusaurus warns of it: what is newer than the last release is not out, what is older is kept no more."""
    banner = said.get("banner", "")
    if name == last:
        return "current"
    if "archive" in str(said.get("label", "")).lower() or banner == "unmaintained":
        return "archived"
    if banner == "none":
        return "supported"
    is_newer = last in names and names.index(name) < names.index(last)
    return "unreleased" if is_newer or banner == "unreleased" else "archived"
