"""Cells of a Google sheet, in one of the two templates of a file."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from bot.errors import SourceError
from bot.sources.files.aggregate import read_aggregate
from bot.sources.files.cells import write_cell
from bot.sources.files.columns import Column, Header, Template, parse_header
from bot.sources.files.records import build_records
from bot.sources.files.roster import read_roster
from bot.sources.files.rows import Row, build_row
from bot.sources.readings import Reading
from rules.headcounts import SourceKind
from rules.troubles import Trouble

SHEETS_SCOPE = "https://www.googleapis.com/auth/spreadsheets.readonly"
# Dates as numbers: as texts they follow the sheet's locale.
PARAMS = {
    "valueRenderOption": "UNFORMATTED_VALUE",
    "dateTimeRenderOption": "SERIAL_NUMBER",
    "fields": "range,values",
}
DATES = {Column.AS_OF, Column.START, Column.END}
DAY_ZERO = date(1899, 12, 30)
MOST_DAYS = 200_000
"""Some centuries."""


def read_sheet(body: Any, on: date) -> Reading:
    """Return what the cells of a sheet say.

    Args:
        body: A `ValueRange`; its `values` are left out where the whole range is blank.
        on: Today.

    Raises:
        SourceError: If a cell cannot be read; lines count from the first row of the range.
    """
    if not isinstance(body, dict) or "range" not in body:
        raise SourceError(Trouble.NOTHING_AT_PATH, column="values")
    values = body.get("values", [])
    if not isinstance(values, list) or not all(isinstance(cells, list) for cells in values):
        raise SourceError(Trouble.NOT_READABLE, column="values")
    numbered = [(line, cells) for line, cells in enumerate(values, 1) if any(map(_holds, cells))]
    if not numbered:
        raise SourceError(Trouble.FILE_EMPTY)
    (line, titles), *rest = numbered
    header = parse_header(_write(line, titles).cells)
    records = build_records(
        (_write(line, _write_dates(cells, header)) for line, cells in rest), header
    )
    if header.template is Template.ROSTER:
        return read_roster(records, on)
    return read_aggregate(records, on, SourceKind.GOOGLE)


def _holds(cell: object) -> bool:
    return cell not in (None, "")


def _write(line: int, cells: Sequence[object]) -> Row:
    texts = [write_cell(cell) for cell in cells]
    if None in texts:
        raise SourceError(Trouble.CELL_NOT_READABLE, line=line)
    return build_row(line, [text or "" for text in texts])


def _write_dates(cells: Sequence[object], header: Header) -> list[object]:
    columns = (*header.columns, *[None] * len(cells))
    return [
        _find_date(cell) if column in DATES else cell
        for cell, column in zip(cells, columns, strict=False)
    ]


def _find_date(cell: object) -> object:
    """Return the date a number stands for in a sheet; what is none stays as it is."""
    if not isinstance(cell, int | float) or not 0 < cell < MOST_DAYS:
        return cell
    return DAY_ZERO + timedelta(days=int(cell))
