"""Connected sources: they read back as they were, and only their own workspace finds them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.connections import Connection
from bot.errors import ConnectionNotFoundError
from bot.storage.engine import Database
from bot.storage.sources import (
    Claim,
    add_connection,
    bring_forward,
    claim_due_sources,
    find_connection,
    get_connection,
    list_connections,
    remove_connection,
    save_connection,
)
from bot.storage.workspaces import ensure_workspace
from rules.headcounts import HeadcountClass, SourceKind
from rules.mappings import Mapping, MappingRule, Placement, SegmentBy
from tests.builders import NOON, TODAY, a_connection, a_workspace, customer_facing, enablement

A_SECOND = timedelta(seconds=1)
A_DAY = timedelta(days=1)
MAPPING = Mapping(
    (
        MappingRule(Placement(HeadcountClass.CUSTOMER_FACING, "sales", "EMEA"), title="*sales*"),
        MappingRule(Placement(None), "Finance", "Clerk", "G1"),
    ),
    SegmentBy.REGION,
)


@pytest.fixture
def known(database: Database) -> Database:
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
    return database


def keep(database: Database, **changes: object) -> Connection:
    with database.sessions.begin() as session:
        return add_connection(session, a_connection(**changes), None)


def load(database: Database) -> list[Connection]:
    with Session(database.reader) as session:
        return list_connections(session, "T1")


def claim_all(database: Database, now: datetime = NOON, limit: int = 50) -> list[Claim]:
    with database.sessions.begin() as session:
        return claim_due_sources(session, now, limit)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="plain"),
        pytest.param({"mapping": MAPPING, "draft": Mapping()}, id="with mappings"),
        pytest.param(
            {
                "counts": (customer_facing(3, "cs", "日本"), enablement(2, fte="1.5")),
                "as_of": TODAY,
                "checked_at": NOON,
                "changed_at": NOON - A_DAY,
                "errors": 3,
                "kept": "f" * 64,
                "told": "unreachable",
                "classified": 5,
                "unclassified": 1,
            },
            id="read before",
        ),
        pytest.param(
            {
                "kind": SourceKind.FILE,
                "name": "",
                "config": {},
                "supplies": frozenset(),
                "is_confirmed": False,
                "is_paused": True,
                "due_at": None,
            },
            id="hardly anything",
        ),
    ],
)
def test_a_source_reads_back_equal(known: Database, changes: dict[str, object]) -> None:
    stored = keep(known, **changes)
    assert stored == a_connection(id=stored.id, **changes)
    assert load(known) == [stored]
    with known.sessions.begin() as session:
        save_connection(session, stored)
        assert get_connection(session, "T1", stored.id) == stored
        assert find_connection(session, "T1", stored.kind) == stored


def test_another_workspaces_source_is_not_found(known: Database) -> None:
    stored = keep(known)
    with known.sessions.begin() as session:
        ensure_workspace(session, a_workspace(id="T2"), NOON)
        assert list_connections(session, "T2") == []
        assert find_connection(session, "T2", stored.kind) is None
        with pytest.raises(ConnectionNotFoundError):
            get_connection(session, "T2", stored.id)


def test_what_was_removed_is_neither_found_nor_saved(known: Database) -> None:
    stored = keep(known)
    with known.sessions.begin() as session:
        remove_connection(session, "T1", stored.id, NOON)
        with pytest.raises(ConnectionNotFoundError):
            get_connection(session, "T1", stored.id)
        with pytest.raises(ConnectionNotFoundError):
            save_connection(session, stored)


@pytest.mark.parametrize(
    ("due_at", "is_held", "brought"),
    [
        pytest.param(NOON + A_DAY, False, True, id="due tomorrow"),
        pytest.param(NOON - A_SECOND, False, False, id="due already"),
        pytest.param(NOON - A_SECOND, True, True, id="being read just now"),
        pytest.param(None, False, False, id="never due"),
    ],
)
def test_a_source_is_brought_forward(
    known: Database, due_at: datetime | None, is_held: bool, brought: bool
) -> None:
    keep(known, due_at=due_at)
    keep(known, name="other", due_at=due_at, config={"preset": "other"})
    if is_held:
        claim_all(known)
    with known.sessions.begin() as session:
        bring_forward(session, "T1", SourceKind.REST, NOON, lambda one: one["preset"] == "custom")
        bring_forward(session, "T404", SourceKind.REST, NOON, lambda _config: True)
    assert [one.due_at for one in load(known)] == [NOON if brought else due_at, due_at]
