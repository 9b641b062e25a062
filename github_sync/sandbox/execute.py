"""Answers a validated query from mappings: what graphql-core's `execute` gives, without its cost for each field.

A query is turned into a plan of closures once for each request. Whatever the plan does not know (introspection,
`@include`) and every error in a field raises `Fallback`: then graphql-core answers, errors and nulls in their places.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_leaf_type,
)
from graphql.execution.values import get_argument_values

Complete = Callable[[Any], Any]
Selections = list[SelectionSetNode]


class Fallback(Exception):  # noqa: N818
    """graphql-core must answer."""


class Planner:
    """Plans one operation with its coerced variables."""

    def __init__(
        self, schema: GraphQLSchema, fragments: dict[str, FragmentDefinitionNode], variables: dict[str, Any]
    ) -> None:
        self.schema, self.fragments, self.variables = schema, fragments, variables

    def run(self, operation: OperationDefinitionNode, root: dict[str, Any]) -> dict[str, Any]:
        """`data`; raises Fallback."""
        if self.schema.query_type is None or operation.operation.value != "query":
            raise Fallback
        plan = self._object(self.schema.query_type, [operation.selection_set])
        try:
            answer: dict[str, Any] = plan(root)
        except (GraphQLError, KeyError) as error:
            raise Fallback from error
        return answer

    def _object(self, kind: GraphQLObjectType, selections: Selections) -> Complete:
        fields: dict[str, list[FieldNode]] = {}
        for selection in selections:
            self._collect(kind, selection, fields)
        leaves, steps = _Leaves(), []
        for key, nodes in fields.items():
            name = nodes[0].name.value
            if name == "__typename":
                leaves.constants[key] = kind.name
            elif (definition := kind.fields.get(name)) is None:
                raise Fallback
            elif is_leaf_type(get_named_type(definition.type)):
                leaves.add(key, name, isinstance(definition.type, GraphQLNonNull))
            else:
                steps.append(self._step(key, definition, nodes))
        pick = leaves.picker()

        def complete(source: dict[str, Any]) -> Any:
            found = pick(source)
            for key, name, arguments, finish in steps:
                value = source[name]
                found[key] = finish(value(None, **arguments) if callable(value) else value)
            return found

        return complete

    def _collect(
        self, kind: GraphQLObjectType, selection: SelectionSetNode, fields: dict[str, list[FieldNode]]
    ) -> None:
        for node in selection.selections:
            if node.directives:
                raise Fallback
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                fields.setdefault(key, []).append(node)
                continue
            inner = node if isinstance(node, InlineFragmentNode) else self.fragments[node.name.value]  # type: ignore[attr-defined]
            if self._applies(kind, inner):
                self._collect(kind, inner.selection_set, fields)

    def _applies(self, kind: GraphQLObjectType, fragment: InlineFragmentNode | FragmentDefinitionNode) -> bool:
        if fragment.type_condition is None:
            return True
        condition = self.schema.type_map[fragment.type_condition.name.value]
        if isinstance(condition, (GraphQLInterfaceType, GraphQLUnionType)):
            return self.schema.is_sub_type(condition, kind)
        return condition is kind

    def _step(self, key: str, definition: GraphQLField, nodes: list[FieldNode]) -> tuple[str, str, Any, Complete]:
        try:
            arguments = get_argument_values(definition, nodes[0], self.variables)
        except GraphQLError as error:
            raise Fallback from error
        inner = [node.selection_set for node in nodes if node.selection_set]
        return key, nodes[0].name.value, arguments, self._value(definition.type, inner)

    def _value(self, kind: Any, selections: Selections) -> Complete:
        if isinstance(kind, GraphQLNonNull):
            return _never_none(self._value(kind.of_type, selections))
        if isinstance(kind, GraphQLList):
            item = self._value(kind.of_type, selections)
            return lambda values: None if values is None else [item(value) for value in values]
        if isinstance(kind, GraphQLObjectType):
            plan = self._object(kind, selections)
            return lambda value: None if value is None else plan(value)
        return self._abstract(selections)

    def _abstract(self, selections: Selections) -> Complete:
        """By the type that each value names. A node with a place for `done` is answered once: people come again."""
        plans: dict[str, Complete] = {}

        def complete(value: dict[str, Any] | None) -> Any:
            if value is None:
                return None
            if isinstance(value, GraphQLError):
                raise value
            done = value.get("done")
            if done is not None and (known := done.get(id(plans))) is not None:
                return known
            name = value["__typename"]
            if name not in plans:
                kind = self.schema.type_map[name]
                assert isinstance(kind, GraphQLObjectType)  # noqa: S101
                plans[name] = self._object(kind, selections)
            answer = plans[name](value)
            if done is not None:
                done[id(plans)] = answer
            return answer

        return complete


class _Leaves:
    """The fields of one selection that stand as they are, picked together."""

    def __init__(self) -> None:
        self.constants: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.never_none: list[str] = []

    def add(self, key: str, name: str, is_needed: bool) -> None:
        self.names[key] = name
        if is_needed:
            self.never_none.append(name)

    def picker(self) -> Callable[[dict[str, Any]], dict[str, Any]]:
        keys, constants = list(self.names), self.constants
        if not keys:
            return lambda _: dict(constants)
        get_all, get_needed = _getter(list(self.names.values())), _getter(self.never_none)

        def pick(source: dict[str, Any]) -> dict[str, Any]:
            if None in get_needed(source):
                raise Fallback
            return constants | dict(zip(keys, get_all(source), strict=True))

        return pick


def _getter(names: list[str]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """`itemgetter` that gives a tuple for one name and for none too."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda source: tuple(source[name] for name in names)


def _never_none(inner: Complete) -> Complete:
    def complete(value: Any) -> Any:
        if value is None:
            raise Fallback
        return inner(value)

    return complete
