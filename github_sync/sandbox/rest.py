"""The REST endpoints that read accounts, repositories and threads."""

from werkzeug.wrappers import Response

from github_sync.sandbox.actions.pulls import merged_files
from github_sync.sandbox.errors import SandboxError, not_found
from github_sync.sandbox.http import Call, json_response, paged
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.writes import thread_of
from github_sync.sandbox.writes_repos import full_repository


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
    if call.grant and call.grant.is_app:
        raise SandboxError(403, "Resource not accessible by integration", status="403")
    return json_response(call.shapes.public_user(login))


def viewer_emails(call: Call) -> Response:
    login = call.require_login()
    address = f"{login.removesuffix('[bot]')}@users.noreply.sandbox.example"
    return json_response([{"email": address, "primary": True, "verified": True, "visibility": None}])


def user(call: Call, login: str) -> Response:
    if call.community.account(login) is None:
        raise not_found()
    return json_response(call.shapes.public_user(login))


def user_numbered(call: Call, number: int) -> Response:
    """Undocumented for long, documented since as Get a user using their ID."""
    login = next((r["login"] for r in call.community.users.values() if r.get("id") == number), None)
    if login is None:
        raise not_found()
    return user(call, login)


def organization(call: Call, login: str) -> Response:
    account = call.community.account(login)
    if account is None or account.get("type") != "Organization":
        raise not_found()
    return json_response({**call.shapes.public_user(login), **call.shapes.organization(login)})


def viewer_organizations(call: Call) -> Response:
    """Every organization of the sandbox: it keeps no members."""
    call.require_login()
    found = {u["login"]: u for u in call.community.users.values() if u.get("type") == "Organization"}
    return paged(call, sorted(found), call.shapes.organization)


def owner_repositories(call: Call, owner: str = "") -> Response:
    repos = [r for r in call.community.repos.values() if call.sees(r)]
    if owner:
        repos = [r for r in repos if r.record["owner"].lower() == owner.lower()]
    if (order := call.request.args.get("sort", "")) in {"updated", "pushed", "created"}:
        is_descending = call.request.args.get("direction", "desc") != "asc"
        repos.sort(key=lambda r: r.record.get(f"{order}_at") or "", reverse=is_descending)
    return paged(call, repos, call.shapes.repository)


def repository(call: Call, owner: str, name: str) -> Response:
    return json_response(full_repository(call, call.repo(owner, name)))


def labels(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    return paged(call, sorted(repo.labels), lambda label: call.shapes.label(repo, label))


def label(call: Call, owner: str, name: str, label: str) -> Response:
    repo = call.repo(owner, name)
    found = next((known for known in repo.labels if known.lower() == label.lower()), None)
    if found is None:
        raise not_found()
    return json_response(call.shapes.label(repo, found))


def milestones(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    state = call.request.args.get("state", "open")
    numbers = [n for n, m in sorted(repo.milestones.items()) if state == "all" or (m.get("state") or "open") == state]
    return paged(call, numbers, lambda number: call.shapes.milestone(repo, number))


def milestone(call: Call, owner: str, name: str, number: int) -> Response:
    shape = call.shapes.milestone(call.repo(owner, name), number)
    if shape is None:
        raise not_found()
    return json_response(shape)


def issues(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    threads = _threads(call, repo, "issues")
    if wanted := {label for label in call.request.args.get("labels", "").split(",") if label}:
        threads = [t for t in threads if wanted <= set(t.get("labels") or ())]
    if person := call.request.args.get("creator"):
        threads = [t for t in threads if t.get("user") == person]
    if person := call.request.args.get("assignee"):
        threads = [t for t in threads if person in (t.get("assignees") or ())]
    return paged(call, threads, lambda record: call.shapes.issue(repo, record))


def issue(call: Call, owner: str, name: str, number: int) -> Response:
    repo, record = thread_of(call, owner, name, number)
    return json_response(call.shapes.issue(repo, record))


def issue_labels(call: Call, owner: str, name: str, number: int) -> Response:
    repo, record = thread_of(call, owner, name, number)
    return paged(call, record.get("labels") or [], lambda label: call.shapes.label(repo, label))


def pulls(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    found = _threads(call, repo, "pulls")
    if base := call.request.args.get("base"):
        found = [pull for pull in found if pull.get("base_ref") == base]
    if head := call.request.args.get("head"):
        found = [pull for pull in found if call.shapes.head_label(repo, pull) == head]
    return paged(call, found, lambda record: call.shapes.pull(repo, record))


def pull(call: Call, owner: str, name: str, number: int) -> Response:
    repo = call.repo(owner, name)
    record = _pull(repo, number)
    if record["state"] == "open" and record.get("head_sha"):
        record["mergeable"] = merged_files(repo, record) is not None
    return json_response(call.shapes.pull(repo, record, is_whole=True))


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
    found = _all_since(call, repo, "review_comments")
    return paged(call, found, lambda record: call.shapes.review_comment(repo, record))


def comments(call: Call, owner: str, name: str, number: int) -> Response:
    repo, _ = thread_of(call, owner, name, number)
    found = _since(call, repo.comments_of_thread.get(number, []))
    return paged(call, found, lambda record: call.shapes.issue_comment(repo, record))


def comment(call: Call, owner: str, name: str, comment: int) -> Response:
    repo = call.repo(owner, name)
    if comment not in repo.issue_comments:
        raise not_found()
    return json_response(call.shapes.issue_comment(repo, repo.issue_comments[comment]))


def all_comments(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    found = _all_since(call, repo, "issue_comments")
    return paged(call, found, lambda record: call.shapes.issue_comment(repo, record))


def latest_release(call: Call, owner: str, name: str) -> Response:
    """The newest one that is no pre-release."""
    repo = call.repo(owner, name)
    whole = [release for release in repo.releases if not release.get("prerelease")]
    if not whole:
        raise not_found()
    newest = max(whole, key=lambda release: release.get("published_at") or "")
    return json_response(call.shapes.release(repo, newest))


def releases(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    return paged(call, repo.releases, lambda record: call.shapes.release(repo, record))


def _pull(repo: Repo, number: int) -> Record:
    if number not in repo.pulls:
        raise not_found()
    return repo.pulls[number]


def _threads(call: Call, repo: Repo, kind: str) -> list[Record]:
    """In the order asked for; the issues endpoints list pull requests too. Kept, for each page asks for it again."""
    arguments = call.request.args
    state, since = arguments.get("state", "open"), arguments.get("since", "")
    order = {"updated": "updated_at", "comments": "number"}.get(arguments.get("sort", ""), "created_at")
    is_descending = arguments.get("direction", "desc") != "asc"

    def ordered() -> list[Record]:
        found = [*repo.pulls.values(), *(repo.issues.values() if kind == "issues" else ())]
        found = [t for t in found if state in {"all", t["state"]} and t["updated_at"] >= since]
        return sorted(found, key=lambda t: (t[order], t["number"]), reverse=is_descending)

    return list(repo.remembered((kind, state, since, order, is_descending), ordered))


def _all_since(call: Call, repo: Repo, kind: str) -> list[Record]:
    since = call.request.args.get("since", "")
    found: list[Record] = repo.remembered((kind, since), lambda: _since(call, list(getattr(repo, kind).values())))
    return found


def _since(call: Call, found: list[Record]) -> list[Record]:
    since = call.request.args.get("since", "")
    changed = [r for r in found if (r.get("updated_at") or r["created_at"]) >= since]
    return sorted(changed, key=lambda r: (r.get("updated_at") or r["created_at"], r["id"]))
