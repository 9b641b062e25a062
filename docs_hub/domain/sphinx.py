"""A Sphinx site as its `conf.py`, tables of contents and labels describe it; read as data, nothing is run.

What an import found is kept as one JSON text, from which everything else here is read again.
"""

import ast
import hashlib
import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docutils.nodes import fully_normalize_name

from docs_hub.domain.exclusion import excluder
from docs_hub.domain.hiding.sphinx import excluded, included, sure_values, tags_of
from docs_hub.domain.paths import is_markdown, is_page, is_rst
from docs_hub.domain.sphinx_includes import included_files, reached, with_whole_files
from docs_hub.domain.sphinx_scan import Scanned, Toctree, scan

CONFIG_NAME = "conf.py"
PLACES = ("", "source", "docs", "doc", "docs/source", "doc/source")
LONGEST_CONFIG = 200_000
_KEPT = ("rst_prolog", "rst_epilog", "extlinks", "myst_enable_extensions", "myst_substitutions", "default_role")
NOTEBOOK = ".ipynb"
_KINDS = {"": "rst", "restructuredtext": "rst", "markdown": "myst", "myst": "myst", "myst-nb": "myst"}
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}")
_REFERENCE = re.compile(r"(?::|\{)(?:\w+:)?(ref|doc)[:}]`([^`]+)`")
_BETWEEN = re.compile(r"^.*<([^<>]+)>\s*$", re.DOTALL)
Read = Callable[[str], str | None]


@dataclass(frozen=True)
class SphinxSite:
    """`toctrees` by page. `facts` is what rendering a page must know of the others: labels, titles, settings."""

    title: str = ""
    root: str = ""
    toctrees: dict[str, list[Toctree]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    problems: tuple[tuple[int, str], ...] = ()


def found_in(paths: Collection[str]) -> str | None:
    """The folder of the site's pages, seen from the top of a tree; None where it is no site of this kind."""
    for place in PLACES:
        if posixpath.join(place, CONFIG_NAME) in paths:
            return place
    has_markdown = any(map(is_markdown, paths))
    return "" if not has_markdown and any(map(is_rst, paths)) else None


def wanted(config: str) -> Callable[[str], bool]:
    """Which files of the tree are not left out by `exclude_patterns`, and are among `include_patterns`."""
    is_excluded = excluder(["/_build/", *excluded(config)[0]])[0]
    inclusions = included(config)[0]
    is_included = excluder(inclusions, always=())[0] if inclusions else None

    def is_wanted(path: str) -> bool:
        is_page_left = is_included is not None and is_page(path, "sphinx") and not is_included(path)
        return path != CONFIG_NAME and not is_excluded(path) and not is_page_left

    return is_wanted


def page_endings(config: str) -> dict[str, str]:
    """What `source_suffix` adds to the usual endings of pages, with `rst` or `myst`: how each is read."""
    told = literals(config).get("source_suffix")
    listed = told if isinstance(told, (list, tuple)) else [told]
    found = told if isinstance(told, dict) else dict.fromkeys((one for one in listed if isinstance(one, str)), "")
    return {
        ending: _KINDS[kind or ""]
        for ending, kind in found.items()
        if isinstance(ending, str) and isinstance(kind, str | None) and (kind or "") in _KINDS
        and _ENDING.fullmatch(ending) and ending != NOTEBOOK and not is_page(f"x{ending}", "sphinx")
    }  # fmt: skip


def is_myst(facts: Mapping[str, Any], path: str) -> bool:
    """Whether a page is written in Markdown; else it is reStructuredText."""
    return is_markdown(path) or facts.get("endings", {}).get(posixpath.splitext(path)[1]) == "myst"


def read_sphinx(config: str, paths: Iterable[str], read: Read, read_included: Read | None = None) -> str:
    """The site as JSON; `read` gives the text of a page, `read_included` that of any file. Never raises.

    Problems are kept in it.
    """
    settings, endings = literals(config), page_endings(config)
    texts = {path: read(path) or "" for path in sorted(paths) if is_page(path, "sphinx", tuple(endings))}
    files, left = included_files(texts, read_included or read)
    pages = {
        path: scan(with_whole_files(text, path, files), is_markdown=is_myst({"endings": endings}, path))
        for path, text in texts.items()
    }
    problems = [(1, "conf.py could not be read, so its settings are not used")] if config and not settings else []
    problems += [(1, what) for what in left]
    facts = {
        "files": files,
        "endings": endings,
        "labels": _labels(pages),
        "titles": {path: page.title for path, page in pages.items()},
        **_conditions(config, settings, [*texts.values(), *files.values()]),
        **{name: settings[name] for name in _KEPT if name in settings},
    }
    root = str(settings.get("root_doc") or settings.get("master_doc") or "index")
    known = {
        "title": str(settings.get("html_title") or settings.get("project") or "")[:200],
        "root": next((path for ending in (".rst", ".md", *endings) if (path := f"{root}{ending}") in pages), ""),
        "toctrees": {path: [tree.row() for tree in page.toctrees] for path, page in pages.items() if page.toctrees},
        "facts": facts,
        "problems": problems,
    }
    return json.dumps(known)


def _conditions(config: str, settings: Mapping[str, Any], texts: Iterable[str]) -> dict[str, Any]:
    """What decides which parts of pages are shown."""
    sure = sure_values(config)
    is_asked = any("ifconfig" in text for text in texts)
    plain = {name: value for name, value in sure.items() if name in settings} if is_asked else {}
    found = {"tags": sorted(tags_of(config)), "conf": plain, "shows_todo": sure.get("todo_include_todos") is True}
    is_unsure = "todo_include_todos" in config and "todo_include_todos" not in sure
    return found | ({"todo_is_unsure": True} if is_unsure else {})


def site_of(text: str) -> SphinxSite:
    """What `read_sphinx` kept."""
    data = json.loads(text) if text else {}
    return SphinxSite(
        title=data.get("title", ""),
        root=data.get("root", ""),
        toctrees={path: [Toctree.of(row) for row in rows] for path, rows in data.get("toctrees", {}).items()},
        facts=data.get("facts", {}),
        problems=tuple((line, what) for line, what in data.get("problems", ())),
    )


def used_facts(facts: Mapping[str, Any], text: str, path: str) -> str:
    """What a page says of others, as they are now: it comes out differently once that changes, and only then."""
    labels, titles = facts.get("labels", {}), facts.get("titles", {})
    included = reached(facts.get("files", {}), path, text)
    found: dict[str, Any] = {f"file {name}": _digest(content) for name, content in included.items()}
    for role, written in _REFERENCE.findall("\n".join([text, *included.values()])):
        target = _BETWEEN.sub(r"\1", written).strip()
        if role == "doc":
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)).lstrip("/")
            found |= {name: titles[name] for name in with_endings(facts, place) if name in titles}
        elif (label := fully_normalize_name(target)) in labels:
            found[f"label {label}"] = labels[label]
    return json.dumps(found, sort_keys=True) if found else ""


def with_endings(facts: Mapping[str, Any], place: str) -> list[str]:
    """The files that a page may be which is named without its ending."""
    return [place + ending for ending in (".rst", ".md", *facts.get("endings", {}), "")]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def literals(config: str) -> dict[str, Any]:
    """The names of a `conf.py` that are given plain values; what only running it could tell is left out."""
    try:
        body = ast.parse(config[:LONGEST_CONFIG]).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Any] = {}
    for statement in body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name):
                _put(found, target.id, statement.value)
    return found


def _put(found: dict[str, Any], name: str, value: ast.expr) -> None:
    try:
        plain = ast.literal_eval(value)
        json.dumps(plain)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return
    found[name] = plain


def _labels(pages: dict[str, Scanned]) -> dict[str, list[str]]:
    """Page, anchor and title by label; the first of several is right."""
    labels: dict[str, list[str]] = {}
    for path, page in pages.items():
        for name, anchor, title in page.labels:
            labels.setdefault(name, [path, anchor, title])
    return labels
