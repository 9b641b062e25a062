"""The board knows labels by GitHub's id: its rules follow a renamed one, and what is left is said."""

import pytest

from common.models import AuditEntry, User
from contributors.domain.label_guess import guess
from contributors.domain.label_renames import carried
from contributors.models import BoardSettings, RememberedLabel, Task
from contributors.queries.label_use import board_labels, renamed_labels
from contributors.services.board import refresh_board
from contributors.services.removal import clear_board_of_removed
from home.queries.waiting import waiting_for
from tests.contributors import mirror

NONE = {"labels": "", "kinds": "", "skills": "", "efforts": "", "languages": ""}


@pytest.mark.parametrize(
    ("rules", "former", "name", "keeps", "after"),
    [
        ({"labels": "easy\nhelp wanted"}, "Easy", "First steps", False, {"labels": "First steps\nhelp wanted"}),
        ({"labels": "easy\nhelp wanted"}, "easy", "first", True, {"labels": "easy\nfirst\nhelp wanted"}),
        ({"labels": "easy\nfirst"}, "easy", "first", False, {"labels": "first"}),
        ({"labels": "easy"}, "other", "first", False, {}),
        ({"labels": "easy"}, "easy", "EASY", False, {}),
        ({"kinds": "docs = doc\nux = design"}, "docs", "Writing", False, {"kinds": "Writing = doc\nux = design"}),
        ({"skills": "skill: *"}, "skill: css", "CSS", False, {"skills": "skill: *\nCSS = css"}),
        ({"skills": "skill: *"}, "skill: css", "skill: css3", False, {}),
        ({"kinds": "docs = doc"}, "docs", "docs = more", False, {}),
    ],
)
def test_what_was_said_of_the_old_name_is_said_of_the_new_one(rules, former, name, keeps, after):
    assert carried({**NONE, **rules}, former, name, keeps_former=keeps) == {**NONE, **rules, **after}


@pytest.mark.parametrize(
    ("name", "choice"),
    [
        ("good first issue :seedling:", "board"),
        (":seedling: good first issue", "board"),
        ("good first issue \U0001f331", "board"),
        ("docs :memo:", "kind:doc"),
        ("help wanted :+1:", "board"),
        ("area:docs", "kind:doc"),
        ("type: good first issue", "board"),
    ],
)
def test_a_short_code_stands_for_an_emoji(name, choice):
    assert guess(name) == choice


@pytest.fixture
def ferrywell(db):
    return mirror.repository()


def label(repository, name, node_id):
    return mirror.model("Label").objects.create(repository=repository, name=name, node_id=node_id)


@pytest.fixture
def easy(ferrywell):
    settings = BoardSettings.load()
    settings.labels = "good first issue"
    settings.save()
    found = label(ferrywell, "good first issue", "L_1")
    mirror.issue(ferrywell, 1, "good first issue", "skill: css")
    refresh_board(repository_id=ferrywell.pk)
    return found


def rename(label, name):
    label.name = name
    label.save()
    refresh_board(repository_id=label.repository_id)


def said(user) -> str:
    return " ".join(line.text for line in waiting_for(user))


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root", "root@example.org", "correct horse battery")


def test_a_renamed_label_keeps_its_tasks_on_the_board_and_operators_are_told(easy, root, client):
    rename(easy, "good first issue \U0001f331")
    assert Task.objects.get(number=1).is_on_board
    assert BoardSettings.load().labels == "good first issue \U0001f331"
    assert "“good first issue” in ferrywell/ferrywell is called “good first issue \U0001f331” now" in said(root)
    assert AuditEntry.objects.filter(action="contributors.follow_label").count() == 1
    rename(easy, "first steps")
    assert Task.objects.get(number=1).is_on_board
    refresh_board(repository_id=easy.repository_id)
    assert AuditEntry.objects.filter(action="contributors.follow_label").count() == 2


def test_the_old_name_stays_while_another_repository_has_it(easy):
    label(mirror.repository("harbor/core"), "Good First Issue", "L_2")
    rename(easy, "first steps")
    assert BoardSettings.load().labels == "good first issue\nfirst steps"


def test_a_name_that_others_have_already_is_left_to_a_person(easy, root):
    label(mirror.repository("harbor/core"), "bug", "L_2")
    rename(easy, "bug")
    assert BoardSettings.load().labels == "good first issue"
    assert not Task.objects.get(number=1).is_on_board
    assert [(one.name, one.is_followed) for one in renamed_labels()] == [("bug", False)]
    assert "the board does not follow" in said(root)


def test_while_both_names_are_there_nothing_is_carried(easy):
    label(easy.repository, "first steps", "L_1")
    refresh_board(repository_id=easy.repository_id)
    assert BoardSettings.load().labels == "good first issue"
    easy.delete()
    refresh_board(repository_id=easy.repository_id)
    assert BoardSettings.load().labels == "first steps"


def test_a_label_that_was_deleted_is_missed(easy, root, client):
    easy.delete()
    refresh_board(repository_id=easy.repository_id)
    assert board_labels()[0].was_deleted
    assert "The label “good first issue” was deleted on GitHub" in said(root)
    client.force_login(root)
    page = client.get("/admin/settings/contributors/boardsettings/", follow=True).text
    assert "it was deleted on GitHub, so no issue carries it" in page


def test_a_label_that_nobody_has_is_said(easy, root, client):
    settings = BoardSettings.load()
    settings.labels = "good first issue\nup for grabs"
    settings.save()
    assert "No repository has a label “up for grabs”" in said(root)
    client.force_login(root)
    page = client.get("/admin/settings/contributors/boardsettings/", follow=True).text
    assert "1 open issue in 1 repository" in page
    assert "no repository has a label of this name" in page


def test_whoever_saves_the_settings_has_seen_it(easy, root, client):
    rename(easy, "first steps")
    client.force_login(root)
    settings = BoardSettings.load()
    fields = {
        "labels": settings.labels,
        "kinds": "",
        "skills": "",
        "efforts": "",
        "languages": "",
        "telling": "comment",
    }
    client.post(f"/admin/settings/contributors/boardsettings/{settings.pk}/", fields)
    assert "is called" not in said(root)


def test_labels_of_a_repository_that_was_removed_are_forgotten(easy):
    easy.repository.delete()
    clear_board_of_removed()
    assert not RememberedLabel.objects.exists()
