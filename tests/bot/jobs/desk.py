"""A desk to run jobs at: a real database, and sources that say what a test tells them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Run
from bot.jobs.decisions import accept_run
from bot.jobs.entries import bring, enter_numbers
from bot.jobs.sync import SyncCounts, sync_due, sync_one
from bot.sources.readings import Reading, Source
from bot.storage.briefings import find_briefing
from bot.storage.engine import Database
from bot.storage.headcounts import publish_headcount
from bot.storage.runs import find_open_run, list_runs
from bot.storage.snapshots import list_history
from bot.storage.sources import add_connection, list_connections
from bot.workspaces import Enquiry
from rules.headcounts import HeadcountRow, SourceKind
from rules.mappings import Mapping
from tests.builders import NOON, a_connection

Answer = Reading | Exception | Callable[[date], Reading]
"""What a source says: counts of that day, an error, or what a function makes of the day."""


def during(act: Callable[[], object], reading: Reading) -> Answer:
    """A source that counts while something else happens."""

    def read(on: date) -> Reading:
        act()
        return replace(reading, as_of=on)

    return read


@dataclass(frozen=True, slots=True)
class FakeSource:
    """Stands where a real source is read; those are tested on their own."""

    answer: Answer

    def read(self, on: date) -> Reading:
        if isinstance(self.answer, Exception):
            raise self.answer
        if isinstance(self.answer, Reading):
            return replace(self.answer, as_of=on)
        return self.answer(on)


class Desk:
    """Workspace T1 in Berlin with an admin, and what its sources will say.

    Args:
        database: Any; the fixture `desk` fills it.
        otherwise: What a source says that was told nothing.
    """

    def __init__(self, database: Database, otherwise: Answer | None = None) -> None:
        self.database = database
        self.read: list[str] = []
        silence = AssertionError("nobody said what this source says")
        self._answers: dict[str, list[Answer]] = defaultdict(lambda: [otherwise or silence])

    def says(self, name: str, *answers: Answer) -> None:
        """Have a source give these answers in turn, the last again and again."""
        self._answers[name] = list(answers)

    def open_source(self, connection: Connection, _secret: str | None) -> Source:
        self.read.append(connection.name)
        answers = self._answers[connection.name]
        return FakeSource(answers.pop(0) if len(answers) > 1 else answers[0])

    def connect(self, *answers: Answer, **changes: Any) -> Connection:
        """Store a source; see `a_connection`."""
        connection = a_connection(**changes)
        if answers:
            self.says(connection.name, *answers)
        stored: Connection = self.write(add_connection, connection, None)
        return stored

    def publish(self, *rows: HeadcountRow, now: datetime = NOON, **changes: Any) -> Connection:
        """Store a source whose counts count already."""
        seen = {"as_of": now.date(), "checked_at": now, "changed_at": now}
        connection = self.connect(**({"counts": rows} | seen | changes))
        self.write(publish_headcount, connection.workspace_id, now)
        return connection

    def accept_first(self, *answers: Answer, **changes: Any) -> Connection:
        """Connect a source and accept its preview, as an admin does."""
        made = self.connect(*answers, is_confirmed=False, due_at=None, **changes)
        self.write(accept_run, "T1", self.preview(made).id, "U1", NOON)
        return self.find(made)

    def enter(self, *rows: HeadcountRow, now: datetime = NOON) -> None:
        """Type numbers by hand."""
        self.write(enter_numbers, "T1", rows, "U1", now)

    def bring(self, reading: Reading, kind: SourceKind = SourceKind.FILE, **changes: Any) -> Run:
        """Bring a file, or push."""
        defaults = {"cause": Cause.ENTRY, "by": "U1", "mapping": Mapping(), "now": NOON}
        run: Run = self.write(bring, "T1", kind, reading, **(defaults | changes))
        return run

    def sync(self, now: datetime = NOON) -> SyncCounts:
        return sync_due(self.database, self.open_source, now)

    def ask(
        self, connection: Connection, cause: Cause = Cause.DEMAND, now: datetime = NOON
    ) -> Run | None:
        """Read one source because an admin wants it."""
        return sync_one(self.database, self.open_source, connection.id, cause, "U1", now)

    def preview(self, connection: Connection, now: datetime = NOON) -> Run:
        run = self.ask(connection, Cause.PREVIEW, now)
        assert run is not None
        return run

    def write(self, change: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Call something that needs a writing transaction, in one of its own."""
        with self.database.sessions.begin() as session:
            return change(session, *arguments, **named)

    def find(self, connection: Connection) -> Connection:
        """Return a source as it is stored now."""
        with Session(self.database.reader) as session:
            connections = list_connections(session, connection.workspace_id)
        return next(one for one in connections if one.id == connection.id)

    def list_sources(self) -> list[Connection]:
        with Session(self.database.reader) as session:
            return list_connections(session, "T1")

    def runs(self) -> list[Run]:
        """Return the runs, the newest first."""
        with Session(self.database.reader) as session:
            return list_runs(session, "T1", 100)

    def find_open_run(self, connection: Connection) -> Run | None:
        with Session(self.database.reader) as session:
            return find_open_run(session, connection.id)

    def history(self) -> list[tuple[date, int]]:
        """Return each date with its customer-facing teammates."""
        with Session(self.database.reader) as session:
            points = list_history(session, "T1", date.min)
        return [(point.as_of, point.customer_facing) for point in points]

    def headcount(self, now: datetime = NOON) -> Enquiry | None:
        briefing = find_briefing(self.database, "T1", "U1", now)
        assert briefing is not None
        return briefing.headcount

    def numbers(self) -> tuple[int, str | None] | None:
        """Return what counts: customer-facing teammates, and enablers as text."""
        headcount = self.headcount()
        if headcount is None:
            return None
        enablers = headcount.facts.enablers
        return headcount.facts.customer_facing, None if enablers is None else f"{enablers:f}"
