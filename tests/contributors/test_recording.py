"""Accepted work becomes credit, once."""

import pytest
from django.core.management import CommandError, call_command

from common.models import AuditEntry
from contributors.models import Contribution, Person, Uncredited
from contributors.services.recording import record_contributions
from tests.contributors import mirror

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferrywell():
    return mirror.repository()


def entries() -> set[tuple[str, str, str]]:
    rows = Contribution.objects.exclude(status="void")
    return set(rows.values_list("person__name", "kind", "external_id"))


def ref(repository, rest: str) -> str:
    return f"{repository.github_id}/{rest}"


def test_a_merged_pull_request_credits_its_author_and_every_co_author_once(ferrywell):
    rosa, tomas = mirror.account("rosa"), mirror.account("tomas", github_id=77)
    pull = mirror.merged(ferrywell, 1, rosa, "core/routes.py")
    helpers = (("Tomas", "77+tomas@users.noreply.github.com"), ("Ines", "ines@example.org"))
    mirror.commit(ferrywell, "a1", rosa, helpers, pull_request=pull)
    mirror.commit(
        ferrywell, "a2", tomas, (("Rosa", f"{rosa.github_id}+rosa@users.noreply.github.com"),), pull_request=pull
    )

    record_contributions(repository_id=ferrywell.pk)

    pull_ref = ref(ferrywell, "pull/1")
    assert entries() == {("Rosa", "code", pull_ref), ("Tomas", "code", pull_ref), ("Ines", "code", pull_ref)}


def test_running_twice_adds_nothing(ferrywell):
    rosa = mirror.account("rosa")
    pull = mirror.merged(ferrywell, 1, rosa, "a.py")
    mirror.commit(ferrywell, "b1", rosa, (("Ines", "ines@example.org"),))
    mirror.review(pull, mirror.account("tomas"))
    mirror.completed(ferrywell, 2, rosa)
    assert record_contributions(repository_id=ferrywell.pk).added == 5
    before = (entries(), Person.objects.count(), AuditEntry.objects.count())

    assert record_contributions(repository_id=ferrywell.pk).added == 0
    assert (entries(), Person.objects.count(), AuditEntry.objects.count()) == before


def test_every_entry_opens_its_evidence(ferrywell):
    rosa = mirror.account("rosa")
    mirror.merged(ferrywell, 1, rosa, html_url="https://github.com/ferrywell/ferrywell/pull/1")
    mirror.commit(ferrywell, "c1", rosa)
    mirror.completed(ferrywell, 3, rosa)
    record_contributions(repository_id=ferrywell.pk)
    base = "https://github.com/ferrywell/ferrywell"
    urls = set(Contribution.objects.values_list("evidence_url", flat=True))
    assert urls == {f"{base}/pull/1", f"{base}/commit/c1", f"{base}/issues/3"}


def test_commits_of_a_pull_request_and_plain_merges_are_no_work_of_their_own(ferrywell):
    rosa = mirror.account("rosa")
    pull = mirror.merged(ferrywell, 1, rosa)
    mirror.commit(ferrywell, "d1", rosa, pull_request=pull)
    mirror.commit(ferrywell, "d2", rosa, parent_count=2)
    mirror.commit(ferrywell, "d3", rosa, paths=["docs/guide.md"])
    record_contributions(repository_id=ferrywell.pk)
    assert entries() == {("Rosa", "code", ref(ferrywell, "pull/1")), ("Rosa", "doc", ref(ferrywell, "commit/d3"))}


def test_a_review_counts_for_anyone_but_the_author(ferrywell):
    rosa, tomas = mirror.account("rosa"), mirror.account("tomas")
    pull = mirror.merged(ferrywell, 1, rosa)
    mirror.review(pull, rosa)
    mirror.review(pull, tomas, state="PENDING")
    counted = mirror.review(pull, tomas)
    record_contributions(repository_id=ferrywell.pk)
    assert ("Tomas", "review", ref(ferrywell, f"review/{counted.github_id}")) in entries()
    assert Contribution.objects.filter(kind="review").count() == 1


def test_a_solved_issue_credits_its_opener_by_its_labels(ferrywell):
    rosa = mirror.account("rosa")
    mirror.completed(ferrywell, 1, rosa, "bug")
    mirror.completed(ferrywell, 2, rosa, "type: feature")
    mirror.issue(ferrywell, 3, author=rosa, state="closed", state_reason="not_planned", closed_at=mirror.WHEN)
    record_contributions(repository_id=ferrywell.pk)
    assert entries() == {("Rosa", "bug", ref(ferrywell, "issue/1")), ("Rosa", "ideas", ref(ferrywell, "issue/2"))}


def test_bots_and_deleted_accounts_get_no_credit_but_are_counted(ferrywell):
    bot = mirror.account("dependabot[bot]", account_type="Bot", is_bot=True)
    mirror.merged(ferrywell, 1, bot, "requirements.txt")
    mirror.merged(ferrywell, 2, None)
    record_contributions(repository_id=ferrywell.pk)
    assert not Contribution.objects.exists()
    assert Person.objects.get(slug="dependabotbot").is_bot
    assert set(Uncredited.objects.values_list("external_id", "reason")) == {
        (ref(ferrywell, "pull/1"), "bot"),
        (ref(ferrywell, "pull/2"), "unknown"),
    }


def test_an_address_leads_to_the_account_that_commits_with_it(ferrywell):
    rosa = mirror.account("rosa")
    mirror.commit(ferrywell, "e1", rosa, author_email="Rosa@example.org")
    mirror.commit(ferrywell, "e2", None, author_name="R.", author_email="rosa@example.org")
    record_contributions(repository_id=ferrywell.pk)
    assert Person.objects.count() == 1
    assert Contribution.objects.count() == 2


def test_a_person_known_by_address_keeps_their_credit_when_an_account_appears(ferrywell):
    mirror.commit(ferrywell, "f1", None, author_name="Ines", author_email="ines@example.org")
    record_contributions(repository_id=ferrywell.pk)
    mirror.commit(ferrywell, "f2", mirror.account("ines-g"), author_email="ines@example.org")
    record_contributions(repository_id=ferrywell.pk)
    assert entries() >= {("Ines", "code", ref(ferrywell, "commit/f1"))}
    assert Contribution.objects.filter(external_id=ref(ferrywell, "commit/f1")).count() == 1


def test_a_later_known_kind_replaces_the_guess_with_a_trace(ferrywell):
    pull = mirror.merged(ferrywell, 1, mirror.account("rosa"))
    record_contributions(repository_id=ferrywell.pk)
    pull.paths = ["docs/a.md"]
    pull.save()
    record_contributions(repository_id=ferrywell.pk)
    assert set(Contribution.objects.values_list("kind", "status")) == {("code", "void"), ("doc", "automatic")}
    assert AuditEntry.objects.filter(action="contributors.set_status").exists()


def test_a_reopened_issue_loses_its_credit_until_it_is_solved_again(ferrywell):
    row = mirror.completed(ferrywell, 1, mirror.account("rosa"))
    record_contributions(repository_id=ferrywell.pk)
    row.state, row.state_reason = "open", "reopened"
    row.save()
    record_contributions(repository_id=ferrywell.pk)
    assert Contribution.objects.get().status == "void"
    row.state, row.state_reason = "closed", "completed"
    row.save()
    record_contributions(repository_id=ferrywell.pk)
    assert Contribution.objects.get().status == "automatic"


def test_what_a_maintainer_voided_stays_void(ferrywell):
    mirror.merged(ferrywell, 1, mirror.account("rosa"))
    record_contributions(repository_id=ferrywell.pk)
    Contribution.objects.update(status="void", void_reason="copied from elsewhere")
    record_contributions(repository_id=ferrywell.pk)
    assert Contribution.objects.get().status == "void"


def test_dropping_the_mirror_takes_no_credit_away(ferrywell):
    rosa = mirror.account("rosa")
    mirror.merged(ferrywell, 1, rosa)
    mirror.commit(ferrywell, "g1", rosa)
    record_contributions(repository_id=ferrywell.pk)
    before = entries()
    mirror.model("PullRequest").objects.all().delete()
    mirror.model("Commit").objects.all().delete()
    record_contributions(repository_id=ferrywell.pk)
    assert entries() == before


def test_a_renamed_repository_keeps_its_rows_under_the_new_name(ferrywell):
    mirror.merged(ferrywell, 1, mirror.account("rosa"))
    record_contributions(repository_id=ferrywell.pk)
    mirror.model("Repository").objects.update(full_name="ferrywell/core", name="core")
    assert record_contributions(repository_id=ferrywell.pk).added == 0
    assert Contribution.objects.get().repository == "ferrywell/core"


def test_the_command_names_what_it_recorded(ferrywell, capsys):
    mirror.merged(ferrywell, 1, mirror.account("rosa"))
    call_command("record_contributions", "Ferrywell/ferrywell")
    assert "1 contributions added" in capsys.readouterr().out


def test_the_command_says_in_one_line_what_is_not_mirrored():
    with pytest.raises(CommandError, match=r"^nobody/nothing is not mirrored\."):
        call_command("record_contributions", "nobody/nothing")


def test_number_of_queries_does_not_grow_with_the_work(ferrywell, django_assert_max_num_queries):
    rosa = mirror.account("rosa")
    for number in range(1, 60):
        mirror.merged(ferrywell, number, rosa, "a.py")
    with django_assert_max_num_queries(47):
        record_contributions(repository_id=ferrywell.pk)
