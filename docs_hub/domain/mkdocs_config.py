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
    draft: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    plugins: tuple[Extension, ...] = ()
    problems: tuple[tuple[int, str], ...] = field(default=())
    unsure: tuple[tuple[int, str], ...] = ()
    inherits: str = ""
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def has_macros(self) -> bool:
        return any(one.name.removeprefix("mkdocs-") in ("macros", "macros-plugin", "jinja2") for one in self.plugins)

    def line_of(self, name: str) -> int:
        return self.lines.get(name, 1)


MACROS = "macros plugin"
"""The name under which a renderer finds among the extensions that pages are templates."""
INHERITED = "\n\x1d\n"
"""Between a configuration and the one that it inherits from, where both are kept as one text."""
HIDING = ("exclude_docs", "draft_docs", "plugins", "INHERIT")


@lru_cache(maxsize=8)
def read_config(text: str) -> MkDocsConfig:
    """Never raises: what cannot be read is in `problems` as (line, what). Kept, since an import asks several times.

    `unsure`: what may hide pages and is no plain data.
    """
    own, *above = text.split(INHERITED)
    try:
        data = load(own, MkDocsLoader)
        for one in above:
            data = _over(load(one, MkDocsLoader), data)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or " ".join(str(error).split())[:200] or "it is no valid YAML"
        problem = (mark.line + 1 if mark else 1, f"mkdocs.yml could not be read: {reason}")
        may_hide = any(re.search(rf"^{name}\s*:", text, re.MULTILINE) for name in HIDING)
        return MkDocsConfig(problems=(problem,), unsure=(problem,) if may_hide else ())
    if not isinstance(data, dict):
        return MkDocsConfig(problems=((1, "mkdocs.yml holds no settings"),))
    exclude, draft = _patterns(data.get("exclude_docs")), _patterns(data.get("draft_docs"))
    lines = {name: _line_of(name, own) for name in HIDING}
    unused = [
        (lines[name], f"{name}: {pattern[:80]} is not understood")
        for name, patterns in (("exclude_docs", exclude), ("draft_docs", draft))
        for pattern in excluder(patterns)[1]
    ]
    inherits = data.get("INHERIT")
    return MkDocsConfig(
        site_name=_words(data.get("site_name")),
        docs_dir=_words(data.get("docs_dir")) or "docs",
        nav=data.get("nav") if isinstance(data.get("nav"), list) else None,
        exclude=tuple(exclude),
        draft=tuple(draft),
        extensions=tuple(_extensions(data.get("markdown_extensions"), own)),
        plugins=tuple(_extensions(data.get("plugins"), own)),
        problems=(*unused, *_hooks(data, own)),
        unsure=(*unused, *_not_plain(data, own)),
        inherits=inherits if isinstance(inherits, str) else "",
        lines=lines,
    )


def _over(below: Any, data: Any) -> Any:
    """As MkDocs puts a configuration over the one that it inherits from: names are joined, lists replaced."""
    if not isinstance(below, dict) or not isinstance(data, dict):
        return data
    return {**below, **{name: _over(below.get(name), value) for name, value in data.items()}}


def _not_plain(data: dict[str, Any], text: str) -> list[tuple[int, str]]:
    """Settings that hide pages and that the environment of the build decides."""
    found = []
    for name in ("exclude_docs", "draft_docs"):
        told = re.search(rf"^{name}\s*:[ \t]*(!\S+)", text, re.MULTILINE)
        if told or not isinstance(data.get(name), str | None):
            found.append((_line_of(name, text), f"{name} is no plain list of patterns"))
    return found


def _hooks(data: dict[str, Any], text: str) -> list[tuple[int, str]]:
    if not data.get("hooks"):
        return []
    return [(_line_of("hooks", text), "hooks are not run: a page that one of them would leave out is shown")]


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
    match = re.search(rf"^[ \t]*(?:-[ \t]*)?[\"']?{re.escape(name)}[\"']?[ \t]*(?::[^\n]*)?$", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1
