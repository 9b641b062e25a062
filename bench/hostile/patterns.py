"""Every pattern of the product, found in its modules: a new one is measured without anybody's doing."""

import ast
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

ROOMS = ("github_sync", "contributors", "docs_hub", "sustainability", "common", "home", "config")
LEFT_OUT = (".migrations.", "github_sync.sandbox.", "home.demo", "common.chart_drawing.")
"""What is never given a text of a stranger: schema changes, the stand-in for GitHub, invented data, and our own charts,
whose labels are short."""
AT_ONE_PLACE = {"match", "fullmatch"}
ANYWHERE = {"search", "sub", "subn", "split", "findall", "finditer", "scanner"}
CALLS = AT_ONE_PLACE | ANYWHERE


@dataclass
class Found:
    """`uses`: the methods it is called by; all of them where that cannot be told."""

    where: str
    pattern: re.Pattern[Any]
    uses: set[str] = field(default_factory=set)

    @property
    def is_looked_for_anywhere(self) -> bool:
        return bool(self.uses & ANYWHERE) or not self.uses


def all_patterns() -> list[Found]:
    """Those with a text of their own, once each with all their uses."""
    found: dict[tuple[Any, int], Found] = {}
    for one in _everywhere():
        key = (one.pattern.pattern, one.pattern.flags)
        known = found.setdefault(key, one)
        known.uses |= one.uses
        if not one.uses:
            known.uses |= CALLS
    return list(found.values())


def _everywhere() -> Iterator[Found]:
    sources = {name: Path(path).read_text() for name, path in _modules()}
    trees = {name: ast.parse(text) for name, text in sources.items()}
    uses = _uses(trees)
    for name, tree in trees.items():
        yield from _named(import_module(name), uses[name], _joined(uses))
        yield from _in_place(name, tree)


def _modules() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        package = import_module(room)
        for info in pkgutil.walk_packages(package.__path__, f"{room}."):
            if any(part in f"{info.name}." for part in LEFT_OUT) or info.name.endswith(
                ("__main__", ".wsgi", ".gunicorn")
            ):
                continue
            spec = find_spec(info.name)
            if spec is not None and spec.origin and spec.origin.endswith(".py"):
                yield info.name, spec.origin


Uses = dict[str, set[str]]


def _joined(uses: dict[str, Uses]) -> Uses:
    found: Uses = {}
    for one in uses.values():
        for name, used in one.items():
            found.setdefault(name, set()).update(used)
    return found


def _uses(trees: dict[str, ast.Module]) -> dict[str, Uses]:
    """By module and by name of a pattern; a name that is handed on may be used in any way."""
    all_of: dict[str, Uses] = {}
    for module, tree in trees.items():
        called: set[int] = set()
        found = all_of.setdefault(module, {})
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                called.add(id(node.value))
                if node.attr in CALLS:
                    found.setdefault(node.value.id, set()).add(node.attr)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
                found.setdefault(node.id, set()).update(CALLS)
    return all_of


def _named(module: ModuleType, here: Uses, everywhere: Uses) -> Iterator[Found]:
    """A name that begins with `_` is used in its own module alone."""
    for name, value in vars(module).items():
        values = value if isinstance(value, (tuple, list)) else value.values() if isinstance(value, dict) else [value]
        for one in values:
            if isinstance(one, re.Pattern):
                used = (here if name.startswith("_") else everywhere).get(name, CALLS) if one is value else CALLS
                yield Found(f"{module.__name__}.{name}", one, set(used))


def _in_place(name: str, tree: ast.AST) -> Iterator[Found]:
    """`re.sub("…", …)` and the like, where the pattern stands in the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            of = node.func.value
            is_re = isinstance(of, ast.Name) and of.id == "re" and node.func.attr in CALLS
            if is_re and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                flags = _flags([*node.args[1:], *(one.value for one in node.keywords if one.arg == "flags")])
                yield Found(f"{name}:{node.lineno}", re.compile(node.args[0].value, flags), {node.func.attr})


def _flags(nodes: list[ast.expr]) -> int:
    names = [
        one.attr for node in nodes for one in ast.walk(node) if isinstance(one, ast.Attribute) and one.attr.isupper()
    ]
    return sum({getattr(re, name) for name in names if hasattr(re.RegexFlag, name)})
