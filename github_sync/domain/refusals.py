"""Why GitHub will not do what a person asked for, in their words, and what they can do about it.

Source of the messages: GitHub's REST documentation and its answers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

THREAD_KINDS = {"comment", "edit_comment", "add_labels", "remove_labels", "assign", "unassign"}
PERMISSIONS = {
    **dict.fromkeys(THREAD_KINDS, "Issues: write"),
    **dict.fromkeys(("create_branch", "commit_files"), "Contents: write"),
    **dict.fromkeys(("open_pull", "update_pull", "request_review"), "Pull requests: write"),
}
TRIAGE = {"add_labels", "remove_labels", "assign", "unassign", "request_review"}


@dataclass(frozen=True)
class Refusal:
    """`code` for the site, `text` says what happened, `remedy` what to do now."""

    code: str
    text: str
    remedy: str


NOT_AS_YOU = Refusal(
    "permission",
    "You wrote this comment as yourself, and this site may not act as you any more.",
    "Change it on GitHub, or let the site act as you again on your account page, then retry.",
)


def refusal_of(
    *, kind: str, place: str, status: int, said: str, faults: Iterable[Any] = (), acted_as: str = "", moved_to: str = ""
) -> Refusal:
    """`acted_as`: `person:LOGIN`, `app` or `token`; `place`: what it was about, such as `harbor/core#7`."""
    message = " ".join([said, *(_fault_text(fault) for fault in faults)]).strip()
    words = message.lower()
    if status == 301:
        where = f" It is now at {moved_to}." if moved_to else ""
        return Refusal("moved", f"{place} was moved on GitHub.{where}", "Do it again where it is now.")
    if status == 403:
        return _forbidden(kind, place, words, message, acted_as)
    if status == 404:
        return _not_there(kind, place, acted_as)
    if status == 410:
        return _gone(place, words)
    if status == 409:
        return _conflict(place, message)
    if status == 422:
        return _invalid(kind, place, words, message)
    return Refusal("refused", f"GitHub answered {status}: {_short(message)}", "Ask an operator to look at it.")


def _forbidden(kind: str, place: str, words: str, message: str, acted_as: str) -> Refusal:
    if "archived" in words:
        return Refusal(
            "archived",
            f"The repository of {place} is archived, so nothing in it can change.",
            "Ask its owners to unarchive it, or take it up elsewhere.",
        )
    if "blocked" in words:
        return Refusal("blocked", f"The owner of {place} has blocked this account.", "Ask the owner.")
    if "locked" in words:
        return Refusal(
            "locked",
            f"The conversation of {place} is locked.",
            "Ask a maintainer to unlock it on GitHub, then retry.",
        )
    if "saml" in words or "sso" in words.split():
        return Refusal(
            "sso",
            "The organisation asks for its single sign-on first.",
            "Authorise this site for the organisation in your GitHub settings, under Applications, then retry."
            if _is_person(acted_as)
            else "Ask an operator to authorise the site's token for the organisation on GitHub.",
        )
    if "protected" in words or "rule" in words.split():
        return Refusal(
            "protected", f"The branch of {place} is protected: {_short(message)}", "Send it as a pull request instead."
        )
    return _no_permission(kind, place, acted_as)


def _no_permission(kind: str, place: str, acted_as: str) -> Refusal:
    if _is_person(acted_as):
        login, need = acted_as.partition(":")[2], "the role “triage”" if kind in TRIAGE else "the right to write"
        return Refusal(
            "permission",
            f"GitHub does not let {login} do this in {place}.",
            f"It needs {need} there. Ask a maintainer.",
        )
    who, where = ("App", "its settings on GitHub") if acted_as == "app" else ("token", "GitHub → Connection")
    return Refusal(
        "permission",
        f"This site's {who} may not do this in {place}.",
        f"It needs the permission “{PERMISSIONS.get(kind, 'to write')}”. Ask an operator to give it in {where}.",
    )


def _not_there(kind: str, place: str, acted_as: str) -> Refusal:
    if kind == "edit_comment":
        return Refusal("gone", f"The comment under {place} is not there any more.", "Write a new one.")
    who = acted_as.partition(":")[2] if _is_person(acted_as) else "this site"
    return Refusal(
        "gone",
        f"GitHub shows no {place} to {who}.",
        "It may be deleted, made private, or out of reach. Look at it on GitHub, then retry or ask an operator.",
    )


def _gone(place: str, words: str) -> Refusal:
    if "disabled" in words:
        return Refusal("disabled", f"Issues are switched off in the repository of {place}.", "Ask its owners.")
    return Refusal("deleted", f"{place} was deleted on GitHub.", "Nothing is left to do here.")


def _conflict(place: str, message: str) -> Refusal:
    if "empty" in message.lower():
        return Refusal("empty", f"{place} is empty: it has no commit yet.", "Make a first commit on GitHub.")
    return Refusal("conflict", f"{place} has changed meanwhile.", "Look at it on GitHub, then retry.")


def _invalid(kind: str, place: str, words: str, message: str) -> Refusal:
    if "no commits between" in words:
        return Refusal("no_commits", "The branch has nothing new to offer.", "Change something in it first.")
    if "already exists" in words and kind == "create_branch":
        return Refusal(
            "branch_taken", f"The branch {place} exists already, with other contents.", "Choose another name for it."
        )
    if "already exists" in words:
        return Refusal("exists", "There is such a pull request already.", "Look at the open one on GitHub.")
    if "not a fast forward" in words:
        return Refusal("conflict", f"{place} has moved meanwhile.", "Retry.")
    if "protected branch" in words or "rule violations" in words:
        return Refusal("protected", f"The branch of {place} is protected.", "Send it as a pull request instead.")
    if "collaborator" in words or "review cannot be requested" in words:
        return Refusal(
            "reviewer",
            "GitHub does not let one of these people review it: they must belong to the repository and not be its"
            " author.",
            "Choose somebody else.",
        )
    if "reference" in words and ("invalid" in words or "must start" in words):
        return Refusal("branch_name", f"“{place}” is no name for a branch.", "Choose one of letters, digits and -.")
    if "spam" in words:
        return Refusal("spam", "GitHub takes it for spam.", "Write it in other words, with fewer links.")
    if "base" in words and "invalid" in words:
        return Refusal("base", "The branch that it is to go into is not there.", "Ask an operator which one it is.")
    return Refusal("invalid", f"GitHub does not accept it: {_short(message)}", "Change it and send it again.")


def _is_person(acted_as: str) -> bool:
    return acted_as.startswith("person:")


def _fault_text(fault: Any) -> str:
    if not isinstance(fault, Mapping):
        return str(fault)
    return str(fault.get("message") or f"{fault.get('field') or fault.get('resource') or ''} {fault.get('code') or ''}")


def _short(message: str) -> str:
    return message[:200] if message else "it does not say why"
