"""One name, however it is written: of funders, sources, categories, accounts and agreements."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from common.models import AuditEntry
from sustainability.domain.answers import Window
from sustainability.models import Entry, Funder, FundingSource, Reserve
from sustainability.queries.facts import gather
from sustainability.services.csv_format import HEADER
from sustainability.services.importing import import_funding

pytestmark = pytest.mark.django_db
HEAD = ",".join(HEADER) + "\n"
COMPOSED, APART = "Soci\u00e9t\u00e9 G\u00e9n\u00e9rale", "Socie\u0301te\u0301 Ge\u0301ne\u0301rale"
WAYS = [
    APART,
    f"{COMPOSED[:3]}\u200b{COMPOSED[3:]}",
    COMPOSED.upper(),
    COMPOSED.replace(" ", " \u00a0 "),
    f"\ufeff{COMPOSED}",
]


def figures():
    return gather(Window(date(2026, 1, 1), date(2027, 1, 1)), timezone.now()).answers()


def income(month, funder, amount, source="Support", description=""):
    return f"2026-0{month}-01,income,{funder},customer,{source},{description},{amount},EUR,,,,\n"


@pytest.mark.parametrize("way", WAYS)
def test_an_import_finds_a_funder_however_it_is_written(way):
    rows = income(3, COMPOSED, "500.00") + income(4, way, "500.00") + income(5, "Other AG", "1000.00")
    import_funding(text=HEAD + rows, actor=None, file_name="a.csv")
    assert Funder.objects.count() == 2
    found = figures()
    assert found["herfindahl_hirschman_index"].value == pytest.approx(0.5)
    assert found["effective_funders"].value == pytest.approx(2)


@pytest.mark.parametrize("way", WAYS)
def test_no_twin_of_a_funder_or_source_by_form_or_behind_it(way):
    funder = Funder.objects.create(name=COMPOSED)
    FundingSource.objects.create(name=COMPOSED, funder=funder, funding_class="customer")
    FundingSource.objects.create(name=COMPOSED, funding_class="customer")
    for twin in (
        Funder(name=way),
        FundingSource(name=way, funder=funder, funding_class="customer"),
        FundingSource(name=way, funding_class="customer"),
    ):
        with pytest.raises(ValidationError, match="is there already"):
            twin.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Funder.objects.bulk_create([Funder(name=way)])


@pytest.mark.parametrize("way", WAYS)
def test_accounts_are_one_and_do_not_double_the_runway(way):
    rows = f"2026-03-31,reserve,,,{COMPOSED},,100.00,EUR,,,,\n2026-04-30,reserve,,,{way},,90.00,EUR,,,,\n"
    import_funding(text=HEAD + rows, actor=None, file_name="a.csv")
    assert set(Reserve.objects.values_list("account", flat=True)) == {COMPOSED}
    import_funding(text=HEAD + "2026-04-01,expense,,,Hosting,,10.00,EUR,,,,\n", actor=None, file_name="b.csv")
    assert figures()["runway"].detail["reserve_minor"] == 9_000
    twin = Reserve(account=way, as_of=date(2026, 4, 30), currency="EUR", unrestricted_minor=1)
    with pytest.raises(ValidationError, match="has a statement for that day"):
        twin.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize("way", WAYS)
def test_sources_and_categories_keep_one_spelling(way):
    rows = income(3, "Depot", "5.00", COMPOSED) + income(4, "Depot", "6.00", way)
    rows += f"2026-03-01,expense,,,{COMPOSED},,1.00,EUR,,,,\n2026-04-01,expense,,,{way},,1.00,EUR,,,,\n"
    import_funding(text=HEAD + rows, actor=None, file_name="a.csv")
    assert FundingSource.objects.count() == 1
    assert set(Entry.objects.filter(kind="expense").values_list("category", flat=True)) == {COMPOSED}


@pytest.mark.parametrize("way", WAYS)
def test_a_description_in_another_form_goes_on_with_the_agreement(way):
    row = "2026-{0}-05,income,,community,Members,{1},100.00,EUR,,,monthly,\n"
    import_funding(text=HEAD + row.format("05", COMPOSED), actor=None, file_name="a.csv")
    Entry.objects.create(
        kind="income", source=FundingSource.objects.get(), description=way, occurred_on=date(2026, 6, 5),
        amount_minor=10_000, currency="EUR", recurrence="monthly",
    )  # fmt: skip
    found = gather(Window(date(2026, 1, 1), date(2026, 6, 20)), timezone.now()).answers()
    assert found["monthly_recurring_income"].value == 100


def test_two_names_are_two():
    import_funding(text=HEAD + income(3, "Depot", "5.00") + income(3, "Depot 2", "5.00"), actor=None, file_name="a.csv")
    assert Funder.objects.count() == 2


BEFORE = [("sustainability", "0004_constraints_and_the_window_before")]


@pytest.mark.django_db(transaction=True)
def test_twins_of_an_older_site_become_one_and_nothing_is_lost(capsys):
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps
    make = {
        name: old.get_model("sustainability", name).objects.create
        for name in ("Funder", "FundingSource", "Entry", "Reserve")
    }
    funders = [make["Funder"](name=APART, kind="individual"), make["Funder"](name=COMPOSED, is_anonymous=True)]
    for n, funder in enumerate(funders, 1):
        source = make["FundingSource"](name=["Support", "support"][n - 1], funder=funder, funding_class="customer")
        make["Entry"](kind="income", source=source, amount_minor=n, currency="EUR", occurred_on=date(2026, n, 1))
        make["Entry"](
            kind="expense", category=["Hosting", "HOSTING"][n - 1], amount_minor=n, currency="EUR",
            occurred_on=date(2026, n, 1),
        )  # fmt: skip
    for account, minor in (("Current account", 5), ("current account", 5), ("Current  Account", 7)):
        make["Reserve"](account=account, as_of=date(2026, 1, 1), currency="EUR", unrestricted_minor=minor)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("sustainability"))
    assert Funder.objects.values_list("name", "kind", "is_anonymous").get() == (COMPOSED, "individual", True)
    assert FundingSource.objects.get().entries.count() == 2
    assert set(Entry.objects.filter(kind="expense").values_list("category", flat=True)) == {"Hosting"}
    assert set(Reserve.objects.values_list("account", "unrestricted_minor")) == {
        ("Current account", 5), ("Current account (2)", 7),
    }  # fmt: skip
    told = [one.detail["words"] for one in AuditEntry.objects.filter(action="sustainability.join_names")]
    assert len(told) == 6
    assert any("Look at both" in words for words in told)
    said = capsys.readouterr().out
    assert "6 names of the funding ledger were joined" in said
    assert COMPOSED not in said
