"""A Docusaurus site as its configuration, sidebars and folders describe it; read as data, nothing is run.

What an import found is kept as one JSON text, from which everything else here is read again.
"""

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from docs_hub.domain.js_data import UNKNOWN, JsDataError, read_module
from docs_hub.domain.paths import inside, is_markdown
from docs_hub.domain.yaml_data import load

CONFIG_NAMES = tuple(f"docusaurus.config.{ending}" for ending in ("js", "ts", "mjs", "cjs"))
CATEGORY = re.compile(r"(?:^|/)_category_\.(?:json|ya?ml)$")
_DOCS_PLUGIN = re.compile(r"(?:^|/)(?:plugin-)?content-docs$")
_CLASSIC = re.compile(r"(?:^|/)(?:preset-)?classic$")
_MATH = re.compile(r"['\"]remark-math['\"]")
MOST_CATEGORY_BYTES = 20_000


@dataclass(frozen=True)
class Instance:
    """One set of documents: its folder, where it begins on the site, its sidebars (None: by folders)."""

    path: str
    base: str
    name: str
    sidebars: dict[str, Any] | None = None

    @property
    def prefix(self) -> str:
        return f"{self.path}/" if self.path else ""


@dataclass(frozen=True)
class DocusaurusSite:
    """`categories` by folder: what its `_category_` file says. `static`: folders that lie at the top of the site."""

    title: str = ""
    instances: tuple[Instance, ...] = ()
    static: tuple[str, ...] = ("static",)
    categories: dict[str, dict[str, Any]] = field(default_factory=dict)
    has_math: bool = False
    problems: tuple[tuple[int, str], ...] = ()

    def instance_of(self, path: str) -> Instance | None:
        return next((one for one in self.instances if path.startswith(one.prefix)), None)

    def is_page(self, path: str) -> bool:
        """Markdown of an instance; what begins with an underscore is a part of other pages."""
        one = self.instance_of(path)
        parts = path.removeprefix(one.prefix).split("/") if one else ()
        return one is not None and is_markdown(path) and not any(part.startswith("_") for part in parts)

    def is_wanted(self, path: str) -> bool:
        if is_markdown(path):
            return self.is_page(path)
        prefixes = (*(one.prefix for one in self.instances), *(f"{folder}/" for folder in self.static))
        return path.startswith(prefixes)

    @property
    def roots(self) -> tuple[str, ...]:
        return (*self.static, *(one.path for one in self.instances))


Read = Callable[[str], str | None]


def read_docusaurus(config: str, paths: Iterable[str], read: Read) -> str:
    """The site as JSON; `read` gives the text of a file of the tree. Never raises: problems are kept in it."""
    problems: list[tuple[int, str]] = []
    try:
        data = read_module(config)
    except JsDataError as error:
        data = {}
        problems.append((1, f"docusaurus.config could not be read: {error}; the folder docs is taken"))
    options = docs_options(data)
    instances = [_instance(one, read, problems) for one in options]
    static = data.get("staticDirectories")
    known = {
        "title": str(data.get("title") or "")[:200],
        "instances": instances,
        "told": _told(options[0]),
        "static": [s for s in static if isinstance(s, str)] if isinstance(static, list) else ["static"],
        "has_math": bool(_MATH.search(config)),
        "categories": {posixpath.dirname(p): _category(read(p), p, problems) for p in paths if CATEGORY.search(p)},
        "problems": problems,
    }
    return json.dumps(known)


def bare_site() -> str:
    """Of a folder of Docusaurus pages without a configuration: all of it is one set."""
    return json.dumps({"instances": [{"path": "", "base": "", "name": "docs"}]})


def site_of(text: str) -> DocusaurusSite:
    """What `read_docusaurus` kept."""
    data = json.loads(text) if text else {}
    return DocusaurusSite(
        title=data.get("title", ""),
        instances=tuple(Instance(**one) for one in data.get("instances", ())),
        static=tuple(data.get("static", ("static",))),
        categories=data.get("categories", {}),
        has_math=data.get("has_math", False),
        problems=tuple((line, what) for line, what in data.get("problems", ())),
    )


def docs_options(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Of every instance of the documents' plugin, the preset's first. One that is computed has an unknown `...`."""
    found: list[dict[str, Any]] = []
    for name, options in named_entries(data.get("presets")):
        docs = options.get("docs", {})
        if _CLASSIC.search(name) and docs is not False:
            found.append(docs if isinstance(docs, dict) else {"...": docs if docs is UNKNOWN else None})
    found += [options for name, options in named_entries(data.get("plugins")) if _DOCS_PLUGIN.search(name)]
    return found or [{}]


def instance_path(options: Mapping[str, Any]) -> str:
    return inside("", str(options.get("path") or "docs")) or "docs"


def _told(options: Mapping[str, Any]) -> dict[str, Any]:
    """What the configuration says of versions: which is the last, and each one's label and banner."""
    versions, last = options.get("versions"), options.get("lastVersion")
    entries = versions.items() if isinstance(versions, dict) else ()
    kept = {str(name): _words(one, "label", "banner") for name, one in entries if isinstance(one, dict)}
    only = options.get("onlyIncludeVersions")
    shown = [one for one in only if isinstance(one, str)] if isinstance(only, list) else None
    return {"last": last if isinstance(last, str) else "", "versions": kept, "only": shown}


def _words(data: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: data[name] for name in names if isinstance(data.get(name), str)}


def named_entries(entries: Any) -> list[tuple[str, dict[str, Any]]]:
    """Entries are names, or lists of a name and its options."""
    found = []
    for entry in entries if isinstance(entries, list) else ():
        parts = entry if isinstance(entry, list) else [entry]
        if parts and isinstance(parts[0], str):
            options = parts[1] if len(parts) > 1 and isinstance(parts[1], dict) else {}
            options = {"docs": UNKNOWN, "...": UNKNOWN} if len(parts) > 1 and parts[1] is UNKNOWN else options
            found.append((parts[0], options))
    return found


def _instance(options: Mapping[str, Any], read: Read, problems: list[tuple[int, str]]) -> dict[str, Any]:
    path = instance_path(options)
    base = options.get("routeBasePath")
    name = str(options.get("id") or path)
    found = {"path": path, "base": (base if isinstance(base, str) else path).strip("/"), "name": name}
    where = options.get("sidebarPath")
    return found | {"sidebars": _sidebars(where, read, problems) if isinstance(where, str) else None}


def _sidebars(where: str, read: Read, problems: list[tuple[int, str]]) -> dict[str, Any] | None:
    path = inside("", where) or ""
    text = read(path)
    if text is None:
        return None
    try:
        found = json.loads(text) if path.endswith(".json") else read_module(text)
        if isinstance(found, dict):
            return found
        raise JsDataError("it holds no sidebars by name")
    except (JsDataError, ValueError, RecursionError) as error:
        problems.append((1, f"{path} could not be read: {error}; the navigation follows the folders"))
        return None


def categories(texts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """By folder, what each of these `_category_` files says; one that cannot be read says nothing."""
    return {posixpath.dirname(path): _category(text, path, []) for path, text in texts.items()}


def _category(text: str | None, path: str, problems: list[tuple[int, str]]) -> dict[str, Any]:
    """JSON is YAML too."""
    try:
        data = load(text or "", longest=MOST_CATEGORY_BYTES)
    except yaml.YAMLError:
        problems.append((1, f"{path} could not be read"))
        data = None
    wanted = ("label", "position", "link", "key")
    return {key: data[key] for key in wanted if key in data} if isinstance(data, dict) else {}
