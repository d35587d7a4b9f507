"""What a query returned, as counts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.errors import SourceError
from bot.sources.characters import is_text
from bot.sources.files.aggregate import CLASS_NAMES, FUNCTION_NAMES
from bot.sources.files.columns import simplify
from bot.sources.files.limits import LONGEST_HEADER, LONGEST_NAME, LONGEST_TITLE
from bot.sources.files.personal import looks_personal
from bot.sources.numbers import parse_count, parse_fte
from bot.sources.readings import Reading
from rules.facts import MOST_PEOPLE
from rules.headcounts import HeadcountRow
from rules.mappings import merge_rows
from rules.tallies import Tally, Traits
from rules.troubles import Trouble

COUNT = "n"
CLASS = "class"
FTE = "fte"
PLACES = ("function", "segment")
TRAITS = ("department", "title", "region", "group")
KNOWN = {COUNT, CLASS, FTE, *PLACES, *TRAITS}
# A class, and a function that the advice knows, may be called here as in a file.
CLASSES = {
    simplify(name): member for member, names in CLASS_NAMES.items() for name in (member, *names)
}
FUNCTIONS = {
    simplify(name): member for member, names in FUNCTION_NAMES.items() for name in (member, *names)
}

Record = Mapping[str, Any]


def build_reading(columns: Sequence[str], rows: Sequence[Sequence[Any]], on: date) -> Reading:
    """Return what a query counted.

    Args:
        columns: Their names; some databases write them in upper case.
        rows: A value for each column.
        on: The date it was asked on.

    Raises:
        SourceError: If columns are missing or unknown, or a value cannot be what its column says.
    """
    names = [column.casefold() for column in columns]
    _check_columns(names)
    records = [dict(zip(names, row, strict=True)) for row in rows]
    if CLASS in names:
        counts = [_read_row(*one) for one in _numbered(records)]
        _check_total(counts)
        return Reading(on, rows=merge_rows(counts))
    tallies = [_read_tally(*one) for one in _numbered(records)]
    _check_total(tallies)
    return Reading(on, tallies=tuple(tally for tally in tallies if tally.people))


def _check_columns(names: Sequence[str]) -> None:
    for name in names:
        if name not in KNOWN and looks_personal(simplify(name)):
            raise SourceError(Trouble.PERSONAL_COLUMN, column=name[:LONGEST_HEADER])
        if name not in KNOWN or names.count(name) > 1:
            raise SourceError(Trouble.QUERY_REFUSED, column=name[:LONGEST_HEADER])
    if COUNT not in names:
        raise SourceError(Trouble.QUERY_REFUSED, column=COUNT)
    # Either the query knows who counts for what, or a mapping says so: never half and half.
    is_placed = CLASS in names
    for name in TRAITS if is_placed else PLACES:
        if name in names:
            raise SourceError(Trouble.QUERY_REFUSED, column=name)
    if not is_placed and not set(TRAITS) & set(names):
        raise SourceError(Trouble.QUERY_REFUSED, column=CLASS)


def _check_total(counts: Sequence[HeadcountRow | Tally]) -> None:
    """Refuse a total beyond belief, which no table could hold."""
    people = sum(count.people for count in counts)
    if max(people, sum(count.fte or 0 for count in counts)) > MOST_PEOPLE:
        raise SourceError(Trouble.NO_NUMBER, column=COUNT, limit=MOST_PEOPLE)


def _numbered(records: Sequence[Record]) -> Iterator[tuple[int, Record]]:
    return enumerate(records, start=1)


def _read_row(line: int, record: Record) -> HeadcountRow:
    headcount_class = CLASSES.get(simplify(_read_text(line, record, CLASS)))
    if headcount_class is None:
        raise SourceError(Trouble.NOT_READABLE, column=CLASS, line=line)
    function, segment = (_read_text(line, record, name) for name in PLACES)
    people = parse_count(record[COUNT], column=COUNT, line=line)
    known = FUNCTIONS.get(simplify(function), function)
    return HeadcountRow(headcount_class, people, known, segment, _read_fte(line, record))


def _read_tally(line: int, record: Record) -> Tally:
    traits = Traits(*(_read_text(line, record, name) for name in TRAITS))
    people = parse_count(record[COUNT], column=COUNT, line=line)
    return Tally(traits, people, _read_fte(line, record))


def _read_text(line: int, record: Record, name: str) -> str:
    value = record.get(name)
    text = "" if value is None else str(value).strip()
    longest = LONGEST_TITLE if name == "title" else LONGEST_NAME
    is_name = isinstance(value, str | int | None) and len(text) <= longest and is_text(text)
    if not is_name:
        raise SourceError(Trouble.NOT_READABLE, column=name, line=line)
    return text


def _read_fte(line: int, record: Record) -> Decimal | None:
    return None if record.get(FTE) is None else parse_fte(record[FTE], column=FTE, line=line)
