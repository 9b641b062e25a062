"""The GraphQL endpoint: graphql-core on a subset of GitHub's schema, with GitHub's points."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionContext,
    FieldNode,
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
from werkzeug.wrappers import Response

from github_sync.sandbox.access import Budget
from github_sync.sandbox.errors import SandboxError
from github_sync.sandbox.http import Call, json_response
from github_sync.sandbox.nodes import Nodes, type_of

Points = int


@cache
def schema() -> GraphQLSchema:
    built = build_schema(Path(__file__).with_name("schema.graphql").read_text())
    for name in ("Actor", "GitObject", "Assignee", "IssueTimelineItems", "PullRequestTimelineItems"):
        built.type_map[name].resolve_type = type_of  # type: ignore[attr-defined]
    return built


@cache
def _parsed(query: str) -> DocumentNode:
    try:
        document = parse(query)
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
        document = _parsed(query)
    except GraphQLError as error:
        return json_response({"errors": [error.formatted]}), 1
    points = points_of(document, variables)
    budget: Budget = spend(points)
    root = _root(call, points, budget)
    result: Any = execute(schema(), document, root, variable_values=variables, execution_context_class=ExecutionContext)
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [_formatted(error) for error in result.errors]
    return json_response(body), points


def points_of(document: DocumentNode, variables: dict[str, Any]) -> Points:
    """GitHub's rule: the requests that all connections would take, one for each parent node, by 100, at least 1."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    fragments = {d.name.value: d for d in document.definitions if d.kind == "fragment_definition"}  # type: ignore[attr-defined]
    requests = sum(_requests(o.selection_set, 1, variables, fragments) for o in operations)
    return max(1, round(requests / 100))


def _requests(selection: Any, parents: int, variables: dict[str, Any], fragments: dict[str, Any]) -> int:
    total = 0
    for node in selection.selections if selection else ():
        if node.kind == "fragment_spread":
            total += _requests(fragments[node.name.value].selection_set, parents, variables, fragments)
        elif isinstance(node, FieldNode) and (size := _page_size(node, variables)) is not None:
            total += parents + _requests(node.selection_set, parents * size, variables, fragments)
        else:
            total += _requests(node.selection_set, parents, variables, fragments)
    return total


def _page_size(node: FieldNode, variables: dict[str, Any]) -> int | None:
    for argument in node.arguments:
        if argument.name.value in {"first", "last"}:
            if isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if isinstance(argument.value, VariableNode):
                given = variables.get(argument.value.name.value)
                return given if isinstance(given, int) else 1
    return None


def _root(call: Call, points: Points, budget: Budget) -> dict[str, Any]:
    nodes = Nodes(call.community, call.shapes.web)

    def repository(_: Any, owner: str, name: str, followRenames: bool = True) -> Any:  # noqa: N803
        repo = call.community.repo(owner, name)
        if repo is None:
            message = f"Could not resolve to a Repository with the name '{owner}/{name}'."
            raise GraphQLError(message, extensions={"type": "NOT_FOUND"})
        return nodes.repository(repo)

    return {
        "viewer": lambda _: nodes.user(call.login),
        "repository": repository,
        "rateLimit": lambda _, dryRun=False: {  # noqa: N803
            "cost": points,
            "limit": budget.limit,
            "nodeCount": 0,
            "remaining": max(0, budget.limit - budget.used),
            "used": budget.used,
            "resetAt": datetime.fromtimestamp(budget.reset_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
    }


def _formatted(error: GraphQLError) -> dict[str, Any]:
    shape: dict[str, Any] = dict(error.formatted)
    kind = (shape.pop("extensions", None) or {}).get("type")
    return {**({"type": kind} if kind else {}), **shape}
