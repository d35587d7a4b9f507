from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError, StatementError

from bot.jobs.entries import enter_numbers
from bot.storage.briefings import find_briefing
from bot.storage.columns import Base
from bot.storage.engine import Database
from bot.storage.models import MemberRow, WorkspaceRow
from bot.storage.workspaces import ensure_workspace, save_member
from bot.workspaces import MEMBER_FRESH_FOR, Briefing, Language, Member, Standing
from rules.ratios import Bounds
from tests.builders import NOON, a_member, a_snapshot, a_workspace
from tests.races import THREADS, Crowd

A_SECOND = timedelta(seconds=1)
MINUTE_IN_TOKYO = datetime(2026, 3, 2, 21, 0, tzinfo=timezone(timedelta(hours=9)))


def keep(database: Database, member: Member) -> None:
    """Store a member as the first contact does."""
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
        save_member(session, member)


def brief(database: Database) -> Briefing:
    briefing = find_briefing(database, "T1", "U1", NOON)
    assert briefing is not None
    return briefing


def load(database: Database) -> Member:
    return brief(database).member


def test_a_workspace_reads_back_equal(database: Database) -> None:
    workspace = a_workspace(language=Language.JA, bounds=Bounds(30, 400))
    with database.sessions.begin() as session:
        ensure_workspace(session, workspace, NOON)
        save_member(session, a_member())
    assert brief(database).workspace == workspace


def test_settings_are_kept_when_a_workspace_is_met_again(database: Database) -> None:
    first = a_workspace(bounds=Bounds(30, 400))
    with database.sessions.begin() as session:
        ensure_workspace(session, first, NOON)
        ensure_workspace(session, a_workspace(language=Language.JA), NOON)
        save_member(session, a_member())
    assert brief(database).workspace == first


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("is_guest", [True, False])
def test_a_member_reads_back_equal(database: Database, standing: Standing, is_guest: bool) -> None:
    member = a_member(standing=standing, is_guest=is_guest)
    keep(database, member)
    assert load(database) == member


def test_what_slack_says_last_replaces_what_it_said(database: Database) -> None:
    keep(database, a_member(language=Language.JA))
    later = a_member(
        language=Language.EN,
        standing=Standing.ADMIN,
        is_guest=True,
        refreshed_at=NOON + A_SECOND,
    )
    keep(database, later)
    assert load(database) == later


@pytest.mark.parametrize(
    ("age", "is_fresh"),
    [
        pytest.param(MEMBER_FRESH_FOR - A_SECOND, True, id="within a day"),
        pytest.param(MEMBER_FRESH_FOR, False, id="a day old"),
    ],
)
def test_a_member_is_fresh_for_a_day(database: Database, age: timedelta, is_fresh: bool) -> None:
    keep(database, a_member(refreshed_at=NOON - age))
    assert load(database).is_fresh(NOON) is is_fresh


def test_the_same_member_met_by_many_threads_is_stored_once(
    database: Database, threads: Crowd
) -> None:
    threads.call(keep, database, a_member())
    with database.reader.connect() as connection:
        for table in (WorkspaceRow, MemberRow):
            assert connection.scalar(select(func.count()).select_from(table)) == 1
    assert THREADS > 1
    assert load(database) == a_member()


def test_a_member_needs_a_workspace(database: Database) -> None:
    with pytest.raises(IntegrityError), database.sessions.begin() as session:
        save_member(session, a_member(workspace_id="T404"))


def test_a_naive_time_is_refused(database: Database) -> None:
    naive = datetime(2026, 3, 2, 12)  # noqa: DTZ001 - the point of the test
    with pytest.raises(StatementError, match="naive datetime"):
        keep(database, a_member(refreshed_at=naive))


def test_a_time_comes_back_in_utc(database: Database) -> None:
    keep(database, a_member(refreshed_at=MINUTE_IN_TOKYO))
    refreshed_at = load(database).refreshed_at
    assert refreshed_at == MINUTE_IN_TOKYO
    assert refreshed_at.utcoffset() == timedelta()


def test_a_workspace_that_goes_takes_all_it_had_along(database: Database) -> None:
    keep(database, a_member())
    with database.sessions.begin() as session:
        enter_numbers(session, "T1", a_snapshot().rows, "U1", NOON)
    with database.sessions.begin() as session:
        session.execute(delete(WorkspaceRow))
    with database.reader.connect() as connection:
        for table in Base.metadata.tables.values():
            assert connection.scalar(select(func.count()).select_from(table)) == 0
