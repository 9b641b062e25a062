"""What the credential may ask is kept over time and shown in words, as a picture and in a table."""

from datetime import timedelta

import pytest
from django.utils import timezone

from github_sync.client.allowance import Allowance
from github_sync.models import Budget, BudgetSample, Repository
from github_sync.services.budget import SharedBudget
from github_sync.services.sync import sync_repository
from github_sync.tasks import drop_budget_samples

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_site")]
BUDGET = "/admin/mirror_budget/"


def say(keeper, remaining, resets_in=1800.0, limit=5000):
    keeper.after(Allowance("core", limit, remaining, resets_in))


def test_a_sync_leaves_what_was_spent_and_left(sandbox):
    sync_repository(Repository.objects.create(owner="harbor", name="core", full_name="harbor/core"))
    assert {sample.resource for sample in BudgetSample.objects.all()} == {"core", "graphql"}
    for sample in BudgetSample.objects.all():
        budget = Budget.objects.get(resource=sample.resource)
        assert sample.lowest == budget.remaining
        assert sample.limit == budget.limit


def test_two_workers_count_what_both_spent_once():
    one, two = SharedBudget("key"), SharedBudget("key")
    say(one, 2000)
    say(two, 1990)
    say(one, 1985)
    say(two, 1980)
    sample = BudgetSample.objects.get()
    assert sample.lowest == 1980
    assert sample.spent == 20


def test_after_a_reset_all_that_is_missing_was_spent_since():
    keeper = SharedBudget("key")
    say(keeper, 1000)
    say(keeper, 2400, resets_in=5400.0)
    assert BudgetSample.objects.get().spent == 2600


def test_with_plenty_left_it_is_kept_as_seldom_as_the_budget_is_told(django_assert_num_queries):
    keeper = SharedBudget("key")
    say(keeper, 4000)
    with django_assert_num_queries(0):
        say(keeper, 3999)


def test_samples_go_after_a_month():
    for days in (31, 29):
        at = timezone.now() - timedelta(days=days)
        BudgetSample.objects.create(credential="key", resource="core", began_at=at, limit=5000, lowest=1)
    drop_budget_samples()
    assert BudgetSample.objects.count() == 1


def test_operators_see_it_in_words_as_a_picture_and_in_a_table(client, olga, django_assert_max_num_queries):
    client.force_login(olga)
    assert "Nothing was asked of GitHub yet." in client.get(BUDGET).content.decode()
    say(SharedBudget("key"), 4210)
    at = timezone.now() - timedelta(hours=2)
    BudgetSample.objects.create(credential="key", resource="core", began_at=at, limit=5000, lowest=3100, spent=900)
    page = client.get(BUDGET).content.decode()
    assert "4,210 of 5,000 requests left until" in page
    assert "a fifth (1,000) is kept back for what people do themselves" in page
    assert "<svg" in page
    assert "<td>3,100</td>" in page
    assert "<td>900</td>" in page
    with django_assert_max_num_queries(15):
        assert "by the day" in client.get(f"{BUDGET}?days=30").content.decode()
    assert client.get(f"{BUDGET}?days=nonsense").status_code == 200


def test_when_the_rest_is_kept_for_people_it_says_so(client, olga):
    say(SharedBudget("key"), 900)
    client.force_login(olga)
    assert "so the sync waits till then" in client.get(BUDGET).content.decode()
