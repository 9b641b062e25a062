"""Reading and importing the funding CSV: what is wrong is named, nothing is half written, nothing comes twice."""

import pytest

from common.errors import InvalidInputError
from sustainability.models import Entry, Reserve
from sustainability.services.csv_format import HEADER, MAX_BYTES, TEMPLATE, decode, parse
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
        ("2026-01-15", "15.01.2026", "date"),
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
