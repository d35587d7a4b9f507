"""The history of runs: it reads back as it was, and details stay with the newest counts only."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.connections import KEPT_UNMAPPED, Decision, Run
from bot.errors import RunNotFoundError
from bot.storage.engine import Database
from bot.storage.runs import (
    add_run,
    find_newest_count,
    forget_runs,
    get_run,
    list_runs,
    save_decision,
)
from bot.storage.sources import add_connection
from bot.storage.workspaces import ensure_workspace
from rules.guards import Hold, HoldReason
from rules.headcounts import HeadcountClass
from rules.troubles import Detail, Incident, RunStatus, Trouble
from tests.builders import (
    NOON,
    a_connection,
    a_run,
    a_snapshot,
    a_workspace,
    titled,
)

A_SECOND = timedelta(seconds=1)
HELD = {
    "status": RunStatus.HELD,
    "holds": (Hold(HoldReason.CLASS_CHANGED, HeadcountClass.ENABLEMENT, 60, 6),),
    "history": (a_snapshot(),),
    "unmapped": (titled("Baker", 3), titled("パン職人", 1)),
    "unclassified": 4,
}
FAILED = {
    "status": RunStatus.PARTIAL,
    "rows": None,
    "incident": Incident(Trouble.TOTAL_DISAGREES, {Detail.ROWS: 3, Detail.TOTAL: 4}),
}


@pytest.fixture
def known(database: Database) -> Database:
    """A database with a source of id 1 in T1."""
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
        assert add_connection(session, a_connection(), None).id == 1
    return database


def keep(database: Database, **changes: Any) -> Run:
    with database.sessions.begin() as session:
        return add_run(session, a_run(**changes))


def load(database: Database, limit: int = 100) -> list[Run]:
    with Session(database.reader) as session:
        return list_runs(session, "T1", limit)


@pytest.mark.parametrize("changes", [{}, HELD, FAILED], ids=["published", "held", "partial"])
def test_a_run_reads_back_equal(known: Database, changes: dict[str, Any]) -> None:
    stored = keep(known, **changes)
    assert stored == a_run(id=stored.id, **changes)
    assert load(known) == [stored]
    with Session(known.reader) as session:
        assert get_run(session, "T1", stored.id or 0) == stored


def test_the_newest_runs_come_first_and_no_more_than_asked_for(known: Database) -> None:
    stored = [keep(known, people=number) for number in range(3)]
    assert load(known, limit=2) == [stored[2], stored[1]]


def test_another_workspaces_run_is_not_found(known: Database) -> None:
    stored = keep(known)
    with Session(known.reader) as session:
        assert list_runs(session, "T2", 10) == []
        with pytest.raises(RunNotFoundError):
            get_run(session, "T2", stored.id or 0)


def test_runs_of_one_source_can_be_listed_alone(known: Database) -> None:
    keep(known)
    keep(known, connection_id=None, source="gone")
    with Session(known.reader) as session:
        assert [run.source for run in list_runs(session, "T1", 10, connection_id=1)] == ["HRIS"]


def test_the_newest_count_is_the_newest_that_counted(known: Database) -> None:
    with Session(known.reader) as session:
        assert find_newest_count(session, 1) is None
    keep(known)
    held = keep(known, **HELD)
    keep(known, **FAILED)
    with Session(known.reader) as session:
        assert find_newest_count(session, 1) == held


def test_details_stay_with_the_newest_counts_only(known: Database) -> None:
    keep(known, **HELD)
    keep(known, **HELD)
    keep(known, **FAILED)
    _failed, newest, first = load(known)
    assert (first.history, first.unmapped) == ((), ())
    assert (newest.history, newest.unmapped) == (HELD["history"], HELD["unmapped"])
    assert first.holds == newest.holds


def test_a_decision_is_kept_and_its_details_go(known: Database) -> None:
    held = keep(known, **HELD)
    decided = replace(held, decision=Decision.KEPT, decided_by="U2", decided_at=NOON)
    with known.sessions.begin() as session:
        save_decision(session, decided)
    [run] = load(known)
    assert run == replace(decided, history=(), unmapped=())
    assert not run.is_open


def test_a_decision_about_a_run_that_is_gone_is_refused(known: Database) -> None:
    held = keep(known, **HELD)
    with known.sessions.begin() as session:
        assert forget_runs(session, NOON + 2 * A_SECOND) == 1
        with pytest.raises(RunNotFoundError):
            save_decision(session, held)


def test_no_more_titles_are_kept_than_a_form_can_show(known: Database) -> None:
    listed = tuple(titled(f"Title {number}", 1) for number in range(KEPT_UNMAPPED + 5))
    keep(known, **(HELD | {"unmapped": listed}))
    assert load(known)[0].unmapped == listed[:KEPT_UNMAPPED]


def test_what_counts_already_keeps_no_history_of_its_own(known: Database) -> None:
    keep(known, history=(a_snapshot(),))
    assert load(known)[0].history == ()
