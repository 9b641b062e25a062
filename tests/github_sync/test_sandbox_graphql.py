"""The sandbox's GraphQL: its quick way answers as graphql-core does, and knows what a sync asks for."""

import base64

import pytest
import requests
from graphql import execute

from github_sync.client import documents
from github_sync.sandbox import graphql_api
from github_sync.sandbox.load import Size, generate
from github_sync.sandbox.nodes import Nodes
from tests.github_sync.test_sandbox_git import ask

AUTH = {"Authorization": "Bearer sandbox-alice"}
OWNER = """
query owner($first: Int!) { rateLimit { cost nodeCount } repositoryOwner(login: "harbor") { __typename login
  repositories(first: $first, orderBy: {field: NAME, direction: DESC}) { totalCount nodes {
    databaseId nameWithOwner isArchived isPrivate updatedAt pushedAt owner { login ... on Organization { name } }
    defaultBranchRef { name target { oid } }
    issues(first: 1, orderBy: {field: UPDATED_AT, direction: DESC}) { totalCount nodes { number updatedAt } }
    pullRequests(first: 1, orderBy: {field: UPDATED_AT, direction: DESC}) { nodes { number updatedAt } }
    releases(first: 1) { nodes { tagName publishedAt author { login } } }
    labels(first: 10) { nodes { name color } } milestones(first: 5) { nodes { title state dueOn } } } } } }
"""
ODD = """
query odd { repository(owner: "harbor", name: "core") { ...one again: nameWithOwner
  issues(first: 2) { edges: nodes { ... on Node { id } ... on Issue { author { __typename login } } number number } }
  issues(first: 2) { nodes { title } } pullRequest(number: 4) { reviews(last: 1) { nodes { comments(first: 5) { nodes { path } } } } } } }
fragment one on Repository { name ... { url } }
"""


def graphql(sandbox, query, token="sandbox-alice", **variables):
    head = {"Authorization": f"Bearer {token}"}
    body = {"query": query, "variables": variables}
    return requests.post(f"{sandbox.url}/api/graphql", json=body, headers=head, timeout=10).json()


def both_ways(community, query, **variables):
    """The quick way's data, and what graphql-core answers."""
    document = graphql_api.parsed(query)

    def root():
        nodes = Nodes(community, "http://here", None)
        return {
            "repository": lambda _, owner, name, **_follow: nodes.repository_named(owner, name),
            "repositoryOwner": lambda _, login: nodes.owner(login),
            "rateLimit": {"cost": 1, "nodeCount": 1},
        }

    slow = execute(graphql_api.schema(), document, root(), variable_values=variables)
    return graphql_api.planned(document, variables, root()), slow


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (documents.ISSUES, {"first": 50, "since": None, "after": None}),
        (documents.ISSUES, {"first": 2, "since": "2026-03-02T00:00:00Z"}),
        (documents.PULLS, {"first": 50, "direction": "ASC"}),
        (documents.HISTORY, {"first": 100, "oid": "d" * 40}),
        (documents.rest_of("pullRequest", "reviews"), {"number": 4}),
        (OWNER, {"first": 10}),
        (ODD, {}),
    ],
)
def test_the_quick_way_answers_as_graphql_core_does(sandbox, query, variables):
    if "$owner" in query:
        variables = {"owner": "harbor", "name": "core", **variables}
    quick, slow = both_ways(sandbox.community, query, **variables)
    assert slow.errors is None
    assert quick == slow.data


def test_the_quick_way_is_the_same_on_many_generated_threads():
    community = generate(Size(threads=120, comments=4))
    for query, more in ((documents.ISSUES, {}), (documents.PULLS, {"direction": "DESC"})):
        quick, slow = both_ways(community, query, owner="load", name="part-001", first=50, **more)
        assert slow.errors is None
        assert quick == slow.data


@pytest.mark.parametrize(
    "query",
    [
        "{__schema{queryType{name}}}",
        'query q($yes: Boolean = false) {viewer{login} repository(owner:"harbor",name:"core"){id @skip(if: $yes)}}',
    ],
)
def test_what_the_quick_way_does_not_know_is_answered_too(sandbox, query):
    answer = graphql(sandbox, query)
    assert answer["data"]
    assert "errors" not in answer


def test_an_error_leaves_the_rest_in_its_place(sandbox):
    query = '{one: repository(owner:"harbor",name:"none"){id} two: repository(owner:"harbor",name:"docs"){name}}'
    answer = graphql(sandbox, query)
    assert answer["data"] == {"one": None, "two": {"name": "docs"}}
    assert (answer["errors"][0]["type"], answer["errors"][0]["path"]) == ("NOT_FOUND", ["one"])


def test_an_owners_repositories_in_one_query(sandbox):
    found = graphql(sandbox, OWNER, first=100)["data"]
    assert found["rateLimit"]["cost"] == 5
    docs, core = found["repositoryOwner"]["repositories"]["nodes"]
    assert (core["nameWithOwner"], core["databaseId"], core["issues"]["nodes"][0]["number"]) == ("harbor/core", 101, 3)
    assert core["releases"]["nodes"][0]["tagName"] == "v1.0"
    assert docs["issues"] == {"totalCount": 0, "nodes": []}
    assert graphql(sandbox, '{repositoryOwner(login:"nobody"){login}}')["data"] == {"repositoryOwner": None}


def test_nodes_are_found_by_what_rest_calls_them(sandbox):
    ids = [
        ask(sandbox, "GET", path).json()["node_id"]
        for path in ("/repos/harbor/core", "/repos/harbor/core/issues/1", "/repos/harbor/core/issues/4",
                     "/repos/harbor/core/issues/comments/71", "/users/bob", "/repos/harbor/core/releases/latest")
    ]  # fmt: skip
    query = "query n($ids: [ID!]!) {nodes(ids: $ids) {__typename id}}"
    found = graphql(sandbox, query, ids=ids)["data"]["nodes"]
    kinds = ["Repository", "Issue", "PullRequest", "IssueComment", "User", "Release"]
    assert found == [{"__typename": kind, "id": number} for kind, number in zip(kinds, ids, strict=True)]
    unknown = base64.b64encode(b"0:Issue:999").decode()
    answer = graphql(sandbox, 'query n($ids: [ID!]!) {nodes(ids: $ids) {id} node(id: "x") {id}}', ids=[ids[0], unknown])
    assert answer["data"] == {"nodes": [{"id": ids[0]}, None], "node": None}
    assert {error["type"] for error in answer["errors"]} == {"NOT_FOUND"}


def test_the_last_ones_can_be_asked_for(sandbox):
    for number in range(3):
        sandbox.change.comment("harbor/core", 1, str(number))
    query = """query q($before: String) {repository(owner:"harbor",name:"core"){issue(number:1){
        comments(last: 2, before: $before) {nodes{body} pageInfo{hasPreviousPage startCursor}}}}}"""
    page = graphql(sandbox, query)["data"]["repository"]["issue"]["comments"]
    assert [node["body"] for node in page["nodes"]] == ["1", "2"]
    earlier = graphql(sandbox, query, before=page["pageInfo"]["startCursor"])["data"]["repository"]["issue"]["comments"]
    assert [node["body"] for node in earlier["nodes"]] == ["May I?", "0"]
    assert earlier["pageInfo"]["hasPreviousPage"] is False


def test_a_query_for_too_many_nodes_is_refused(sandbox):
    query = """{repository(owner:"harbor",name:"core"){pullRequests(first:100){nodes{reviews(first:100){nodes{
        comments(first:100){nodes{path}}}}}}}}"""
    assert graphql(sandbox, query)["errors"][0]["type"] == "MAX_NODE_LIMIT_EXCEEDED"
