"""Counts that programs push: what is taken, what is refused, and that a repetition changes nothing."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from bot.jobs.decisions import pause_source, resume_source
from bot.push import MOST_AT_ONCE
from bot.storage.engine import Database
from bot.storage.runs import list_runs
from bot.storage.sources import add_connection, list_connections
from bot.storage.workspaces import lock_workspace, save_push_token
from rules.headcounts import HeadcountClass
from tests.bot.pushing import CSV, CSV_TYPE, JSON_TYPE, ROWS, Program, counted
from tests.bot.workbench import Transport, Workbench
from tests.builders import a_connection, customer_facing
from tests.fakes import FakeSlack
from tests.races import Crowd
from tests.slack_payloads import TEAM, USER


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(ROWS, JSON_TYPE, id="rows"),
        pytest.param({"rows": ROWS}, "application/json; charset=utf-8", id="rows in an object"),
        pytest.param(CSV, CSV_TYPE, id="csv"),
    ],
)
def test_pushed_counts_count_at_once(program: Program, body: object, content_type: str) -> None:
    status, answer, _ = program.push(body, content_type)
    assert status is HTTPStatus.OK
    assert answer == {
        "status": "ok",
        "as_of": "2026-03-03",
        "customer_facing": 320,
        "enablers": 5.5,
        "dates": 1,
        "holds": [],
    }
    assert counted(program) == (320, "5.5")


def test_many_dates_are_a_history(program: Program) -> None:
    dated = [row | {"as_of": day} for day in ("2026-02-24", "2026-03-03") for row in ROWS]
    status, answer, _ = program.push(dated)
    assert (status, answer["dates"]) == (HTTPStatus.OK, 2)


def test_counts_of_an_earlier_date_are_answered_as_history(program: Program) -> None:
    program.push()
    status, answer, _ = program.push([ROWS[0] | {"as_of": "2025-12-01", "count": 295}])
    assert (status, answer["status"], answer["as_of"]) == (HTTPStatus.OK, "ok", "2025-12-01")
    assert "History only" in answer["message"]
    assert counted(program) == (320, "5.5")


def test_a_class_that_a_push_does_not_count_is_null_in_the_answer(program: Program) -> None:
    _, answer, _ = program.push([ROWS[1]])
    assert (answer["customer_facing"], answer["enablers"]) == (None, 5.5)


def test_a_class_that_is_newer_elsewhere_is_named_in_the_answer(program: Program) -> None:
    with program.bench.database.sessions.begin() as session:
        today = program.bench.clock.now
        seen = {"as_of": today.date(), "checked_at": today, "changed_at": today}
        sellers = {"supplies": {HeadcountClass.CUSTOMER_FACING}, "counts": (customer_facing(300),)}
        add_connection(session, a_connection(workspace_id=TEAM, **seen, **sellers), None)
    _, answer, _ = program.push([row | {"as_of": "2026-03-01"} for row in ROWS])
    assert (answer["status"], answer["customer_facing"], answer["enablers"]) == ("ok", 320, 5.5)
    assert answer["message"] == (
        "History only for customer-facing teammates: newer numbers of them count."
    )


def test_counts_that_are_hard_to_believe_are_held(program: Program) -> None:
    program.push()
    program.bench.clock.turn(timedelta(days=1))
    status, answer, _ = program.push([ROWS[0] | {"count": 90}, ROWS[1]])
    assert (status, answer["status"]) == (HTTPStatus.ACCEPTED, "held")
    assert answer["holds"]
    assert counted(program) == (320, "5.5")


def test_a_repetition_is_answered_as_the_first_and_changes_nothing(program: Program) -> None:
    status, first, _ = program.push(key="one")
    again, second, headers = program.push(key="one")
    assert (again, second) == (status, first)
    assert headers["Idempotency-Replayed"] == "true"
    assert program.bench.count_snapshots() == 1


def test_a_repetition_of_held_counts_is_held_too(program: Program) -> None:
    program.push()
    fewer = [ROWS[0] | {"count": 90}, ROWS[1]]
    assert program.push(fewer, key="one")[0] is HTTPStatus.ACCEPTED
    assert program.push(fewer, key="one")[0] is HTTPStatus.ACCEPTED


def test_a_key_belongs_to_its_counts(program: Program) -> None:
    program.push(key="one")
    status, answer, _ = program.push(CSV, CSV_TYPE, key="one")
    assert status is HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer["error"] == "idempotency_key_reused"
    assert "new one" in answer["message"]


def test_no_key_is_that_of_a_push_without_one(program: Program) -> None:
    program.push()
    assert program.push(CSV, CSV_TYPE, key="run:1")[0] is HTTPStatus.OK


def test_many_at_once_under_one_key_are_one(
    database: Database, slack: FakeSlack, threads: Crowd
) -> None:
    bench = Workbench(database, slack, Transport.HTTP)
    program = Program(bench)
    answers = threads.call(program.push, ROWS, JSON_TYPE, "one")
    assert {status for status, _, _ in answers} == {HTTPStatus.OK}
    assert all(answer == answers[0][1] for _, answer, _ in answers)
    assert sum("Idempotency-Replayed" not in headers for _, _, headers in answers) == 1
    assert bench.count_snapshots() == 1
    bench.close()


def test_without_a_key_every_push_counts(program: Program) -> None:
    program.push()
    assert program.push([ROWS[0] | {"count": 321}, ROWS[1]])[0] is HTTPStatus.OK
    assert counted(program) == (321, "5.5")


def test_a_push_to_a_paused_source_is_told_so_and_leaves_no_run(program: Program) -> None:
    program.push()
    sessions, now = program.bench.database.sessions, program.bench.clock.now
    with sessions.begin() as session:
        [source] = list_connections(session, TEAM)
        pause_source(session, TEAM, source.id, USER, now)
    status, answer, _ = program.push(CSV, CSV_TYPE, key="one")
    assert (status, answer["error"]) == (HTTPStatus.CONFLICT, "paused")
    assert "An admin paused" in answer["message"]
    with sessions.begin() as session:
        assert len(list_runs(session, TEAM, 9)) == 1
        resume_source(session, TEAM, source.id, now)
    assert program.push(CSV, CSV_TYPE, key="one")[0] is HTTPStatus.OK


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer "])
def test_a_scheme_has_no_case(program: Program, scheme: str) -> None:
    authorization = f"{scheme} {program.token}"
    assert program.push(HTTP_AUTHORIZATION=authorization)[0] is HTTPStatus.OK


def test_a_revoked_token_opens_nothing(program: Program) -> None:
    with program.bench.database.sessions.begin() as session:
        save_push_token(session, TEAM, None)
    assert program.push()[0] is HTTPStatus.UNAUTHORIZED


def test_a_program_gone_wild_is_asked_to_wait(program: Program) -> None:
    for _ in range(MOST_AT_ONCE):
        assert program.push()[0] is HTTPStatus.OK
    status, answer, headers = program.push()
    assert (status, answer["error"]) == (HTTPStatus.TOO_MANY_REQUESTS, "too_many_pushes")
    assert headers["Retry-After"] == "60"
    program.bench.clock.turn(timedelta(minutes=1))
    assert program.push()[0] is HTTPStatus.OK


def test_a_push_that_cannot_be_read_counts_as_one(program: Program) -> None:
    for _ in range(MOST_AT_ONCE):
        assert program.push([{"count": 3}])[0] is HTTPStatus.UNPROCESSABLE_ENTITY
    assert program.push()[0] is HTTPStatus.TOO_MANY_REQUESTS
    program.bench.clock.turn(timedelta(minutes=1))
    assert program.push()[0] is HTTPStatus.OK


def test_a_key_of_a_push_that_could_not_be_read_is_free_for_its_correction(
    program: Program,
) -> None:
    assert program.push([{"count": 3}], key="one")[0] is HTTPStatus.UNPROCESSABLE_ENTITY
    assert program.push(key="one")[0] is HTTPStatus.OK


def test_a_repetition_is_answered_while_others_write(program: Program) -> None:
    program.push(key="one")
    with program.bench.database.sessions.begin() as session:
        lock_workspace(session, TEAM)
        status, _, headers = program.push(key="one")
    assert (status, headers["Idempotency-Replayed"]) == (HTTPStatus.OK, "true")
