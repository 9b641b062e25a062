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

from github_sync.client import documents, outlook_documents
from github_sync.sandbox import graphql_api
from tests.github_sync.test_sandbox_apps import signed

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
        ["", "paths", path.replace("/", "~1"), method, "responses", status, "content", "application~1json", "schema"]
    )
    return fault_in(pointer, answer)


def fault_in(pointer: str, answer: object) -> str:
    """What first disagrees with the schema at this place of the description; empty where nothing does."""
    schema = {"$ref": f"urn:github#{pointer}"}
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


def test_every_write_is_answered_in_githubs_shape(sandbox):
    asked: list[str] = []

    def ask(method: str, path: str, status: int = 201, /, *, token: str = "sandbox-alice", **body):
        where = path.format(owner="harbor", repo="docs", pull_number=2, issue_number=1, path="docs/new.md",
                            ref="heads/topic", name="bug", milestone_number=1, hook_id=hook)  # fmt: skip
        head = {"Authorization": f"Bearer {token}"}
        answer = requests.request(method, sandbox.api_url + where, json=body, headers=head, timeout=10)
        assert answer.status_code == status, answer.text
        if status != 204:
            assert fault_of(path, answer.json(), method.lower(), str(status)) == "", path
        asked.append(path)
        return answer.json() if status != 204 else {}

    hook, repo = 0, "/repos/{owner}/{repo}"
    git = f"{repo}/git"
    sha = requests.get(f"{sandbox.api_url}/repos/harbor/docs/git/ref/heads/main", headers=AUTH, timeout=5).json()[
        "object"
    ]["sha"]
    ask("POST", f"{git}/refs", ref="refs/heads/topic", sha=sha)
    blob = ask("POST", f"{git}/blobs", content="a", encoding="utf-8")["sha"]
    entry = {"path": "a", "mode": "100644", "type": "blob", "sha": blob}
    tree = ask("POST", f"{git}/trees", tree=[entry], base_tree=sha)["sha"]
    commit = ask("POST", f"{git}/commits", tree=tree, parents=[sha], message="A")["sha"]
    ask("PATCH", f"{git}/refs/{{ref}}", 200, sha=commit)
    made = ask("PUT", f"{repo}/contents/{{path}}", message="New", content="YQ==", branch="topic")
    ask("DELETE", f"{repo}/contents/{{path}}", 200, message="Old", sha=made["content"]["sha"], branch="topic")
    ask("POST", f"{repo}/milestones", title="1.0")
    ask("PATCH", f"{repo}/milestones/{{milestone_number}}", 200, state="closed")
    ask("POST", f"{repo}/labels", name="bug", color="ff0000")
    ask("PATCH", f"{repo}/labels/{{name}}", 200, description="Broken")
    ask("POST", f"{repo}/issues", title="One", labels=["bug"], assignees=["bob"])
    ask("PATCH", f"{repo}/issues/{{issue_number}}", 200, state="closed")
    ask("POST", f"{repo}/pulls", token="sandbox-bob", title="Two", head="topic", base="main")
    pull = f"{repo}/pulls/{{pull_number}}"
    ask("PATCH", pull, 200, title="Deux")
    ask("POST", f"{pull}/requested_reviewers", reviewers=["alice"])
    ask("POST", f"{pull}/reviews", 200, event="APPROVE")
    ask("POST", f"{pull}/comments", body="Hm", path="a", commit_id=commit, line=1)
    ask("PUT", f"{pull}/merge", 200, merge_method="squash")
    ask("POST", f"{repo}/releases", tag_name="v9")
    ask("POST", f"{repo}/forks", 202, token="sandbox-charlie")
    ask("PATCH", repo, 200, description="New")
    hook = ask("POST", f"{repo}/hooks", config={"url": "http://127.0.0.1:9/"}, events=["push"])["id"]
    sandbox.hooks.settle()
    reads = (f"{repo}/hooks", f"{repo}/hooks/{{hook_id}}/deliveries", f"{git}/ref/{{ref}}")
    for path in reads:
        ask("GET", path, 200)
    assert len(set(asked)) == 24


def test_an_app_is_answered_in_githubs_shape(sandbox):
    app = sandbox.apps.create("Helper", "alice")
    number = sandbox.change.install_app(app.id, "harbor")
    sandbox.apps.codes["abc"] = app.id
    head = {"Authorization": f"Bearer {signed(app)}"}

    def ask(method: str, path: str, status: int, headers=head):
        where = path.format(installation_id=number, owner="harbor", repo="core", code="abc")
        answer = requests.request(method, sandbox.api_url + where, headers=headers, timeout=10)
        assert fault_of(path, answer.json(), method.lower(), str(status)) == "", path
        return answer.json()

    ask("POST", "/app-manifests/{code}/conversions", 201)
    for path in ("/app", "/app/installations/{installation_id}", "/repos/{owner}/{repo}/installation"):
        assert ask("GET", path, 200)
    listed = requests.get(f"{sandbox.api_url}/app/installations", headers=head, timeout=10).json()
    # the listing's own description asks an account to be a person and an enterprise at once
    assert [fault_in("/components/schemas/installation", found) for found in listed] == [""]
    token = ask("POST", "/app/installations/{installation_id}/access_tokens", 201)["token"]
    assert ask("GET", "/installation/repositories", 200, {"Authorization": f"Bearer {token}"})["total_count"] == 2


def test_a_wrong_shape_would_be_seen(sandbox):
    answer = requests.get(f"{sandbox.api_url}/repos/harbor/core/labels", headers=AUTH, timeout=10).json()
    del answer[0]["color"]
    assert "color" in fault_of("/repos/{owner}/{repo}/labels", answer)


def queries() -> list[str]:
    rest = [documents.rest_of(thread, field) for thread, field in documents._REST_OF]
    listings = [documents.numbers(field) for field in ("issues", "pullRequests")]
    looks = [outlook_documents.labels(2), outlook_documents.issues(2), outlook_documents.MORE_LABELS]
    trees = [documents.objects(2, fields) for fields in (documents.TREE, documents.TREES_OF_COMMIT)]
    own = [documents.ISSUES, documents.PULLS, documents.HISTORY, documents.survey(3)]
    return [*own, *listings, *rest, *looks, *trees]


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
