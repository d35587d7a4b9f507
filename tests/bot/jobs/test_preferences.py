"""Settings that change: all that follows from them does too, and nobody undoes another's."""

from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.connections import Connection
from bot.errors import PreferencesError
from bot.jobs.preferences import get_settings, list_known_segments, save_changes
from bot.preferences.changes import Setting, write_settings
from bot.storage.engine import Database
from bot.storage.headcounts import publish_headcount
from bot.storage.models import HeadcountRow
from bot.storage.sources import add_connection, list_connections
from bot.storage.workspaces import ensure_workspace
from rules.headcounts import HeadcountClass, SourceKind
from tests.builders import NOON, a_workspace, customer_facing, enablement
from tests.races import Crowd

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def stored(database: Database) -> Database:
    """A workspace in Berlin that reads its sources at six each morning."""
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
    return database


def connect(database: Database, **changes: Any) -> None:
    """Store a source that was read at noon and is due at five in UTC, six in Berlin."""
    known: dict[str, Any] = {
        "id": 0,
        "workspace_id": "T1",
        "kind": SourceKind.REST,
        "name": "BambooHR",
        "config": {},
        "supplies": frozenset(HeadcountClass),
        "connected_by": "U1",
        "connected_at": NOON,
        "counts": (customer_facing(320, segment="EMEA"), enablement(6)),
        "is_confirmed": True,
        "as_of": NOON.date(),
        "checked_at": NOON,
        "changed_at": NOON,
        "due_at": datetime(2026, 3, 3, 5, 0, tzinfo=UTC),
        **changes,
    }
    with database.sessions.begin() as session:
        add_connection(session, Connection(**known), None)
        publish_headcount(session, "T1", NOON)


def change(database: Database, **changes: str) -> None:
    with database.sessions.begin() as session:
        save_changes(session, "T1", {Setting(name): text for name, text in changes.items()}, NOON)


def texts(database: Database) -> dict[Setting, str]:
    with database.sessions.begin() as session:
        return write_settings(*get_settings(session, "T1"))


def due(database: Database) -> datetime | None:
    with Session(database.reader) as session:
        [connection] = list_connections(session, "T1")
        return connection.due_at


def expires(database: Database) -> datetime:
    with Session(database.reader) as session:
        return session.get_one(HeadcountRow, "T1").expires_at


def is_about(moment: datetime | None, hour: int, day: int = 3) -> bool:
    """Return whether a moment is at an hour of a day in March, but for a workspace's own minutes."""
    wanted = datetime(2026, 3, day, hour, tzinfo=UTC)
    return moment is not None and timedelta(0) <= moment - wanted < timedelta(minutes=20)


def test_changes_are_kept_and_the_rest_stays(stored: Database) -> None:
    before = texts(stored)
    change(stored, bounds="40-400", digest="weekly", alert_channel="C0123ABCD")
    after = {"bounds": "40-400", "digest": "weekly", "alert_channel": "C0123ABCD"}
    assert texts(stored) == before | after


def test_with_one_fault_nothing_is_written(stored: Database) -> None:
    before = texts(stored)
    with pytest.raises(PreferencesError):
        change(stored, bounds="40-400", digest="daily")
    assert texts(stored) == before


def test_another_hour_moves_what_is_due(stored: Database) -> None:
    connect(stored)
    change(stored, sync_at="15:00")
    assert is_about(due(stored), hour=14, day=2)


def test_another_time_zone_moves_what_is_due(stored: Database) -> None:
    connect(stored)
    change(stored, time_zone="Asia/Tokyo")
    assert is_about(due(stored), hour=21, day=2)


def test_once_a_week_moves_what_is_due_and_lets_counts_live_longer(stored: Database) -> None:
    connect(stored)
    change(stored, sync_at="fri 06:00")
    assert is_about(due(stored), hour=5, day=6)
    assert expires(stored) == NOON + 28 * DAY
    change(stored, sync_at="06:00")
    assert expires(stored) == NOON + 14 * DAY


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"due_at": NOON - HOUR}, id="what is due already"),
        pytest.param({"due_at": NOON + HOUR, "errors": 1}, id="what is being retried"),
        pytest.param({"due_at": None}, id="what is pushed"),
    ],
)
def test_another_calendar_puts_nothing_off(stored: Database, changes: dict[str, Any]) -> None:
    connect(stored, **changes)
    change(stored, sync_at="fri 06:00")
    assert due(stored) == changes["due_at"]


def test_what_is_being_retried_may_come_sooner(stored: Database) -> None:
    connect(stored, errors=1)
    change(stored, sync_at="15:00")
    assert is_about(due(stored), hour=14, day=2)


def test_other_settings_move_nothing(stored: Database) -> None:
    connect(stored)
    before = due(stored), expires(stored)
    change(stored, bounds="40-400", language="ja", digest="weekly", quiet_hours="22:00-07:00")
    assert (due(stored), expires(stored)) == before


def test_a_calendar_may_change_before_anything_is_counted(stored: Database) -> None:
    change(stored, time_zone="Asia/Tokyo", sync_at="mon 09:00")
    assert texts(stored)[Setting.SYNC_AT] == "mon 09:00"


def test_segments_of_the_headcount_can_be_chosen_and_those_chosen_kept(stored: Database) -> None:
    connect(stored, counts=(customer_facing(9, segment="EMEA"), customer_facing(9, segment="APAC")))
    change(stored, segments="EMEA")
    connect(stored, counts=(customer_facing(9, segment="APAC"),))
    with stored.sessions.begin() as session:
        assert list_known_segments(session, "T1") == ["APAC", "EMEA"]


def test_many_who_change_different_settings_at_once_undo_nothing(
    stored: Database, threads: Crowd
) -> None:
    wanted = {
        Setting.ALERT_CHANNEL: "C0123ABCD",
        Setting.BOUNDS: "40-400",
        Setting.TIME_ZONE: "Asia/Tokyo",
        Setting.LANGUAGE: "ja",
        Setting.SYNC_AT: "mon 09:00",
        Setting.DIGEST: "weekly",
        Setting.QUIET_HOURS: "22:00-07:00",
        Setting.ADMINS: "U0123ABCD",
    }
    assert len(wanted) == threads.size
    waiting: SimpleQueue[Setting] = SimpleQueue()
    for setting in wanted:
        waiting.put(setting)

    def change_one() -> None:
        setting = waiting.get()
        change(stored, **{setting.value: wanted[setting]})

    threads.call(change_one)
    assert texts(stored) == wanted | {Setting.SEGMENTS: "all"}
