"""The contributors room in the CMS: for maintainers, not for strangers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.models import User
from contributors.models import BoardSettings, Claim, Contribution, Person, Task
from contributors.services.claims import claim_task
from tests.contributors.mirror import public

pytestmark = pytest.mark.django_db
SCREENS = [
    "contributors_tasks",
    "contributors_people",
    "contributors_organizations",
    "contributors_affiliations",
    "contributors_contributions",
]


@pytest.fixture
def operator(client):
    user = User.objects.create_superuser("root", "root@example.org", "correct horse battery")
    client.force_login(user)
    return client


@pytest.mark.parametrize("screen", SCREENS)
def test_every_list_opens(operator, make_task, make_person, screen):
    make_task(1)
    make_person("Rosa")
    assert operator.get(f"/admin/{screen}/").status_code == 200
    assert operator.get(f"/admin/{screen}/?q=ros").status_code == 200


@pytest.mark.parametrize("screen", SCREENS)
def test_a_stranger_does_not_get_in(client, charlie, screen):
    client.force_login(charlie)
    assert client.get(f"/admin/{screen}/").status_code in {302, 403}


def test_a_maintainer_curates_a_mirrored_task_but_not_its_text(operator, make_task):
    task = make_task(1, "From GitHub", body_text="As written")
    fields = {"title": "Changed", "body_text": "Changed", "kind": "doc", "state": "closed", "done_when": "It is done."}
    response = operator.post(f"/admin/contributors_tasks/edit/{task.pk}/", fields)
    assert response.status_code == 302
    task.refresh_from_db()
    assert (task.title, task.body_text, task.kind, task.done_when) == (
        "From GitHub",
        "As written",
        "code",
        "It is done.",
    )


def test_a_task_of_the_site_is_made_here_and_shows_at_once(operator):
    fields = {"title": "Host a table", "body_text": "**Bring** tea. <script>x</script>", "kind": "eventOrganizing"}
    fields |= {"state": "available", "is_on_board": "on"}
    assert operator.post("/admin/contributors_tasks/new/", fields).status_code == 302
    task = Task.objects.get()
    assert task.get_absolute_url() == "/tasks/site/tasks/1/"
    assert task.body_html.startswith("<p><strong>Bring</strong> tea.")
    assert "Host a table" in operator.get("/tasks/").text


def credit(person) -> Contribution:
    return Contribution.objects.create(
        person=person, kind="doc", occurred_at="2026-01-01T00:00Z", title="Work", source="github",
        external_id="1/pull/1", repository_number=public(), evidence_url="https://github.com/ferrywell/ferrywell/pull/1",
    )  # fmt: skip


def test_the_ledger_is_read_only(operator, make_person):
    row = credit(make_person("Rosa"))
    for path in ("new/", f"edit/{row.pk}/", f"delete/{row.pk}/"):
        assert operator.get(f"/admin/contributors_contributions/{path}").status_code == 404
    assert "Work" in operator.get("/admin/contributors_contributions/").text


def test_an_entry_of_the_ledger_opens_with_its_evidence(operator, make_person):
    row = credit(make_person("Rosa"))
    page = operator.get(f"/admin/contributors_contributions/inspect/{row.pk}/")
    assert page.status_code == 200
    assert 'href="https://github.com/ferrywell/ferrywell/pull/1"' in page.text
    assert "Documentation" in page.text


def test_a_credited_person_stays_and_the_admin_says_why(operator, make_person):
    rosa = make_person("Rosa")
    credit(rosa)
    address = f"/admin/contributors_people/delete/{rosa.pk}/"
    assert "1 contribution is credited to Rosa" in operator.get(address).text
    assert operator.post(address, follow=True).status_code == 200
    assert Person.objects.filter(pk=rosa.pk).exists()
    assert address not in operator.get("/admin/contributors_people/").text


def test_a_person_without_credit_can_be_deleted(operator, make_person):
    rosa = make_person("Rosa")
    address = f"/admin/contributors_people/delete/{rosa.pk}/"
    assert address in operator.get("/admin/contributors_people/").text
    operator.post(address)
    assert not Person.objects.filter(pk=rosa.pk).exists()


def test_board_settings_are_in_the_settings_menu(operator):
    assert operator.get("/admin/settings/contributors/boardsettings/", follow=True).status_code == 200


def save_settings(operator, **fields: str):
    given = {"labels": "help wanted", "kinds": "docs = doc", "skills": "skill: *", "efforts": "", "languages": ""}
    given["telling"] = "nothing"
    return operator.post(
        f"/admin/settings/contributors/boardsettings/{BoardSettings.load().pk}/", given | fields, follow=True
    ).text


def test_a_line_that_is_no_rule_is_refused_with_its_number(operator):
    text = save_settings(operator, kinds="docs = doc\n\nnonsense", skills="skill:")
    assert "Line 3, “nonsense”, is no rule." in text
    assert "Line 1, “skill:”, is no rule." in text
    assert "nonsense" not in BoardSettings.load().kinds


def test_a_kind_nobody_knows_is_refused(operator):
    text = save_settings(operator, kinds="docs = doc\npaint = painting")
    assert "Line 2 names “painting”, which is no kind of work." in text
    save_settings(operator, kinds="paint = design\n")
    assert BoardSettings.load().kinds.strip() == "paint = design"


def test_closing_a_task_of_the_site_ends_its_claim(operator, make_task, bob):
    task = make_task(1, source="site", owner="site", name="tasks")
    claim_task(user=bob, task_id=task.pk)
    fields = {"title": "Tea", "kind": "eventOrganizing", "state": "closed", "is_on_board": "on"}
    assert operator.post(f"/admin/contributors_tasks/edit/{task.pk}/", fields).status_code == 302
    assert task.claims.get().release_reason == "done"


@pytest.fixture
def held_tasks(make_task, bob, charlie):
    for number, user, days in ((1, bob, 2), (2, charlie, 9)):
        claim_task(user=user, task_id=make_task(number, f"Held for {days} days").pk)
        Claim.objects.filter(task__number=number).update(expires_at=timezone.now() + timedelta(days=days))
    make_task(3, "Held by nobody", kind="doc")


def test_the_list_says_who_holds_a_task_and_until_when(operator, held_tasks):
    text = operator.get("/admin/contributors_tasks/").text
    until = timezone.localtime(Claim.objects.get(task__number=1).expires_at)
    assert f"bob until {until:%-d %b %Y}" in text
    for heading in ("Where", "Held by", "On the board", "Still wanted on", "Documentation"):
        assert heading in text
    assert "Method" not in text


@pytest.mark.parametrize(
    ("holding", "titles"),
    [
        ("held", {"Held for 2 days", "Held for 9 days"}),
        ("ending", {"Held for 2 days"}),
        ("free", {"Held by nobody"}),
    ],
)
def test_tasks_are_filtered_by_who_holds_them(operator, held_tasks, holding, titles):
    text = operator.get(f"/admin/contributors_tasks/?holding={holding}").text
    every = ("Held for 2 days", "Held for 9 days", "Held by nobody")
    assert {title for title in every if f"{title}</" in text or f"{title}\n" in text} == titles


def test_a_search_and_a_filter_go_together(operator, held_tasks):
    text = operator.get("/admin/contributors_tasks/?q=nobody&kind=doc&state=available").text
    assert "Held by nobody" in text
    assert "Held for" not in text


def test_what_github_or_somebody_holds_is_not_deleted(operator, make_task, bob):
    mirrored, held = make_task(1), make_task(2, source="site", owner="site", name="tasks")
    free = make_task(3, source="site", owner="site", name="tasks")
    claim_task(user=bob, task_id=held.pk)
    for task, why in ((mirrored, "would come back with the next sync"), (held, "bob holds this task until")):
        address = f"/admin/contributors_tasks/delete/{task.pk}/"
        assert why in operator.get(address).text
        operator.post(address)
        assert address not in operator.get("/admin/contributors_tasks/").text
    operator.post(f"/admin/contributors_tasks/delete/{free.pk}/")
    assert set(Task.objects.all()) == {mirrored, held}
