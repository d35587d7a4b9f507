"""The one sanity gate: which counts need an admin's word before they are published."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from math import ceil
from types import MappingProxyType

from rules.headcounts import HeadcountClass, HeadcountRow
from rules.mappings import merge_rows
from rules.provenance import OURS, Figure, Grade
from rules.wording import Phrase, say

CHANGE_PERCENT = Figure(20, Grade.JUDGEMENT, OURS)
CHANGE_HEADS = Figure(5, Grade.JUDGEMENT, OURS)
"""In a small organisation a fifth is one hire, so fewer heads than these hold nothing."""
GROWTH_PERCENT = Figure(50, Grade.JUDGEMENT, OURS)
UNCLASSIFIED_POINTS = Figure(10, Grade.JUDGEMENT, OURS)


class HoldReason(StrEnum):
    """What is hard to believe about new counts."""

    NOBODY_LEFT = "nobody_left"
    GREW = "grew"
    TOTAL_CHANGED = "total_changed"
    CLASS_VANISHED = "class_vanished"
    NO_ENABLER_LEFT = "no_enabler_left"
    CLASS_CHANGED = "class_changed"
    FUNCTIONS_VANISHED = "functions_vanished"
    MORE_UNCLASSIFIED = "more_unclassified"


@dataclass(frozen=True, slots=True)
class Hold:
    """One thing that is hard to believe, with the numbers on both sides.

    Attributes:
        headcount_class: None where it is about everybody.
        before: As published: people, or enablers in FTE rounded up; per cent of those listed for
            `MORE_UNCLASSIFIED`.
        after: The same as counted now.
    """

    reason: HoldReason
    headcount_class: HeadcountClass | None
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those a source listed fell under no rule.

    Attributes:
        whole: Everybody listed; 0 where the source lists nobody, then there is no share.
    """

    part: int
    whole: int

    @property
    def percent(self) -> int:
        """Return the share in whole per cent, half up."""
        return (200 * self.part + self.whole) // (2 * self.whole)


def find_holds(
    before: Sequence[HeadcountRow],
    after: Sequence[HeadcountRow],
    unclassified_before: Share | None = None,
    unclassified_after: Share | None = None,
) -> tuple[Hold, ...]:
    """Return why counts should not be published unasked; empty where nothing speaks against it.

    Args:
        before: Published counts of the classes that the source supplies; only these classes are
            compared, and without any there is nothing to hold against.
        after: What the source counts now.
        unclassified_before: When the published counts were taken; None where nothing is mapped.
        unclassified_after: Now.
    """
    classes = [known for known in HeadcountClass if _list_class(before, known)]
    if not classes:
        return ()
    compared = [row for row in after if row.headcount_class in classes]
    total = _judge_total(_count_heads(before), _count_heads(compared))
    holds = [] if total is None else [total]
    # What the total says already is not said again for the class.
    if total is None or (len(classes) > 1 and total.reason is not HoldReason.NOBODY_LEFT):
        for headcount_class in classes:
            holds += _judge_class(headcount_class, before, compared)
    return (*holds, *_judge_unclassified(unclassified_before, unclassified_after))


def _judge_total(before: int, after: int) -> Hold | None:
    if before and not after:
        return Hold(HoldReason.NOBODY_LEFT, None, before, after)
    if before and 100 * (after - before) > GROWTH_PERCENT.value * before:
        return Hold(HoldReason.GREW, None, before, after)
    if _is_leap(Decimal(before), Decimal(after)):
        return Hold(HoldReason.TOTAL_CHANGED, None, before, after)
    return None


def _judge_class(
    headcount_class: HeadcountClass, before: Sequence[HeadcountRow], after: Sequence[HeadcountRow]
) -> Iterator[Hold]:
    old, new = _list_class(before, headcount_class), _list_class(after, headcount_class)
    known, counted = _count(old), _count(new)
    if known and not counted:
        is_told = bool(new) and headcount_class is HeadcountClass.ENABLEMENT
        reason = HoldReason.NO_ENABLER_LEFT if is_told else HoldReason.CLASS_VANISHED
    elif _is_leap(known, counted):
        reason = HoldReason.CLASS_CHANGED
    else:
        lost = _count_lost(old, new)
        if lost > CHANGE_HEADS.value:
            yield Hold(HoldReason.FUNCTIONS_VANISHED, headcount_class, lost, 0)
        return
    yield Hold(reason, headcount_class, ceil(known), ceil(counted))


def _judge_unclassified(before: Share | None, after: Share | None) -> Iterator[Hold]:
    if before is None or after is None or not (before.whole and after.whole):
        return
    # By multiplication, so that no rounding can hide the tenth point.
    risen = 100 * (after.part * before.whole - before.part * after.whole)
    if risen >= UNCLASSIFIED_POINTS.value * before.whole * after.whole:
        yield Hold(HoldReason.MORE_UNCLASSIFIED, None, before.percent, after.percent)


def _is_leap(before: Decimal, after: Decimal) -> bool:
    change = 100 * abs(after - before)
    return change > CHANGE_PERCENT.value * before and change > 100 * CHANGE_HEADS.value


def _list_class(
    rows: Iterable[HeadcountRow], headcount_class: HeadcountClass
) -> list[HeadcountRow]:
    return [row for row in rows if row.headcount_class is headcount_class]


def _count_heads(rows: Iterable[HeadcountRow]) -> int:
    return sum(row.people for row in rows)


def _count(rows: Iterable[HeadcountRow]) -> Decimal:
    """Return what the ratio is made of: FTE of enablers where given, else people."""
    return sum(
        (
            Decimal(row.people)
            if row.fte is None or row.headcount_class is HeadcountClass.CUSTOMER_FACING
            else row.fte
            for row in rows
        ),
        Decimal(0),
    )


def _count_lost(before: Sequence[HeadcountRow], after: Sequence[HeadcountRow]) -> int:
    """Return the people of functions that are gone while others are still told apart."""
    told = {row.function for row in after if row.function and row.people}
    if not told:
        return 0
    return _count_heads(row for row in before if row.function and row.function not in told)


PEOPLE: Mapping[HeadcountClass, Phrase] = MappingProxyType(
    {
        HeadcountClass.CUSTOMER_FACING: say("customer-facing teammates"),
        HeadcountClass.ENABLEMENT: say("enablers"),
    }
)


def describe_hold(hold: Hold) -> Phrase:
    """Return what an admin has to judge, with the numbers before and after."""
    return {**_describe_total(hold.before, hold.after), **_describe_class(hold)}[hold.reason]


def _describe_total(before: int, after: int) -> Mapping[HoldReason, Phrase]:
    return {
        HoldReason.NOBODY_LEFT: say(
            "The source counts nobody any more; before, it was {before}.", before=before
        ),
        HoldReason.GREW: say(
            "The total grew by more than half, from {before} to {after}: were contractors let in,"
            " or was a filter lost?",
            before=before,
            after=after,
        ),
        HoldReason.TOTAL_CHANGED: say(
            "The total went from {before} to {after}.", before=before, after=after
        ),
        HoldReason.MORE_UNCLASSIFIED: say(
            "{after}% of those listed fit no rule of the mapping; before, it was {before}%.",
            after=after,
            before=before,
        ),
    }


def _describe_class(hold: Hold) -> Mapping[HoldReason, Phrase]:
    before = hold.before
    people = PEOPLE[hold.headcount_class or HeadcountClass.CUSTOMER_FACING]
    return {
        HoldReason.CLASS_VANISHED: say(
            "The source counts no {people} any more; before, there were {before}.",
            people=people,
            before=before,
        ),
        HoldReason.NO_ENABLER_LEFT: say(
            "No enabler is left; before, there were {before}.", before=before
        ),
        HoldReason.CLASS_CHANGED: say(
            "The number of {people} went from {before} to {after}.",
            people=people,
            before=before,
            after=hold.after,
        ),
        HoldReason.FUNCTIONS_VANISHED: say(
            "Whole functions are gone from the {people}; {before} people were in them.",
            people=people,
            before=before,
        ),
    }


def fingerprint(rows: Sequence[HeadcountRow]) -> str:
    """Return a digest that equal counts share, whatever the order of their rows.

    >>> fingerprint([]) == fingerprint([HeadcountRow(HeadcountClass.ENABLEMENT, 1)])
    False
    """
    counts = [
        [
            row.headcount_class,
            row.function,
            row.segment,
            row.people,
            None if row.fte is None else f"{row.fte.normalize():f}",
        ]
        for row in merge_rows(rows)
    ]
    return sha256(json.dumps(counts).encode()).hexdigest()
