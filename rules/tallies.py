"""What a source counted before we know on which side of the ratio it belongs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Traits:
    """What people counted together have in common; empty where the source does not say."""

    department: str = ""
    title: str = ""
    region: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people share some traits.

    Attributes:
        people: 1 or more.
        fte: The same in full-time equivalents, in tenths; None where the source does not say.
    """

    traits: Traits
    people: int
    fte: Decimal | None = None


def count_people(tallies: Iterable[Tally]) -> int:
    """Return the people of all tallies."""
    return sum(tally.people for tally in tallies)


def add_fte(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    """Return two counts of full-time equivalents together; unknown with anything is unknown."""
    return None if first is None or second is None else first + second
