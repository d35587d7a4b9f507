"""Values with sensible defaults; a test names only what it is about."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.connections import Cause, Connection, Run
from bot.sources.readings import Reading
from bot.workspaces import Language, Member, Standing, Workspace
from rules.answers import Answers, Audience, Need, Size
from rules.facts import Facts
from rules.headcounts import HeadcountClass, HeadcountRow, Snapshot, SourceKind
from rules.mappings import Mapping, MappingRule, Placement
from rules.tallies import Tally, Traits
from rules.troubles import RunStatus

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TODAY = NOON.date()


def a_workspace(**changes: Any) -> Workspace:
    defaults: dict[str, Any] = {"id": "T1", "language": Language.EN, "time_zone": "Europe/Berlin"}
    return Workspace(**(defaults | changes))


def a_member(**changes: Any) -> Member:
    defaults: dict[str, Any] = {
        "workspace_id": "T1",
        "user_id": "U1",
        "language": Language.JA,
        "standing": Standing.MEMBER,
        "is_guest": False,
        "refreshed_at": NOON,
    }
    return Member(**(defaults | changes))


def customer_facing(people: int, function: str = "", segment: str = "") -> HeadcountRow:
    return HeadcountRow(HeadcountClass.CUSTOMER_FACING, people, function, segment)


def enablement(people: int, segment: str = "", fte: str | None = None) -> HeadcountRow:
    share = None if fte is None else Decimal(fte)
    return HeadcountRow(HeadcountClass.ENABLEMENT, people, segment=segment, fte=share)


def a_snapshot(*rows: HeadcountRow, as_of: date = TODAY) -> Snapshot:
    return Snapshot(as_of, SourceKind.MANUAL, rows or (customer_facing(320), enablement(6)))


def some_facts(customer_facing: int = 320, enablers: str | None = "6", **changes: Any) -> Facts:
    return Facts(customer_facing, None if enablers is None else Decimal(enablers), **changes)


def some_answers(**changes: Any) -> Answers:
    """Answers that give as few points as answers can."""
    defaults: dict[str, Any] = {
        "audience": Audience.SALES,
        "need": Need.LEARNING,
        "swamped": False,
        "hard_to_influence": False,
        "sponsor": None,
        "size": Size.BETWEEN,
    }
    return Answers(**(defaults | changes))


def a_connection(**changes: Any) -> Connection:
    """A source that an admin has accepted, due at noon, which has published nothing yet."""
    defaults: dict[str, Any] = {
        "id": 0,
        "workspace_id": "T1",
        "kind": SourceKind.REST,
        "name": "HRIS",
        "config": {"preset": "custom"},
        "supplies": frozenset(HeadcountClass),
        "connected_by": "U1",
        "connected_at": NOON,
        "is_confirmed": True,
        "due_at": NOON,
    }
    return Connection(**(defaults | changes))


def a_run(**changes: Any) -> Run:
    defaults: dict[str, Any] = {
        "workspace_id": "T1",
        "connection_id": 1,
        "kind": SourceKind.REST,
        "source": "HRIS",
        "status": RunStatus.OK,
        "cause": Cause.SCHEDULE,
        "by": None,
        "started_at": NOON,
        "finished_at": NOON + timedelta(seconds=1),
        "as_of": TODAY,
        "rows": (customer_facing(320, "sales", "EMEA"), enablement(6, fte="5.5")),
        "people": 326,
        "pages": 4,
        "classified": 326,
        "mapping": "f" * 64,
    }
    return Run(**(defaults | changes))


def a_reading(*rows: HeadcountRow, **changes: Any) -> Reading:
    defaults: dict[str, Any] = {
        "as_of": TODAY,
        "rows": rows or (customer_facing(320), enablement(6)),
    }
    return Reading(**(defaults | changes))


def titled(title: str, people: int, department: str = "") -> Tally:
    """People whom only a mapping can place."""
    return Tally(Traits(department, title), people)


def a_mapping(customer_facing: Iterable[str], enablement: Iterable[str] = ()) -> Mapping:
    """A mapping that places people by their titles."""
    placed = dict.fromkeys(customer_facing, HeadcountClass.CUSTOMER_FACING)
    placed |= dict.fromkeys(enablement, HeadcountClass.ENABLEMENT)
    return Mapping(
        tuple(MappingRule(Placement(side), title=title) for title, side in placed.items())
    )
