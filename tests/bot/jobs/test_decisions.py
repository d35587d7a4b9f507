"""What admins decide about held counts and about sources, and what comes of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.connections import Connection, Decision, Run
from bot.errors import ConnectionNotFoundError, DecidedAlreadyError, RunNotFoundError
from bot.jobs.decisions import accept_run, keep_old, pause_source, resume_source
from bot.jobs.sync import SyncCounts
from bot.storage.workspaces import ensure_workspace
from rules.freshness import Freshness
from rules.headcounts import SourceKind
from rules.troubles import RunStatus
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, a_reading, a_workspace, customer_facing, enablement

Decide = Callable[..., Run]
Change = Callable[..., Connection]
A_DAY = timedelta(days=1)
FAR_FEWER = a_reading(customer_facing(90), enablement(6))


def hold(desk: Desk) -> tuple[Connection, Run]:
    """Publish 320 teammates and have the next reading held."""
    source = desk.publish(customer_facing(320), enablement(6))
    desk.says(source.name, FAR_FEWER)
    assert desk.sync() == SyncCounts(due=1, held=1)
    held = desk.find_open_run(source)
    assert held is not None
    return source, held


def test_accepted_counts_count(desk: Desk) -> None:
    source, held = hold(desk)
    decided = desk.write(accept_run, "T1", held.id, "U2", NOON + A_DAY)
    assert (decided.decision, decided.decided_by, decided.decided_at) == (
        Decision.ACCEPTED,
        "U2",
        NOON + A_DAY,
    )
    assert desk.runs() == [decided]
    assert desk.numbers() == (90, "6")
    known = desk.find(source)
    # They are as old as their reading, however late somebody decides.
    assert (known.checked_at, known.changed_at) == (held.started_at, held.started_at)
    assert desk.sync(NOON + A_DAY) == SyncCounts(due=1, ok=1)


def test_kept_numbers_stay(desk: Desk) -> None:
    source, held = hold(desk)
    decided = desk.write(keep_old, "T1", held.id, "U2", NOON)
    assert (decided.decision, decided.decided_by) == (Decision.KEPT, "U2")
    assert desk.numbers() == (320, "6")
    assert desk.find_open_run(source) is None
    assert desk.find(source).checked_at == held.started_at
    desk.sync(NOON + A_DAY)
    again = desk.runs()[0]
    # Whoever kept them confirmed them: they do not grow stale while the source says the same.
    assert desk.find(source).checked_at == again.started_at
    assert (again.status, again.decision, again.decided_by) == (
        RunStatus.HELD,
        Decision.KEPT,
        None,
    )


def test_what_was_kept_back_once_may_be_accepted_when_it_is_asked_about_again(desk: Desk) -> None:
    source, held = hold(desk)
    desk.write(keep_old, "T1", held.id, "U1", NOON)
    desk.says(source.name, a_reading(customer_facing(80), enablement(6)))
    desk.sync(NOON + A_DAY)
    other = desk.find_open_run(source)
    assert other is not None
    desk.write(accept_run, "T1", other.id, "U1", NOON + A_DAY)
    assert desk.numbers() == (80, "6")
    assert desk.find(source).kept == ""


@pytest.mark.parametrize("first", [accept_run, keep_old])
@pytest.mark.parametrize("second", [accept_run, keep_old])
def test_nobody_decides_twice(desk: Desk, first: Decide, second: Decide) -> None:
    _, held = hold(desk)
    desk.write(first, "T1", held.id, "U1", NOON)
    numbers = desk.numbers()
    with pytest.raises(DecidedAlreadyError):
        desk.write(second, "T1", held.id, "U2", NOON)
    assert desk.numbers() == numbers
    assert desk.runs()[0].decided_by == "U1"


def test_who_was_told_once_decides_about_later_readings_that_count_the_same(desk: Desk) -> None:
    source, told = hold(desk)
    desk.sync(NOON + A_DAY)
    decided = desk.write(accept_run, "T1", told.id, "U1", NOON + A_DAY)
    assert decided.id != told.id
    assert desk.numbers() == (90, "6")
    assert desk.find(source).checked_at == NOON + A_DAY
    with pytest.raises(DecidedAlreadyError):
        desk.write(accept_run, "T1", told.id, "U1", NOON + A_DAY)


def test_a_question_about_other_counts_is_out_of_date(desk: Desk) -> None:
    source, told = hold(desk)
    desk.says(source.name, a_reading(customer_facing(80), enablement(6)))
    desk.sync(NOON + A_DAY)
    for decide in (accept_run, keep_old):
        with pytest.raises(DecidedAlreadyError):
            desk.write(decide, "T1", told.id, "U1", NOON + A_DAY)
    assert desk.numbers() == (320, "6")


def test_a_question_is_out_of_date_once_the_source_counts_as_before(desk: Desk) -> None:
    source, told = hold(desk)
    desk.says(source.name, a_reading(customer_facing(320), enablement(6)))
    desk.sync(NOON + A_DAY)
    with pytest.raises(DecidedAlreadyError):
        desk.write(accept_run, "T1", told.id, "U1", NOON + A_DAY)


def test_a_failure_in_between_leaves_the_question_open(desk: Desk) -> None:
    source, told = hold(desk)
    desk.says(source.name, ConnectionError())
    desk.sync(NOON + A_DAY)
    desk.write(accept_run, "T1", told.id, "U1", NOON + A_DAY)
    assert desk.numbers() == (90, "6")


@pytest.mark.parametrize("decide", [accept_run, keep_old])
def test_another_workspace_decides_nothing_here(desk: Desk, decide: Decide) -> None:
    _, held = hold(desk)
    desk.write(ensure_workspace, a_workspace(id="T2"), NOON)
    with pytest.raises(RunNotFoundError):
        desk.write(decide, "T2", held.id, "U1", NOON)


def test_pausing_leaves_the_numbers_in_force_until_they_are_too_old(desk: Desk) -> None:
    source, held = hold(desk)
    desk.write(pause_source, "T1", source.id, "U2", NOON)
    assert desk.sync(NOON + A_DAY) == SyncCounts()
    assert desk.numbers() == (320, "6")
    [decided] = desk.runs()
    assert (decided.id, decided.decision, decided.decided_by) == (held.id, Decision.PAUSED, "U2")
    headcount = desk.headcount(NOON + timedelta(days=15))
    assert headcount is not None
    assert headcount.origin is not None
    assert headcount.origin.freshness is Freshness.EXPIRED


def test_a_resumed_source_is_read_at_once(desk: Desk) -> None:
    source, _ = hold(desk)
    desk.write(pause_source, "T1", source.id, "U1", NOON)
    desk.write(resume_source, "T1", source.id, NOON + A_DAY)
    assert desk.sync(NOON + A_DAY) == SyncCounts(due=1, held=1)


def test_a_source_without_an_accepted_preview_is_not_read_by_itself(desk: Desk) -> None:
    source = desk.connect(FAR_FEWER, is_confirmed=False, due_at=None)
    desk.write(pause_source, "T1", source.id, "U1", NOON)
    desk.write(resume_source, "T1", source.id, NOON)
    assert desk.sync() == SyncCounts()
    assert desk.find(source) == source


def test_what_people_bring_is_never_due(desk: Desk) -> None:
    source = desk.publish(customer_facing(320), kind=SourceKind.FILE, name="", due_at=None)
    desk.write(pause_source, "T1", source.id, "U1", NOON)
    resumed = desk.write(resume_source, "T1", source.id, NOON)
    assert (resumed.is_paused, resumed.due_at) == (False, None)


@pytest.mark.parametrize(("change", "by"), [(pause_source, ("U1",)), (resume_source, ())])
def test_what_is_not_ours_cannot_be_paused(desk: Desk, change: Change, by: tuple[str, ...]) -> None:
    desk.write(ensure_workspace, a_workspace(id="T2"), NOON)
    source = desk.connect(FAR_FEWER)
    with pytest.raises(ConnectionNotFoundError):
        desk.write(change, "T2", source.id, *by, NOON)
