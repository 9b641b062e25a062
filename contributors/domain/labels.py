"""What the labels of an issue mean, by rules a maintainer writes: `label = value` or `prefix: *`, one a line."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

WORDS = {
    "xs": 1.0,
    "small": 2.0,
    "s": 2.0,
    "easy": 2.0,
    "medium": 8.0,
    "m": 8.0,
    "large": 24.0,
    "l": 24.0,
    "hard": 24.0,
    "xl": 40.0,
}
HOURS = {"h": 1.0, "hour": 1.0, "min": 1 / 60, "minute": 1 / 60, "d": 8.0, "day": 8.0, "week": 40.0, "w": 40.0}
AMOUNT = re.compile(r"(?P<number>\d{1,4}(?:\.\d+)?|half an?|an?|one)[\s-]*(?P<unit>minute|min|hour|h|day|d|week|w)s?\b")


@dataclass(frozen=True, slots=True)
class LabelRule:
    prefix: str
    value: str | None

    def apply(self, label: str) -> str | None:
        """The value the label stands for, None where the rule says nothing about it."""
        folded = label.strip().lower()
        if self.value is not None:
            return self.value if folded == self.prefix else None
        rest = folded.removeprefix(self.prefix).strip()
        return rest if rest and folded.startswith(self.prefix) else None


def parse_rule(line: str) -> LabelRule | None:
    """None for a line that is no rule, as an empty one."""
    left, is_exact, right = line.partition("=")
    if is_exact and left.strip() and right.strip():
        return LabelRule(left.strip().lower(), right.strip())
    text = line.strip()
    return LabelRule(text[:-1].strip().lower(), None) if text.endswith("*") and len(text) > 1 else None


def parse_rules(text: str) -> tuple[LabelRule, ...]:
    """Lines that are no rule are passed over."""
    return tuple(rule for line in text.splitlines() if (rule := parse_rule(line)))


def broken_lines(text: str) -> list[tuple[int, str]]:
    """Number and text of each line that is neither empty nor a rule."""
    lines = enumerate(text.splitlines(), 1)
    return [(number, line.strip()) for number, line in lines if line.strip() and parse_rule(line) is None]


def unknown_values(text: str, known: Collection[str]) -> list[tuple[int, str]]:
    """Number and value of each rule that stands for a value which is not `known`."""
    rules = ((number, parse_rule(line)) for number, line in enumerate(text.splitlines(), 1))
    return [(number, rule.value) for number, rule in rules if rule and rule.value and rule.value not in known]


def parse_labels(text: str) -> frozenset[str]:
    return frozenset(line.strip().lower() for line in text.splitlines() if line.strip())


def meanings(labels: Iterable[str], rules: tuple[LabelRule, ...]) -> list[str]:
    """Every value that a rule reads from a label, in the order of the labels, each once."""
    found = (value for label in labels for rule in rules if (value := rule.apply(label)) is not None)
    return list(dict.fromkeys(found))


def effort_hours(effort: str) -> float:
    """About how long, to sort by; what says nothing sorts last."""
    folded = effort.strip().lower()
    if match := AMOUNT.search(folded):
        number = match["number"]
        amount = 0.5 if number.startswith("half") else 1.0 if number[0] in "ao" else float(number)
        return amount * HOURS[match["unit"]]
    return WORDS.get(folded, 999.0)
