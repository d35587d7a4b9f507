"""Pushes that are refused: what was read, and what would work."""

from http import HTTPStatus
from typing import Any

import pytest

from bot.push import LONGEST_KEY
from bot.storage.workspaces import lock_workspace
from bot.wsgi import LARGEST_BODY_BYTES
from tests.bot.pushing import CSV_TYPE, ROWS, Program, counted
from tests.bot.sources.files.workbooks import a_workbook
from tests.slack_payloads import TEAM


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        pytest.param({"HTTP_AUTHORIZATION": ""}, 401, "unauthorized", id="no token"),
        pytest.param({"HTTP_AUTHORIZATION": "Bearer x"}, 401, "unauthorized", id="a wrong token"),
        pytest.param({"HTTP_AUTHORIZATION": "Basic x"}, 401, "unauthorized", id="another scheme"),
        pytest.param({"REQUEST_METHOD": "GET"}, 405, "method_not_allowed", id="another method"),
        pytest.param({"CONTENT_LENGTH": ""}, 411, "length_required", id="no length"),
        pytest.param(
            {"CONTENT_LENGTH": str(LARGEST_BODY_BYTES + 1)}, 413, "too_large", id="too large"
        ),
        pytest.param({"CONTENT_LENGTH": "-1"}, 413, "too_large", id="less than nothing"),
        pytest.param({"content_type": "text/html"}, 415, "unsupported_media_type", id="a page"),
        pytest.param({"content_type": ""}, 415, "unsupported_media_type", id="no type"),
        pytest.param(
            {"body": a_workbook(["class", "count"], ["cf", 1]), "content_type": CSV_TYPE},
            415,
            "unsupported_media_type",
            id="a workbook",
        ),
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
            {"body": "class,count\n" + "\n" * 10_000, "content_type": CSV_TYPE},
            422,
            "file_too_long",
            id="blank lines",
        ),
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
    assert answer["message"].endswith(".")
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        assert answer["remedy"]
    if status == HTTPStatus.UNAUTHORIZED:
        assert headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("count", ["many", "180.5", -180, "1.200", 180.5])
def test_what_is_wrong_is_said_with_its_row_and_what_would_work(
    program: Program, count: object
) -> None:
    status, answer, _ = program.push([ROWS[0], ROWS[1] | {"count": count}])
    assert status is HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer == {
        "error": "count_not_readable",
        "message": "There is no whole number where people are counted.",
        "remedy": "Write whole numbers such as 1200: no decimals, signs or words.",
        "read": ["row 2, counted from 1", "key “count”"],
    }


def test_csv_that_cannot_be_read_is_pointed_at_by_its_line(program: Program) -> None:
    _, answer, _ = program.push("class,count,fte\nenablement,1,200\n", CSV_TYPE)
    assert answer["error"] == "fte_beyond_people"
    assert "1200" in answer["remedy"]
    assert answer["read"] == ["line 2", "column “fte”", "people: 1", "FTE: 200"]


def test_a_body_is_read_while_others_write(program: Program) -> None:
    with program.bench.database.sessions.begin() as session:
        lock_workspace(session, TEAM)
        status, answer, _ = program.push([{"count": 3}])
    assert (status, answer["error"]) == (HTTPStatus.UNPROCESSABLE_ENTITY, "column_missing")


def test_nothing_pushed_is_found_in_logs(
    program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    program.push([{"class": "customer_facing", "segment": "Kim Doe", "count": "x"}])
    assert "Kim Doe" not in caplog.text
    assert program.token not in caplog.text
