"""Which department, title or group counts for which side of the ratio."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from rules.headcounts import HeadcountClass, HeadcountRow
from rules.patterns import fits, split_pattern
from rules.tallies import Tally, Traits, add_fte, count_people


class SegmentBy(StrEnum):
    """What names the segment of those a mapping counts."""

    NOTHING = "nothing"
    REGION = "region"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where people count.

    Attributes:
        headcount_class: None where they count for neither side.
        function: As `sales` or `cs`; empty where it does not matter.
        segment: A fixed segment; empty where `Mapping.segment_by` names it.
    """

    headcount_class: HeadcountClass | None
    function: str = ""
    segment: str = ""


NOT_COUNTED = Placement(None)


@dataclass(frozen=True, slots=True)
class MappingRule:
    """One line of a mapping: what has to match, and where the people then count.

    Attributes:
        title: With `*` for anything; exact where it has none. Case and width do not matter.

    Raises:
        ValueError: If it would match everybody.
    """

    placement: Placement
    department: str = ""
    title: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        folded = _fold_rule(self)
        if not (folded.department or any(folded.title) or folded.group):
            raise ValueError("a mapping rule needs a department, a title or a group")

    @property
    def rank(self) -> int:
        """Return its place in the order in which rules are tried, the most exact first."""
        folded = _fold_rule(self)
        if folded.department and len(folded.title) == 1:
            return 0
        if folded.title:
            return 1
        return 2 if folded.department else 3

    def matches(self, traits: Traits) -> bool:
        """Return whether people with these traits are meant."""
        return _fold_rule(self).matches(_fold_traits(traits))


@dataclass(frozen=True, slots=True)
class _FoldedRule:
    """A rule as it is compared.

    Attributes:
        title: As `split_pattern` returns it.
        needle: The longest of its parts; without it in a title there is no need to look closer.
    """

    department: str
    title: tuple[str, ...]
    needle: str
    group: str
    placement: Placement

    def matches(self, traits: Traits) -> bool:
        """Return whether these traits, folded, are meant."""
        return (
            (not self.department or traits.department == self.department)
            and (not self.group or traits.group == self.group)
            and (not self.title or fits(self.title, traits.title))
        )


@dataclass(frozen=True)  # without slots, which leave no room for the rules once they are ordered
class Mapping:
    """How one source's people are placed; the first rule that matches wins."""

    rules: tuple[MappingRule, ...] = ()
    segment_by: SegmentBy = SegmentBy.NOTHING

    @cached_property
    def _ordered(self) -> tuple[_FoldedRule, ...]:
        return tuple(_fold_rule(rule) for rule in sorted(self.rules, key=lambda rule: rule.rank))

    def find_placement(self, traits: Traits) -> Placement | None:
        """Return where people with these traits count, or None where no rule matches.

        Ties of rank go to the rule that stands first.
        """
        folded = _fold_traits(traits)
        title = folded.title
        for rule in self._ordered:
            if rule.needle in title and rule.matches(folded):
                return rule.placement
        return None

    def find_segment(self, traits: Traits, placement: Placement) -> str:
        """Return the segment of people with these traits; empty where they have none."""
        by_trait = {
            SegmentBy.NOTHING: "",
            SegmentBy.REGION: traits.region,
            SegmentBy.DEPARTMENT: traits.department,
        }
        return placement.segment or by_trait[self.segment_by]


@dataclass(frozen=True, slots=True)
class Classified:
    """Tallies after a mapping.

    Attributes:
        rows: What counts, by class, function and segment.
        unclassified: What no rule matched, most people first; it counts for neither side.
        people: Those some rule matched, whether or not they count.
    """

    rows: tuple[HeadcountRow, ...]
    unclassified: tuple[Tally, ...]
    people: int

    @property
    def unclassified_people(self) -> int:
        """Return how many people no rule matched."""
        return count_people(self.unclassified)


def classify(tallies: Iterable[Tally], mapping: Mapping) -> Classified:
    """Place people by a mapping.

    Tallies that end in the same class, function and segment become one row.
    """
    placed: dict[tuple[HeadcountClass, str, str], tuple[int, Decimal | None]] = {}
    unclassified: dict[Traits, Tally] = {}
    people = 0
    # Asked once for each combination: a large company has far fewer of those than of people.
    for traits, tally in _by_traits(tallies).items():
        placement = mapping.find_placement(traits)
        if placement is None:
            unclassified[traits] = tally
            continue
        people += tally.people
        if placement.headcount_class is None:
            continue
        segment = mapping.find_segment(traits, placement)
        key = (placement.headcount_class, placement.function, segment)
        known, fte = placed.get(key, (0, Decimal(0)))
        placed[key] = (known + tally.people, add_fte(fte, tally.fte))
    rows = tuple(
        HeadcountRow(headcount_class, count, function, segment, fte)
        for (headcount_class, function, segment), (count, fte) in sorted(placed.items())
    )
    return Classified(rows, tuple(sorted(unclassified.values(), key=_most_people_first)), people)


def merge_rows(rows: Sequence[HeadcountRow]) -> tuple[HeadcountRow, ...]:
    """Return rows with one for each class, function and segment."""
    merged: dict[tuple[HeadcountClass, str, str], HeadcountRow] = {}
    for row in rows:
        key = (row.headcount_class, row.function, row.segment)
        known = merged.get(key)
        merged[key] = (
            row
            if known is None
            else HeadcountRow(
                row.headcount_class,
                known.people + row.people,
                row.function,
                row.segment,
                add_fte(known.fte, row.fte),
            )
        )
    return tuple(merged[key] for key in sorted(merged))


def fold(text: str) -> str:
    """Return text for comparing: case, width and spaces do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _fold_rule(rule: MappingRule) -> _FoldedRule:
    title = split_pattern(fold(rule.title))
    return _FoldedRule(
        fold(rule.department),
        title,
        max(title, key=len, default=""),
        fold(rule.group),
        rule.placement,
    )


def _fold_traits(traits: Traits) -> Traits:
    return Traits(fold(traits.department), fold(traits.title), group=fold(traits.group))


def _by_traits(tallies: Iterable[Tally]) -> dict[Traits, Tally]:
    grouped: defaultdict[Traits, list[Tally]] = defaultdict(list)
    for tally in tallies:
        grouped[tally.traits].append(tally)
    return {
        traits: Tally(traits, count_people(parts), _sum_fte(parts))
        for traits, parts in grouped.items()
    }


def _most_people_first(tally: Tally) -> tuple[int, str, str, str, str]:
    traits = tally.traits
    return -tally.people, traits.title, traits.department, traits.group, traits.region


def _sum_fte(parts: Sequence[Tally]) -> Decimal | None:
    total: Decimal | None = Decimal(0)
    for part in parts:
        total = add_fte(total, part.fte)
    return total
