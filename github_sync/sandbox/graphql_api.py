"""The GraphQL endpoint: a subset of GitHub's schema, every query checked against it, with GitHub's points."""

from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    VariableNode,
    build_schema,
    execute,
    parse,
    validate,
)
from graphql.execution.values import get_variable_values
from werkzeug.wrappers import Response

from github_sync.sandbox.access import Budget
from github_sync.sandbox.errors import SandboxError
from github_sync.sandbox.execute import Fallback, Planner
from github_sync.sandbox.http import Call, json_response
from github_sync.sandbox.nodes import Nodes, not_found, type_of

Points = int
MOST_NODES = 500_000
"""A query that could answer more is refused by GitHub."""


@cache
def schema() -> GraphQLSchema:
    built = build_schema(Path(__file__).with_name("schema.graphql").read_text())
    for kind in built.type_map.values():
        if hasattr(kind, "resolve_type"):
            kind.resolve_type = type_of
    return built


@lru_cache(maxsize=500)
def parsed(query: str) -> DocumentNode:
    """Raises GraphQLError."""
    try:
        document = parse(query, no_location=True)
        errors = validate(schema(), document)
    except RecursionError:
        raise GraphQLError("The query is nested too deeply.") from None
    if errors:
        raise errors[0]
    return document


def answer(call: Call, spend: Any) -> tuple[Response, Points]:
    """`spend(points)` takes them from the token's budget and raises SandboxError when too few are left."""
    call.require_login()
    data = call.body()
    query, variables = data.get("query"), data.get("variables") or {}
    if not isinstance(query, str):
        raise SandboxError(400, "A query attribute must be specified and must be a string.")
    if not isinstance(variables, dict):
        raise SandboxError(400, "Variables must be an object.")
    try:
        document = parsed(query)
    except GraphQLError as error:
        return json_response({"errors": [error.formatted]}), 1
    requests, nodes = cost_of(document, variables)
    if nodes > MOST_NODES:
        message = f"This query requests up to {nodes:,} possible nodes which exceeds the maximum limit of 500,000."
        return json_response({"errors": [{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": message}]}), 1
    points = max(1, round(requests / 100))
    root = _root(call, points, nodes, spend(points))
    return json_response(result_of(document, variables, root, data.get("operationName"))), points


def result_of(document: DocumentNode, variables: dict[str, Any], root: dict[str, Any], name: Any) -> dict[str, Any]:
    """`data`, and `errors` where there are any."""
    try:
        return {"data": planned(document, variables, root)}
    except Fallback:
        result: Any = execute(schema(), document, root, variable_values=variables, operation_name=name)
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [_formatted(error) for error in result.errors]
    return body


def planned(document: DocumentNode, variables: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """`data` by the quick way; raises Fallback."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if len(operations) != 1:
        raise Fallback
    coerced = get_variable_values(schema(), operations[0].variable_definitions, variables)
    if isinstance(coerced, list):
        raise Fallback
    return Planner(schema(), _fragments(document), coerced).run(operations[0], root)


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}


def cost_of(document: DocumentNode, variables: dict[str, Any]) -> tuple[int, int]:
    """GitHub's rule: the requests that all connections would take, one for each parent node; and the nodes that all
    together could answer. A hundred requests are a point."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    counts = [_count(o.selection_set, 1, variables, _fragments(document)) for o in operations]
    return sum(c[0] for c in counts), sum(c[1] for c in counts)


def _count(selection: Any, parents: int, variables: dict[str, Any], fragments: dict[str, Any]) -> tuple[int, int]:
    requests = nodes = 0
    for node in selection.selections if selection else ():
        inner = fragments[node.name.value].selection_set if node.kind == "fragment_spread" else node.selection_set
        below = parents
        if isinstance(node, FieldNode) and (size := _page_size(node, variables)) is not None:
            below = parents * size
            requests, nodes = requests + parents, nodes + below
        more = _count(inner, below, variables, fragments)
        requests, nodes = requests + more[0], nodes + more[1]
    return requests, nodes


def _page_size(node: FieldNode, variables: dict[str, Any]) -> int | None:
    for argument in node.arguments:
        if argument.name.value in {"first", "last"}:
            if isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if isinstance(argument.value, VariableNode):
                given = variables.get(argument.value.name.value)
                return given if isinstance(given, int) else 1
    return None


def _root(call: Call, points: Points, count: int, budget: Budget) -> dict[str, Any]:
    nodes = Nodes(call.community, call.shapes.web, call.grant)

    def repository(_: Any, owner: str, name: str, followRenames: bool = True) -> Any:  # noqa: N803
        return nodes.repository_named(owner, name, followRenames)

    def account(kind: str) -> Any:
        def find(_: Any, login: str) -> Any:
            found = nodes.owner(login)
            if found is None or (kind and found["__typename"] != kind):
                if not kind:
                    return None
                article = f"a{'n' if kind == 'Organization' else ''} {kind}"
                raise not_found(f"Could not resolve to {article} with the login of '{login}'.")
            return found

        return find

    return {
        "viewer": lambda _: nodes.actor(call.login),
        "repository": repository,
        "repositoryOwner": account(""),
        "organization": account("Organization"),
        "user": account("User"),
        "node": lambda _, id: nodes.by_id(id),
        "nodes": lambda _, ids: [nodes.by_id_or_error(number) for number in ids],
        "rateLimit": lambda _, dryRun=False: _rate_limit(points, count, budget),  # noqa: N803
    }


def _rate_limit(points: Points, count: int, budget: Budget) -> dict[str, Any]:
    return {
        "cost": points,
        "limit": budget.limit,
        "nodeCount": count,
        "remaining": max(0, budget.limit - budget.used),
        "used": budget.used,
        "resetAt": datetime.fromtimestamp(budget.reset_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _formatted(error: GraphQLError) -> dict[str, Any]:
    shape: dict[str, Any] = dict(error.formatted)
    kind = (shape.pop("extensions", None) or {}).get("type")
    return {**({"type": kind} if kind else {}), **shape}
