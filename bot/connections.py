"""A workspace's headcount sources and their runs, as the bot sees them."""

from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from rules.guards import Hold
from rules.headcounts import HeadcountClass, HeadcountRow, Snapshot, SourceKind
from rules.mappings import Mapping
from rules.tallies import Tally
from rules.troubles import Incident, RunStatus

KEPT_UNMAPPED = 100
"""Titles kept with a run for the mapping editor; a form shows no more options either."""


class Cause(StrEnum):
    """What set off a run."""

    SCHEDULE = "schedule"
    DEMAND = "demand"
    ENTRY = "entry"
    PREVIEW = "preview"


class Decision(StrEnum):
    """What an admin decided about counts that were held or previewed, or what their date did."""

    ACCEPTED = "accepted"
    KEPT = "kept"
    PAUSED = "paused"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Connection:
    """One source as a workspace connected it; its secret stays in the database.

    Attributes:
        name: As an admin would call it, such as `BambooHR`.
        config: What the source needs to know, as its own parser takes it.
        supplies: The classes it is the one source of truth for.
        mapping: Places what the source cannot place itself.
        draft: A changed mapping that a preview has to show before it counts.
        counts: What it last published; empty before.
        is_confirmed: Whether a preview was accepted; before, nothing of it counts.
        due_at: When it is read next; None where only people or pushes bring it up to date.
        kept: Fingerprint of counts an admin decided against.
        unclassified: People no rule matched when it last published.
        classified: People some rule matched then.
        told: Marks of the troubles that admins have been told about since it last counted well,
            parted by spaces; empty where none is.
    """

    id: int
    workspace_id: str
    kind: SourceKind
    name: str
    config: ReadOnly[str, Any]
    supplies: frozenset[HeadcountClass]
    connected_by: str
    connected_at: datetime
    mapping: Mapping = field(default_factory=Mapping)
    draft: Mapping | None = None
    counts: tuple[HeadcountRow, ...] = ()
    is_confirmed: bool = False
    is_paused: bool = False
    as_of: date | None = None
    due_at: datetime | None = None
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    errors: int = 0
    kept: str = ""
    unclassified: int = 0
    classified: int = 0
    told: str = ""

    @property
    def supplied(self) -> tuple[HeadcountRow, ...]:
        """Return what it last published of the classes it still supplies."""
        return tuple(row for row in self.counts if row.headcount_class in self.supplies)


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt to read a source.

    Attributes:
        id: None before it is stored.
        connection_id: None once the source is disconnected.
        source: Its name at that time.
        by: The Slack user who asked for it; `shell` from the command line; None for the schedule.
        rows: What it counted; None where it could not.
        history: Counts at earlier dates that a file holds; kept until somebody decides, or newer
            counts come.
        mapping: Fingerprint of the mapping that placed its counts.
        unmapped: What no rule matched, most people first, cut at `KEPT_UNMAPPED`; kept as `history`.
        incident: What went wrong.
        holds: Why it was not published.
    """

    workspace_id: str
    connection_id: int | None
    kind: SourceKind
    source: str
    status: RunStatus
    cause: Cause
    by: str | None
    started_at: datetime
    finished_at: datetime
    as_of: date
    rows: tuple[HeadcountRow, ...] | None = None
    history: tuple[Snapshot, ...] = ()
    people: int = 0
    pages: int = 0
    classified: int = 0
    unclassified: int = 0
    contractors: int = 0
    arriving: int = 0
    mapping: str = ""
    unmapped: tuple[Tally, ...] = ()
    incident: Incident | None = None
    holds: tuple[Hold, ...] = ()
    decision: Decision | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    id: int | None = None

    @property
    def is_open(self) -> bool:
        """Return whether an admin has to decide about its counts."""
        return self.status is RunStatus.HELD and self.decision is None and self.rows is not None

    @property
    def is_history(self) -> bool:
        """Return whether newer counts than its own stayed in force."""
        return self.decision is Decision.HISTORY


@dataclass(frozen=True, slots=True)
class Override:
    """A number that an admin set by hand for a whole class; it survives every sync."""

    headcount_class: HeadcountClass
    row: HeadcountRow
    set_by: str
    set_at: datetime
