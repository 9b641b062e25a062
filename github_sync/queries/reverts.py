"""What was taken back on the default branch again, as the mirror has it, in whatever order it came to know."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from github_sync.domain.reverts import reverted_commits, reverted_pulls
from github_sync.models import Commit, PullRequest, Repository

MOST_IN_A_ROW = 100
"""Reverts of reverts that are followed."""


@dataclass(frozen=True, slots=True)
class Change:
    """A commit by its name, or a pull request by its number."""

    sha: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Revert:
    """`paths` is None where the mirror does not know them."""

    by: Change
    paths: frozenset[str] | None


@dataclass
class Reverts:
    """`of` names the reverts of each change, `parts` the commits of pull requests of which one is reverted alone."""

    of: dict[Change, list[Revert]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    pull_of: dict[str, int] = field(default_factory=dict)
    paths: dict[Change, list[str] | None] = field(default_factory=dict)
    _answers: dict[tuple[Change, str | None], bool] = field(default_factory=dict)

    def is_undone(self, change: Change, path: str | None) -> bool:
        """Whether what it did to the file (None: to any) is taken back, and that is not taken back itself."""
        return self._is_undone(change, path, 0)

    def is_undone_wholly(self, change: Change) -> bool:
        """All files of it; where they are not known, any."""
        paths = self.paths.get(change)
        return all(self.is_undone(change, path) for path in paths) if paths else self.is_undone(change, None)

    def changes(self) -> set[Change]:
        """All that something says to take back, pull requests for their commits, too."""
        return {*self.of, *(Change(number=number) for number in self.parts)}

    def _is_undone(self, change: Change, path: str | None, depth: int) -> bool:
        """Once for each file of a change; what leads back to itself takes nothing back."""
        key = (change, path)
        if key in self._answers or depth > MOST_IN_A_ROW:
            return self._answers.get(key, False)
        self._answers[key] = False
        self._answers[key] = any(
            (path is None or revert.paths is None or path in revert.paths)
            and not self._is_undone(revert.by, path, depth + 1)
            for same in self._whole_and_parts(change)
            for revert in self.of.get(same, ())
        )
        return self._answers[key]

    def _whole_and_parts(self, change: Change) -> Iterable[Change]:
        yield change
        if change.number:
            yield from (Change(sha) for sha in sorted(self.parts.get(change.number, ())))
        elif change.sha in self.pull_of:
            yield Change(number=self.pull_of[change.sha])


def reverts_of(full_name: str) -> Reverts:
    """Seven queries, whatever the number of commits; none found of a repository that is not mirrored."""
    found = Reverts()
    repository = Repository.objects.filter(full_name__iexact=full_name).first()
    if repository is not None:
        _add_pulls(found, repository)
        _add_commits(found, repository)
        _add_paths(found, repository)
    return found


def _add_pulls(found: Reverts, repository: Repository) -> None:
    """By the commits they were merged with; none takes back what was merged after it."""
    said = _said_by_pulls(repository)
    numbers = {number for _, numbers in said for number in numbers}
    rows = PullRequest.objects.filter(repository=repository, is_merged=True, merged_at__isnull=False)
    merged = dict(rows.filter(number__in=numbers).values_list("number", "merged_at"))
    for pull, numbers in said:
        for number in sorted(numbers - {pull.number}):
            before = merged.get(number)
            if before is not None and pull.merged_at is not None and before <= pull.merged_at:
                found.of[Change(number=number)].append(Revert(Change(number=pull.number), _known(pull.paths)))


def _said_by_pulls(repository: Repository) -> list[tuple[PullRequest, set[int]]]:
    words = Q(message__contains="Revert ") | Q(message__contains="Reapply ")
    commits = Commit.objects.filter(words, repository=repository, gone_at=None)
    messages = dict(commits.values_list("sha", "message"))
    rows = PullRequest.objects.filter(
        repository=repository, is_merged=True, base_ref=repository.default_branch, merge_commit_sha__in=messages
    )
    pulls = rows.only("number", "merged_at", "merge_commit_sha", "head_ref", "paths")
    return [
        (pull, reverted_pulls(messages[pull.merge_commit_sha], pull.head_ref, repository.full_name)) for pull in pulls
    ]


def _add_commits(found: Reverts, repository: Repository) -> None:
    rows = Commit.objects.filter(repository=repository, gone_at=None, message__contains="This reverts commit ")
    fields = ("sha", "message", "paths", "pull_request__number", "pull_request__paths")
    said = [(row, reverted) for row in rows.values_list(*fields) for reverted in sorted(reverted_commits(row[1]))]
    whole = _merged_as(repository, [reverted for _, reverted in said])
    for (sha, _, paths, number, paths_of_pull), reverted in said:
        if number:
            found.pull_of[sha] = number
        target = Change(number=whole[reverted]) if reverted in whole else Change(reverted)
        if sha != reverted:
            found.of[target].append(Revert(Change(sha), _known(paths_of_pull if number else paths)))


def _merged_as(repository: Repository, shas: list[str]) -> dict[str, int]:
    """Which of the commits a pull request as a whole became."""
    rows = PullRequest.objects.filter(repository=repository, is_merged=True, merge_commit_sha__in=set(shas))
    return dict(rows.values_list("merge_commit_sha", "number"))


def _add_paths(found: Reverts, repository: Repository) -> None:
    """Of what is reverted; and which pull request a commit came by that is."""
    shas = Q(sha__in=[change.sha for change in found.of if change.sha])
    rows = Commit.objects.filter(shas, repository=repository)
    for sha, paths, number in rows.values_list("sha", "paths", "pull_request__number"):
        found.paths[Change(sha)] = paths
        if number:
            found.pull_of[sha] = number
            found.parts[number].add(sha)
    numbers = {change.number for change in found.changes() if change.number}
    pulls = PullRequest.objects.filter(repository=repository, number__in=numbers)
    found.paths |= {Change(number=number): paths for number, paths in pulls.values_list("number", "paths")}


def _known(paths: list[str] | None) -> frozenset[str] | None:
    return None if paths is None else frozenset(paths)
