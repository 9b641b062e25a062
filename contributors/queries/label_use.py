"""What the labels that the board looks for are, over all repositories: in use, renamed, or gone."""

from dataclasses import dataclass

from contributors.domain.labels import parse_rules
from contributors.models import BoardSettings, RememberedLabel
from github_sync.queries.labels import LabelUse, names_in_use, repository_names, uses_of

VALUED = ("kinds", "skills", "efforts", "languages")


@dataclass(frozen=True, slots=True)
class BoardLabel:
    """`uses`: none where no repository has a label of that name."""

    name: str
    uses: tuple[LabelUse, ...]
    was_deleted: bool

    @property
    def issues(self) -> int:
        return sum(use.issues for use in self.uses)


@dataclass(frozen=True, slots=True)
class RenamedLabel:
    former: str
    name: str
    repository: str
    is_followed: bool


def board_labels() -> list[BoardLabel]:
    """Each that the settings name, in their order. Three queries."""
    lines = [line.strip() for line in BoardSettings.load().labels.splitlines() if line.strip()]
    wanted = dict.fromkeys(line.lower() for line in lines)
    uses: dict[str, list[LabelUse]] = {name: [] for name in wanted}
    for use in uses_of(list(wanted)):
        uses.get(use.name.lower(), []).append(use)
    gone = {name.lower() for name in RememberedLabel.objects.exclude(gone_at=None).values_list("name", flat=True)}
    written = {line.lower(): line for line in reversed(lines)}
    return [BoardLabel(written[name], tuple(uses[name]), not uses[name] and name in gone) for name in wanted]


def renamed_labels() -> list[RenamedLabel]:
    """Those that nobody has looked at the board's settings since, the latest first."""
    rows = list(RememberedLabel.objects.exclude(was_carried=None).order_by("-renamed_at", "name")[:20])
    names = repository_names({one.repository_id for one in rows})
    return [
        RenamedLabel(one.former_name, one.name, names[one.repository_id], one.was_carried is True)
        for one in rows
        if one.repository_id in names
    ]


def rules_without_label() -> list[str]:
    """Labels that a rule `label = value` names and no repository has."""
    settings, present = BoardSettings.load(), names_in_use()
    rules = [rule for field in VALUED for rule in parse_rules(getattr(settings, field)) if rule.value is not None]
    return list(dict.fromkeys(rule.prefix for rule in rules if rule.prefix not in present))
