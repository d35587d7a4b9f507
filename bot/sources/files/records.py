"""Cells under their columns: what they say, or where exactly they cannot be read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from bot.errors import SourceError
from bot.sources.characters import is_text
from bot.sources.files.cells import (
    find_count,
    find_fte,
    find_share,
    looks_like_formula,
    tidy,
    write_cell,
)
from bot.sources.files.columns import Column, Header, Template, parse_header
from bot.sources.files.days import list_readings
from bot.sources.files.limits import LONGEST_NAME
from bot.sources.files.rows import Row
from rules.facts import MOST_PEOPLE
from rules.mappings import fold
from rules.troubles import Trouble

MOST_SHARE = 2
"""Of a full-time post that one person can hold; more is a percentage, or hours."""

N = TypeVar("N", int, Decimal)


@dataclass(frozen=True, slots=True)
class Record:
    """One row under a header.

    Each reader raises SourceError, naming line and column, where a cell cannot be what its column
    holds.
    """

    line: int
    header: Header
    cells: Mapping[Column, str]

    def text(self, column: Column, longest: int = LONGEST_NAME) -> str:
        """Return a text with full-width characters narrowed; empty where there is none."""
        cell = self.cells.get(column)
        if not cell:
            return ""
        if looks_like_formula(cell):
            raise self.refuse(column, Trouble.FORMULA)
        tidied = tidy(cell)
        if not is_text(tidied):
            raise self.refuse(column)
        if len(tidied) > longest:
            raise self.refuse(column, Trouble.TEXT_TOO_LONG, limit=longest)
        return tidied

    def count(self, column: Column) -> int:
        """Return a whole number of people, 0 or more."""
        return self._number(column, find_count, MOST_PEOPLE, Trouble.COUNT_NOT_READABLE)

    def fte(self, column: Column) -> Decimal | None:
        """Return full-time equivalents in tenths; None where the cell is blank."""
        if self._is_blank(column):
            return None
        return self._number(column, find_fte, MOST_PEOPLE, Trouble.FTE_NOT_READABLE)

    def share(self, column: Column) -> Decimal | None:
        """Return one person's part of a full-time post; None where the cell is blank."""
        if self._is_blank(column):
            return None
        return self._number(column, find_share, MOST_SHARE, Trouble.SHARE_NOT_READABLE)

    def day(self, column: Column) -> date | None:
        """Return a date; None where the cell is blank."""
        if self._is_blank(column):
            return None
        readings = list_readings(self.cells[column])
        if len(readings) > 1:
            raise self.refuse(column, Trouble.DATE_UNCLEAR)
        if not readings:
            raise self.refuse(column, Trouble.DATE_NOT_READABLE)
        return readings.pop()

    def refuse(
        self, column: Column, trouble: Trouble = Trouble.CELL_NOT_READABLE, **details: int | str
    ) -> SourceError:
        """Return the error that points at a cell; it repeats the header, never the cell."""
        name = self.header.names.get(column, column.value)
        return SourceError(trouble, line=self.line, column=name, **details)

    def _number(
        self, column: Column, find: Callable[[str], N | None], most: int, trouble: Trouble
    ) -> N:
        number = find(self.cells.get(column, ""))
        if number is None:
            raise self.refuse(column, trouble)
        if number > most:
            raise self.refuse(column, trouble, limit=most)
        return number

    def _is_blank(self, column: Column) -> bool:
        return not self.cells.get(column, "").strip()


class Spellings:
    """Names as each was spelled first: another case does not make another segment."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def find_first(self, name: str) -> str:
        """Return a name as it was first spelled."""
        return self._names.setdefault(fold(name), name)


def build_records(rows: Iterable[Row], header: Header) -> Iterator[Record]:
    """Yield the rows of a table under its header.

    Raises:
        SourceError: If something stands where no column is.
    """
    places = [(place, column) for place, column in enumerate(header.columns) if column]
    nameless = [place for place, column in enumerate(header.columns) if not column]
    for row in rows:
        cells = row.cells
        width = len(cells)
        if width > len(header.columns) or any(cells[p].strip() for p in nameless if p < width):
            raise SourceError(Trouble.CELL_STRAY, line=row.line)
        yield Record(row.line, header, {c: cells[place] for place, c in places if place < width})


def build_records_from(values: Iterable[Mapping[str, object]]) -> Iterator[Record]:
    """Yield mappings from column to value, as JSON brings them; the line is their number, from 1.

    Raises:
        SourceError: If a key is no column of the aggregate template, or a value nothing for a cell.
    """
    headers: dict[tuple[str, ...], Header] = {}
    for line, value in enumerate(values, 1):
        keys = tuple(value)
        if keys not in headers:
            headers[keys] = parse_header(keys, [Template.AGGREGATE])
        cells = tuple(_write(line, key, cell) for key, cell in value.items())
        yield from build_records([Row(line, cells)], headers[keys])


def _write(line: int, key: str, value: object) -> str:
    written = write_cell(value)
    if written is None:
        raise SourceError(Trouble.CELL_NOT_READABLE, line=line, column=key)
    return written
