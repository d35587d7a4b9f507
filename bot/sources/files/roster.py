"""The roster template: one row for each person, without names, counted as it goes by."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from types import MappingProxyType

from bot.errors import SourceError
from bot.sources.files.columns import Column, simplify
from bot.sources.files.limits import LONGEST_TITLE, MOST_COMBINATIONS, MOST_ROSTER_ROWS
from bot.sources.files.records import Record, Spellings
from bot.sources.readings import Reading
from rules.tallies import Tally, Traits, add_fte
from rules.troubles import Trouble

NO_END_FROM_YEAR = 2099
"""Ends such as 2099-12-31, 2999-12-31 and 9999-01-01 are how systems write that there is none."""
_TENTH = Decimal("0.1")


class Standing(StrEnum):
    """How somebody stands to the headcount."""

    COUNTED = "counted"
    ARRIVING = "arriving"
    CONTRACTOR = "contractor"
    GONE = "gone"


_CONTRACTORS = (
    "contractor", "independent contractor", "contingent", "contingent worker", "consultant",
    "external", "freelance", "freelancer", "agency", "agency worker", "temp", "temporary", "vendor",
    "intern", "internship",
    "業務委託", "派遣", "派遣社員", "外部", "外注", "フリーランス", "インターン", "インターンシップ",
)  # fmt: skip
STATUSES: Mapping[Standing, tuple[str, ...]] = MappingProxyType(
    {
        Standing.COUNTED: (
            "active", "current", "employed", "leave", "on leave", "paid leave", "unpaid leave",
            "parental leave", "maternity leave", "paternity leave", "family leave", "sick leave",
            "medical leave", "sabbatical",
            "在籍", "在籍中", "在職", "在職中", "勤務中", "休職", "休職中", "休業", "休業中", "産休",
            "産休中", "育休", "育休中", "育児休業", "育児休業中", "介護休業", "介護休業中",
        ),
        Standing.ARRIVING: (
            "pending", "pre-hire", "onboarding", "staged", "future", "future hire", "incoming",
            "not started", "offer accepted",
            "内定", "内定者", "入社予定", "入社前", "採用予定",
        ),
        Standing.CONTRACTOR: _CONTRACTORS,
        Standing.GONE: (
            "inactive", "terminated", "ended", "left", "leaver", "former", "resigned", "retired",
            "dismissed", "departed", "deactivated", "deceased",
            "退職", "退職済", "退職済み", "退職者", "退社", "離職", "離職済み",
        ),
    }
)  # fmt: skip
"""What may stand under `status`; a blank cell counts."""
KINDS: Mapping[Standing, tuple[str, ...]] = MappingProxyType(
    {
        Standing.COUNTED: (
            "employee", "regular", "permanent", "fixed term", "full time", "part time",
            "正社員", "契約社員", "限定正社員", "嘱託", "嘱託社員", "社員", "従業員", "パート",
            "パートタイム", "フルタイム", "アルバイト", "無期雇用", "有期雇用",
        ),
        Standing.CONTRACTOR: _CONTRACTORS,
    }
)  # fmt: skip
"""What may stand under `kind`; a blank cell is an employee."""
_STATUSES = {simplify(name): s for s, names in STATUSES.items() for name in names}
_KINDS = {simplify(name): s for s, names in KINDS.items() for name in names}


def read_roster(records: Iterable[Record], on: date) -> Reading:
    """Return how many people share department, title and region on a date.

    Nothing of a row is kept but that it was counted.

    Raises:
        SourceError: If anything cannot be read.
    """
    counts = _Counts()
    standings: Counter[Standing] = Counter()
    for record in records:
        if standings.total() == MOST_ROSTER_ROWS:
            raise SourceError(Trouble.FILE_TOO_LONG, limit=MOST_ROSTER_ROWS)
        standing = judge_person(record, on)
        standings[standing] += 1
        counts.add(record, is_counted=standing is Standing.COUNTED)
    if not standings:
        raise SourceError(Trouble.FILE_EMPTY)
    return Reading(
        on,
        tallies=counts.tallies,
        people=standings.total(),
        contractors=standings[Standing.CONTRACTOR],
        arriving=standings[Standing.ARRIVING],
    )


def judge_person(record: Record, on: date) -> Standing:
    """Return how somebody stands to the headcount on a date.

    Dates go before the status: an end that is still to come counts, whatever the status says, and
    somebody inactive who has not started is arriving. The last day counts.

    Raises:
        SourceError: If a cell cannot be read, or the end lies before the start.
    """
    status = _look_up(record, Column.STATUS, _STATUSES, Trouble.STATUS_UNKNOWN)
    kind = _look_up(record, Column.KIND, _KINDS, Trouble.KIND_UNKNOWN)
    start, end = record.day(Column.START), record.day(Column.END)
    if end is not None and end.year >= NO_END_FROM_YEAR:
        end = None
    if start is not None and end is not None and end < start:
        raise record.refuse(Column.END, Trouble.END_BEFORE_START)
    is_ahead = start is not None and start > on
    if end < on if end is not None else status is Standing.GONE and not is_ahead:
        return Standing.GONE
    if Standing.CONTRACTOR in {status, kind}:
        return Standing.CONTRACTOR
    return Standing.ARRIVING if is_ahead or status is Standing.ARRIVING else Standing.COUNTED


def _look_up(
    record: Record, column: Column, meanings: Mapping[str, Standing], unknown: Trouble
) -> Standing:
    word = simplify(record.text(column))
    if not word:
        return Standing.COUNTED
    if word not in meanings:
        raise record.refuse(column, unknown)
    return meanings[word]


class _Counts:
    """People by what they share."""

    def __init__(self) -> None:
        self._people: Counter[Traits] = Counter()
        self._fte: dict[Traits, Decimal | None] = {}
        self._spellings = Spellings()

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """Return the counts, with time to the nearest tenth."""
        return tuple(
            Tally(traits, people, None if fte is None else fte.quantize(_TENTH, ROUND_HALF_UP))
            for (traits, people), fte in zip(self._people.items(), self._fte.values(), strict=True)
        )

    def add(self, record: Record, *, is_counted: bool) -> None:
        """Read a person's traits, and count them if they count."""
        department, region = record.text(Column.DEPARTMENT), record.text(Column.REGION)
        title, share = record.text(Column.TITLE, LONGEST_TITLE), record.share(Column.FTE)
        if not is_counted:
            return
        spell = self._spellings.find_first
        traits = Traits(spell(department), spell(title), spell(region))
        self._people[traits] += 1
        self._fte[traits] = add_fte(self._fte.get(traits, Decimal(0)), share)
        if len(self._people) > MOST_COMBINATIONS:
            raise record.refuse(Column.TITLE, Trouble.FILE_TOO_LONG, limit=MOST_COMBINATIONS)
