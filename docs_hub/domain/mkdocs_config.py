"""What a tree's mkdocs.yml says, read as data: no tag of it is constructed, nothing is run."""

import posixpath
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from docs_hub.domain.exclusion import excluder
from docs_hub.domain.paths import inside
from docs_hub.domain.source_text import plain_text
from docs_hub.domain.yaml_data import DataLoader, load


class MkDocsLoader(DataLoader):
    """Safe YAML in which unknown tags are nothing."""


@dataclass(frozen=True)
class RelativeTo:
    """`!relative`: a folder seen from the page's own, or from `$docs_dir` or `$config_dir`."""

    told: str

    def folder(self, page: str, docs_dir: str) -> str | None:
        """From the folder of mkdocs.yml; None where it leaves the tree."""
        name, _, rest = self.told.partition("/")
        known = {"$docs_dir": docs_dir, "$config_dir": ""}
        return inside(known[name], rest) if name in known else inside(posixpath.dirname(page), self.told)


_KNOWN_CALLS = {"pymdownx.slugs.slugify", "pymdownx.emoji.to_alt"}


def _unknown_tag(loader: Any, suffix: str, node: Any) -> Any:
    """`!ENV` and every Python tag become None, except that a slug rule keeps its options as data."""
    if suffix == "relative" and isinstance(node, yaml.ScalarNode):
        return RelativeTo(node.value)
    name = suffix.removeprefix("python/name:").removeprefix("python/object/apply:")
    if name in _KNOWN_CALLS and isinstance(node, yaml.MappingNode):
        options = loader.construct_mapping(node, deep=True)
        return {"rule": name, "options": options.get("kwds") or {}}
    return None


MkDocsLoader.add_multi_constructor("!", _unknown_tag)
MkDocsLoader.add_multi_constructor(
    "tag:yaml.org,2002:", lambda loader, suffix, node: _unknown_tag(loader, suffix, node)
)


@dataclass(frozen=True)
class Extension:
    name: str
    options: dict[str, Any]
    line: int


@dataclass(frozen=True)
class MkDocsConfig:
    site_name: str = ""
    docs_dir: str = "docs"
    nav: Any = None
    exclude: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    plugins: tuple[Extension, ...] = ()
    problems: tuple[tuple[int, str], ...] = field(default=())


@lru_cache(maxsize=8)
def read_config(text: str) -> MkDocsConfig:
    """Never raises: what cannot be read is in `problems` as (line, what). Kept, since an import asks several times."""
    try:
        data = load(text, MkDocsLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or " ".join(str(error).split())[:200] or "it is no valid YAML"
        return MkDocsConfig(problems=((mark.line + 1 if mark else 1, f"mkdocs.yml could not be read: {reason}"),))
    if not isinstance(data, dict):
        return MkDocsConfig(problems=((1, "mkdocs.yml holds no settings"),))
    patterns = _patterns(data.get("exclude_docs"))
    line = _line_of("exclude_docs", text)
    unused = [(line, f"exclude_docs: {pattern[:80]} is not understood") for pattern in excluder(patterns)[1]]
    return MkDocsConfig(
        site_name=_words(data.get("site_name")),
        docs_dir=_words(data.get("docs_dir")) or "docs",
        nav=data.get("nav") if isinstance(data.get("nav"), list) else None,
        exclude=tuple(patterns),
        extensions=tuple(_extensions(data.get("markdown_extensions"), text)),
        plugins=tuple(_extensions(data.get("plugins"), text)),
        problems=tuple(unused),
    )


def _patterns(value: Any) -> list[str]:
    if not isinstance(value, str):
        return []
    return [line for line in value.splitlines() if line.strip() and not line.startswith("#")]


def _words(value: Any) -> str:
    return plain_text(value) if isinstance(value, (str, int, float)) else ""


def _extensions(value: Any, text: str) -> list[Extension]:
    entries: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        entries = list(value.items())
    for item in value if isinstance(value, list) else []:
        entries += item.items() if isinstance(item, dict) else [(item, None)]
    return [
        Extension(name, options if isinstance(options, dict) else {}, _line_of(name, text))
        for name, options in entries
        if isinstance(name, str)
    ]


def _line_of(name: str, text: str) -> int:
    match = re.search(rf"^\s*(?:-\s*)?{re.escape(name)}\s*:?\s*$", text, re.MULTILINE)
    return text.count("\n", 0, match.start() + 1) + 1 if match else 1
