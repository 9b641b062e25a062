"""A community of any size made in memory: repositories of one owner, `load`, with threads of ordinary size."""

import hashlib
import random
import time
from collections import defaultdict
from dataclasses import dataclass, fields
from typing import Any

from common.errors import InvalidInputError
from github_sync.sandbox.community import Community
from github_sync.sandbox.dataset import with_line
from github_sync.sandbox.git import Objects
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo

OWNER = "load"
BEGAN = 1_672_531_200
"""The first moment of 2023; every record is a minute after the one before."""
LABELS = ("bug", "documentation", "enhancement", "good first issue", "help wanted", "performance", "question", "tests")
WORDS = "the parser keeps state between calls so a second file sees what the first one left and fails on an empty line"
LONGEST_DELAY = 60 * 24 * 30


@dataclass(frozen=True)
class Size:
    """`threads` in all repositories together, half of them pull requests; `comments` of a thread on average."""

    threads: int = 1000
    comments: int = 5
    repositories: int = 1
    seed: int = 1

    @classmethod
    def parse(cls, text: str) -> "Size":
        """From `threads=100000,comments=5`; raises InvalidInputError."""
        known, given = {f.name for f in fields(cls)}, {}
        for part in filter(None, text.split(",")):
            name, _, value = part.partition("=")
            if name not in known or not value.isdecimal():
                raise InvalidInputError(f"“{part}” is no size. Write threads=1000,comments=5,repositories=1,seed=1.")
            given[name] = int(value)
        return cls(**given)


def generate(size: Size) -> Community:
    """The same size and seed give the same records."""
    chance = random.Random(size.seed)  # noqa: S311
    logins = [f"person-{number:04d}" for number in range(1, 50 + size.threads // 100)]
    users: dict[str, Record] = {OWNER: {"id": 1, "login": OWNER, "type": "Organization", "name": "Load"}}
    users |= {login: {"id": 1000 + n, "login": login, "type": "User"} for n, login in enumerate(logins)}
    texts = [_text(chance) for _ in range(64)]
    repos = {}
    for number in range(1, size.repositories + 1):
        threads = size.threads // size.repositories + (number <= size.threads % size.repositories)
        repo = _Maker(number, size, chance, logins, texts).make(threads)
        repos[repo.full_name] = repo
    return Community(users, repos)


def _text(chance: random.Random) -> str:
    words = WORDS.split()
    return " ".join(chance.choice(words) for _ in range(chance.choice((8, 20, 40, 80, 160)))).capitalize() + "."


class _Maker:
    """One repository."""

    def __init__(self, number: int, size: Size, chance: random.Random, logins: list[str], texts: list[str]) -> None:
        self.name = f"part-{number:03d}"
        self.base = number * 10_000_000
        self.size, self.chance, self.logins, self.texts = size, chance, logins, texts
        self.minute = 0
        self.commits: list[Record] = []

    def make(self, threads: int) -> Repo:
        repo = self.repo = Repo({"id": 100_000 + self.base // 10_000_000, "owner": OWNER, "name": self.name})
        repo.record |= {"full_name": f"{OWNER}/{self.name}", "description": "Made to measure.", "language": "Python",
                        "default_branch": "main", "created_at": self.at(0)}  # fmt: skip
        repo.labels = {name: {"id": self.base + n, "name": name, "color": "c5def5"} for n, name in enumerate(LABELS)}
        self.comments, self.reviews, self.notes = defaultdict(list), defaultdict(list), defaultdict(list)  # type: ignore[var-annotated]
        for number in range(1, threads + 1):
            self.thread(number)
        repo.comments_of_thread, repo.reviews_of_pull = self.comments, self.reviews
        repo.review_comments_of_pull = self.notes
        repo.branches = with_line(repo, Objects(commits={c["sha"]: c for c in self.commits}), None)
        repo.record |= {"updated_at": self.now(), "pushed_at": self.now()}
        return repo

    def at(self, minute: int) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(BEGAN + 60 * minute))

    def now(self) -> str:
        self.minute += 1
        return self.at(self.minute)

    def someone(self) -> str:
        """A few do much."""
        return self.logins[int(len(self.logins) * self.chance.random() ** 3)]

    def thread(self, number: int) -> None:
        chance, is_pull = self.chance, number % 2 == 0
        record: Record = {
            "id": self.base + number,
            "number": number,
            "title": f"{chance.choice(LABELS).capitalize()}: {self.texts[number % 64][:50]} {number}",
            "body": chance.choice(self.texts),
            "user": self.someone(),
            "labels": chance.sample(LABELS, chance.choice((0, 1, 1, 2, 3))),
            "assignees": [self.someone()] if chance.random() < 0.4 else [],
            "state": "open",
            "created_at": self.now(),
        }
        self.talk(number)
        if is_pull:
            self.pull(record)
            self.repo.pulls[number] = record
        else:
            self.repo.issues[number] = record
        if chance.random() < 0.7:
            self.close(record, is_pull)
        record["updated_at"] = self.now()

    def talk(self, number: int) -> None:
        for _ in range(self.chance.randint(0, 2 * self.size.comments)):
            moment = self.now()
            comment: Record = {
                "id": self.base + len(self.repo.issue_comments) + 1,
                "issue": number,
                "user": self.someone(),
                "body": self.chance.choice(self.texts),
                "created_at": moment,
                "updated_at": moment,
            }
            self.repo.issue_comments[comment["id"]] = comment
            self.comments[number].append(comment)

    def pull(self, record: Record) -> None:
        number, chance = record["number"], self.chance
        files = [self.file() for _ in range(chance.randint(1, 6))]
        record |= {"head_ref": f"topic-{number}", "base_ref": "main", "files": files, "changed_files": len(files),
                   "additions": sum(f[1] for f in files), "deletions": sum(f[2] for f in files)}  # fmt: skip
        record["commits"] = [self.commit(record["user"], f"Change {number}", files, 1)]
        for _ in range(chance.choice((0, 1, 1, 2))):
            self.review(number)
        if number > 2 and chance.random() < 0.5:
            self.repo.closes[number] = [number - 1]

    def file(self) -> list[Any]:
        chance = self.chance
        return [f"src/part_{chance.randint(1, 400)}.py", chance.randint(1, 60), chance.randint(0, 30)]

    def review(self, number: int) -> None:
        moment, reviewer = self.now(), self.someone()
        review: Record = {"id": self.base + len(self.repo.reviews) + 1, "pull": number, "user": reviewer,
                          "state": self.chance.choice(("APPROVED", "COMMENTED", "CHANGES_REQUESTED")),
                          "body": "", "submitted_at": moment}  # fmt: skip
        self.repo.reviews[review["id"]] = review
        self.reviews[number].append(review)
        for _ in range(self.chance.choice((0, 0, 1, 2))):
            note: Record = {"id": self.base + len(self.repo.review_comments) + 1, "pull": number, "user": reviewer,
                            "review": review["id"], "body": self.chance.choice(self.texts), "path": "src/part_1.py",
                            "line": 3 * len(self.notes[number]) + 1,
                            "created_at": moment, "updated_at": moment}  # fmt: skip
            self.repo.review_comments[note["id"]] = note
            self.notes[number].append(note)

    def close(self, record: Record, is_pull: bool) -> None:
        record |= {"state": "closed", "closed_at": self.now(), "closed_by": self.someone()}
        if not is_pull:
            record["state_reason"] = "completed"
        elif self.chance.random() < 0.85:
            sha = self.commit(record["user"], f"Merge pull request #{record['number']}", [], 2)
            record |= {"merged_at": record["closed_at"], "merged_by": record["closed_by"], "merge_commit_sha": sha}
            if record["number"] % 100 == 0:
                self.release(record["number"])

    def release(self, number: int) -> None:
        tag = f"v{number // 100}.0"
        record = {"id": self.base + number, "tag_name": tag, "name": tag, "published_at": self.now(),
                  "author": self.someone()}  # fmt: skip
        self.repo.releases.insert(0, record)

    def commit(self, login: str, message: str, files: list[list[Any]], parents: int) -> str:
        name = f"{self.size.seed}:{self.name}:{len(self.commits)}"
        sha = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
        before = [commit["sha"] for commit in self.commits[-parents:]]
        who = {"name": login, "email": f"{login}@example.org", "date": self.now(), "login": login}
        stats = {"additions": sum(f[1] for f in files), "deletions": sum(f[2] for f in files)}
        self.commits.append({"sha": sha, "parents": before, "message": message, "author": who, "committer": who,
                             "stats": stats, "files": files})  # fmt: skip
        return sha
