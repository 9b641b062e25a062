"""The sandbox and the sync's queries held against what GitHub publishes; npm fetches it (`npm ci`)."""

import json
import re
import warnings
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import requests
from django.conf import settings
from graphql import GraphQLSchema, build_schema, parse, validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from github_sync.client import documents
from github_sync.sandbox import graphql_api

PUBLISHED = Path(settings.BASE_DIR) / "node_modules" / "@octokit"
OPENAPI = PUBLISHED / "openapi" / "generated" / "api.github.com.json"
SDL = PUBLISHED / "graphql-schema" / "schema.graphql"
AUTH = {"Authorization": "Bearer sandbox-alice"}
IS_FETCHED = OPENAPI.exists() and SDL.exists()

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(not IS_FETCHED, reason="CONTRACT TESTS SKIPPED: run `npm ci` to fetch GitHub's descriptions"),
]

READS = {
    "/repos/{owner}/{repo}": "/repos/harbor/core",
    "/repos/{owner}/{repo}/labels": "/repos/harbor/core/labels",
    "/repos/{owner}/{repo}/milestones": "/repos/harbor/core/milestones",
    "/repos/{owner}/{repo}/issues": "/repos/harbor/core/issues?state=all",
    "/repos/{owner}/{repo}/issues/{issue_number}": "/repos/harbor/core/issues/3",
    "/repos/{owner}/{repo}/issues/{issue_number}/comments": "/repos/harbor/core/issues/1/comments",
    "/repos/{owner}/{repo}/issues/comments": "/repos/harbor/core/issues/comments",
    "/repos/{owner}/{repo}/pulls": "/repos/harbor/core/pulls?state=all",
    "/repos/{owner}/{repo}/pulls/{pull_number}": "/repos/harbor/core/pulls/4",
    "/repos/{owner}/{repo}/pulls/{pull_number}/files": "/repos/harbor/core/pulls/4/files",
    "/repos/{owner}/{repo}/pulls/{pull_number}/commits": "/repos/harbor/core/pulls/4/commits",
    "/repos/{owner}/{repo}/pulls/{pull_number}/reviews": "/repos/harbor/core/pulls/4/reviews",
    "/repos/{owner}/{repo}/pulls/{pull_number}/comments": "/repos/harbor/core/pulls/4/comments",
    "/repos/{owner}/{repo}/pulls/comments": "/repos/harbor/core/pulls/comments",
    "/repos/{owner}/{repo}/commits": "/repos/harbor/core/commits",
    "/repos/{owner}/{repo}/commits/{ref}": "/repos/harbor/core/commits/" + "c" * 40,
    "/repos/{owner}/{repo}/commits/{commit_sha}/pulls": "/repos/harbor/core/commits/" + "b" * 40 + "/pulls",
    "/repos/{owner}/{repo}/contributors": "/repos/harbor/core/contributors",
    "/repos/{owner}/{repo}/branches": "/repos/harbor/core/branches",
    "/repos/{owner}/{repo}/branches/{branch}": "/repos/harbor/core/branches/main",
    "/repos/{owner}/{repo}/labels/{name}": "/repos/harbor/core/labels/good%20first%20issue",
    "/repos/{owner}/{repo}/releases/latest": "/repos/harbor/core/releases/latest",
    "/repos/{owner}/{repo}/releases": "/repos/harbor/core/releases",
    "/repos/{owner}/{repo}/git/trees/{tree_sha}": "/repos/harbor/docs/git/trees/HEAD",
    "/repos/{owner}/{repo}/contents/{path}": "/repos/harbor/docs/contents/docs/start.md",
    "/users/{username}/repos": "/users/harbor/repos",
    "/user/emails": "/user/emails",
}


@cache
def description() -> dict:
    return with_nulls(json.loads(OPENAPI.read_text()))


def with_nulls(node):
    """OpenAPI 3.0 says `nullable` where JSON Schema has a type "null"."""
    if isinstance(node, list):
        return [with_nulls(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: with_nulls(value) for key, value in node.items()}
    return {"anyOf": [node, {"type": "null"}]} if node.pop("nullable", None) is True else node


@cache
def registry() -> Registry:
    return Registry().with_resource("urn:github", DRAFT202012.create_resource(description()))


@cache
def official() -> GraphQLSchema:
    return build_schema(SDL.read_text(), assume_valid_sdl=True)


def fault_of(path: str, answer: object, method: str = "get", status: str = "200") -> str:
    pointer = "/".join(
        ["", "paths", path.replace("/", "~1"), method, "responses", status, "content", "application~1json"]
    )
    schema = {"$ref": f"urn:github#{pointer}/schema"}
    validator = jsonschema.Draft202012Validator(schema, registry=registry())
    error = jsonschema.exceptions.best_match(validator.iter_errors(answer))
    return f"{error.json_path}: {error.message[:300]}" if error else ""


@pytest.mark.parametrize("path", READS)
def test_every_answer_has_githubs_shape(sandbox, path):
    answer = requests.get(sandbox.api_url + READS[path], headers=AUTH, timeout=10)
    assert answer.status_code == 200
    assert answer.json()
    assert fault_of(path, answer.json()) == ""


def test_what_is_written_is_answered_in_githubs_shape(sandbox):
    issue = f"{sandbox.api_url}/repos/harbor/core/issues/1"
    made = requests.post(f"{issue}/comments", json={"body": "Hello"}, headers=AUTH, timeout=10)
    path = "/repos/{owner}/{repo}/issues/{issue_number}"
    assert fault_of(f"{path}/comments", made.json(), "post", "201") == ""
    labels = requests.post(f"{issue}/labels", json={"labels": ["bug"]}, headers=AUTH, timeout=10)
    assert fault_of(f"{path}/labels", labels.json(), "post") == ""
    assigned = requests.post(f"{issue}/assignees", json={"assignees": ["bob"]}, headers=AUTH, timeout=10)
    assert fault_of(f"{path}/assignees", assigned.json(), "post", "201") == ""


def test_a_wrong_shape_would_be_seen(sandbox):
    answer = requests.get(f"{sandbox.api_url}/repos/harbor/core/labels", headers=AUTH, timeout=10).json()
    del answer[0]["color"]
    assert "color" in fault_of("/repos/{owner}/{repo}/labels", answer)


def queries() -> list[str]:
    rest = [documents.rest_of(thread, field) for thread, field in documents._REST_OF]
    listings = [documents.numbers(field) for field in ("issues", "pullRequests")]
    return [documents.ISSUES, documents.PULLS, documents.HISTORY, documents.survey(3), *listings, *rest]


@pytest.mark.parametrize("query", queries(), ids=lambda q: re.search(r"query (\w+)", q)[1])
def test_every_query_of_the_sync_is_one_that_github_understands(query):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert validate(official(), parse(query)) == []


def test_the_sandboxs_schema_is_a_part_of_githubs():
    ours, theirs = graphql_api.schema(), official()
    faults = []
    for name, kind in ours.type_map.items():
        if name.startswith("__") or not hasattr(kind, "fields"):
            continue
        for field, definition in kind.fields.items():
            published = theirs.type_map[name].fields.get(field) if name in theirs.type_map else None
            if published is None:
                faults.append(f"{name}.{field} is not GitHub's")
            elif str(published.type) != str(definition.type):
                faults.append(f"{name}.{field} is {published.type}, not {definition.type}")
            else:
                arguments = getattr(definition, "args", {})
                faults += [f"{name}.{field}({a})" for a in arguments if a not in published.args]
    assert faults == []
