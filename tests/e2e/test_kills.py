"""A process killed at the worst moment leaves a database that can be used."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.storage.engine import Database, open_database
from bot.storage.models import ClaimRow, CountRow, SnapshotRow
from tests.e2e.processes import environment, running
from tests.fakes import FakeSlack
from tests.slack_payloads import Payload, a_command, a_filled_form, a_submission

SAVES = 40


def count_rows(database: Database) -> tuple[int, int, int]:
    with database.sessions() as session:
        snapshots, counts, claims = (
            session.scalar(select(func.count()).select_from(row)) or 0
            for row in (SnapshotRow, CountRow, ClaimRow)
        )
    return snapshots, counts, claims


@pytest.mark.parametrize("saves_before_the_end", [1, 7])
def test_a_kill_in_the_middle_of_saving_leaves_whole_saves_only(
    database_url: str, slack: FakeSlack, tmp_path: Path, saves_before_the_end: int
) -> None:
    env = environment(slack, database_url)
    # Numbers that are the same on the same day would make no snapshot of their own.
    forms = [
        a_submission(a_filled_form(customer_facing=str(320 + number))) for number in range(SAVES)
    ]
    answered = count(1)

    def save(form: Payload) -> None:
        assert bot.send(form, slack)[0] == 200
        if next(answered) == saves_before_the_end:
            bot.kill()

    with running("run", env=env, folder=tmp_path) as bot, ThreadPoolExecutor(8) as pool:
        bot.wait_for_port()
        bot.send(a_command("help"), slack)
        slack.wait_for("response_url")
        saves = [pool.submit(save, form) for form in forms]
    confirmed = sum(save.exception() is None for save in saves)
    assert saves_before_the_end <= confirmed < SAVES

    database = open_database(database_url)
    snapshots, counts, claims = count_rows(database)
    assert snapshots >= confirmed
    # Each form is one snapshot of two rows and one claim: teammates and 6 enablers.
    assert (counts, claims) == (2 * snapshots, snapshots)

    with running("run", env=env, folder=tmp_path) as bot:
        bot.wait_for_port()
        for form in forms:
            assert bot.send(form, slack)[0] == 200
        assert bot.stop() == 0
    assert count_rows(database) == (SAVES, 2 * SAVES, SAVES)
    database.close()
