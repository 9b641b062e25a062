"""What labels mean is chosen from a list; what somebody wrote by hand stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import InvalidInputError
from contributors.domain.kinds import KIND_TITLES
from contributors.domain.label_choice import BOARD, EFFORT, KEEP, SKILL, is_choice, is_usable, meaning_of, with_choices
from contributors.domain.label_guess import guess
from contributors.models import BoardSettings
from contributors.queries.outlook import card_outlooks, present_meanings, rules_with
from contributors.services.label_choices import choose_label_meanings
from github_sync.services.outlook import IssueOutlook

RULES = {
    "labels": "good first issue\nhelp wanted",
    "kinds": "docs = doc\n",
    "skills": "skill: *\n",
    "efforts": "effort: *\nsize: *\n",
}
CHOICES = ["", BOARD, SKILL, EFFORT, *(f"kind:{kind}" for kind in KIND_TITLES)]
NAMES = st.text(min_size=1, max_size=40).filter(is_usable)


@given(NAMES, st.sampled_from(CHOICES), NAMES)
def test_a_choice_is_read_back_and_says_nothing_of_other_labels(name, choice, other):
    if not is_choice(choice, name) or meaning_of(name, RULES).choice == KEEP:
        return
    found = with_choices(RULES, [(name, choice)])
    assert meaning_of(name, found).choice == choice
    if other.strip().lower() != name.strip().lower():
        assert meaning_of(other, found) == meaning_of(other, RULES)
    assert with_choices(found, [(name, choice)]) == found


def test_what_was_written_by_hand_stays():
    rules = {**RULES, "kinds": "docs = doc\n  Handbook = doc\nci = infra", "skills": "skill: *\nfrontend = css"}
    found = with_choices(rules, [("docs", BOARD), ("size: s", KEEP), ("frontend", KEEP)])
    assert found["kinds"] == "  Handbook = doc\nci = infra"
    assert found["labels"].splitlines() == ["good first issue", "help wanted", "docs"]
    assert (found["skills"], found["efforts"]) == (rules["skills"], rules["efforts"])


def test_a_rule_that_reads_many_labels_is_named_and_not_offered():
    found = meaning_of("Effort: 1h", RULES)
    assert (found.choice, found.words, found.by_rule) == (KEEP, "Effort: 1h", "effort: *")


@pytest.mark.parametrize(
    ("name", "choice"),
    [
        ("good-first-issue", BOARD), (":wave: Good First Issue", BOARD), ("difficulty: easy", BOARD),
        ("Status: Help Wanted", BOARD), ("hacktoberfest", BOARD), ("up-for-grabs", BOARD), ("E-easy", BOARD),
        ("type: documentation", "kind:doc"), ("i18n", "kind:translation"), ("UI/UX", "kind:design"),
        ("size/S", EFFORT), ("effort: 2h", EFFORT), ("lang: python", SKILL), ("javascript", SKILL),
        ("bug", ""), ("wontfix", ""), ("area: billing", ""), ("docs=1", ""),
    ],
)  # fmt: skip
def test_well_known_labels_are_recognized(name, choice):
    assert guess(name) == choice


@pytest.mark.django_db
def test_choices_are_kept_in_the_settings_of_the_board(alice):
    choose_label_meanings(
        choices=[("<script>", BOARD), ("area: css", SKILL), ("a=b", BOARD), ("design", "kind:design")], actor=alice
    )
    kept = BoardSettings.load()
    assert {"<script>", "a=b"} <= set(kept.labels.splitlines())
    assert "area: css = css" in kept.skills
    assert present_meanings(["a=b", "area: css"])["area: css"].words == "Skill: css"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "choice"),
    [("a\nb", BOARD), ("a\u2028b = doc", BOARD), ("", BOARD), ("x" * 256, BOARD), ("a=b", SKILL), ("a", "kind:none"),
     ("a", "doc"), ("a\x00", BOARD)],
)  # fmt: skip
def test_hostile_choices_change_nothing(name, choice):
    before = rules_with([])
    with pytest.raises(InvalidInputError):
        choose_label_meanings(choices=[("fine", BOARD), (name, choice)], actor=None)
    assert rules_with([]) == before


@pytest.mark.django_db
def test_cards_are_as_the_board_will_show_them():
    rules = rules_with([("css", SKILL), ("docs", "kind:doc")])
    issue = IssueOutlook(
        "harbor/core", 7, "Paint the pier", "Python", False, False, ("docs", "css", "effort: 1h"), ("bob",),
        "2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z",
    )  # fmt: skip
    [card] = card_outlooks([issue], rules)
    assert (card.kind_label, card.skills, card.effort, card.language) == ("Documentation", ("css",), "1h", "Python")
    assert (card.state, card.reason) == ("assigned", "Assigned to bob")
