"""Where a comment on a line of a pull request stands: the diff that ends there, and where a push takes it."""

import difflib

from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo

AROUND = 3


def hunk_to(repo: Repo, pull: Record, path: str, line: int, side: str) -> str:
    """The diff from a few lines above to this one; empty where the change does not show that line."""
    old, new = _lines(repo, _base(repo, pull), path), _lines(repo, pull.get("head_sha"), path)
    number = {"LEFT": 0, "RIGHT": 0}
    shown: list[str] = []
    for sign, text in _diff(old, new):
        number["LEFT"] += sign != "+"
        number["RIGHT"] += sign != "-"
        shown.append(sign + text)
        if number[side] == line and sign != ("+" if side == "LEFT" else "-"):
            return "\n".join([_head(number, shown), *shown[-AROUND - 1 :]])
    return ""


def _head(number: dict[str, int], shown: list[str]) -> str:
    last = shown[-AROUND - 1 :]
    olds, news = sum(one[0] != "+" for one in last), sum(one[0] != "-" for one in last)
    return f"@@ -{number['LEFT'] - olds + 1},{olds} +{number['RIGHT'] - news + 1},{news} @@"


def _diff(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [(" ", line) for line in new[k:m]]
        else:
            found += [("-", line) for line in old[i:j]] + [("+", line) for line in new[k:m]]
    return found


def follow(repo: Repo, pull: Record, before: str) -> None:
    """Comments on the changed text go with their lines; one whose line is another now has none."""
    for comment in repo.review_comments_of_pull.get(pull["number"], ()):
        if comment.get("line") and comment.get("side") != "LEFT":
            line, start = comment["line"], comment.get("start_line")
            comment.setdefault("original_line", line)
            comment.setdefault("original_start_line", start)
            moved = _moved(repo, comment, before, pull["head_sha"])
            comment |= {"line": moved, "start_line": start + moved - line if start and moved else None}


def _moved(repo: Repo, comment: Record, before: str, after: str) -> int | None:
    old, new = _lines(repo, before, comment["path"]), _lines(repo, after, comment["path"])
    line = comment["line"] - 1
    for start, there, size in difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        if start <= line < start + size:
            return int(there + line - start + 1)
    return None


def _base(repo: Repo, pull: Record) -> str | None:
    base, head = pull.get("base_sha"), pull.get("head_sha")
    return repo.branches.merge_base(base, head) if base and head else None


def _lines(repo: Repo, sha: str | None, path: str) -> list[str]:
    return repo.branches.objects.lines((repo.branches.files(sha) or {}).get(path))
