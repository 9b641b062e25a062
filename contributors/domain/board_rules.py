"""The rules of the board, parsed: what labels put an issue there and what they say of it."""

from dataclasses import dataclass

from contributors.domain.kinds import KIND_TITLES
from contributors.domain.labels import LabelRule, meanings, parse_labels, parse_rules


@dataclass(frozen=True, slots=True)
class BoardRules:
    labels: frozenset[str]
    kinds: tuple[LabelRule, ...]
    skills: tuple[LabelRule, ...]
    efforts: tuple[LabelRule, ...]
    languages: tuple[LabelRule, ...]

    def kind(self, labels: tuple[str, ...]) -> str:
        """The first label that names a known kind decides; code for the rest."""
        return next((kind for kind in meanings(labels, self.kinds) if kind in KIND_TITLES), "code")

    def skills_of(self, labels: tuple[str, ...]) -> list[str]:
        return [skill[:60] for skill in meanings(labels, self.skills)][:10]

    def effort(self, labels: tuple[str, ...]) -> str:
        return next(iter(meanings(labels, self.efforts)), "")[:60]

    def language(self, labels: tuple[str, ...], of_repository: str) -> str:
        return next(iter(meanings(labels, self.languages)), of_repository)[:80]


def rules_of(*, labels: str, kinds: str, skills: str, efforts: str, languages: str) -> BoardRules:
    """Of the texts that the settings keep."""
    return BoardRules(
        labels=parse_labels(labels),
        kinds=parse_rules(kinds),
        skills=parse_rules(skills),
        efforts=parse_rules(efforts),
        languages=parse_rules(languages),
    )
