"""The aggregate template: one row for each count, and with many dates a history."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from bot.errors import SourceError
from bot.sources.files.columns import Column, simplify
from bot.sources.files.limits import MOST_COUNT_ROWS
from bot.sources.files.records import MOST_SHARE, Record, Spellings, build_records_from
from bot.sources.readings import Reading
from rules.facts import MOST_PEOPLE
from rules.headcounts import Function, HeadcountClass, HeadcountRow, Snapshot, SourceKind
from rules.troubles import Trouble

CLASS_NAMES: Mapping[HeadcountClass, tuple[str, ...]] = MappingProxyType(
    {
        HeadcountClass.CUSTOMER_FACING: (
            "cf", "teammates", "customer-facing teammates",
            "顧客対応", "顧客対応メンバー", "顧客担当", "顧客接点",
        ),
        HeadcountClass.ENABLEMENT: (
            "enabler", "enablers", "sales enablement", "revenue enablement",
            "イネーブルメント", "イネーブルメント担当者", "イネーブラー", "営業イネーブルメント",
            "セールスイネーブルメント",
        ),
    }
)  # fmt: skip
FUNCTION_NAMES: Mapping[Function, tuple[str, ...]] = MappingProxyType(
    {
        Function.SALES: ("営業", "セールス"),
        Function.CUSTOMER_SUCCESS: ("customer success", "カスタマーサクセス"),
    }
)
"""Those that the advice knows; any other name is taken as it is."""
_CLASSES = {simplify(n): c for c, names in CLASS_NAMES.items() for n in (c.value, *names)}
_FUNCTIONS = {simplify(n): f for f, names in FUNCTION_NAMES.items() for n in (f.value, *names)}


def parse_aggregate_records(
    values: Iterable[Mapping[str, object]], on: date, kind: SourceKind
) -> Reading:
    """Return the counts of records as JSON brings them.

    Args:
        values: From column to value, as in `{"class": "enablement", "count": 6}`.
        on: Today, where the records are; counts without a date are of this day.
        kind: What the history is marked with.

    Raises:
        SourceError: If anything cannot be read; the line is the number of the record, from 1.
    """
    return read_aggregate(build_records_from(values), on, kind)


def read_aggregate(records: Iterable[Record], on: date, kind: SourceKind) -> Reading:
    """Return the counts of the newest date, with those of earlier dates as history.

    Raises:
        SourceError: If anything cannot be read, lies after `on`, or is there twice.
    """
    counts = _Counts(on)
    for record in records:
        counts.add(record)
    if not counts.by_day:
        raise SourceError(Trouble.FILE_EMPTY)
    *earlier, newest = sorted(counts.by_day)
    history = tuple(Snapshot(day, kind, tuple(counts.by_day[day])) for day in earlier)
    return Reading(newest, tuple(counts.by_day[newest]), history=history)


class _Counts:
    """The counts read so far, by date."""

    def __init__(self, on: date) -> None:
        self.by_day: dict[date, list[HeadcountRow]] = {}
        self._on = on
        self._seen: set[tuple[date, HeadcountClass, str, str]] = set()
        self._totals: defaultdict[tuple[date, HeadcountClass], Decimal] = defaultdict(Decimal)
        self._spellings = Spellings()

    def add(self, record: Record) -> None:
        """Take in one row."""
        if len(self._seen) == MOST_COUNT_ROWS:
            raise SourceError(Trouble.FILE_TOO_LONG, limit=MOST_COUNT_ROWS)
        day = record.day(Column.AS_OF) or self._on
        if day > self._on:
            raise record.refuse(Column.AS_OF, Trouble.DATE_AHEAD)
        row = self._read_row(record)
        key = (day, row.headcount_class, row.function, row.segment)
        if key in self._seen:
            raise SourceError(Trouble.ROW_REPEATED, line=record.line)
        self._seen.add(key)
        self._add_up(record, day, row)
        self.by_day.setdefault(day, []).append(row)

    def _read_row(self, record: Record) -> HeadcountRow:
        headcount_class = _CLASSES.get(simplify(record.text(Column.CLASS)))
        if headcount_class is None:
            raise record.refuse(Column.CLASS, Trouble.CLASS_UNKNOWN)
        function = record.text(Column.FUNCTION)
        people, fte = record.count(Column.COUNT), record.fte(Column.FTE)
        if fte is not None and fte > MOST_SHARE * people:
            # Most likely 1,200 people, whose thousands were taken for a cell of their own.
            raise record.refuse(
                Column.FTE, Trouble.FTE_BEYOND_PEOPLE, people=people, fte=f"{fte.normalize():f}"
            )
        return HeadcountRow(
            headcount_class,
            people,
            _FUNCTIONS.get(simplify(function)) or self._spellings.find_first(function),
            self._spellings.find_first(record.text(Column.SEGMENT)),
            fte,
        )

    def _add_up(self, record: Record, day: date, row: HeadcountRow) -> None:
        """Refuse a total beyond belief, which nothing that follows could hold."""
        self._totals[day, row.headcount_class] += max(Decimal(row.people), row.fte or Decimal(0))
        if self._totals[day, row.headcount_class] > MOST_PEOPLE:
            raise record.refuse(Column.COUNT, Trouble.COUNT_NOT_READABLE, limit=MOST_PEOPLE)
