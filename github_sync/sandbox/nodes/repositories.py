"""Repositories over GraphQL, their branches, labels, milestones and releases."""

from typing import Any

from graphql import GraphQLError

from github_sync.sandbox.branches import HEADS
from github_sync.sandbox.nodes.base import Node, connection, int32, paged
from github_sync.sandbox.nodes.threads import ThreadNodes, pull_state
from github_sync.sandbox.permissions import level_of
from github_sync.sandbox.records import Record, stable_id
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.shapes import node_id
from github_sync.sandbox.shapes.accounts import EPOCH

ORDERS = {"PUSHED_AT": "pushed_at", "CREATED_AT": "created_at", "UPDATED_AT": "updated_at", "NAME": "name"}
STARS = "stargazers_count"


def not_found(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"type": "NOT_FOUND"})


def _topic(name: str) -> Node:
    return {"id": node_id("RepositoryTopic", name), "topic": {"id": node_id("Topic", name), "name": name}}


class RepositoryNodes(ThreadNodes):
    def repository_named(self, owner: str, name: str, follow: bool = True) -> Node | None:
        repo = self.community.repo(owner, name)
        if repo is None and follow:
            repo = self.community.moved(owner, name)
        if repo is None or not self.sees(repo):
            raise not_found(f"Could not resolve to a Repository with the name '{owner}/{name}'.")
        return self.repository(repo)

    def repositories_of(
        self,
        login: str,
        orderBy: Any = None,  # noqa: N803
        isArchived: bool | None = None,  # noqa: N803
        isFork: bool | None = None,  # noqa: N803
        **page: Any,
    ) -> Node:
        found = [repo for repo in self.community.owned_by(login) if self.sees(repo)]
        if isArchived is not None:
            found = [repo for repo in found if bool(repo.record.get("archived")) is isArchived]
        if isFork is not None:
            found = [repo for repo in found if bool(repo.record.get("parent")) is isFork]
        if orderBy:
            key = ORDERS.get(orderBy["field"], STARS)
            empty = 0 if key == STARS else ""
            found.sort(key=lambda repo: repo.record.get(key) or empty, reverse=orderBy["direction"] == "DESC")
        return connection(found, self.repository, **page)

    def repository(self, repo: Repo) -> Node:
        if repo.id not in self._repositories:
            self._repositories[repo.id] = self._repository(repo)
        return self._repositories[repo.id]

    def _repository(self, repo: Repo) -> Node:
        record = repo.record
        return {
            "__typename": "Repository",
            "id": node_id("Repository", record["id"]),
            "databaseId": int32(record["id"]),
            "name": record["name"],
            "nameWithOwner": repo.full_name,
            "owner": lambda _: self.actor(record["owner"]),
            "url": f"{self.web}/{repo.full_name}",
            "description": record.get("description"),
            "homepageUrl": record.get("homepage"),
            "isArchived": bool(record.get("archived")),
            "isPrivate": bool(record.get("private")),
            "isFork": bool(record.get("parent")),
            "isDisabled": False,
            "isLocked": False,
            "isEmpty": not repo.head_sha,
            "hasIssuesEnabled": True,
            "visibility": "PRIVATE" if record.get("private") else "PUBLIC",
            "viewerPermission": self._permission(repo),
            "createdAt": record.get("created_at") or EPOCH,
            "updatedAt": record.get("updated_at") or EPOCH,
            "pushedAt": record.get("pushed_at"),
            "stargazerCount": record.get(STARS) or 0,
            "forkCount": record.get("forks_count") or 0,
            "primaryLanguage": {"name": record["language"]} if record.get("language") else None,
            "parent": lambda _: self._parent(repo),
            "watchers": {"totalCount": record.get("subscribers_count") or 0, "nodes": []},
            "repositoryTopics": paged(record.get("topics") or [], _topic),
            "defaultBranchRef": lambda _: self._ref(repo, HEADS + repo.default_branch),
            "ref": lambda _, qualifiedName: self._ref(repo, qualifiedName),  # noqa: N803
            "refs": lambda _, refPrefix, **page: self._refs(repo, refPrefix, **page),  # noqa: N803
            "object": lambda _, expression=None, oid=None: self.git_object(repo, oid or expression),
            "labels": paged(sorted(repo.labels), lambda name: self.label(repo, name)),
            "milestones": paged(list(repo.milestones.values()), lambda m: self.milestone(repo, m)),
            "releases": paged(repo.releases, lambda release: self.release(repo, release)),
            "issues": lambda _, **arguments: self._issues(repo, **arguments),
            "pullRequests": lambda _, **arguments: self._pulls(repo, **arguments),
            "issue": lambda _, number: self._numbered(repo, number, "Issue"),
            "pullRequest": lambda _, number: self._numbered(repo, number, "PullRequest"),
            "issueOrPullRequest": lambda _, number: self._numbered(repo, number, "Issue or Pull Request"),
        }

    def _permission(self, repo: Repo) -> str | None:
        level = level_of(self.community, self.grant.login if self.grant else None, repo).upper()
        return None if level == "NONE" else level

    def _parent(self, repo: Repo) -> Node | None:
        parent = self.community.by_id(repo.record["parent"]) if repo.record.get("parent") else None
        return self.repository(parent) if parent and self.sees(parent) else None

    def _ref(self, repo: Repo, name: str) -> Node | None:
        known = (name, HEADS + name, f"refs/tags/{name}", f"refs/{name}")
        full = next((ref for ref in known if ref in repo.branches.refs), None)
        if full is None:
            return None
        short = full.removeprefix(HEADS).removeprefix("refs/tags/")
        prefix = full.removesuffix(short)
        target = lambda _: self.git_object(repo, repo.branches.refs[full])  # noqa: E731
        return {"__typename": "Ref", "id": node_id("Ref", full), "name": short, "prefix": prefix, "target": target}

    def _refs(self, repo: Repo, prefix: str, **page: Any) -> Node:
        found = sorted(ref for ref in repo.branches.refs if ref.startswith(prefix))
        return connection(found, lambda ref: self._ref(repo, ref), **page)

    def _numbered(self, repo: Repo, number: int, kind: str) -> Node:
        if number in repo.issues and kind != "PullRequest":
            return self.issue(repo, repo.issues[number])
        if number in repo.pulls and kind != "Issue":
            return self.pull(repo, repo.pulls[number])
        article = "a" if kind == "PullRequest" else "an"
        raise not_found(f"Could not resolve to {article} {kind} with the number of {number}.")

    def _issues(
        self,
        repo: Repo,
        orderBy: Any = None,  # noqa: N803
        filterBy: Any = None,  # noqa: N803
        states: Any = None,
        labels: Any = None,
        carrying: str = "",
        **page: Any,
    ) -> Node:
        since = (filterBy or {}).get("since") or ""
        wanted = tuple(states or (filterBy or {}).get("states") or ())
        names = set(labels or (filterBy or {}).get("labels") or ())

        def found() -> list[Record]:
            issues = [i for i in repo.issues.values() if i["updated_at"] >= since]
            issues = [i for i in issues if not wanted or i["state"].upper() in wanted]
            issues = [i for i in issues if not carrying or carrying in (i.get("labels") or ())]
            return _ordered([i for i in issues if not names or names & set(i.get("labels") or ())], orderBy)

        key = ("issues", since, wanted, tuple(sorted(names)), carrying, *_key(orderBy))
        return connection(repo.remembered(key, found), lambda record: self.issue(repo, record), **page)

    def label(self, repo: Repo, name: str) -> Node:
        own = {"issues": lambda _, **arguments: self._issues(repo, carrying=name, **arguments)}
        return super().label(repo, name) | own

    def _pulls(self, repo: Repo, orderBy: Any = None, states: Any = None, **page: Any) -> Node:  # noqa: N803
        wanted = tuple(states or ())
        head, base = page.pop("headRefName", None), page.pop("baseRefName", None)

        def found() -> list[Record]:
            pulls = [p for p in repo.pulls.values() if not wanted or pull_state(p) in wanted]
            pulls = [p for p in pulls if head in {None, p.get("head_ref")} and base in {None, p.get("base_ref")}]
            return _ordered(pulls, orderBy)

        key = ("pulls", wanted, head, base, *_key(orderBy))
        return connection(repo.remembered(key, found), lambda record: self.pull(repo, record), **page)

    def milestone(self, repo: Repo, record: Record) -> Node:
        number = record["number"]
        created = record.get("created_at") or EPOCH
        return {
            "__typename": "Milestone",
            "id": node_id("Milestone", record.get("id") or stable_id("milestone", repo.full_name, number)),
            "number": number,
            "title": record["title"],
            "description": record.get("description"),
            "state": (record.get("state") or "open").upper(),
            "dueOn": record.get("due_on"),
            "closedAt": record.get("closed_at"),
            "createdAt": created,
            "updatedAt": record.get("updated_at") or created,
            "url": f"{self.web}/{repo.full_name}/milestone/{number}",
        }

    def release(self, repo: Repo, record: Record) -> Node:
        created = record.get("created_at") or record.get("published_at") or EPOCH
        return {
            "__typename": "Release",
            "id": node_id("Release", record["id"]),
            "databaseId": int32(record["id"]),
            "tagName": record["tag_name"],
            "name": record.get("name"),
            "description": record.get("body"),
            "isPrerelease": bool(record.get("prerelease")),
            "isDraft": False,
            "createdAt": created,
            "publishedAt": record.get("published_at"),
            "updatedAt": record.get("updated_at") or record.get("published_at") or created,
            "url": f"{self.web}/{repo.full_name}/releases/tag/{record['tag_name']}",
            "author": lambda _: self.user(record.get("author")),
        }


def _key(order: Any) -> tuple[str, str]:
    return ((order or {}).get("field", ""), (order or {}).get("direction", ""))


def _ordered(found: list[Record], order: dict[str, str] | None) -> list[Record]:
    field, direction = _key(order)
    key = {"UPDATED_AT": "updated_at"}.get(field, "created_at")
    return sorted(found, key=lambda record: (record[key], record["number"]), reverse=direction == "DESC")
