"""What a source gives back: counts, never people."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rules.headcounts import HeadcountRow, Snapshot
from rules.tallies import Tally


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one source counted at one date, complete.

    Attributes:
        rows: Counts whose class the source knows.
        tallies: Counts that a mapping has to place.
        history: Counts at earlier dates, oldest first.
        people: Rows, people or members looked at; 0 where the source returned counts only.
        pages: Requests, files or sheets it took.
        contractors: Those set apart, because the source does not count them.
        arriving: Those who have not started.
    """

    as_of: date
    rows: tuple[HeadcountRow, ...] = ()
    tallies: tuple[Tally, ...] = ()
    history: tuple[Snapshot, ...] = ()
    people: int = 0
    pages: int = 1
    contractors: int = 0
    arriving: int = 0


class Source(Protocol):
    """A headcount source, connected and ready to be read."""

    def read(self, on: date) -> Reading:
        """Count who is there on a date.

        Raises:
            SourceError: If the answer cannot be used, or is only a part: then nothing counts.
        """
