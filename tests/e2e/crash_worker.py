"""What a worker does, at a quick pace and at the time that a test says it is."""

import json
import multiprocessing
import os
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from slack_sdk import WebClient

from bot.jobs.check import check_due
from bot.jobs.deliver import deliver_due
from bot.storage.engine import open_database
from tests.fakes import BOT_TOKEN

MINUTES_A_SECOND = 10
"""So that a wait of fifteen minutes is over in a moment."""
PACE_SECONDS = 0.01


def write_clock(path: Path, now: datetime) -> None:
    """Say what time it is; a half-written file is never read."""
    new = path.with_suffix(".new")
    new.write_text(json.dumps([now.isoformat(), time.time()]))
    new.replace(path)


def read_clock(path: Path) -> tuple[datetime, datetime]:
    """Return the time of the script, and that time moved on by how long ago it was set."""
    at, since = json.loads(path.read_text())
    now = datetime.fromisoformat(at)
    passed = timedelta(minutes=(time.time() - since) * MINUTES_A_SECOND)
    return now, now + min(passed, timedelta(hours=11))


def find_beat(clock: Path, pid: int) -> Path:
    """Return the file that a worker touches whenever it begins anew."""
    return clock.with_name(f"beat-{pid}")


def work(url: str, api_url: str, clock: Path, slack_may_take: int) -> None:
    """Judge and deliver until killed, or until whoever started us is gone."""
    database = open_database(url)
    client = WebClient(BOT_TOKEN, base_url=api_url, timeout=slack_may_take, retry_handlers=[])
    beat = find_beat(clock, os.getpid())
    parent = multiprocessing.parent_process()
    rest = threading.Event()
    while parent is not None and parent.is_alive():
        beat.write_text(str(time.monotonic()))
        now, later = read_clock(clock)
        check_due(database, now)
        deliver_due(database, client, later, between_posts=timedelta())
        rest.wait(PACE_SECONDS)
