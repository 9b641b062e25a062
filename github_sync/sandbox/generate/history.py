"""Commits of the default branch, in one line of parents, and the releases cut from it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from github_sync.sandbox.generate.calendar import Calendar, stamp
from github_sync.sandbox.generate.catalog import Plan
from github_sync.sandbox.generate.changes import small_commits
from github_sync.sandbox.generate.drafts import Change, Person, Pull
from github_sync.sandbox.generate.people import BOTS, Crowd

Row = dict[str, object]


@dataclass(frozen=True)
class Entry:
    """One step of the default branch; a merge has the branch's last commit as second parent."""

    at: datetime
    key: str
    author: str | None
    committer: str | None
    message: str
    changes: list[Change]
    second: str | None = None


@dataclass(frozen=True)
class Historian:
    plan: Plan
    crowd: Crowd
    calendar: Calendar
    rng: Random
    seed: int

    def commits(self, pulls: list[Pull]) -> list[Row]:
        """Also gives each pull request its commits and its merge commit."""
        entries = [self._first(), *self._direct()]
        branch: list[Row] = []
        for pull in pulls:
            if pull.merged_at:
                entries.append(self._merged(pull, branch))
            else:
                pull.commits = [self._sha(f"{pull.number}-{index}") for index in range(self.rng.randint(1, 3))]
        entries.sort(key=lambda entry: (entry.at, entry.key))
        line = self._line(entries)
        self._attach(branch, entries)
        return sorted([*line, *branch], key=lambda row: (_date(row), str(row["sha"])))

    def _sha(self, key: str) -> str:
        text = f"{self.seed}/{self.plan.full_name}/{key}"
        return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()

    def _first(self) -> Entry:
        start = self.calendar.start - timedelta(days=9)
        return Entry(start.replace(hour=9), "first", "mwarsame", "mwarsame", "First commit", [("README.md", 24, 0)])

    def _direct(self) -> list[Entry]:
        entries = []
        for number, story in enumerate(small_commits(self.plan.name, self.plan.direct_commits, self.rng)):
            moment = self.calendar.moment(self.rng)
            author = self.crowd.maintainer(moment, self.plan.name)
            paths = [(path, self.rng.randint(1, 12), self.rng.randint(0, 6)) for path in story.paths[:1]]
            entries.append(Entry(moment, f"direct-{number}", author, author, story.fix, paths))
        return entries

    def _merged(self, pull: Pull, branch: list[Row]) -> Entry:
        assert pull.merged_at is not None  # noqa: S101  the caller looked
        key = f"{pull.number}-merge"
        pull.merge_commit_sha = self._sha(key)
        trailers = "".join(f"\nCo-authored-by: {self._signature(login)}" for login in pull.co_authors)
        if pull.is_squashed:
            pull.commits = [pull.merge_commit_sha]
            message = f"{pull.title} (#{pull.number})" + (f"\n{trailers}" if trailers else "")
            return Entry(pull.merged_at, key, pull.author, pull.merged_by, message, pull.changes)
        rows = self._branch_commits(pull, trailers)
        branch += rows
        pull.commits = [str(row["sha"]) for row in rows]
        message = f"Merge pull request #{pull.number} from {pull.author or 'ghost'}/{pull.head_ref}\n\n{pull.title}"
        return Entry(pull.merged_at, key, pull.merged_by, pull.merged_by, message, [], pull.commits[-1])

    def _branch_commits(self, pull: Pull, trailers: str) -> list[Row]:
        """One commit a file, the first one carrying the title."""
        end = pull.merged_at or self.calendar.end
        step = (end - pull.created_at) / (len(pull.changes) + 1)
        rows: list[Row] = []
        for index, change in enumerate(pull.changes):
            moment = (pull.created_at + step * index).replace(microsecond=0)
            words = pull.title if index == 0 else f"{_verb(change[0])} {change[0].rpartition('/')[2]}"
            message = words + (f"\n{trailers}" if trailers and index == 0 else "")
            entry = Entry(moment, f"{pull.number}-{index}", pull.author, pull.author, message, [change])
            rows.append(self._row(entry, [str(rows[-1]["sha"])] if rows else []))
        return rows

    def _signature(self, login: str) -> str:
        person = self.crowd.by_login()[login]
        return f"{person.name} <{person.email}>"

    def _line(self, entries: list[Entry]) -> list[Row]:
        rows: list[Row] = []
        for entry in entries:
            parents = [str(rows[-1]["sha"])] if rows else []
            rows.append(self._row(entry, parents + ([entry.second] if entry.second else [])))
        return rows

    def _attach(self, branch: list[Row], entries: list[Entry]) -> None:
        """A branch begins at the commit of the default branch that was last when it began."""
        moments = [(stamp(entry.at) or "", self._sha(entry.key)) for entry in entries]
        for row in branch:
            if not row["parents"]:
                older = [sha for moment, sha in moments if moment < _date(row)]
                row["parents"] = [older[-1] if older else moments[0][1]]

    def _row(self, entry: Entry, parents: list[str]) -> Row:
        return {
            "sha": self._sha(entry.key),
            "parents": parents,
            "message": entry.message,
            "author": self._identity(entry.author, entry.at),
            "committer": self._identity(entry.committer, entry.at),
            "stats": {"additions": sum(c[1] for c in entry.changes), "deletions": sum(c[2] for c in entry.changes)},
            "files": [list(change) for change in entry.changes],
            "files_total": len(entry.changes),
        }

    def _identity(self, login: str | None, moment: datetime) -> Row:
        """An account that is deleted leaves only the name and address in the commit."""
        date = stamp(moment)
        if login is None:
            return {"name": "J. Former", "email": "j.former@mail.invalid", "date": date, "login": None}
        if login in BOTS:
            return {
                "name": login,
                "email": f"{BOTS[login]}+{login}@users.noreply.github.com",
                "date": date,
                "login": login,
            }
        person: Person = self.crowd.by_login()[login]
        return {"name": person.name, "email": person.email, "date": date, "login": login}


def _date(row: Row) -> str:
    committer = row["committer"]
    return str(committer["date"]) if isinstance(committer, dict) else ""


def _verb(path: str) -> str:
    if "test" in path:
        return "Test it in"
    return "Describe it in" if path.endswith(".md") else "Adapt"
