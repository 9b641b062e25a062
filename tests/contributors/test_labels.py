import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributors.domain.labels import effort_hours, meanings, parse_rules


def test_rules_read_values_from_labels():
    rules = parse_rules("docs = doc\nskill: *\n\nnonsense\n= x\n*")
    assert meanings(["Docs", "skill:  CSS", "skill: css", "skill:", "other"], rules) == ["doc", "css"]


@pytest.mark.parametrize(
    ("effort", "hours"),
    [
        ("1h", 1),
        ("half a day", 4),
        ("2 days", 16),
        ("a week", 40),
        ("30 min", 0.5),
        ("Small", 2),
        ("", 999),
        ("soon", 999),
    ],
)
def test_efforts_are_ordered_by_about_how_long_they_take(effort, hours):
    assert effort_hours(effort) == hours


@given(st.text(max_size=50), st.text(max_size=50))
def test_any_rule_and_label_can_be_read(rule, label):
    meanings([label], parse_rules(rule))
    assert effort_hours(label) >= 0
