"""A file of a spreadsheet as a table: which kind of file it is, what parts its cells, its header and its rows."""

import csv
import io
from dataclasses import dataclass

from common.errors import InvalidInputError

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
DELIMITERS = (",", ";", "\t")
SAVE_AS = "Open it in your spreadsheet, save it as “CSV UTF-8”, and choose that file here."
WORKBOOKS = {
    b"xl/": "an Excel workbook (.xlsx)",
    b"opendocument.spreadsheet": "an OpenDocument spreadsheet (.ods)",
}


@dataclass(frozen=True)
class Table:
    """`records`: each row's number, as a spreadsheet counts it with the header as row 1, and its cells."""

    columns: list[str]
    records: list[tuple[int, list[str]]]


def decode(content: bytes) -> str:
    """Raises InvalidInputError for what is too large, not UTF-8 or not text, and names what it is instead."""
    if kind := _other_kind(content):
        raise InvalidInputError(f"The file is {kind}, not a CSV file. {SAVE_AS}")
    if len(content) > MAX_BYTES:
        raise InvalidInputError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Split it by year.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            "The file is not UTF-8 text. In your spreadsheet choose “CSV UTF-8” when you save it."
        ) from error
    if "\x00" in text:
        raise InvalidInputError("The file holds NUL bytes, so it is not a CSV file. Save it as “CSV UTF-8”.")
    return text


def _other_kind(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        return next((words for mark, words in WORKBOOKS.items() if mark in content), "a ZIP archive")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "an old Excel workbook (.xls)"
    return "a PDF document" if content.startswith(b"%PDF-") else ""


def read_table(text: str) -> Table:
    """Without empty rows, and without the empty columns that spreadsheets leave at the end.

    A first line such as `sep=;` says what parts the cells, as spreadsheets take it. Raises InvalidInputError.
    """
    delimiter, body = _delimited(text)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = _without_empty_end([name.strip().lower() for name in next(reader, [])])
        records = []
        for number, cells in enumerate(reader, 2):
            if number > MAX_ROWS + 1 and any(cell.strip() for cell in cells):
                raise InvalidInputError(f"The file has more than {MAX_ROWS:,} rows. Split it by year.")
            if any(cell.strip() for cell in cells):
                records.append((number, _fitted([cell.strip() for cell in cells], len(columns))))
    except csv.Error as error:
        raise InvalidInputError(f"Line {reader.line_num} cannot be read as CSV: {error}.") from error
    return Table(columns, records)


def _delimited(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"')
    if said.lower().startswith("sep=") and len(said) == len("sep=") + 1:
        return said[-1], rest
    if said.lower() == "sep=":  # a tab, stripped
        return "\t", rest
    return max(DELIMITERS, key=first.count), text


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _fitted(cells: list[str], width: int) -> list[str]:
    """Empty cells beyond the last column are none; others stay, so that the row can be refused."""
    return cells[:width] + _without_empty_end(cells[width:])
