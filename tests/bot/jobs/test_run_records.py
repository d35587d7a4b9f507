"""What a run leaves behind: when it began and ended, and what it saw, also where it failed."""

from datetime import timedelta

import pytest

from bot.errors import SourceError
from rules.troubles import RunStatus, Trouble
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, a_reading


def test_a_run_ends_when_the_source_has_answered_and_counts_as_of_its_beginning(
    desk: Desk,
) -> None:
    source = desk.accept_first(a_reading())
    run = desk.ask(source)
    assert run is not None
    assert run.started_at == NOON < run.finished_at
    known = desk.find(source)
    assert (known.checked_at, known.changed_at) == (NOON, NOON)


def test_a_source_that_fails_is_asked_again_an_hour_after_it_was_asked(desk: Desk) -> None:
    source = desk.connect(SourceError(Trouble.UNREACHABLE))
    desk.sync()
    [run] = desk.runs()
    assert run.finished_at > NOON
    assert desk.find(source).due_at == NOON + timedelta(hours=1)


@pytest.mark.parametrize("trouble", [Trouble.TOO_MANY_ROWS, Trouble.SERVER_ERROR])
def test_a_run_that_ends_in_trouble_keeps_what_it_saw(desk: Desk, trouble: Trouble) -> None:
    error = SourceError(trouble)
    error.note_seen(pages=200, people=200_000)
    desk.connect(error)
    desk.sync()
    [run] = desk.runs()
    assert run.status is not RunStatus.OK
    assert (run.pages, run.people) == (200, 200_000)
    assert run.incident is not None
    assert not run.incident.details
