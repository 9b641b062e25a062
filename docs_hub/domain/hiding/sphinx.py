"""What a `conf.py` keeps back, and which of its values are sure: those that are written out once and never changed."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from docs_hub.domain.exclusion import excluder
from docs_hub.domain.hiding.front_matter import Hiding
from docs_hub.domain.hiding.rules import Rules

LONGEST = 200_000
EXCLUDING = "exclude_patterns"
HTML_TAGS = frozenset({"html", "format_html", "builder_html"})
_MENTIONS = (EXCLUDING, "include_patterns")
_ADDING = {"append", "extend", "insert", "update"}


def conf_rules(text: str, name: str) -> Rules:
    """Beyond `sphinx.wanted`, which follows what is written out: whatever may be added to it when it is run."""
    body = _parsed(text)
    if body is None:
        may_hide = any(one in text for one in _MENTIONS)
        return Rules(name, unsure=(Hiding(1, "it could not be read, and it may leave pages out"),) if may_hide else ())
    patterns, unsure = excluded(text)
    unused = excluder(patterns)[1]
    unsure += [Hiding(1, f"{EXCLUDING}: {one[:80]} is not understood") for one in unused]
    unsure += included(text)[1]
    if not any(True for _ in _changes(body, EXCLUDING)):
        unsure += _inherited(body)
    return Rules(name, unsure=tuple(unsure))


def _inherited(body: list[ast.stmt]) -> list[Hiding]:
    """Settings of another file, which may leave pages out."""
    found = []
    for node in (one for statement in body for one in ast.walk(statement)):
        is_star = isinstance(node, ast.ImportFrom) and any(one.name == "*" for one in node.names)
        is_run = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("exec", "execfile")
        if is_star or is_run:
            where = f"{node.module or '.'}" if isinstance(node, ast.ImportFrom) else "another file"
            found.append(
                Hiding(getattr(node, "lineno", 1), f"settings come from {where[:80]}, and may leave pages out")
            )
    return found


def excluded(text: str) -> tuple[list[str], list[Hiding]]:
    """Every pattern of `exclude_patterns`, also of those that are added under a condition; and what adds others."""
    return _patterns(text, EXCLUDING)


def included(text: str) -> tuple[list[str], list[Hiding]]:
    return _patterns(text, "include_patterns")


def _patterns(text: str, name: str) -> tuple[list[str], list[Hiding]]:
    found: list[str] = []
    unsure: list[Hiding] = []
    for node, value in _changes(_parsed(text) or [], name):
        patterns = _texts(value)
        found += patterns or []
        if patterns is None:
            unsure.append(
                Hiding(node.lineno, f"{name} is computed, so that nobody here can tell which pages it leaves out")
            )
    return found, unsure


def _texts(value: ast.expr) -> list[str] | None:
    """The patterns that are written out; None where something else is among them."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        left, right = _texts(value.left), _texts(value.right)
        return None if left is None or right is None else left + right
    if isinstance(value, ast.Name) and value.id == EXCLUDING:
        return []
    plain = _plain(value)
    if isinstance(plain, str):
        return [plain]
    if isinstance(plain, (list, tuple, set)) and all(isinstance(one, str) for one in plain):
        return list(plain)
    return None


def _changes(body: list[ast.stmt], name: str) -> Iterator[tuple[ast.stmt | ast.expr, ast.expr]]:
    """Wherever the name gets a value, or one is added to what it holds."""
    for node in (one for statement in body for one in ast.walk(statement)):
        match node:
            case ast.Assign() if any(_is_named(target, name) for target in node.targets):
                yield node, node.value
            case ast.AnnAssign() | ast.AugAssign() if node.value is not None and _is_named(node.target, name):
                yield node, node.value
            case ast.Call(func=ast.Attribute() as called) if node.args and called.attr in _ADDING:
                if _is_named(called.value, name):
                    yield node, node.args[-1]


def _is_named(node: ast.expr, name: str) -> bool:
    """Also as one of several that are set at once, and as what `config` or a subscript holds."""
    if isinstance(node, ast.Tuple | ast.List):
        return any(_is_named(one, name) for one in node.elts)
    if isinstance(node, ast.Attribute):
        return node.attr == name
    if isinstance(node, ast.Subscript):
        return _is_named(node.value, name)
    return isinstance(node, ast.Name) and node.id == name


def sure_values(text: str) -> dict[str, Any]:
    """The names that are set once, at the top level, to a plain value, and never touched again."""
    body = _parsed(text) or []
    values: dict[str, Any] = {}
    for statement in body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name) and (plain := _plain(statement.value)) is not None:
                values[target.id] = plain
    touched = Counter(_touched(body))
    return {name: value for name, value in values.items() if touched[name] == 1}


def _touched(body: list[ast.stmt]) -> Iterator[str]:
    for node in (one for statement in body for one in ast.walk(statement)):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            yield from [node.value.id] * (not isinstance(node.ctx, ast.Load))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            inner = node.func.value
            yield from [inner.id] if isinstance(inner, ast.Name) and node.func.attr in _ADDING else []
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (one.asname or one.name for one in node.names)


def tags_of(text: str) -> frozenset[str]:
    """Those that hold for a page of the web: its own, and what `conf.py` adds for certain."""
    added = set()
    for statement in _parsed(text) or []:
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and _is_named(call.func.value, "tags"):
            added |= (
                {one for one in map(_plain, call.args) if isinstance(one, str)} if call.func.attr == "add" else set()
            )
    return HTML_TAGS | added


def _parsed(text: str) -> list[ast.stmt] | None:
    try:
        return ast.parse(text[:LONGEST]).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _plain(value: ast.expr) -> Any:
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def is_true(text: str, values: Any, tags: Iterable[str]) -> bool | None:
    """What `only::` (of tags, with `values` None) or `ifconfig::` says; None where only running code could tell."""
    try:
        body = ast.parse(text.strip()[:500], mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    try:
        found = _Condition(values, frozenset(tags)).value(body)
    except (TypeError, RecursionError):
        return None
    return None if found is UNSURE else bool(found)


UNSURE = object()


class _Condition:
    """A few kinds of expressions over plain values; everything else is unsure."""

    def __init__(self, values: Any, tags: frozenset[str]) -> None:
        self.values, self.tags = values, tags

    def value(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant():
                return node.value
            case ast.Name():
                return self._name(node.id)
            case ast.Tuple() | ast.List() | ast.Set():
                parts = [self.value(one) for one in node.elts]
                return UNSURE if any(one is UNSURE for one in parts) else parts
            case ast.UnaryOp(op=ast.Not()):
                inner = self.value(node.operand)
                return UNSURE if inner is UNSURE else not inner
            case ast.BoolOp():
                return self._joined([self.value(one) for one in node.values], isinstance(node.op, ast.And))
            case ast.Compare() if len(node.ops) == 1:
                return self._compared(self.value(node.left), node.ops[0], self.value(node.comparators[0]))
        return UNSURE

    def _name(self, name: str) -> Any:
        if self.values is None:
            return name in self.tags
        return self.values.get(name, UNSURE)

    @staticmethod
    def _joined(parts: list[Any], is_and: bool) -> Any:
        if any(one is not UNSURE and bool(one) is not is_and for one in parts):
            return not is_and
        return UNSURE if any(one is UNSURE for one in parts) else is_and

    @staticmethod
    def _compared(left: Any, how: ast.cmpop, right: Any) -> Any:
        if left is UNSURE or right is UNSURE:
            return UNSURE
        match how:
            case ast.Eq():
                return left == right
            case ast.NotEq():
                return left != right
            case ast.In():
                return left in right
            case ast.NotIn():
                return left not in right
        return UNSURE
