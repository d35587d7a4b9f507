"""A file as a headcount source."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date
from typing import BinaryIO

from bot.errors import SourceError
from bot.sources.files.aggregate import read_aggregate
from bot.sources.files.columns import NAMES, Header, Template, parse_header
from bot.sources.files.limits import MOST_COUNT_LINES, MOST_COUNT_ROWS
from bot.sources.files.records import build_records
from bot.sources.files.roster import read_roster
from bot.sources.files.rows import Row
from bot.sources.files.tables import read_table
from bot.sources.files.texts import read_text
from bot.sources.readings import Reading
from rules.headcounts import SourceKind
from rules.troubles import Trouble

ROWS_BETWEEN_REPORTS = 1_000
_EXAMPLE = """
,customer_facing,sales,EMEA,180,
,customer_facing,sales,APAC,80,
,customer_facing,cs,EMEA,60,
,enablement,,,6,5.5
"""


class FileSource:
    """A file in one of the two templates.

    Args:
        content: What it holds; a stream is read once.
        progress: Told how many rows have been read, now and then and at the end.
    """

    def __init__(
        self, content: bytes | BinaryIO, progress: Callable[[int], None] | None = None
    ) -> None:
        self._content, self._progress = content, progress

    def read(self, on: date) -> Reading:
        """Count what the file holds; a roster as of a date, counts no later than that.

        Raises:
            SourceError: If it cannot be read to its end.
        """
        with closing(read_table(self._content)) as rows:
            header = _read_header(rows, Template)
            records = build_records(self._report(rows), header)
            if header.template is Template.ROSTER:
                return read_roster(records, on)
            return read_aggregate(records, on, SourceKind.FILE)

    def _report(self, rows: Iterator[Row]) -> Iterator[Row]:
        read = 0
        for read, row in enumerate(rows, 1):
            if self._progress is not None and read % ROWS_BETWEEN_REPORTS == 0:
                self._progress(read)
            yield row
        if self._progress is not None:
            self._progress(read)


def read_counts(content: bytes, on: date, kind: SourceKind) -> Reading:
    """Return the counts of a CSV text in the aggregate template.

    Raises:
        SourceError: If it cannot be read to its end.
    """
    rows = _list_filled(content)
    header = _read_header(rows, [Template.AGGREGATE])
    return read_aggregate(build_records(rows, header), on, kind)


def _read_header(rows: Iterator[Row], templates: Iterable[Template]) -> Header:
    first = next(rows, None)
    if first is None:
        raise SourceError(Trouble.FILE_EMPTY)
    # A personal column is refused here, before any row of it is looked at.
    return parse_header(first.cells, templates)


def _list_filled(content: bytes) -> Iterator[Row]:
    for row in read_text(content):
        if row.line > MOST_COUNT_LINES:
            raise SourceError(Trouble.FILE_TOO_LONG, limit=MOST_COUNT_ROWS)
        if row.cells:
            yield row


def template_csv() -> str:
    """Return the aggregate template as CSV, with an example to write over."""
    return ",".join(NAMES[Template.AGGREGATE]) + _EXAMPLE
