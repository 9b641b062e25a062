"""The plain data of a JavaScript or TypeScript module, read from its syntax tree; nothing of it is ever run.

What is no literal (a call, a function, a spread) is left out, so that the rest of a configuration can be read.
"""

import re
from collections.abc import Iterator
from typing import Any

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

LONGEST = 200_000
DEEPEST = 40
MOST_VALUES = 50_000
UNKNOWN = object()
"""In place of a value that only running the module could tell."""
_LANGUAGE = Language(tree_sitter_javascript.language())
_WRAPPERS = {"parenthesized_expression", "as_expression", "satisfies_expression", "await_expression"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "f": "\f", "v": "\v"}


class JsDataError(Exception):
    """Why nothing can be read, as the end of a sentence."""


def read_module(text: str, *, keep_unknown: bool = False) -> dict[str, Any]:
    """The object that the module exports; raises JsDataError where there is none to be found.

    `keep_unknown`: what only running the module could tell stands there as UNKNOWN, a spread under the name `...`.
    """
    content = text.encode()
    if len(content) > LONGEST:
        raise JsDataError("it is too long")
    root = Parser(_LANGUAGE).parse(content).root_node
    reader = _Reader(dict(_declared(root)), keep_unknown)
    exported = next(_exported(root), None)
    found = reader.value(exported, 0) if exported is not None else UNKNOWN
    if not isinstance(found, dict):
        raise JsDataError("no object that it exports was found")
    return found


def _declared(root: Node) -> Iterator[tuple[str, Node]]:
    """Constants of the module by name."""
    for child in root.children:
        statement = child.child_by_field_name("declaration") if child.type == "export_statement" else child
        if statement is None or statement.type not in {"lexical_declaration", "variable_declaration"}:
            continue
        for part in statement.children:
            name, value = part.child_by_field_name("name"), part.child_by_field_name("value")
            if part.type == "variable_declarator" and name is not None and value is not None:
                yield _text(name), value


def _exported(root: Node) -> Iterator[Node]:
    for child in root.children:
        if child.type == "export_statement" and (value := child.child_by_field_name("value")) is not None:
            yield value
        first = child.children[0] if child.type == "expression_statement" and child.children else None
        if first is not None and first.type == "assignment_expression":
            left, right = first.child_by_field_name("left"), first.child_by_field_name("right")
            if left is not None and right is not None and _text(left) in {"module.exports", "exports.default"}:
                yield right


class _Reader:
    def __init__(self, declared: dict[str, Node], keep_unknown: bool = False) -> None:
        self.declared, self.keeps = declared, keep_unknown
        self.count = 0

    def value(self, node: Node, depth: int) -> Any:
        """Bounded, for a constant that is used twice in another, which is used twice, grows without end."""
        self.count += 1
        if self.count > MOST_VALUES:
            raise JsDataError("it holds too many values")
        if depth > DEEPEST:
            return UNKNOWN
        match node.type:
            case "object":
                return dict(self._pairs(node, depth))
            case "array":
                items = (self.value(item, depth + 1) for item in node.named_children if item.type != "comment")
                return [item for item in items if self.keeps or item is not UNKNOWN]
            case "string" | "template_string":
                return _string(node)
            case "number" | "unary_expression":
                return _number(_text(node))
            case "true" | "false":
                return node.type == "true"
            case "null" | "undefined":
                return None
            case "identifier":
                known = self.declared.get(_text(node))
                return self.value(known, depth + 1) if known is not None else UNKNOWN
            case "call_expression":
                return self._call(node, depth)
        if node.type in _WRAPPERS and node.named_children:
            return self.value(next(c for c in node.named_children if c.type != "comment"), depth + 1)
        return UNKNOWN

    def _pairs(self, node: Node, depth: int) -> Iterator[tuple[str, Any]]:
        for pair in node.named_children:
            if pair.type == "shorthand_property_identifier" and _text(pair) in self.declared:
                yield _text(pair), self.value(self.declared[_text(pair)], depth + 1)
            elif self.keeps and pair.type in ("shorthand_property_identifier", "spread_element"):
                yield "..." if pair.type == "spread_element" else _text(pair), UNKNOWN
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if pair.type != "pair" or key is None or value is None:
                continue
            name = _string(key) if key.type == "string" else _text(key)
            found = self.value(value, depth + 1)
            if isinstance(name, str) and (self.keeps or found is not UNKNOWN):
                yield name, found

    def _call(self, node: Node, depth: int) -> Any:
        """`require.resolve('./x')` stands for its path."""
        called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if called is None or arguments is None or not _text(called).startswith("require"):
            return UNKNOWN
        first = next((child for child in arguments.named_children if child.type != "comment"), None)
        return self.value(first, depth + 1) if first is not None else UNKNOWN


def _string(node: Node) -> Any:
    """Without the quotes; a template that computes something is unknown."""
    parts = []
    for child in node.named_children:
        if child.type == "string_fragment":
            parts.append(_text(child))
        elif child.type == "escape_sequence":
            parts.append(_escaped(_text(child)))
        else:
            return UNKNOWN
    return "".join(parts)


def _escaped(text: str) -> str:
    """`\\n`, `\\u00e9`, `\\u{e9}`, `\\xe9`; any other stands for itself."""
    if match := re.fullmatch(r"\\(?:u\{?|x)([0-9A-Fa-f]{1,6})\}?", text):
        code = int(match.group(1), 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return _ESCAPES.get(text[1:], text[1:])


def _number(text: str) -> Any:
    try:
        return int(text) if text.lstrip("-+ ").isdecimal() else float(text)
    except ValueError:
        return UNKNOWN


def _text(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")
