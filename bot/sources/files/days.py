"""Dates as people and spreadsheets write them."""

import re
import unicodedata
from datetime import date

EARLIEST_YEAR = 1950
"""Before it nobody started who still works: an empty date of a spreadsheet reads as 1899."""

_TIME = re.compile(
    r"[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?: ?(?:z|[+-]\d{2}:?\d{2}))?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})"
    r"|年 ?(?P<month_ja>\d{1,2})月 ?(?P<day_ja>\d{1,2})日"
    r"|(?P<month_tight>\d{2})(?P<day_tight>\d{2}))"
)
_YEAR_LAST = re.compile(
    r"(?P<first>\d{1,2})(?P<gap>[-/.])(?P<second>\d{1,2})(?P=gap)(?P<year>\d{4})"
)
_DAY_NAMED_MONTH = re.compile(r"(?P<day>\d{1,2})[- ](?P<month>[a-z]{3,9})[- ](?P<year>\d{4})")
_NAMED_MONTH_DAY = re.compile(r"(?P<month>[a-z]{3,9}) (?P<day>\d{1,2}),? (?P<year>\d{4})")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def list_readings(text: str) -> set[date]:
    """Return the dates that a text can mean: none, one, or two where day and month could swap.

    A time after the date is left out: the date counts as it was written. Years have four digits.

    >>> list_readings("2026年3月1日"), list_readings("31/03/2026 00:00")
    ({datetime.date(2026, 3, 1)}, {datetime.date(2026, 3, 31)})
    >>> len(list_readings("03/04/2026")), len(list_readings("03.04.2026"))
    (2, 1)
    """
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    time = _TIME.search(folded)
    written = folded if time is None or time.end() != len(folded) else folded[: time.start()]
    return {day for day in _read(written) if day is not None and day.year >= EARLIEST_YEAR}


def _read(written: str) -> list[date | None]:
    if match := _YEAR_FIRST.fullmatch(written):
        month = match["month"] or match["month_ja"] or match["month_tight"]
        day = match["day"] or match["day_ja"] or match["day_tight"]
        return [_find_date(match["year"], month, day)]
    if match := _YEAR_LAST.fullmatch(written):
        year, first, second = match["year"], match["first"], match["second"]
        day_first = _find_date(year, second, first)
        # Dots are written only where the day comes first.
        return [day_first] if match["gap"] == "." else [day_first, _find_date(year, first, second)]
    if match := _DAY_NAMED_MONTH.fullmatch(written) or _NAMED_MONTH_DAY.fullmatch(written):
        return [_find_date(match["year"], _find_month(match["month"]), match["day"])]
    return []


def _find_month(name: str) -> int:
    """Return the number of a month by its name or how it begins; 0 where there is none."""
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)


def _find_date(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
