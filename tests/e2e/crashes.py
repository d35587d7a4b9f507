"""Worker processes that are killed and paused, and what has to hold all the same."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, select, update

from bot.alerts import Delivery, DeliveryKind
from bot.jobs.composing import compose
from bot.jobs.entries import enter_numbers
from bot.storage.alert_models import AlertEventRow, AlertStateRow, DeliveryRow, TargetRow
from bot.storage.engine import Database
from bot.storage.models import WorkspaceRow
from bot.storage.workspaces import ensure_workspace
from rules.headcounts import HeadcountRow
from tests.builders import NOON, a_workspace, customer_facing, enablement
from tests.e2e.crash_worker import find_beat, work
from tests.slack_rooms import SlackRooms

DAY = timedelta(days=1)
GLANCE_SECONDS = 0.03
WORKERS = 4
Script = dict[str, list[tuple[HeadcountRow, ...]]]
"""What each workspace counts, day by day."""

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.e2e.crash_worker"])


def write_script(workspaces: int, days: int) -> Script:
    """Return counts that go in and out of the bounds; every fourth workspace has segments."""
    return {
        f"T{number:03}": _write_days(Random(number), days, has_segments=number % 4 == 0)  # noqa: S311 - no secret
        for number in range(workspaces)
    }


def _write_days(dice: Random, days: int, *, has_segments: bool) -> list[tuple[HeadcountRow, ...]]:
    names = ["DACH", "Iberia", "Nordics", "Benelux", "UK"] if has_segments else [""]
    counts: list[tuple[HeadcountRow, ...]] = []
    for _ in range(days):
        if counts and dice.random() < 0.6:
            counts.append(counts[-1])
            continue
        people, enablers = dice.choice([300, 480, 520, 1100, 30]), dice.choice([1, 1, 1, 0, 2])
        counts.append(
            tuple(
                row
                for name in names
                for row in (customer_facing(people, segment=name), enablement(enablers, name))
            )
        )
    return counts


def set_up(database: Database, script: Script) -> None:
    with database.sessions.begin() as session:
        for workspace_id in script:
            ensure_workspace(session, a_workspace(id=workspace_id, time_zone="UTC"), NOON)
        session.execute(update(WorkspaceRow).values(alert_channel="C" + WorkspaceRow.id))


def play_day(database: Database, script: Script, day: int) -> datetime:
    """Let every workspace count, at once, and return when."""
    now = NOON + day * DAY
    with database.sessions.begin() as session:
        for workspace_id, days in script.items():
            enter_numbers(session, workspace_id, days[day], "U1", now)
    return now


def is_done(database: Database, now: datetime) -> bool:
    """Return whether nothing is left to judge or to tell."""
    to_judge = select(func.count()).where(TargetRow.wakes_at <= now)
    to_tell = select(func.count()).where(DeliveryRow.available_at.is_not(None))
    with database.sessions() as session:
        return not session.scalar(to_judge) and not session.scalar(to_tell)


def read_trace(database: Database) -> list[tuple[Any, ...]]:
    """Return everything that happened, by workspace and alert."""
    columns = [
        column
        for column in AlertEventRow.__table__.columns
        if column.name not in {"id", "state_id", "sequence"}
    ]
    keys = (TargetRow.workspace_id, TargetRow.segment, AlertStateRow.rule, AlertEventRow.sequence)
    with database.sessions() as session:
        rows = session.execute(
            select(*keys, *columns)
            .join(AlertStateRow, AlertStateRow.id == AlertEventRow.state_id)
            .join(TargetRow, TargetRow.id == AlertStateRow.target_id)
        )
        return sorted(
            (tuple(row) for row in rows), key=lambda row: tuple(map(str, row[:3])) + row[3:4]
        )


def expire_leases(database: Database) -> None:
    """Do as if the leases of those who were killed had run out; nobody else may be at work."""
    with database.sessions.begin() as session:
        session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.lease_until.is_not(None))
            .values(lease_until=NOON - 365 * DAY)
        )


def has_ended(
    is_over: Callable[[], bool], glances: int, meanwhile: Callable[[], object] = bool
) -> bool:
    """Look a few times whether something is over, and do something each time."""
    rest = threading.Event()
    for _ in range(glances):
        if is_over():
            return True
        meanwhile()
        rest.wait(GLANCE_SECONDS)
    return is_over()


class Crew:
    """Workers at a database, each a process."""

    def __init__(self, url: str, slack: SlackRooms, clock: Path, slack_may_take: int = 1) -> None:
        self._arguments = (url, slack.api_url, clock, slack_may_take)
        self.clock = clock
        self._workers: list[Any] = []
        self.kills = 0

    def start(self, number: int = WORKERS) -> None:
        for _ in range(number):
            worker = _CONTEXT.Process(target=work, args=self._arguments, daemon=True)
            worker.start()
            self._workers.append(worker)

    def kill_one(self, dice: Random) -> None:
        """End one worker without a chance to tidy up, and start another."""
        self._kill(self._workers.pop(dice.randrange(len(self._workers))))
        self.start(1)

    def kill_all(self) -> None:
        """A power cut."""
        while self._workers:
            self._kill(self._workers.pop())

    def freeze(self) -> None:
        """Stop everybody in the middle of whatever they do."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let everybody go on, and return once each is through with what it was doing."""
        beats = {find_beat(self.clock, one.pid): "" for one in self._workers}
        beats = {beat: beat.read_text() for beat in beats}
        self._signal(signal.SIGCONT)
        assert has_ended(
            lambda: all(beat.read_text() not in {"", before} for beat, before in beats.items()),
            glances=1_000,
        )

    def _signal(self, number: signal.Signals) -> None:
        for worker in self._workers:
            os.kill(worker.pid, number)

    def _kill(self, worker: Any) -> None:
        worker.kill()
        worker.join()
        worker.close()
        self.kills += 1


def find_stale(database: Database, slack: SlackRooms, now: datetime) -> list[str]:
    """Return the messages that do not show what the database says."""
    shown = {(one.channel, one.ts): one.shown for one in slack.posted()}
    stale = []
    with database.sessions() as session:
        for row in session.scalars(select(DeliveryRow).where(DeliveryRow.ts.is_not(None))):
            if row.kind not in {DeliveryKind.ROOT, DeliveryKind.GROUP}:
                continue
            messages = compose(session, _to_delivery(row), now).messages
            if shown.get((row.channel or "", row.ts or "")) != messages[0]:
                stale.append(row.key)
    return stale


def _to_delivery(row: DeliveryRow) -> Delivery:
    known: dict[str, Any] = {
        field.name: getattr(row, field.name, NOON) for field in fields(Delivery)
    }
    return Delivery(**known)
