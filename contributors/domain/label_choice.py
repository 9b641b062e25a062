"""What one label is to mean, as a choice of few; rules that people wrote by hand stay as they are."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contributors.domain.kinds import KIND_TITLES
from contributors.domain.labels import parse_labels, parse_rule, parse_rules

FIELDS = ("labels", "kinds", "skills", "efforts")
NOTHING, BOARD, SKILL, EFFORT, KEEP = "", "board", "skill", "effort", "keep"
KIND = "kind:"
MAX_NAME = 255
PREFIX = re.compile(r"^[\w .-]{1,30}[:/]\s*(?=\S)")

Rules = Mapping[str, str]
"""The texts of `labels`, `kinds`, `skills` and `efforts`, as the board's settings keep them."""


@dataclass(frozen=True)
class Meaning:
    """`choice`: what a person may choose anew; `words` says it; `by_rule`: the line that reads it from many labels."""

    choice: str
    words: str
    by_rule: str = ""


def is_usable(name: str) -> bool:
    """False for what no label on GitHub is called, and what would be two lines."""
    is_one_line = len(name.splitlines()) == 1 and not any(unicodedata.category(c) == "Cc" for c in name)
    return is_one_line and 0 < len(name.strip()) <= MAX_NAME


def may_have_value(name: str) -> bool:
    """False where a rule `label = value` would be read wrongly."""
    return "=" not in name


def is_choice(choice: str, name: str) -> bool:
    if choice in {NOTHING, BOARD, KEEP}:
        return True
    is_kind = choice.startswith(KIND) and choice.removeprefix(KIND) in KIND_TITLES
    known = choice in {SKILL, EFFORT} or is_kind
    return known and may_have_value(name)


def value_of(name: str) -> str:
    """What a label says of a skill or an effort: `area: css` says `css`."""
    return PREFIX.sub("", name.strip().lower())


def meaning_of(name: str, rules: Rules) -> Meaning:
    """`keep` where the rules say more than one thing, or read it in a way that this choice cannot express."""
    exact, loose = _said(name, rules)
    if not exact and not loose:
        return Meaning(NOTHING, "")
    words = "; ".join(dict.fromkeys(words for _, words, _ in [*exact, *loose]))
    if len(exact) == 1 and not loose:
        return Meaning(exact[0][0], words)
    return Meaning(KEEP, words, "; ".join(line for _, _, line in loose))


def _said(name: str, rules: Rules) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Choice, words and line of each rule about this one label, and of each that reads it among others."""
    folded = name.strip().lower()
    exact, loose = [], []
    if folded in parse_labels(rules["labels"]):
        exact.append((BOARD, "On the board", folded))
    for field, words in (("kinds", "Kind"), ("skills", "Skill"), ("efforts", "Effort")):
        for rule in parse_rules(rules[field]):
            value = rule.apply(name)
            if value is None:
                continue
            title = KIND_TITLES.get(value, value) if field == "kinds" else value
            if rule.value is None:
                loose.append((KEEP, f"{words}: {title}", f"{rule.prefix} *"))
            else:
                exact.append((_choice(field, folded, value), f"{words}: {title}", ""))
            break
    return exact, loose


def _choice(field: str, folded: str, value: str) -> str:
    if field == "kinds":
        return f"{KIND}{value}" if value in KIND_TITLES else KEEP
    same = value == value_of(folded)
    return (SKILL if field == "skills" else EFFORT) if same else KEEP


def with_choices(rules: Rules, choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The texts with each label's own lines replaced where its choice differs; all other lines stay, in order."""
    found = dict(rules)
    for name, choice in choices:
        if choice != KEEP and choice != meaning_of(name, found).choice:
            found = _with(_without(found, name), name, choice)
    return found


def _without(rules: Rules, name: str) -> dict[str, str]:
    folded = name.strip().lower()
    kept = {"labels": [line for line in rules["labels"].splitlines() if line.strip().lower() != folded]}
    for field in FIELDS[1:]:
        kept[field] = [line for line in rules[field].splitlines() if not _is_about(line, folded)]
    return {
        field: rules[field] if lines == rules[field].splitlines() else "\n".join(lines) for field, lines in kept.items()
    }


def _is_about(line: str, folded: str) -> bool:
    rule = parse_rule(line)
    return rule is not None and rule.value is not None and rule.prefix == folded


def _with(rules: dict[str, str], name: str, choice: str) -> dict[str, str]:
    label = name.strip()
    if choice == NOTHING:
        return rules
    if choice == BOARD:
        return {**rules, "labels": _and(rules["labels"], label)}
    if choice in {SKILL, EFFORT}:
        return {**rules, f"{choice}s": _and(rules[f"{choice}s"], f"{label} = {value_of(name)}")}
    return {**rules, "kinds": _and(rules["kinds"], f"{label} = {choice.removeprefix(KIND)}")}


def _and(text: str, line: str) -> str:
    return f"{text.rstrip()}\n{line}".lstrip("\n")
