"""What becomes of the board's rules when a label that they speak of has another name on GitHub."""

from collections.abc import Mapping

from contributors.domain.label_choice import is_usable, may_have_value
from contributors.domain.labels import parse_labels, parse_rule, parse_rules

VALUED = ("kinds", "skills", "efforts", "languages")
FIELDS = ("labels", *VALUED)


def speaks_of(rules: Mapping[str, str], name: str) -> bool:
    return name.strip().lower() in parse_labels(rules["labels"]) or any(
        _value(rules[field], name) is not None for field in VALUED
    )


def carried(rules: Mapping[str, str], former: str, name: str, *, keeps_former: bool) -> dict[str, str]:
    """The texts with what they said of `former` said of `name`. The old line stays where `keeps_former`, since another
    label still has that name; a rule for many labels, such as `skill: *`, always stays."""
    found = {field: rules[field] for field in FIELDS}
    old, new = former.strip().lower(), name.strip().lower()
    if old == new or not is_usable(name):
        return found
    labels = parse_labels(found["labels"])
    if old in labels:
        found["labels"] = _with_line(found["labels"], old, "" if new in labels else name.strip(), keeps_former)
    for field in VALUED:
        value = _value(found[field], former)
        if value is not None and may_have_value(name):
            line = f"{name.strip()} = {value}" if _value(found[field], name) is None else ""
            found[field] = _with_line(found[field], old, line, keeps_former)
    return found


def _value(text: str, name: str) -> str | None:
    return next((value for rule in parse_rules(text) if (value := rule.apply(name)) is not None), None)


def _with_line(text: str, old: str, line: str, keeps_former: bool) -> str:
    """`line`, where there is one, below that of the label `old`, or in its place; at the end where `old` has none."""
    found: list[str] = []
    is_there = not line
    for present in text.splitlines():
        is_its_own = _name(present) == old
        if not is_its_own or keeps_former:
            found.append(present)
        if is_its_own and not is_there:
            found.append(line)
            is_there = True
    after = found if is_there else [*found, line]
    return text if after == text.splitlines() else "\n".join(after)


def _name(line: str) -> str:
    rule = parse_rule(line)
    return rule.prefix if rule is not None and rule.value is not None else line.strip().lower()
