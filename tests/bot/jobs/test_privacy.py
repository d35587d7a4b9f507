"""Nothing about a person is ever kept or logged, whatever a source does with what it read."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.app import build_client
from bot.errors import SourceError
from bot.logs import configure_logging
from bot.scheduler import build_jobs, run_job
from bot.services import Services
from bot.settings import LogFormat, LogLevel
from bot.sources.readings import Reading
from bot.storage.engine import Database
from bot.storage.sources import add_connection
from bot.storage.workspaces import ensure_workspace, save_member
from bot.vault import Vault, make_key
from bot.workspaces import Standing
from rules.troubles import Trouble
from tests.bot.jobs.desk import Answer, Desk
from tests.bot.workbench import WatchedExecutor
from tests.builders import (
    NOON,
    a_connection,
    a_mapping,
    a_member,
    a_reading,
    a_workspace,
    customer_facing,
    enablement,
    titled,
)
from tests.fakes import BOT_TOKEN, FakeSlack, Reply

NAME, MAIL, NUMBER = "Featherstonehaugh", "wilhelmina@example.com", "EMP-0815-4711"
CREDENTIAL, MEMBER = "tok-credential-of-an-hris", "U0PERSON0MARK"
MARKS = (NAME, MAIL, NUMBER, CREDENTIAL, MEMBER)
ROW = {"id": NUMBER, "name": f"Wilhelmina {NAME}", "mail": MAIL, "slack": MEMBER}
PAGE = Reply(f"<html>{ROW} {CREDENTIAL}</html>", 500)
A_DAY = timedelta(days=1)


class TellingError(Exception):
    """What a library raises: all it knows is in its text, its arguments and its causes."""

    def __init__(self) -> None:
        super().__init__(f"cannot use {ROW} with {CREDENTIAL}", ROW)
        self.row = ROW


def raise_as_it_is(_on: date) -> Reading:
    raise TellingError


def raise_from_another(on: date) -> Reading:
    try:
        return raise_as_it_is(on)
    except TellingError as error:
        raise RuntimeError(str(ROW)) from error


def raise_a_trouble_on_the_way(on: date) -> Reading:
    try:
        return raise_as_it_is(on)
    except TellingError:
        raise SourceError(Trouble.NOT_READABLE, rows=1)  # noqa: B904 - as careless as can be


def raise_several(_on: date) -> Reading:
    raise ExceptionGroup(MAIL, [TellingError(), KeyError(NAME)])


def count_rows(_on: date) -> Reading:
    rows = [ROW] * 320
    return a_reading(rows=(), tallies=(titled("Seller", len(rows)), titled("Baker", 3)))


def count_what_cannot_be_stored(_on: date) -> Reading:
    row = ROW
    return a_reading(customer_facing(len(row)), enablement(1, fte="0.55"))


ANSWERS: tuple[Answer, ...] = (
    raise_as_it_is,
    raise_from_another,
    raise_a_trouble_on_the_way,
    raise_several,
    count_rows,
    count_what_cannot_be_stored,
    SourceError(Trouble.UNAUTHORISED, code=401),
)


@contextmanager
def logging_everything() -> Iterator[None]:
    """Log as a process with LOG_LEVEL=DEBUG does."""
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    configure_logging(LogLevel.DEBUG, LogFormat.JSON)
    try:
        yield
    finally:
        root.setLevel(before[0])
        root.handlers[:] = before[1]


@pytest.fixture
def services(sqlite: Database) -> Iterator[Services]:
    """A bot with a source for each answer, each in a workspace of its own with an admin."""
    desk, vault = Desk(sqlite), Vault((make_key(),))
    background = WatchedExecutor()
    for number, answer in enumerate(ANSWERS):
        workspace_id, name = f"T{number}", f"source {number}"
        connection = a_connection(
            workspace_id=workspace_id, name=name, mapping=a_mapping(["Seller"])
        )
        desk.write(ensure_workspace, a_workspace(id=workspace_id), NOON)
        admin = a_member(workspace_id=workspace_id, standing=Standing.ADMIN)
        desk.write(save_member, admin)
        desk.write(add_connection, connection, vault.lock({"token": CREDENTIAL}))
        desk.says(name, answer)
    yield Services(sqlite, lambda: NOON, background, vault, desk.open_source)
    background.shutdown()


def pick(now: datetime) -> datetime:
    """A clock that stands still."""
    return now


def find_marks(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in text]


def read_all(folder: Path) -> dict[str, str]:
    """Return every file below a folder, whatever it is."""
    return {path.name: path.read_text("latin-1") for path in folder.rglob("*") if path.is_file()}


def test_nothing_about_a_person_is_kept_or_logged(
    services: Services,
    slack: FakeSlack,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    slack.on("chat.postMessage", PAGE)
    jobs = build_jobs(services, build_client(BOT_TOKEN, slack.api_url))
    with logging_everything():
        for now in (NOON, NOON + A_DAY, NOON + 2 * A_DAY):
            for job in jobs:
                run_job(job, partial(pick, now))
    services.database.close()

    written = "".join(capsys.readouterr())
    for event in ("source not understood", "source postponed", "delivery failed"):
        assert event in written
    assert "Traceback" not in written
    assert find_marks(written) == []
    kept = read_all(tmp_path)
    assert "Baker" in kept["bench.db"]
    assert {name: found for name, text in kept.items() if (found := find_marks(text))} == {}
    assert list(scratch.iterdir()) == []
    assert find_marks(str(slack.calls)) == []


def test_the_marks_would_be_found(sqlite: Database, tmp_path: Path) -> None:
    """The search itself works: a name that somebody stores is found in the file."""
    Desk(sqlite).write(ensure_workspace, a_workspace(id=MEMBER), NOON)
    sqlite.close()
    assert find_marks(read_all(tmp_path)["bench.db"]) == [MEMBER]
