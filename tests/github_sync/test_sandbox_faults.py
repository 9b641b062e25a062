"""Faults that the sandbox shows when told to, and what is there afterwards."""

import time
from email.utils import parsedate_to_datetime

import pytest
import requests

from tests.github_sync.test_sandbox_git import ask

AUTH = {"Authorization": "Bearer sandbox-alice"}
ISSUES = "/repos/harbor/core/issues?state=all"
QUERY = {"query": 'query look {rateLimit{cost} repository(owner:"harbor",name:"core"){id issues(first:1){totalCount}}}'}


def graphql(sandbox, query=QUERY):
    return requests.post(f"{sandbox.url}/api/graphql", json=query, headers=AUTH, timeout=10)


def control(sandbox, method="GET", name="faults", body=None):
    return requests.request(method, f"{sandbox.url}/_control/{name}", json=body, timeout=10)


@pytest.mark.parametrize("code", [500, 502, 503, 404])
def test_a_status_as_often_as_asked_for(sandbox, code):
    sandbox.faults.add("/issues", status=code, times=2)
    assert [ask(sandbox, "GET", ISSUES).status_code for _ in range(3)] == [code, code, 200]


def test_a_fault_is_for_what_it_matches_and_after_what_it_skips(sandbox):
    sandbox.faults.add(r"^GET .*/issues", skip=1)
    sandbox.faults.add(r"^graphql other$", times=0)
    assert ask(sandbox, "GET", "/repos/harbor/core").status_code == 200
    assert [ask(sandbox, "GET", ISSUES).status_code for _ in range(3)] == [200, 500, 200]
    assert graphql(sandbox).status_code == 200


@pytest.mark.parametrize("status", [403, 429])
def test_limits_say_when_they_end(sandbox, status):
    sandbox.faults.add("issues", "secondary_limit", status=status, seconds=7)
    sandbox.faults.add("issues", "primary_limit", status=status, seconds=30)
    second, first = ask(sandbox, "GET", ISSUES), ask(sandbox, "GET", ISSUES)
    assert (second.status_code, second.headers["retry-after"]) == (status, "7")
    assert "secondary rate limit" in second.json()["message"]
    assert (first.status_code, first.headers["x-ratelimit-remaining"]) == (status, "0")
    assert 25 <= int(first.headers["x-ratelimit-reset"]) - time.time() <= 31


def test_graphql_says_its_limit_in_a_200(sandbox):
    sandbox.faults.add("graphql look", "primary_limit")
    answer = graphql(sandbox)
    assert (answer.status_code, answer.json()["errors"][0]["type"]) == (200, "RATE_LIMITED")


def test_a_part_of_the_data_may_be_missing(sandbox):
    sandbox.faults.add("graphql look", "partial", path=["repository", "issues"])
    answer = graphql(sandbox).json()
    assert answer["data"]["repository"]["issues"] is None
    assert answer["data"]["repository"]["id"]
    assert answer["errors"][0]["path"] == ["repository", "issues"]


def test_a_body_that_is_cut_off(sandbox):
    sandbox.faults.add("issues", "cut_body")
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        ask(sandbox, "GET", ISSUES)
    assert ask(sandbox, "GET", ISSUES).status_code == 200


def test_a_body_that_is_no_json(sandbox):
    sandbox.faults.add("issues", "invalid_json")
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        ask(sandbox, "GET", ISSUES).json()


def test_a_connection_that_drops_and_one_that_times_out(sandbox):
    sandbox.faults.add("issues", "drop")
    sandbox.faults.add("issues", "timeout")
    with pytest.raises(requests.ConnectionError):
        ask(sandbox, "GET", ISSUES)
    with pytest.raises(requests.Timeout):
        requests.get(sandbox.api_url + ISSUES, headers=AUTH, timeout=0.2)
    assert ask(sandbox, "GET", ISSUES).status_code == 200


def test_an_answer_that_is_lost_after_the_work_was_done(sandbox):
    sandbox.faults.add(r"POST .*/comments", "drop", when="after")
    with pytest.raises(requests.ConnectionError):
        ask(sandbox, "POST", "/repos/harbor/core/issues/1/comments", body="Once")
    said = [comment["body"] for comment in ask(sandbox, "GET", "/repos/harbor/core/issues/1/comments").json()]
    assert said.count("Once") == 1


def test_a_clock_that_is_wrong_by_an_hour(sandbox):
    sandbox.faults.add("issues", "wrong_clock", times=0)
    answer = ask(sandbox, "GET", ISSUES)
    assert parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time() > 3500
    assert int(answer.headers["x-ratelimit-reset"]) - time.time() > 3700


def test_a_change_between_two_pages(sandbox):
    sandbox.faults.add("page=1", "change", change={"do": "touch_issue", "repository": "harbor/core", "number": 1})
    pages = [
        ask(
            sandbox, "GET", f"/repos/harbor/core/issues?state=all&sort=updated&direction=asc&per_page=3&page={page}"
        ).json()
        for page in (1, 2)
    ]
    assert [[issue["number"] for issue in page] for page in pages] == [[1, 2, 6], [4, 5, 1]]


def test_faults_are_set_listed_and_cleared_over_http(sandbox):
    made = control(
        sandbox, "POST", body={"match": "issues", "kind": "status", "status": 503, "headers": {"x-why": "test"}}
    )
    assert made.status_code == 200
    answer = ask(sandbox, "GET", ISSUES)
    assert (answer.status_code, answer.headers["x-why"]) == (503, "test")
    assert [(fault["kind"], fault["met"]) for fault in control(sandbox).json()] == [("status", 1)]
    assert control(sandbox, "DELETE").json() == []


@pytest.mark.parametrize(
    "body", [{"match": "("}, {"kind": "status"}, {"match": "x", "kind": "odd"}, {"match": "x", "odd": 1}]
)
def test_a_fault_that_makes_no_sense_is_told_so(sandbox, body):
    answer = control(sandbox, "POST", body=body)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert control(sandbox).json() == []


def test_what_was_asked_is_counted(sandbox):
    graphql(sandbox)
    found = control(sandbox, name="stats").json()
    assert (found["requests"], found["points"]) == (1, 1)


def test_a_delay_is_kept(make_sandbox):
    sandbox = make_sandbox(latency_ms=60)
    began = time.perf_counter()
    ask(sandbox, "GET", ISSUES)
    assert time.perf_counter() - began >= 0.06
    assert control(sandbox, name="stats").json()["ms"] < 60
