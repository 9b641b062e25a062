"""What the board would show of issues that are not mirrored yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime

from contributors.domain.availability import TaskFacts, availability, reason_of
from contributors.domain.board_rules import rules_of
from contributors.domain.kinds import KIND_TITLES, kind_title
from contributors.domain.label_choice import FIELDS, Meaning, meaning_of, with_choices
from contributors.domain.labels import parse_labels
from contributors.models import BoardSettings
from github_sync.domain.accounts import is_bot
from github_sync.services.outlook import IssueOutlook


@dataclass(frozen=True)
class CardOutlook:
    """As a card on the board shows it."""

    title: str
    repository: str
    kind_label: str
    language: str
    effort: str
    skills: tuple[str, ...]
    state: str
    reason: str
    opened_at: datetime | None


def present_rules() -> dict[str, str]:
    settings = BoardSettings.load()
    return {field: getattr(settings, field) for field in FIELDS}


def present_meanings(names: Iterable[str]) -> dict[str, Meaning]:
    """What each label means by the board's settings; one query."""
    rules = present_rules()
    return {name: meaning_of(name, rules) for name in names}


def rules_with(choices: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The rules as they would be; nothing is kept."""
    return with_choices(present_rules(), choices)


def labels_on_board(rules: Mapping[str, str]) -> frozenset[str]:
    """In small letters."""
    return parse_labels(rules["labels"])


def kinds_to_choose() -> list[tuple[str, str]]:
    return list(KIND_TITLES.items())


def card_outlooks(issues: Iterable[IssueOutlook], rules: Mapping[str, str]) -> list[CardOutlook]:
    read = rules_of(**rules, languages=BoardSettings.load().languages)
    cards = []
    for issue in issues:
        found = availability(
            TaskFacts(
                is_locked=issue.is_locked,
                is_archived=issue.is_archived,
                assignees=tuple(login for login in issue.assignees if not is_bot(login)),
            )
        )
        cards.append(
            CardOutlook(
                title=issue.title,
                repository=issue.repository,
                kind_label=kind_title(read.kind(issue.labels)),
                language=read.language(issue.labels, issue.language),
                effort=read.effort(issue.labels),
                skills=tuple(read.skills_of(issue.labels)),
                state=found.state,
                reason=reason_of(found.state, found.reason),
                opened_at=parse_datetime(issue.created_at),
            )
        )
    return cards
