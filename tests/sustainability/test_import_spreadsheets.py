"""Files as German and French spreadsheets write them: read where they mean one thing, named where they are something else."""

import io
import zipfile
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from common.errors import InvalidInputError
from sustainability.models import Entry, Reserve
from sustainability.services.csv_format import HEADER, decode, parse, parse_file
from sustainability.services.importing import Choices, import_funding, preview_funding

HEAD = ";".join(HEADER)


def line(amount="12,50", day="2026-03-01", kind="income", of="community", source="Donations", currency="EUR", end=""):
    return f"{day};{kind};;{of};{source};;{amount};{currency};;;;{end}"


def table(*lines, head=HEAD):
    return "\r\n".join([head, *lines]) + "\r\n"


def amounts(text, **said):
    return [row.amount_minor for _, row in parse_file(text, **said).rows]


def test_semicolons_and_decimal_commas():
    text = table(line("1.250,50"), line("1 250,5"), line("12"), line("1\u202f234,00"))
    assert amounts(text) == [125_050, 125_050, 1_200, 123_400]


def test_points_where_the_file_shows_no_comma():
    assert amounts(table(line("1,250.50"), line("12.5"))) == [125_050, 1_250]


@pytest.mark.parametrize("said", ["sep=;", "SEP=;", '"sep=;"'])
def test_a_first_line_may_say_what_parts_the_cells(said):
    text = f"{said}\r\n{table(line())}"
    found = parse(text)
    assert [number for number, _ in found[0]] == [2]
    assert not found[1]


def test_tabs_part_cells_too():
    assert amounts(table(line()).replace(";", "\t")) == [1_250]


def test_empty_columns_at_the_end_are_none():
    assert amounts(table(line() + ";;;", line("5") + ";", head=HEAD + ";;")) == [1_250, 500]
    assert amounts(table(line() + ";;;")) == [1_250]


def test_a_cell_beyond_the_last_column_is_refused():
    rows, errors = parse(table(line() + ";;note", head=HEAD + ";;"))
    assert (rows, errors[0].row, errors[0].column) == ([], 2, "row")


def test_other_amounts_of_the_file_say_how_it_writes_them():
    german = preview_needs = table(line("1.234"), line("12,50"))
    assert amounts(german) == [123_400, 1_250]
    assert parse_file(preview_needs).notation.words == ["Amounts are read with a comma before the decimals (1.234,56)."]
    assert amounts(table(line("1.234", currency="KWD"), line("12.50"))) == [1_234, 1_250]


@pytest.mark.parametrize("lines", [[line("1.234")], [line("1.234"), line("12,50"), line("12.50")], [line("1,234")]])
def test_an_amount_that_can_be_two_is_refused_where_the_file_does_not_decide(lines):
    rows, errors = parse(table(*lines))
    assert [(error.row, error.column) for error in errors] == [(2, "amount")]
    assert "can be 1.234 or 1234" in errors[0].problem
    assert len(rows) == len(lines) - 1


def test_who_chooses_the_file_may_say_it():
    assert amounts(table(line("1.234")), mark=",") == [123_400]
    rows, errors = parse(table(line("1.234")))
    assert errors
    assert not rows


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        (["15.01.2026", "1.2.2026"], [date(2026, 1, 15), date(2026, 2, 1)]),
        (["31/01/2026", "01/02/2026"], [date(2026, 1, 31), date(2026, 2, 1)]),
        (["01/31/2026", "01/02/2026"], [date(2026, 1, 31), date(2026, 1, 2)]),
        (["05/05/2026"], [date(2026, 5, 5)]),
    ],
)
def test_days_of_other_spreadsheets(days, kept):
    rows, errors = parse(table(*(line(day=day) for day in days)))
    assert not errors
    assert [row.occurred_on for _, row in rows] == kept


@pytest.mark.parametrize("day", ["01/02/2026", "15.01.26", "31.02.2026", "2026-1-5", "13/13/2026", "soon", ""])
def test_a_day_that_is_none_or_can_be_two_is_refused(day):
    rows, errors = parse(table(line(day=day)))
    assert not rows
    assert errors[0].column == "date"


def _zipped(name):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr(name, "x")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (_zipped("xl/workbook.xml"), r"an Excel workbook \(\.xlsx\), not a CSV file.*CSV UTF-8"),
        (_zipped("other.txt"), "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"an old Excel workbook \(\.xls\)"),
        (b"%PDF-1.7", "a PDF document"),
    ],
)
def test_what_is_no_csv_file_is_named(content, words):
    with pytest.raises(InvalidInputError, match=words):
        decode(content)


def test_an_open_quote_does_not_swallow_the_rest():
    with pytest.raises(InvalidInputError, match="cannot be read as CSV"):
        parse(table(line(source='"Donations'), line("5")))


@pytest.mark.django_db
def test_good_rows_are_taken_while_bad_ones_wait():
    text = table(line("12,50"), line("1.2.3"), line("7,00", source="Shop"))
    with pytest.raises(InvalidInputError, match="Row 3, amount"):
        import_funding(text=text, actor=None, file_name="a.csv")
    assert not Entry.objects.exists()
    done = import_funding(text=text, actor=None, file_name="a.csv", choices=Choices(only_good=True))
    assert (done.added, len(done.errors), Entry.objects.count()) == (2, 1, 2)
    mended = import_funding(text=text.replace("1.2.3", "1,23"), actor=None, file_name="a.csv")
    assert (mended.added, len(mended.known), Entry.objects.count()) == (1, 2, 3)


@pytest.mark.django_db
def test_the_parts_of_one_statement_wait_for_each_other():
    text = table(
        line("100,00", kind="reserve", of="", source="Bank"),
        line("4x", kind="reserve", of="", source="Bank", end="yes"),
        line("5,00"),
    )
    done = import_funding(text=text, actor=None, file_name="a.csv", choices=Choices(only_good=True))
    assert (done.added, done.waiting, Reserve.objects.count()) == (1, {2}, 0)
    import_funding(text=text.replace("4x", "4,00"), actor=None, file_name="a.csv")
    assert Reserve.objects.values_list("unrestricted_minor", "restricted_minor").get() == (10_000, 400)


@pytest.mark.django_db
def test_the_rows_of_a_funder_of_two_kinds_wait():
    head = f"{HEAD};funder_kind"
    rows = [
        line(source=name).replace(";;", ";Guild;", 1) + f";{kind}"
        for name, kind in (("A", "company"), ("B", "foundation"))
    ]
    found = preview_funding(table(*rows, line(source="C") + ";", head=head))
    assert found.waiting == {2}
    assert found.takeable == 1


@pytest.mark.django_db
def test_the_command_takes_the_notation_and_good_rows(tmp_path, capsys):
    file = tmp_path / "bank.csv"
    file.write_text(table(line("1.234"), line("x")))
    with pytest.raises(CommandError, match="1 of 2 rows"):
        call_command("import_funding", str(file), "--decimals", "comma", "--good-rows")
    assert "1 added" in capsys.readouterr().out
    assert Entry.objects.get().amount_minor == 123_400
