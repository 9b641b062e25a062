"""The REST endpoints that read accounts, repositories and threads."""

from werkzeug.wrappers import Response

from github_sync.sandbox.dataset import Record, Repo
from github_sync.sandbox.http import Call, SandboxError, json_response, paged


def meta(call: Call) -> Response:
    return json_response({"verifiable_password_authentication": False, "installed_version": "3.16.0"})


def rate_limit(call: Call) -> Response:
    token = call.request.headers.get("Authorization", "").partition(" ")[2]
    resources = {}
    for name in ("core", "graphql", "search"):
        budget = call.access.budget(token, name)
        resources[name] = {
            "limit": budget.limit,
            "used": budget.used,
            "remaining": budget.limit - budget.used,
            "reset": budget.reset_at,
        }
    return json_response({"resources": resources, "rate": resources["core"]})


def viewer(call: Call) -> Response:
    login = call.require_login()
    return json_response(call.shapes.public_user(login))


def viewer_emails(call: Call) -> Response:
    login = call.require_login()
    address = f"{login.removesuffix('[bot]')}@users.noreply.sandbox.example"
    return json_response([{"email": address, "primary": True, "verified": True, "visibility": None}])


def user(call: Call, login: str) -> Response:
    if login.lower() not in call.community.users:
        raise SandboxError(404, "Not Found", status="404")
    return json_response(call.shapes.public_user(login))


def owner_repositories(call: Call, owner: str = "") -> Response:
    repos = [r for r in call.community.repos.values() if not owner or r.record["owner"].lower() == owner.lower()]
    return paged(call, repos, call.shapes.repository)


def repository(call: Call, owner: str, name: str) -> Response:
    return json_response(call.shapes.repository(call.repo(owner, name)))


def labels(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    return paged(call, sorted(repo.labels), lambda label: call.shapes.label(repo, label))


def label(call: Call, owner: str, name: str, label: str) -> Response:
    repo = call.repo(owner, name)
    found = next((known for known in repo.labels if known.lower() == label.lower()), None)
    if found is None:
        raise SandboxError(404, "Not Found", status="404")
    return json_response(call.shapes.label(repo, found))


def milestones(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    state = call.request.args.get("state", "open")
    numbers = [n for n, m in sorted(repo.milestones.items()) if state == "all" or (m.get("state") or "open") == state]
    return paged(call, numbers, lambda number: call.shapes.milestone(repo, number))


def issues(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    threads = _threads(call, [*repo.issues.values(), *repo.pulls.values()])
    wanted = {label for label in call.request.args.get("labels", "").split(",") if label}
    threads = [t for t in threads if wanted <= set(t.get("labels") or ())]
    return paged(call, threads, lambda record: call.shapes.issue(repo, record))


def issue(call: Call, owner: str, name: str, number: int) -> Response:
    repo = call.repo(owner, name)
    return json_response(call.shapes.issue(repo, _thread(repo, number)))


def pulls(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    return paged(call, _threads(call, list(repo.pulls.values())), lambda record: call.shapes.pull(repo, record))


def pull(call: Call, owner: str, name: str, number: int) -> Response:
    repo = call.repo(owner, name)
    return json_response(call.shapes.pull(repo, _pull(repo, number), is_whole=True))


def pull_files(call: Call, owner: str, name: str, number: int) -> Response:
    repo = call.repo(owner, name)
    record = _pull(repo, number)
    sha = record.get("merge_commit_sha") or repo.head_sha
    return paged(call, record.get("files") or [], lambda entry: call.shapes.file(repo, sha, entry))


def pull_commits(call: Call, owner: str, name: str, number: int) -> Response:
    repo = call.repo(owner, name)
    known = [repo.commits[sha] for sha in _pull(repo, number).get("commits") or () if sha in repo.commits]
    return paged(call, known, lambda record: call.shapes.commit(repo, record))


def pull_reviews(call: Call, owner: str, name: str, number: int) -> Response:
    repo = call.repo(owner, name)
    _pull(repo, number)
    return paged(call, repo.reviews_of_pull.get(number, []), lambda record: call.shapes.review(repo, record))


def pull_comments(call: Call, owner: str, name: str, number: int) -> Response:
    repo = call.repo(owner, name)
    _pull(repo, number)
    found = repo.review_comments_of_pull.get(number, [])
    return paged(call, found, lambda record: call.shapes.review_comment(repo, record))


def all_pull_comments(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    found = _since(call, list(repo.review_comments.values()))
    return paged(call, found, lambda record: call.shapes.review_comment(repo, record))


def comments(call: Call, owner: str, name: str, number: int) -> Response:
    repo = call.repo(owner, name)
    _thread(repo, number)
    found = _since(call, repo.comments_of_thread.get(number, []))
    return paged(call, found, lambda record: call.shapes.issue_comment(repo, record))


def all_comments(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    found = _since(call, list(repo.issue_comments.values()))
    return paged(call, found, lambda record: call.shapes.issue_comment(repo, record))


def latest_release(call: Call, owner: str, name: str) -> Response:
    """The newest one that is no pre-release."""
    repo = call.repo(owner, name)
    whole = [release for release in repo.releases if not release.get("prerelease")]
    if not whole:
        raise SandboxError(404, "Not Found", status="404")
    newest = max(whole, key=lambda release: release.get("published_at") or "")
    return json_response(call.shapes.release(repo, newest))


def releases(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    return paged(call, repo.releases, lambda record: call.shapes.release(repo, record))


def _thread(repo: Repo, number: int) -> Record:
    found = repo.thread(number)
    if found is None:
        raise SandboxError(404, "Not Found", status="404")
    return found


def _pull(repo: Repo, number: int) -> Record:
    if number not in repo.pulls:
        raise SandboxError(404, "Not Found", status="404")
    return repo.pulls[number]


def _threads(call: Call, found: list[Record]) -> list[Record]:
    state = call.request.args.get("state", "open")
    order = {"updated": "updated_at", "comments": "number"}.get(call.request.args.get("sort", ""), "created_at")
    is_descending = call.request.args.get("direction", "desc") != "asc"
    since = call.request.args.get("since", "")
    found = [t for t in found if state in {"all", t["state"]} and t["updated_at"] >= since]
    return sorted(found, key=lambda t: (t[order], t["number"]), reverse=is_descending)


def _since(call: Call, found: list[Record]) -> list[Record]:
    since = call.request.args.get("since", "")
    changed = [r for r in found if (r.get("updated_at") or r["created_at"]) >= since]
    return sorted(changed, key=lambda r: (r.get("updated_at") or r["created_at"], r["id"]))
