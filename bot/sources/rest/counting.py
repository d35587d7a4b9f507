"""Count rows while they come: of a row only its id and what it has in common with others stays."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum, auto
from typing import Any

from bot.errors import SourceError
from bot.sources.numbers import parse_count
from bot.sources.rest.selectors import (
    Selector,
    parse_amount,
    parse_day,
    parse_id,
    parse_trait,
)
from bot.sources.rest.shapes import FteFlag, GroupPlan, PeoplePlan, Trait
from rules.tallies import Tally, Traits, add_fte
from rules.troubles import Trouble

TENTH = Decimal("0.1")
MOST_COMBINATIONS = 40_000
"""Of department, title, region and group."""


class Standing(Enum):
    """How somebody counts on a day; of two records that nothing else parts, the first of these."""

    COUNTED = auto()
    CONTRACTOR = auto()
    ARRIVING = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of all rows."""

    tallies: tuple[Tally, ...]
    contractors: int
    arriving: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of somebody until the run ends.

    Attributes:
        since: When this employment began; None where the source does not say.
    """

    since: date | None
    standing: Standing
    traits: Traits
    fte: Decimal | None


class PeopleCounter:
    """Counts people, each once, whatever the number of pages or employments they come in."""

    def __init__(self, plan: PeoplePlan, on: date, *, counts_contractors: bool) -> None:
        self._plan = plan
        self._on = on
        self._counts_contractors = counts_contractors
        self._entries: dict[str, Entry] = {}
        self._traits: dict[Traits, Traits] = {}
        # What no row has said yet: a status that never comes would make everybody disappear.
        self._silent = [condition.selector for condition in plan.state.active_when]

    def add(self, rows: Iterable[Any]) -> int:
        """Count a page and return how many of its rows are no repetition of an earlier one.

        Raises:
            SourceError: If a row has no id, or a value that cannot be read.
        """
        return sum(self._add(row) for row in rows)

    def finish(self) -> Counts:
        """Return what was counted.

        Raises:
            SourceError: If a field is missing throughout: the credential may not see it.
        """
        if self._entries and self._silent:
            raise SourceError(Trouble.FORBIDDEN, column=self._silent[0].text)
        standings = Counter(entry.standing for entry in self._entries.values())
        counted = [e for e in self._entries.values() if e.standing is Standing.COUNTED]
        tallies = _tally((entry.traits, 1, entry.fte) for entry in counted)
        _check_traits(tallies, self._plan.dims)
        return Counts(tallies, standings[Standing.CONTRACTOR], standings[Standing.ARRIVING])

    def _add(self, row: Any) -> bool:
        key = parse_id(self._plan.id.find(row))
        if key is None:
            raise SourceError(Trouble.ROW_WITHOUT_ID)
        entry = self._read(self._choose_employment(row))
        known = self._entries.get(key)
        if known is None or self._rank(entry) > self._rank(known):
            self._entries[key] = entry
        return known is None or known.since != entry.since

    def _rank(self, entry: Entry) -> tuple[date, int, tuple[str, ...], Decimal]:
        """Return what decides which of a person's records counts: the highest does."""
        # One that has not begun yet stands behind all others.
        since = entry.since or date.min
        begun = since if since <= self._on else date.min
        # Whoever left is often kept beside the record of their return, and pages come in any order:
        # the active record says that somebody is there, and the rest only settles it for good.
        traits = entry.traits
        names = (traits.department, traits.title, traits.region, traits.group)
        fte = Decimal(-1) if entry.fte is None else entry.fte
        return begun, -entry.standing.value, names, fte

    def _choose_employment(self, row: Any) -> Any:
        """Return a row with the newest of its employments that has begun, as `employment`."""
        employments = self._plan.employments
        if employments is None or not isinstance(row, dict):
            return row
        entries = employments.rows.find(row) or []
        if not isinstance(entries, list):
            raise SourceError(Trouble.NOT_READABLE, column=employments.rows.text)
        days = [parse_day(employments.effective.find(e), "effective") or date.min for e in entries]
        begun = [place for place, day in enumerate(days) if day <= self._on]
        newest = max(begun, key=days.__getitem__, default=None)
        return {**row, "employment": None if newest is None else entries[newest]}

    def _read(self, row: Any) -> Entry:
        state = self._plan.state
        start = parse_day(state.start.find(row), "start") if state.start else None
        standing = self._judge(row, start)
        if standing is not Standing.COUNTED:
            return Entry(start, standing, Traits(), None)
        traits = _read_traits(row, self._plan.dims)
        # Thousands share a few: one object each is enough.
        shared = self._traits.setdefault(traits, traits)
        _check_combinations(self._traits)
        return Entry(start, standing, shared, self._read_fte(row))

    def _judge(self, row: Any, start: date | None) -> Standing:
        standing = self._judge_presence(row, start)
        contractor = self._plan.contractor
        if self._counts_contractors or contractor is None or not contractor.holds(row):
            return standing
        return Standing.CONTRACTOR if standing is Standing.COUNTED else Standing.GONE

    def _judge_presence(self, row: Any, start: date | None) -> Standing:
        state, on = self._plan.state, self._on
        end = parse_day(state.end.find(row), "end") if state.end else None
        is_active = self._is_active(row)
        if end is not None and (end < on or (end == on and not state.end_inclusive)):
            return Standing.GONE
        if state.arriving_when is not None and state.arriving_when.holds(row):
            return Standing.ARRIVING
        if start is not None and start > on:
            # Whoever ends before the start never came.
            return Standing.ARRIVING if end is None or end >= start else Standing.GONE
        return Standing.COUNTED if is_active else Standing.GONE

    def _is_active(self, row: Any) -> bool:
        is_active = True
        for condition in self._plan.state.active_when:
            found = condition.selector.find(row)
            if found is not None and condition.selector in self._silent:
                self._silent.remove(condition.selector)
            is_active = is_active and condition.accepts(found)
        return is_active

    def _read_fte(self, row: Any) -> Decimal | None:
        fte = self._plan.fte
        if fte is None:
            return None
        if isinstance(fte, FteFlag):
            return Decimal(1) if fte.full_time.holds(row) else None
        amount = parse_amount(fte.selector.find(row), "fte")
        return None if amount is None else amount / fte.full_time


class GroupCounter:
    """Adds up rows that each count several people."""

    def __init__(self, plan: GroupPlan, *, counts_contractors: bool) -> None:
        self._plan = plan
        self._counts_contractors = counts_contractors
        self._contractors = 0
        self._groups: Counter[Traits] = Counter()

    def add(self, rows: Iterable[Any]) -> int:
        """Add a page and return how many rows it had.

        Raises:
            SourceError: If a row has no number, or a value that cannot be read.
        """
        return sum(self._add(row) for row in rows)

    def finish(self) -> Counts:
        """Return what was counted.

        Raises:
            SourceError: If a field is missing throughout: the credential may not see it.
        """
        tallies = _tally((traits, people, None) for traits, people in self._groups.items())
        _check_traits(tallies, self._plan.dims)
        return Counts(tallies, self._contractors)

    def _add(self, row: Any) -> bool:
        people = parse_count(self._plan.people.find(row), column=self._plan.people.text)
        contractor = self._plan.contractor
        if not self._counts_contractors and contractor is not None and contractor.holds(row):
            self._contractors += people
        elif people:
            self._groups[_read_traits(row, self._plan.dims)] += people
            _check_combinations(self._groups)
        return True


def _read_traits(row: Any, dims: Mapping[Trait, Selector]) -> Traits:
    return Traits(**{trait.value: parse_trait(dim.find(row), trait) for trait, dim in dims.items()})


def _tally(parts: Iterable[tuple[Traits, int, Decimal | None]]) -> tuple[Tally, ...]:
    """Return one tally for each combination of traits; its FTE is known if everybody's is."""
    people: Counter[Traits] = Counter()
    fte: dict[Traits, Decimal | None] = {}
    for traits, count, share in parts:
        people[traits] += count
        fte[traits] = add_fte(fte.get(traits, Decimal(0)), share)
    return tuple(
        Tally(traits, count, _round(fte[traits])) for traits, count in people.most_common()
    )


def _round(fte: Decimal | None) -> Decimal | None:
    return None if fte is None else fte.quantize(TENTH, ROUND_HALF_UP)


def _check_combinations(combinations: Collection[Traits]) -> None:
    """Refuse more of them than any company has: each is kept, while rows are only counted."""
    if len(combinations) > MOST_COMBINATIONS:
        raise SourceError(Trouble.TOO_MANY_ROWS, limit=MOST_COMBINATIONS)


def _check_traits(tallies: Iterable[Tally], dims: Mapping[Trait, Selector]) -> None:
    """Refuse people of whom nothing is known: all of them would be left over by any mapping."""
    if dims and {tally.traits for tally in tallies} == {Traits()}:
        raise SourceError(Trouble.FORBIDDEN, column=next(iter(dims)))
