"""The board's settings, parsed once for a refresh."""

from contributors.domain.board_rules import BoardRules, rules_of
from contributors.models import BoardSettings

__all__ = ["BoardRules", "board_rules"]


def board_rules() -> BoardRules:
    found = BoardSettings.load()
    return rules_of(
        labels=found.labels,
        kinds=found.kinds,
        skills=found.skills,
        efforts=found.efforts,
        languages=found.languages,
    )
