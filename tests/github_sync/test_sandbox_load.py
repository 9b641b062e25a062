"""Generated communities, and the command that serves them."""

import os
import subprocess
import sys

import pytest
import requests
from django.conf import settings

from common.errors import InvalidInputError
from github_sync.sandbox.load import Size, generate


def test_a_community_has_the_size_asked_for_and_is_the_same_again():
    size = Size(threads=205, comments=3, repositories=4, seed=7)
    one, other = generate(size), generate(size)
    repos = list(one.repos.values())
    assert [len(r.issues) + len(r.pulls) for r in repos] == [52, 51, 51, 51]
    assert 2.5 < sum(len(r.issue_comments) for r in repos) / 205 < 3.5
    assert all(r.labels and r.commits and r.reviews and r.closes for r in repos)
    assert [r.issues for r in repos] == [r.issues for r in other.repos.values()]
    assert generate(Size(threads=205, seed=8)).repos["load/part-001"].issues != repos[0].issues


def test_every_record_has_an_id_of_its_own():
    repos = generate(Size(threads=400, repositories=2)).repos.values()
    for listing in ("issue_comments", "reviews", "review_comments"):
        ids = [number for repo in repos for number in getattr(repo, listing)]
        assert len(set(ids)) == len(ids) > 0


@pytest.mark.parametrize("text", ["threads", "threads=many", "size=3", "threads=-1"])
def test_a_size_that_is_none_is_told_so(text):
    with pytest.raises(InvalidInputError, match="is no size"):
        Size.parse(text)


def test_the_command_serves_one_with_faults_and_limits():
    command = [sys.executable, "manage.py", "github_sandbox", "--generate", "threads=40,repositories=2", "--rate-limit", "7",
               "--points-limit", "9", "--fault", '{"match": "labels", "status": 502}']  # fmt: skip
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True, env=os.environ) as running:
        try:
            url = running.stdout.readline().split()[3]
            head = {"Authorization": "Bearer sandbox-alice"}
            found = requests.get(f"{url}/api/v3/orgs/load/repos", headers=head, timeout=10)
            assert [repo["name"] for repo in found.json()] == ["part-001", "part-002"]
            assert found.headers["x-ratelimit-limit"] == "7"
            assert requests.get(f"{url}/repos/load/part-001/labels", headers=head, timeout=10).status_code == 502
            asked = {"query": "{rateLimit{limit}}"}
            points = requests.post(f"{url}/api/graphql", json=asked, headers=head, timeout=10).json()
            assert points["data"]["rateLimit"]["limit"] == 9
        finally:
            running.terminate()
