"""The REST endpoints that change pull requests and review them."""

from typing import Any

from werkzeug.wrappers import Response

from github_sync.sandbox.actions import comments, pulls, threads
from github_sync.sandbox.errors import SandboxError, invalid, not_found
from github_sync.sandbox.http import Call, json_response
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.writes import names, text

STATES = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}


def create_pull(call: Call, owner: str, name: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    base, head = text(data, "base", "PullRequest"), text(data, "head", "PullRequest")
    head_repo, branch = _head(call, repo, head, data)
    if not repo.branch_of(base):
        raise invalid("PullRequest", "base")
    if head_repo is None or not head_repo.branch_of(branch):
        raise invalid("PullRequest", "head")
    _refuse_a_second(repo, head_repo, branch, base)
    if not repo.branches.missing(repo.branch_of(base), head_repo.branch_of(branch)):
        raise _refused(f"No commits between {base} and {head}")
    more = {"title": text(data, "title", "PullRequest"), "body": data.get("body"), "draft": bool(data.get("draft"))}
    record = pulls.open_pull(call, repo, head_repo, branch, base, **more)
    return json_response(_whole(call, repo, record), 201)


def _head(call: Call, repo: Repo, head: str, data: dict[str, Any]) -> tuple[Repo | None, str]:
    """Where the branch lies: here, or in the fork of the account before the colon."""
    login, colon, branch = head.rpartition(":")
    if not colon or call.community.is_same(login, repo.record["owner"]):
        return repo, branch
    forks = [fork for fork in call.community.owned_by(login) if fork.record.get("parent") == repo.id]
    named = [fork for fork in forks if fork.record["name"] == data.get("head_repo", fork.record["name"])]
    return (named[0] if named else None), branch


def _refuse_a_second(repo: Repo, head_repo: Repo, branch: str, base: str) -> None:
    for pull in repo.pulls.values():
        is_same = (pull.get("head_ref"), pull.get("base_ref")) == (branch, base)
        if pull["state"] == "open" and is_same and pull.get("head_repo", repo.id) == head_repo.id:
            raise _refused(f"A pull request already exists for {head_repo.record['owner']}:{branch}.")


def _refused(message: str) -> SandboxError:
    fault = {"resource": "PullRequest", "code": "custom", "message": message}
    return SandboxError(422, "Validation Failed", errors=[fault], status="422")


def update_pull(call: Call, owner: str, name: str, number: int) -> Response:
    repo, record = pull_of(call, owner, name, number)
    data = call.body()
    if not call.community.is_same(call.login, record.get("user")):
        call.require(repo, "pull_requests", "triage")
    if data.get("state") not in {None, "open", "closed"}:
        raise invalid("PullRequest", "state")
    if data.get("base") is not None and not repo.branch_of(data["base"]):
        raise invalid("PullRequest", "base")
    new = {key: data[key] for key in ("title", "body") if data.get(key) is not None}
    new |= {"base_ref": data["base"]} if data.get("base") else {}
    threads.edit(call, repo, record, new)
    if data.get("state") == "closed":
        threads.close(call, repo, record)
    elif data.get("state") == "open":
        if record.get("merged_at"):
            raise invalid("PullRequest", "state", message="state cannot be changed. The pull request was merged.")
        threads.reopen(call, repo, record)
    return json_response(_whole(call, repo, record))


def request_reviewers(call: Call, owner: str, name: str, number: int) -> Response:
    repo, record = pull_of(call, owner, name, number)
    logins = names(call.body(), "reviewers", "PullRequest")
    if record.get("user") in logins:
        raise SandboxError(422, "Review cannot be requested from pull request author.", status="422")
    if any(call.community.account(login) is None for login in logins):
        message = "Reviews may only be requested from collaborators."
        raise SandboxError(422, f"{message} One or more of the users or teams you specified is not a collaborator of "
                           f"the {repo.full_name} repository.", status="422")  # fmt: skip
    pulls.request_reviewers(call, repo, record, logins)
    return json_response(call.shapes.pull(repo, record), 201)


def remove_reviewers(call: Call, owner: str, name: str, number: int) -> Response:
    repo, record = pull_of(call, owner, name, number)
    pulls.unrequest_reviewers(call, repo, record, names(call.body(), "reviewers", "PullRequest"))
    return json_response(call.shapes.pull(repo, record))


def requested_reviewers(call: Call, owner: str, name: str, number: int) -> Response:
    _, record = pull_of(call, owner, name, number)
    users = [call.shapes.user(login) for login in record.get("requested_reviewers") or ()]
    return json_response({"users": users, "teams": []})


def create_review(call: Call, owner: str, name: str, number: int) -> Response:
    repo, record = pull_of(call, owner, name, number)
    data = call.body()
    event = data.get("event") or "COMMENT"
    if event not in STATES:
        raise invalid("PullRequestReview", "event")
    if event != "COMMENT" and call.community.is_same(call.login, record.get("user")):
        word = "approve" if event == "APPROVE" else "request changes on"
        raise SandboxError(422, "Unprocessable Entity", errors=[f"Can not {word} your own pull request"], status="422")
    said = [{"path": c.get("path") or "", "body": c.get("body") or "", **_place(c)} for c in data.get("comments") or ()]
    review = comments.review(call, repo, record, STATES[event], data.get("body"), said)
    return json_response(call.shapes.review(repo, review))


def create_review_comment(call: Call, owner: str, name: str, number: int) -> Response:
    repo, record = pull_of(call, owner, name, number)
    data = call.body()
    answer_to = data.get("in_reply_to")
    answered = repo.review_comments.get(answer_to or 0) or {}
    body = text(data, "body", "PullRequestReviewComment")
    path = answered.get("path") or text(data, "path", "PullRequestReviewComment")
    place = _place(answered or data)
    made = comments.review_comment(call, repo, record, path, body, answer_to=answer_to, place=place)
    return json_response(call.shapes.review_comment(repo, made), 201)


def _place(comment: Record) -> Record:
    place = {name: comment[name] for name in comments.PLACE if comment.get(name)}
    if any(not isinstance(place.get(name, 1), int) for name in ("line", "start_line")):
        raise invalid("PullRequestReviewComment", "line")
    if place.get("side", "RIGHT") not in {"LEFT", "RIGHT"}:
        raise invalid("PullRequestReviewComment", "side")
    return place


def merge(call: Call, owner: str, name: str, number: int) -> Response:
    repo, record = pull_of(call, owner, name, number)
    data = call.body()
    method = data.get("merge_method") or "merge"
    if method not in {"merge", "squash", "rebase"}:
        raise SandboxError(405, f"{method.title()} merges are not allowed on this repository.", status="405")
    if data.get("sha") and data["sha"] != record.get("head_sha"):
        raise SandboxError(409, "Head branch was modified. Review and try the merge again.", status="409")
    merging = f"Merge pull request #{number} from {record.get('head_ref')}"
    title = data.get("commit_title") or (f"{record['title']} (#{number})" if method == "squash" else merging)
    message = data.get("commit_message") or ("" if method == "squash" else record["title"])
    sha = pulls.merge(call, repo, record, method, title, message)
    return json_response({"sha": sha, "merged": True, "message": "Pull Request successfully merged"})


def is_merged(call: Call, owner: str, name: str, number: int) -> Response:
    _, record = pull_of(call, owner, name, number)
    if not record.get("merged_at"):
        raise not_found()
    return Response(status=204)


def pull_of(call: Call, owner: str, name: str, number: int) -> tuple[Repo, Record]:
    repo = call.repo(owner, name)
    if number not in repo.pulls:
        raise not_found()
    return repo, repo.pulls[number]


def _whole(call: Call, repo: Repo, record: Record) -> dict[str, Any]:
    return call.shapes.pull(repo, record, is_whole=True)
