"""Workers that are killed and paused at random: what is judged is exact, what is told is true."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot.jobs.check import check_due
from bot.storage.alert_models import DeliveryRow, EpisodeRow
from bot.storage.engine import Database, open_database
from bot.storage.migrations import migrate
from tests.e2e.crash_worker import write_clock
from tests.e2e.crashes import (
    Crew,
    Script,
    expire_leases,
    find_stale,
    has_ended,
    is_done,
    play_day,
    read_trace,
    set_up,
    write_script,
)
from tests.slack_rooms import BAD_DAY, SlackRooms

GLANCES_TO_A_CUT = 12
PATIENT_GLANCES = 1_000
Rooms = Callable[..., SlackRooms]
Hire = Callable[..., Crew]


@pytest.fixture
def open_rooms() -> Iterator[Rooms]:
    opened: list[SlackRooms] = []

    def open_one(*arguments: Any, **named: Any) -> SlackRooms:
        opened.append(SlackRooms(*arguments, **named))
        return opened[-1]

    yield open_one
    for rooms in opened:
        rooms.close()


@pytest.fixture
def hire(database_url: str, tmp_path: Path) -> Iterator[Hire]:
    hired: list[Crew] = []

    def hire_crew(rooms: SlackRooms, slack_may_take: int = 1) -> Crew:
        hired.append(Crew(database_url, rooms, tmp_path / "clock", slack_may_take))
        return hired[-1]

    yield hire_crew
    for crew in hired:
        crew.kill_all()


def play_with_kills(database: Database, crew: Crew, rooms: SlackRooms, script: Script) -> None:
    """Play a script to its end while workers are killed, one now and then and all at times."""
    dice = Random(7)  # noqa: S311 - no secret

    def kill_now_and_then() -> None:
        if dice.random() < 0.05:
            crew.kill_one(dice)

    set_up(database, script)
    for day in range(len(script["T000"])):
        now = play_day(database, script, day)
        write_clock(crew.clock, now)
        glances = GLANCES_TO_A_CUT
        while not is_done(database, now):
            crew.start()
            has_ended(partial(is_done, database, now), glances, kill_now_and_then)
            crew.kill_all()
            rooms.settle()
            expire_leases(database)
            glances += GLANCES_TO_A_CUT
    assert crew.kills > len(script["T000"])
    assert find_stale(database, rooms, now) == []


def play_undisturbed(folder: Path, script: Script) -> list[tuple[Any, ...]]:
    """Return what one worker makes of a script if nobody disturbs it."""
    database = open_database(f"sqlite:///{folder / 'undisturbed.db'}")
    migrate(database)
    set_up(database, script)
    for day in range(len(script["T000"])):
        check_due(database, play_day(database, script, day))
    trace = read_trace(database)
    database.close()
    return trace


def list_wanted(database: Database) -> set[str]:
    """Return the deliveries that there have to be messages of, each episode's among them."""
    with database.sessions() as session:
        wanted = set(session.scalars(select(DeliveryRow.id)))
        assert set(session.scalars(select(EpisodeRow.delivery_id))) <= wanted
    return {str(one) for one in wanted}


def count_posts(rooms: SlackRooms) -> Counter[str]:
    return Counter(one.delivery_id for one in rooms.posted())


def has_grown(rooms: SlackRooms) -> bool:
    """Return whether more calls are held a moment later."""
    before = rooms.held
    return has_ended(lambda: rooms.held > before, glances=10)


def test_killed_workers_judge_exactly_and_tell_everything_once(
    database: Database, open_rooms: Rooms, hire: Hire, tmp_path: Path
) -> None:
    script, rooms = write_script(workspaces=28, days=4), open_rooms(BAD_DAY)
    play_with_kills(database, hire(rooms), rooms, script)
    assert read_trace(database) == play_undisturbed(tmp_path, script)
    assert count_posts(rooms) == Counter(list_wanted(database))


def test_without_the_scope_for_history_something_may_be_told_twice_but_nothing_is_lost(
    database: Database, open_rooms: Rooms, hire: Hire
) -> None:
    script, rooms = write_script(workspaces=16, days=3), open_rooms(BAD_DAY, has_history=False)
    play_with_kills(database, hire(rooms), rooms, script)
    assert set(count_posts(rooms)) == list_wanted(database)


def test_workers_paused_past_their_leases_leave_nothing_stale_and_nothing_doubled(
    database: Database, open_rooms: Rooms, hire: Hire
) -> None:
    script, rooms = write_script(workspaces=16, days=5), open_rooms()
    slow, quick = (hire(rooms, slack_may_take=20) for _ in range(2))
    set_up(database, script)
    check_due(database, play_day(database, script, 0))
    paused = 0
    for day in (1, 3):
        gate = rooms.hold_writes()
        write_clock(slow.clock, play_day(database, script, day))
        slow.start(1)
        # Each of its threads waits for Slack then, with no transaction open.
        assert has_ended(lambda: rooms.held > 0 and not has_grown(rooms), PATIENT_GLANCES)
        slow.freeze()
        paused += rooms.held
        rooms.let_pass()
        expire_leases(database)
        now = play_day(database, script, day + 1)
        write_clock(quick.clock, now)
        quick.start(2)
        assert has_ended(partial(is_done, database, now), PATIENT_GLANCES)
        # What was sent before the pause arrives only now.
        gate.set()
        rooms.settle()
        slow.thaw()
        assert has_ended(partial(is_done, database, now), PATIENT_GLANCES)
        assert find_stale(database, rooms, now) == []
        slow.kill_all()
        quick.kill_all()
        expire_leases(database)
    assert paused > 8
    assert count_posts(rooms) == Counter(list_wanted(database))
