"""Counts that programs push: what is taken, what is refused, and that a repetition changes nothing."""

import io
import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from bot.push import LONGEST_KEY, MOST_AT_ONCE
from bot.push_tokens import digest_token, make_push_token
from bot.storage.briefings import find_briefing
from bot.storage.engine import Database
from bot.storage.workspaces import save_push_token
from bot.wsgi import LARGEST_PUSH_BYTES, PUSH_PATH
from rules.headcounts import SourceKind
from tests.bot.workbench import Transport, Workbench
from tests.fakes import FakeSlack
from tests.races import Crowd
from tests.slack_payloads import TEAM, USER, Payload

ROWS = [
    {"class": "customer_facing", "function": "sales", "segment": "EMEA", "count": 320},
    {"class": "enablement", "count": 6, "fte": 5.5},
]
CSV = "class,function,segment,count,fte\ncustomer_facing,sales,EMEA,320,\nenablement,,,6,5.5\n"
JSON_TYPE, CSV_TYPE = "application/json", "text/csv; charset=utf-8"


class Program:
    """A program of a workspace's own, with its token."""

    def __init__(self, bench: Workbench) -> None:
        self.bench, self.token = bench, make_push_token()
        bench.add_member()
        with bench.database.sessions.begin() as session:
            save_push_token(session, TEAM, digest_token(self.token))

    def push(
        self, body: object = ROWS, content_type: str = JSON_TYPE, key: str = "", **environ: Any
    ) -> tuple[HTTPStatus, Payload, dict[str, str]]:
        """Push a body; return status, answer and headers."""
        sent = (body if isinstance(body, str) else json.dumps(body)).encode()
        request: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": PUSH_PATH,
            "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(len(sent)),
            "HTTP_AUTHORIZATION": f"Bearer {self.token}",
            "HTTP_IDEMPOTENCY_KEY": key,
            "wsgi.input": io.BytesIO(sent),
            **environ,
        }
        setup_testing_defaults(request)
        started: list[Any] = []
        chunks = self.bench.serve(request, lambda *args: started.append(args))  # type: ignore[arg-type]  # writes nothing
        status, headers, *_ = started[0]
        answer: Payload = json.loads(b"".join(chunks))
        return HTTPStatus(int(status.split()[0])), answer, dict(headers)


@pytest.fixture
def program(bench: Workbench) -> Program:
    return Program(bench)


def counted(program: Program) -> tuple[int, str] | None:
    briefing = find_briefing(program.bench.database, TEAM, USER, program.bench.clock.now)
    if briefing is None or briefing.headcount is None:
        return None
    facts = briefing.headcount.facts
    assert briefing.headcount.origin is not None
    assert briefing.headcount.origin.source is SourceKind.PUSH
    return facts.customer_facing, str(facts.enablers)


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


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        pytest.param({"HTTP_AUTHORIZATION": ""}, 401, "unauthorized", id="no token"),
        pytest.param({"HTTP_AUTHORIZATION": "Bearer x"}, 401, "unauthorized", id="a wrong token"),
        pytest.param({"HTTP_AUTHORIZATION": "Basic x"}, 401, "unauthorized", id="another scheme"),
        pytest.param({"REQUEST_METHOD": "GET"}, 405, "method_not_allowed", id="another method"),
        pytest.param({"CONTENT_LENGTH": ""}, 411, "length_required", id="no length"),
        pytest.param(
            {"CONTENT_LENGTH": str(LARGEST_PUSH_BYTES + 1)}, 413, "too_large", id="too large"
        ),
        pytest.param({"CONTENT_LENGTH": "-1"}, 413, "too_large", id="less than nothing"),
        pytest.param({"content_type": "text/html"}, 415, "unsupported_media_type", id="a page"),
        pytest.param({"content_type": ""}, 415, "unsupported_media_type", id="no type"),
        pytest.param(
            {"key": "k" * (LONGEST_KEY + 1)}, 400, "idempotency_key_too_long", id="a long key"
        ),
        pytest.param({"body": "{"}, 400, "not_readable", id="half an object"),
        pytest.param({"body": "[" * 100_000}, 400, "not_readable", id="too deep"),
        pytest.param({"body": {"rows": "none"}}, 400, "not_readable", id="no rows"),
        pytest.param({"body": [1, 2]}, 400, "not_readable", id="numbers"),
        pytest.param({"body": []}, 422, "file_empty", id="nobody"),
        pytest.param(
            {"body": '[{"class": "cf", "count": 3, "segment": "\\ud800"}]'},
            422,
            "cell_not_readable",
            id="no text",
        ),
        pytest.param({"body": [{"count": 3}]}, 422, "column_missing", id="no class"),
        pytest.param(
            {"body": "title,name\nSeller,Kim\n", "content_type": CSV_TYPE},
            422,
            "personal_column",
            id="people instead of counts",
        ),
        pytest.param(
            {"body": "department,title\nSales,Seller\n", "content_type": CSV_TYPE},
            422,
            "column_missing",
            id="posts instead of counts",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_in_plain_words(
    program: Program, changes: dict[str, Any], status: int, code: str
) -> None:
    got, answer, headers = program.push(**changes)
    assert (got, answer["error"]) == (status, code)
    assert counted(program) is None
    if status in {400, 401, 415, 422}:
        assert answer["message"].endswith(".")
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        assert answer["remedy"]
    if status == HTTPStatus.UNAUTHORIZED:
        assert headers["WWW-Authenticate"] == "Bearer"


def test_what_is_wrong_is_said_with_its_row(program: Program) -> None:
    status, answer, _ = program.push([ROWS[0], ROWS[1] | {"count": "many"}])
    assert status is HTTPStatus.UNPROCESSABLE_ENTITY
    assert any("2" in detail for detail in answer["read"])


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


def test_nothing_pushed_is_found_in_logs(
    program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    program.push([{"class": "customer_facing", "segment": "Kim Doe", "count": "x"}])
    assert "Kim Doe" not in caplog.text
    assert program.token not in caplog.text
