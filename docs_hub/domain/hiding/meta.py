"""Settings that all pages of a folder inherit: the plugin meta of Material for MkDocs."""

import posixpath
from collections.abc import Mapping

from docs_hub.domain.hiding.front_matter import Hiding, hidden_by_settings
from docs_hub.domain.hiding.rules import Rule
from docs_hub.domain.mkdocs_config import MkDocsConfig

META = ".meta.yml"


def meta_name(config: MkDocsConfig) -> str:
    """What the files are called; empty where the plugin is not named."""
    plugin = next((one for one in config.plugins if one.name.rpartition("/")[2] in ("meta", "mkdocs-meta")), None)
    name = plugin.options.get("meta_file", META) if plugin else ""
    return name if isinstance(name, str) and "/" not in name else META


def meta_rules(config: MkDocsConfig, texts: Mapping[str, str]) -> list[Rule]:
    """`texts` of those files by their path."""
    found: list[Rule] = []
    for path, text in texts.items():
        if hiding := hidden_by_settings(f"---\n{text}\n---\n"):
            found.append(_of_folder(posixpath.dirname(path), f"its folder says {hiding.why.removeprefix('it says ')}"))
    return found


def _of_folder(folder: str, why: str) -> Rule:
    return lambda path: Hiding(1, why) if path.startswith(f"{folder}/") else None
