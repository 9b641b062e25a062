"""Which address leads where, and what a change there asks of the one who makes it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from werkzeug.routing import Map, Rule

from github_sync.sandbox import (
    apps_api,
    apps_web,
    files_web,
    graphql_api,
    hooks_api,
    oauth,
    rest,
    rest_files,
    rest_git,
    web,
    writes,
    writes_git,
    writes_pulls,
    writes_repos,
)

Handler = Callable[..., Any]
REPO = "/repos/<owner>/<name>"
ISSUE, PULL, HOOK = f"{REPO}/issues/<int:number>", f"{REPO}/pulls/<int:number>", f"{REPO}/hooks/<int:hook>"
READS: dict[str, Handler] = {
    "/meta": rest.meta,
    "/rate_limit": rest.rate_limit,
    "/user": rest.viewer,
    "/user/emails": rest.viewer_emails,
    "/user/repos": rest.owner_repositories,
    "/user/orgs": rest.viewer_organizations,
    "/user/installations": apps_api.user_installations,
    "/user/<int:number>": rest.user_numbered,
    "/users/<login>": rest.user,
    "/orgs/<login>": rest.organization,
    "/users/<owner>/repos": rest.owner_repositories,
    "/orgs/<owner>/repos": rest.owner_repositories,
    REPO: rest.repository,
    f"{REPO}/labels": rest.labels,
    f"{REPO}/labels/<label>": rest.label,
    f"{REPO}/milestones": rest.milestones,
    f"{REPO}/milestones/<int:number>": rest.milestone,
    f"{REPO}/issues": rest.issues,
    f"{REPO}/issues/comments": rest.all_comments,
    f"{REPO}/issues/comments/<int:comment>": rest.comment,
    ISSUE: rest.issue,
    f"{ISSUE}/comments": rest.comments,
    f"{ISSUE}/labels": rest.issue_labels,
    f"{REPO}/pulls": rest.pulls,
    f"{REPO}/pulls/comments": rest.all_pull_comments,
    PULL: rest.pull,
    f"{PULL}/files": rest.pull_files,
    f"{PULL}/commits": rest.pull_commits,
    f"{PULL}/reviews": rest.pull_reviews,
    f"{PULL}/comments": rest.pull_comments,
    f"{PULL}/merge": writes_pulls.is_merged,
    f"{PULL}/requested_reviewers": writes_pulls.requested_reviewers,
    f"{REPO}/commits": rest_git.commits,
    f"{REPO}/commits/<sha>/pulls": rest_git.pulls_of_commit,
    f"{REPO}/commits/<path:sha>": rest_git.commit,
    f"{REPO}/compare/<path:basehead>": rest_git.compare,
    f"{REPO}/contributors": rest_git.contributors,
    f"{REPO}/branches": rest_git.branches,
    f"{REPO}/branches/<path:branch>": rest_git.branch,
    f"{REPO}/releases": rest.releases,
    f"{REPO}/releases/latest": rest.latest_release,
    f"{REPO}/git/ref/<path:ref>": rest_git.ref,
    f"{REPO}/git/matching-refs/<path:ref>": rest_git.matching_refs,
    f"{REPO}/git/commits/<sha>": rest_git.git_commit,
    f"{REPO}/git/trees/<path:sha>": rest_files.tree,
    f"{REPO}/git/blobs/<sha>": rest_files.blob,
    f"{REPO}/contents": rest_files.contents,
    f"{REPO}/contents/<path:path>": rest_files.contents,
    f"{REPO}/forks": writes_repos.forks,
    f"{REPO}/assignees/<login>": writes_repos.assignee,
    f"{REPO}/collaborators/<login>": writes_repos.collaborator,
    f"{REPO}/collaborators/<login>/permission": writes_repos.permission,
    "/user/starred/<owner>/<name>": writes_repos.is_starred,
    f"{REPO}/hooks": hooks_api.listed,
    HOOK: hooks_api.one,
    f"{HOOK}/deliveries": hooks_api.deliveries,
    f"{HOOK}/deliveries/<int:delivery>": hooks_api.delivery,
    "/installation/repositories": apps_api.repositories,
}


@dataclass(frozen=True)
class Route:
    """A change asks an App for the permission `area`, a person for the level `needs` in the repository.

    Without `area` no repository is asked. An archived repository refuses all but what `is_for_archived`."""

    handler: Handler
    area: str = ""
    needs: str = "write"
    is_for_archived: bool = False


def _reading(handler: Handler, area: str) -> Route:
    """Whoever reads may do it, as a comment."""
    return Route(handler, area, "read")


def _triage(handler: Handler) -> Route:
    return Route(handler, "threads", "triage")


def _code(handler: Handler) -> Route:
    return Route(handler, "contents")


def _admin(handler: Handler, area: str = "administration") -> Route:
    return Route(handler, area, "admin", is_for_archived=True)


WRITES: dict[tuple[str, str], Route] = {
    ("POST", f"{REPO}/issues"): _reading(writes.create_issue, "issues"),
    ("PATCH", ISSUE): _reading(writes.update_issue, "threads"),
    ("POST", f"{ISSUE}/comments"): _reading(writes.create_comment, "threads"),
    ("PATCH", f"{REPO}/issues/comments/<int:comment>"): _reading(writes.update_comment, "threads"),
    ("DELETE", f"{REPO}/issues/comments/<int:comment>"): _reading(writes.delete_comment, "threads"),
    ("POST", f"{ISSUE}/labels"): _triage(writes.add_labels),
    ("PUT", f"{ISSUE}/labels"): _triage(writes.set_labels),
    ("DELETE", f"{ISSUE}/labels/<label>"): _triage(writes.remove_label),
    ("POST", f"{ISSUE}/assignees"): _triage(writes.add_assignees),
    ("DELETE", f"{ISSUE}/assignees"): _triage(writes.remove_assignees),
    ("PUT", f"{ISSUE}/lock"): _triage(writes.lock),
    ("DELETE", f"{ISSUE}/lock"): _triage(writes.lock),
    ("POST", f"{REPO}/pulls"): _reading(writes_pulls.create_pull, "pull_requests"),
    ("PATCH", PULL): _reading(writes_pulls.update_pull, "pull_requests"),
    ("POST", f"{PULL}/requested_reviewers"): Route(writes_pulls.request_reviewers, "pull_requests", "triage"),
    ("DELETE", f"{PULL}/requested_reviewers"): Route(writes_pulls.remove_reviewers, "pull_requests", "triage"),
    ("POST", f"{PULL}/reviews"): _reading(writes_pulls.create_review, "pull_requests"),
    ("POST", f"{PULL}/comments"): _reading(writes_pulls.create_review_comment, "pull_requests"),
    ("PUT", f"{PULL}/merge"): _code(writes_pulls.merge),
    ("POST", f"{REPO}/git/refs"): _code(writes_git.create_ref),
    ("PATCH", f"{REPO}/git/refs/<path:ref>"): _code(writes_git.update_ref),
    ("DELETE", f"{REPO}/git/refs/<path:ref>"): _code(writes_git.delete_ref),
    ("POST", f"{REPO}/git/blobs"): _code(writes_git.create_blob),
    ("POST", f"{REPO}/git/trees"): _code(writes_git.create_tree),
    ("POST", f"{REPO}/git/commits"): _code(writes_git.create_commit),
    ("PUT", f"{REPO}/contents/<path:path>"): _code(writes_git.put_file),
    ("DELETE", f"{REPO}/contents/<path:path>"): _code(writes_git.delete_file),
    ("POST", f"{REPO}/forks"): Route(writes_repos.create_fork, is_for_archived=True),
    ("PATCH", REPO): _admin(writes_repos.update_repository),
    ("DELETE", REPO): _admin(writes_repos.delete_repository),
    ("POST", f"{REPO}/labels"): Route(writes_repos.create_label, "issues"),
    ("PATCH", f"{REPO}/labels/<label>"): Route(writes_repos.update_label, "issues"),
    ("DELETE", f"{REPO}/labels/<label>"): Route(writes_repos.delete_label, "issues"),
    ("POST", f"{REPO}/milestones"): Route(writes_repos.create_milestone, "issues"),
    ("PATCH", f"{REPO}/milestones/<int:number>"): Route(writes_repos.update_milestone, "issues"),
    ("POST", f"{REPO}/releases"): _code(writes_repos.create_release),
    ("PUT", f"{REPO}/collaborators/<login>"): _admin(writes_repos.set_collaborator),
    ("DELETE", f"{REPO}/collaborators/<login>"): _admin(writes_repos.set_collaborator),
    ("PUT", "/user/starred/<owner>/<name>"): Route(writes_repos.star, is_for_archived=True),
    ("DELETE", "/user/starred/<owner>/<name>"): Route(writes_repos.star, is_for_archived=True),
    ("POST", f"{REPO}/hooks"): _admin(hooks_api.create, "repository_hooks"),
    ("PATCH", HOOK): _admin(hooks_api.update, "repository_hooks"),
    ("PATCH", f"{HOOK}/config"): _admin(hooks_api.update_config, "repository_hooks"),
    ("DELETE", HOOK): _admin(hooks_api.delete, "repository_hooks"),
    ("POST", f"{HOOK}/pings"): _admin(hooks_api.ping, "repository_hooks"),
    ("POST", f"{HOOK}/deliveries/<int:delivery>/attempts"): _admin(hooks_api.redeliver, "repository_hooks"),
}
AS_APP: dict[tuple[str, str], Handler] = {
    ("GET", "/app"): apps_api.own_app,
    ("GET", "/app/installations"): apps_api.installations,
    ("GET", "/app/installations/<int:installation>"): apps_api.installation,
    ("POST", "/app/installations/<int:installation>/access_tokens"): apps_api.installation_token,
    ("GET", f"{REPO}/installation"): apps_api.installation_for,
    ("GET", "/orgs/<owner>/installation"): apps_api.installation_for,
    ("GET", "/users/<owner>/installation"): apps_api.installation_for,
    ("GET", "/app/hook/config"): hooks_api.app_config,
    ("PATCH", "/app/hook/config"): hooks_api.update_app_config,
    ("GET", "/app/hook/deliveries"): hooks_api.app_deliveries,
    ("GET", "/app/hook/deliveries/<int:delivery>"): hooks_api.app_delivery,
    ("POST", "/app/hook/deliveries/<int:delivery>/attempts"): hooks_api.redeliver_of_app,
    ("POST", "/app-manifests/<code>/conversions"): apps_api.convert,
}
"""Asked with an App's JWT, or with a code, instead of a token."""
PAGES: dict[str, Handler] = {
    "/": web.front,
    "/<login>": web.account,
    "/<owner>/<name>": web.repository,
    "/<owner>/<name>/issues/<int:number>": web.thread,
    "/<owner>/<name>/pull/<int:number>": web.thread,
    "/<owner>/<name>/commit/<sha>": web.commit,
    **{f"/<owner>/<name>/{kind}/<ref>/<path:path>": files_web.file for kind in ("blob", "edit")},
    "/<owner>/<name>/tree/<path:ref>": lambda call, owner, name, ref: web.repository(call, owner, name),
    "/<owner>/<name>/fork": web.fork,
    "/<owner>/<name>/releases/tag/<path:tag>": lambda call, owner, name, tag: web.repository(call, owner, name),
}
FORMS: dict[str, Handler] = {
    "/login/oauth/authorize": oauth.authorize,
    "/settings/apps/new": apps_web.new_app,
    "/organizations/<owner>/settings/apps/new": apps_web.new_app,
    "/apps/<slug>": apps_web.app_page,
    "/apps/<slug>/installations/new": apps_web.install,
}
FREE: set[Handler] = {rest.meta, rest.rate_limit, oauth.access_token}
FREE |= {*AS_APP.values(), *PAGES.values(), *FORMS.values()}
"""Asked without a token, and without a limit."""


def _rules() -> Iterable[Rule]:
    for prefix in ("/api/v3", ""):
        yield from (Rule(prefix + path, endpoint=Route(handler), methods=["GET"]) for path, handler in READS.items())
        yield from (Rule(prefix + path, endpoint=route, methods=[method]) for (method, path), route in WRITES.items())
        for (method, path), handler in AS_APP.items():
            yield Rule(prefix + path, endpoint=Route(handler), methods=[method])
    for path in ("/api/graphql", "/graphql"):
        yield Rule(path, endpoint=Route(graphql_api.answer), methods=["POST"])
    yield Rule("/login/oauth/access_token", endpoint=Route(oauth.access_token), methods=["POST"])
    yield from (Rule(path, endpoint=Route(handler), methods=["GET", "POST"]) for path, handler in FORMS.items())
    yield from (Rule(path, endpoint=Route(handler), methods=["GET"]) for path, handler in PAGES.items())


ROUTES = Map(list(_rules()), merge_slashes=False)
