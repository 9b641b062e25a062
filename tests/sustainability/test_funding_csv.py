"""Reading and importing the funding CSV: what is wrong is named, nothing is half written, nothing comes twice."""

import pytest

from common.errors import InvalidInputError
from sustainability.models import Entry, Funder, Reserve
from sustainability.services.csv_format import HEADER, MAX_BYTES, OPTIONAL, TEMPLATE, decode, parse
from sustainability.services.importing import import_funding, preview_funding

HEAD = ",".join(HEADER) + "\n"
GOOD = "2026-01-15,income,Larder Network,customer,Hosting,Depot,1250.50,EUR,2026-01-01,2026-12-31,yearly,no\n"


def test_the_template_is_valid():
    rows, errors = parse(TEMPLATE)
    assert (len(rows), errors) == (3, [])


def test_byte_order_mark_semicolons_and_quotes():
    text = decode(b"\xef\xbb\xbf" + (HEAD + GOOD).replace(",", ";").encode())
    rows, errors = parse(text)
    assert not errors
    assert rows[0][1].amount_minor == 125_050


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Förderung".encode("latin-1"), "UTF-8"),
        (b"x" * (MAX_BYTES + 1), "larger than"),
        (b"date\x00kind", "NUL"),
    ],
)
def test_files_that_are_not_text(content, words):
    with pytest.raises(InvalidInputError, match=words):
        decode(content)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Missing column"),
        ("a,b\n1,2\n", "Missing column"),
        (HEAD.replace("restricted", "restricted,extra"), "Unknown column"),
        (HEAD, "no rows"),
    ],
)
def test_files_that_are_not_the_table(text, words):
    with pytest.raises(InvalidInputError, match=words):
        parse(text)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("2026-01-15", "15.01.26", "date"),
        ("2026-01-15", "2026-02-30", "date"),
        ("income", "gift", "kind"),
        ("customer", "clients", "class"),
        ("Hosting", "", "source"),
        ("1250.50", "1,250.50", "row"),
        ("1250.50", "-5", "amount"),
        ("1250.50", "0", "amount"),
        ("1250.50", "1250.505", "amount"),
        ("1250.50", "NaN", "amount"),
        ("EUR", "EURO", "currency"),
        ("2026-12-31", "2025-12-31", "period_end"),
        ("2026-12-31", "", "period_end"),
        ("yearly", "weekly", "recurrence"),
        (",no", ",maybe", "restricted"),
        ("Depot", "x" * 501, "description"),
    ],
)
def test_each_wrong_field_is_named_with_its_row(old, new, column):
    rows, errors = parse(HEAD + GOOD.replace(old, new))
    assert not rows
    assert (errors[0].row, errors[0].column) == (2, column)
    assert errors[0].remedy


@pytest.mark.django_db
def test_twice_the_same_file_adds_nothing():
    first = import_funding(text=TEMPLATE, actor=None, file_name="a.csv")
    again = import_funding(text=TEMPLATE, actor=None, file_name="b.csv")
    assert (len(first.new), len(again.new), len(again.known)) == (3, 0, 3)
    assert (Entry.objects.count(), Reserve.objects.count()) == (2, 1)


@pytest.mark.django_db
def test_one_wrong_row_keeps_all_out():
    with pytest.raises(InvalidInputError, match="Row 3, currency"):
        import_funding(text=HEAD + GOOD + GOOD.replace("EUR", "XX"), actor=None, file_name="a.csv")
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_equal_row_of_the_same_file_is_left_out_and_said():
    found = preview_funding(HEAD + GOOD + GOOD)
    assert (len(found.new), found.repeated) == (1, [(3, 2)])


RESERVE = "2026-01-31,reserve,,,Bank,,{amount},EUR,,,,{restricted}\n"


def _reserve(amount="100.00", restricted="no"):
    return RESERVE.format(amount=amount, restricted=restricted)


@pytest.mark.django_db
def test_free_and_restricted_rows_of_a_day_are_one_statement():
    text = HEAD + _reserve() + _reserve("40.00", "yes")
    assert len(import_funding(text=text, actor=None, file_name="a.csv").new) == 2
    kept = Reserve.objects.get()
    assert (kept.unrestricted_minor, kept.restricted_minor) == (10_000, 4_000)
    again = import_funding(text=text, actor=None, file_name="b.csv")
    assert (len(again.new), len(again.known)) == (0, 2)


@pytest.mark.django_db
def test_another_statement_of_the_same_day_is_refused_with_what_is_there():
    import_funding(text=HEAD + _reserve(), actor=None, file_name="a.csv")
    with pytest.raises(InvalidInputError, match="Bank has a statement for 2026-01-31 already"):
        import_funding(text=HEAD + _reserve("120.00"), actor=None, file_name="b.csv")
    found = preview_funding(HEAD + _reserve("100.00") + _reserve("120.00"))
    assert [(error.row, error.column) for error in found.errors] == [(3, "amount")]


@pytest.mark.django_db
def test_a_statement_corrected_by_hand_stays_when_its_file_comes_again():
    import_funding(text=HEAD + _reserve(), actor=None, file_name="a.csv")
    Reserve.objects.update(unrestricted_minor=11_000)
    assert len(import_funding(text=HEAD + _reserve(), actor=None, file_name="a.csv").known) == 1
    assert Reserve.objects.get().unrestricted_minor == 11_000


FULL = ",".join((*HEADER, *OPTIONAL)) + "\n"


def _gift(funder, kind="", anonymous="", of="community", description=""):
    return f"2026-01-15,income,{funder},{of},Gifts,{description},50.00,EUR,,,one_time,no,{kind},{anonymous}\n"


@pytest.mark.django_db
def test_a_new_funder_of_the_community_is_a_person_unless_said():
    rows = _gift("Ada") + _gift("Guild", "nonprofit") + _gift("Depot", of="customer") + _gift("Quiet", "company", "yes")
    import_funding(text=FULL + rows, actor=None, file_name="a.csv")
    found = {funder.name: (funder.kind, funder.is_anonymous) for funder in Funder.objects.all()}
    assert found == {
        "Ada": ("individual", False), "Guild": ("nonprofit", False),
        "Depot": ("company", False), "Quiet": ("company", True),
    }  # fmt: skip


@pytest.mark.django_db
def test_who_is_there_keeps_their_kind_and_may_become_anonymous():
    Funder.objects.create(name="Guild", kind="nonprofit")
    import_funding(text=FULL + _gift("Guild", "company", "yes"), actor=None, file_name="a.csv")
    assert Funder.objects.values_list("kind", "is_anonymous").get() == ("nonprofit", True)


@pytest.mark.django_db
def test_the_optional_columns_make_no_other_entry():
    plain = HEAD + _gift("Guild").rsplit(",", 2)[0] + "\n"
    import_funding(text=plain, actor=None, file_name="a.csv")
    assert len(preview_funding(FULL + _gift("Guild", "company")).known) == 1


@pytest.mark.django_db
def test_small_and_capital_letters_and_spaces_are_the_same_funder():
    import_funding(text=FULL + _gift("Larder Network", "company"), actor=None, file_name="a.csv")
    rows = _gift("LARDER  network") + _gift("larder network", description="Another")
    found = import_funding(text=FULL + rows, actor=None, file_name="b.csv")
    assert (len(found.known), len(found.new), Funder.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_two_kinds_of_one_funder_are_refused():
    found = preview_funding(FULL + _gift("Guild", "company") + _gift("Guild", "foundation", description="x"))
    assert [(error.row, error.column) for error in found.errors] == [(3, "funder_kind")]


@pytest.mark.django_db
def test_a_row_that_differs_only_in_its_amount_is_flagged():
    import_funding(text=HEAD + GOOD, actor=None, file_name="a.csv")
    found = preview_funding(HEAD + GOOD.replace("1250.50", "1205.50"))
    assert found.suspects == [(2, "looks like a correction of an entry of 2026-01-15, €1,250.50")]
    assert preview_funding(HEAD + GOOD.replace("Depot", "Depot 2")).suspects == []
