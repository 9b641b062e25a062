"""The list of labels with what each means, as GitHub and the board's settings say and as somebody has chosen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict

from contributors.domain.label_choice import (
    BOARD,
    EFFORT,
    KEEP,
    KIND,
    NOTHING,
    SKILL,
    Meaning,
    is_choice,
    is_usable,
    may_have_value,
    value_of,
)
from contributors.domain.label_guess import guess
from contributors.queries.outlook import kinds_to_choose, present_meanings
from github_sync.services.outlook import RepositoryLabels

NO_MEANING = Meaning(NOTHING, "")
Options = list[tuple[str, list[tuple[str, str]]]]


@dataclass
class LabelRow:
    """One label, whatever the number of repositories that have it; counts are of public ones."""

    name: str
    choice: str = NOTHING
    is_suggested: bool = False
    meaning: Meaning = NO_MEANING
    description: str = ""
    open_issues: int = 0
    titles: list[str] = field(default_factory=list)
    repositories: int = 0

    @property
    def is_fixed(self) -> bool:
        """Ruled by lines that this list cannot express."""
        return self.meaning.choice == KEEP

    @property
    def groups(self) -> Options:
        """What it can mean, by the heading in the list."""
        found: Options = [("", [(NOTHING, "Nothing"), (BOARD, "On the board")])]
        if may_have_value(self.name):
            found.append(("Kind of work", [(f"{KIND}{key}", title) for key, title in kinds_to_choose()]))
            value = value_of(self.name)
            found.append(("It says", [(SKILL, f"Skill: {value}"), (EFFORT, f"Effort: {value}")]))
        return found


def read_rows(found: Iterable[RepositoryLabels], posted: QueryDict | None, *, may_suggest: bool) -> list[LabelRow]:
    """What was posted goes before what is suggested; what is suggested is for labels that mean nothing yet."""
    rows = _merged(found)
    chosen = dict(posted_choices(posted)) if posted is not None else {}
    for name in chosen:
        rows.setdefault(name.strip().lower(), LabelRow(name))
    present = present_meanings(row.name for row in rows.values())
    for row in rows.values():
        row.meaning = present[row.name]
        row.choice = row.meaning.choice
        suggested = guess(row.name) if may_suggest and row.choice == NOTHING else NOTHING
        row.is_suggested = bool(suggested)
        row.choice = chosen.get(row.name, suggested or row.choice)
    return sorted(rows.values(), key=_order)


def _order(row: LabelRow) -> tuple[int, int, str]:
    """What decides most first."""
    place = 0 if row.choice == BOARD else 2 if row.choice == NOTHING else 1
    return place, -row.open_issues, row.name.lower()


def posted_choices(posted: QueryDict) -> list[tuple[str, str]]:
    """What is no label or no choice is left out."""
    pairs = zip(posted.getlist("name"), posted.getlist("means"), strict=False)
    return [(name, choice) for name, choice in pairs if is_usable(name) and is_choice(choice, name)]


def choices_of(rows: Iterable[LabelRow]) -> list[tuple[str, str]]:
    return [(row.name, row.choice) for row in rows if not row.is_fixed]


def spellings(found: Iterable[RepositoryLabels]) -> list[str]:
    """Labels as GitHub writes them, each once."""
    return sorted({label.name for one in found for label in one.labels})


def _merged(found: Iterable[RepositoryLabels]) -> dict[str, LabelRow]:
    rows: dict[str, LabelRow] = {}
    titles: dict[str, list[str]] = defaultdict(list)
    for one in found:
        for label in one.labels:
            if not is_usable(label.name):
                continue
            key = label.name.strip().lower()
            row = rows.setdefault(key, LabelRow(label.name))
            row.repositories += 1
            row.description = row.description or label.description
            if not one.is_private:
                row.open_issues += label.open_issues
                titles[key] += label.titles
    for key, row in rows.items():
        row.titles = titles[key][:3]
    return rows
