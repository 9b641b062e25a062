"""The kinds of work, as all-contributors names them, with the words shown to readers."""

from collections.abc import Iterable

KIND_TITLES = {
    "code": "Code",
    "doc": "Documentation",
    "review": "Review",
    "bug": "Bug reports",
    "ideas": "Ideas",
    "translation": "Translation",
    "test": "Tests",
    "infra": "Infrastructure",
    "design": "Design",
    "question": "Answers",
    "triage": "Triage",
    "mentoring": "Mentoring",
    "eventOrganizing": "Events",
    "talk": "Talks",
    "tutorial": "Tutorials",
    "projectManagement": "Project management",
    "security": "Security",
    "financial": "Money",
}
IDEA_LABELS = frozenset({"enhancement", "feature", "feature request", "idea", "ideas", "proposal"})


def kind_title(kind: str) -> str:
    return KIND_TITLES.get(kind, kind[:1].upper() + kind[1:])


def kind_of_issue(labels: Iterable[str]) -> str:
    """`ideas` where a label says that something new is wanted, `bug` for the rest.

    Prefixes such as `type: feature` are understood.
    """
    words = {label.lower().rsplit(":", 1)[-1].rsplit("/", 1)[-1].strip() for label in labels}
    return "ideas" if words & IDEA_LABELS else "bug"
