"""Sources in trouble: no number changes, they are asked again sooner, and nothing breaks."""

import logging
from datetime import date, timedelta

import pytest

from bot.errors import SourceError
from bot.jobs.runs import RETRIES, RETRY_AFTER
from bot.jobs.sync import LONGEST_POSTPONED, SyncCounts
from bot.sources.readings import Reading
from bot.storage.workspaces import ensure_workspace
from rules.facts import FactsError
from rules.troubles import Detail, Incident, RunStatus, Trouble
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, a_reading, a_workspace, customer_facing, enablement

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
USUAL = a_reading()
UNREACHABLE = SourceError(Trouble.UNREACHABLE)
UNSTORABLE = a_reading(customer_facing(320), enablement(6, fte="5.55"))
"""Whatever let it through: the tables hold tenths."""


@pytest.mark.parametrize(
    ("trouble", "status"),
    [(Trouble.UNREACHABLE, RunStatus.FAILED), (Trouble.PAGE_FAILED, RunStatus.PARTIAL)],
)
def test_an_answer_that_cannot_be_used_changes_no_number(
    desk: Desk, trouble: Trouble, status: RunStatus
) -> None:
    source = desk.connect(USUAL, SourceError(trouble, rows=12))
    desk.sync()
    assert desk.sync(NOON + A_DAY) == SyncCounts().add(status)
    assert desk.numbers() == (320, "6")
    run = desk.runs()[0]
    assert (run.status, run.rows) == (status, None)
    assert run.incident == Incident(trouble, {Detail.ROWS: 12})
    assert desk.find(source).checked_at == NOON


def test_a_source_that_cannot_be_opened_is_in_trouble_like_any_other(desk: Desk) -> None:
    def refuse(*_: object) -> None:
        raise SourceError(Trouble.SECRET_MISSING)

    source = desk.connect(USUAL)
    desk.open_source = refuse  # type: ignore[assignment,method-assign]  # a desk without a key
    assert desk.sync() == SyncCounts(due=1, failed=1)
    assert desk.find(source).errors == 1


def test_a_source_in_trouble_is_asked_again_sooner_than_its_schedule_says(desk: Desk) -> None:
    source = desk.connect(UNREACHABLE)
    now, waits = NOON, []
    for _ in range(RETRIES + 1):
        desk.sync(now)
        due_at = desk.find(source).due_at
        assert due_at is not None
        waits.append(due_at - now)
        now = due_at
    assert waits[:RETRIES] == [RETRY_AFTER * attempt for attempt in (1, 2, 3)]
    assert waits[-1] > RETRY_AFTER * (RETRIES + 1)


def test_a_retry_never_comes_later_than_the_schedule(desk: Desk) -> None:
    source = desk.connect(UNREACHABLE)
    shortly_before_six = NOON + timedelta(hours=16, minutes=55)
    desk.sync(shortly_before_six)
    due_at = desk.find(source).due_at
    assert due_at is not None
    assert due_at - shortly_before_six < RETRY_AFTER


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(USUAL, id="published"),
        pytest.param(a_reading(customer_facing(90), enablement(6)), id="held"),
    ],
)
def test_an_answer_ends_the_retries(desk: Desk, answer: Reading) -> None:
    source = desk.publish(customer_facing(320), enablement(6))
    desk.says(source.name, UNREACHABLE, UNREACHABLE, answer)
    for hour in (0, 1, 3):
        desk.sync(NOON + hour * AN_HOUR)
    known = desk.find(source)
    assert known.errors == 0
    assert known.due_at is not None
    assert known.due_at > NOON + 3 * AN_HOUR + RETRY_AFTER


def test_trouble_with_a_preview_leaves_the_schedule_alone(desk: Desk) -> None:
    source = desk.connect(UNREACHABLE, due_at=NOON + A_DAY)
    assert desk.preview(source).status is RunStatus.FAILED
    assert desk.find(source) == source


def test_whatever_a_source_raises_is_an_answer_that_cannot_be_read(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(_on: date) -> Reading:
        raise KeyError("alice@example.com")

    source = desk.connect(stumble)
    desk.connect(USUAL, name="other")
    with caplog.at_level(logging.DEBUG):
        assert desk.sync() == SyncCounts(due=2, ok=1, failed=1)
    known = desk.find(source)
    assert (known.errors, known.due_at) == (1, NOON + RETRY_AFTER)
    [run] = [run for run in desk.runs() if run.incident is not None]
    assert run.incident == Incident(Trouble.NOT_READABLE)
    assert "KeyError at test_troubles.py" in caplog.text
    assert "alice" not in caplog.text


def test_counts_that_break_us_keep_no_other_source_from_its_turn(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    poison = desk.connect(UNSTORABLE, name="poison", due_at=NOON - A_DAY)
    desk.write(ensure_workspace, a_workspace(id="T2"), NOON)
    desk.connect(USUAL, name="other", workspace_id="T2")
    assert desk.sync() == SyncCounts(due=2, ok=1, failed=1)
    assert "source postponed" in caplog.text
    now, waits = NOON, []
    for _ in range(10):
        due_at = desk.find(poison).due_at
        assert due_at is not None
        waits.append(due_at - now)
        now = due_at
        assert desk.sync(now - timedelta(seconds=1)).failed == 0
        assert desk.sync(now).failed == 1
    assert waits[:3] == [timedelta(minutes=minutes) for minutes in (2, 4, 8)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_POSTPONED
    assert desk.find(poison).counts == ()


def test_a_reading_on_demand_that_breaks_us_gives_the_source_back(desk: Desk) -> None:
    poison = desk.connect(UNSTORABLE)
    for _ in range(2):
        with pytest.raises(FactsError):
            desk.ask(poison)
    assert len(desk.read) == 2
    assert desk.runs() == []
