"""A headcount: counts per class, function and segment at one date. Never people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.facts import Facts
from rules.provenance import OURS, Figure, Grade, our_judgement
from rules.wording import say

DEFINITION = our_judgement(
    say(
        "Customer-facing here: everybody enablement supports, such as sales, customer success,"
        " support, sales engineers and partner teams."
    )
)
SMALL_SEGMENT_BELOW = Figure(25, Grade.JUDGEMENT, OURS)


class HeadcountClass(StrEnum):
    """Which side of the ratio a row counts for."""

    CUSTOMER_FACING = "customer_facing"
    ENABLEMENT = "enablement"


class Function(StrEnum):
    """Functions that triggers look at; a source may name others."""

    SALES = "sales"
    CUSTOMER_SUCCESS = "cs"


class SourceKind(StrEnum):
    """Where a snapshot came from."""

    MANUAL = "manual"
    FILE = "file"
    SLACK_USERGROUPS = "slack_usergroups"
    REST = "rest"
    SQL = "sql"
    GOOGLE = "google"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class HeadcountRow:
    """One count.

    Attributes:
        function: As `sales` or `cs`; empty where not split.
        segment: A named part of the company; empty where not split.
        people: 0 or more.
        fte: The same in full-time equivalents, in tenths; None where not given.
    """

    headcount_class: HeadcountClass
    people: int
    function: str = ""
    segment: str = ""
    fte: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything counted at one date."""

    as_of: date
    source: SourceKind
    rows: tuple[HeadcountRow, ...]

    @property
    def customer_facing(self) -> int:
        """Return the customer-facing teammates of all rows."""
        return _count_customer_facing(self.rows)

    @property
    def enablers(self) -> Decimal | None:
        """Return the enablers in FTE; None where no row counts them."""
        return _count_enablers(self.rows)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the company that has enablers of its own."""

    name: str
    customer_facing: int
    enablers: Decimal

    @property
    def is_small(self) -> bool:
        """Return whether it is too small to judge."""
        return self.customer_facing < SMALL_SEGMENT_BELOW.value


def list_segments(snapshot: Snapshot) -> list[Segment]:
    """Return the segments by name; none where all enablers are central."""
    enablement = [row for row in snapshot.rows if row.headcount_class is HeadcountClass.ENABLEMENT]
    if not any(row.segment for row in enablement):
        return []
    by_name = {
        name: [row for row in snapshot.rows if row.segment == name]
        for name in list_segment_names(snapshot)
    }
    return [
        Segment(name, _count_customer_facing(rows), _count_enablers(rows) or Decimal(0))
        for name, rows in by_name.items()
    ]


def list_segment_names(snapshot: Snapshot) -> list[str]:
    """Return every segment that some row names, whether or not it can be judged."""
    return sorted({row.segment for row in snapshot.rows if row.segment})


def facts_from_snapshot(snapshot: Snapshot) -> Facts:
    """Return what a snapshot tells about a company.

    A function that no row names is unknown, not zero.
    """
    return Facts(
        customer_facing=snapshot.customer_facing,
        enablers=snapshot.enablers,
        sales=_count_function(snapshot, Function.SALES),
        customer_success=_count_function(snapshot, Function.CUSTOMER_SUCCESS),
    )


def rows_from_facts(facts: Facts) -> tuple[HeadcountRow, ...]:
    """Return the rows of a headcount given by hand; the inverse of `facts_from_snapshot`."""
    parts = ((Function.SALES, facts.sales), (Function.CUSTOMER_SUCCESS, facts.customer_success))
    rows = [
        HeadcountRow(HeadcountClass.CUSTOMER_FACING, count, function)
        for function, count in parts
        if count is not None
    ]
    rest = facts.customer_facing - sum(row.people for row in rows)
    if rest or not rows:
        rows.append(HeadcountRow(HeadcountClass.CUSTOMER_FACING, rest))
    if facts.enablers is not None:
        people = int(facts.enablers.to_integral_value(rounding="ROUND_CEILING"))
        rows.append(HeadcountRow(HeadcountClass.ENABLEMENT, people, fte=facts.enablers))
    return tuple(rows)


def count_class(
    rows: Iterable[HeadcountRow], headcount_class: HeadcountClass
) -> HeadcountRow | None:
    """Return the rows of a class as one without function and segment; None where there is none."""
    found = [row for row in rows if row.headcount_class is headcount_class]
    if not found:
        return None
    is_whole = all(row.fte is None for row in found)
    fte = None if is_whole else _count_enablers(found)
    return HeadcountRow(headcount_class, sum(row.people for row in found), fte=fte)


def _count_customer_facing(rows: Iterable[HeadcountRow]) -> int:
    return sum(row.people for row in rows if row.headcount_class is HeadcountClass.CUSTOMER_FACING)


def _count_enablers(rows: Iterable[HeadcountRow]) -> Decimal | None:
    counts = [
        Decimal(row.people) if row.fte is None else row.fte
        for row in rows
        if row.headcount_class is HeadcountClass.ENABLEMENT
    ]
    return sum(counts, Decimal(0)) if counts else None


def _count_function(snapshot: Snapshot, function: Function) -> int | None:
    counts = [
        row.people
        for row in snapshot.rows
        if row.headcount_class is HeadcountClass.CUSTOMER_FACING and row.function == function
    ]
    return sum(counts) if counts else None
