"""Nothing a source sends about people, and no part of a credential, is ever written anywhere."""

import logging
import traceback
from typing import Any

import pytest

from bot.errors import SourceError
from bot.sources.rest.configs import parse_rest_config
from bot.sources.rest.connector import RestSource
from bot.sources.rest.exchanges import Answer, Request
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import DAY, a_config, a_network, a_preset
from tests.bot.sources.rest.servers import Asked, Reply

MARK = "Marked-Person"
SECRET = {"client_id": "marked-client-id", "client_secret": "marked-client-secret"}
AUTH = {
    "type": "client_credentials",
    "token_url": "/token",
    "body": "form",
    "fields": {"client_id": "{client_id}", "client_secret": "{client_secret}"},
    "token_path": "token",
}
MARKS = (MARK, "marked-client", "marked-token", "wrong-part")
PAGING = {"type": "next_url", "path": "next"}
ROW = {"id": 1, "department": "Sales", "start": "2020-01-01", "job": 40, "name": MARK}


def page(*rows: Any, **more: Any) -> dict[str, Any]:
    return {"people": list(rows), "note": MARK, **more}


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(f"<html>{MARK}".encode()), id="a page for people"),
        pytest.param(Reply(f'{{"people": "{MARK}'.encode()), id="half an answer"),
        pytest.param(Reply({"error": MARK}, 400), id="an error's body"),
        pytest.param(Reply({"error": MARK}, 500), id="a failure's body"),
        pytest.param(Reply({"people": MARK}), id="no list"),
        pytest.param(Reply(page({"id": 1, "department": {"name": MARK}})), id="no text"),
        pytest.param(Reply(page({"id": {"name": MARK}})), id="no id"),
        pytest.param(Reply(page({**ROW, "start": MARK})), id="no date"),
        pytest.param(Reply(page({**ROW, "job": MARK})), id="no amount"),
        pytest.param(Reply(page(ROW, total=MARK)), id="no total"),
        pytest.param(Reply(page(ROW, total=9)), id="another total"),
        pytest.param(Reply(page(ROW, total=1, next=f"https://{MARK}.example.com/")), id="away"),
        pytest.param(Reply(page(ROW, total=1, next=MARK * 400)), id="a link that is none"),
        pytest.param(Reply(page(ROW, total=1, next=f"/people?x={MARK}")), id="a page again"),
        pytest.param(
            Reply(status=302, headers={"Location": f"https://{MARK}.example.com/"}), id="redirect"
        ),
        pytest.param(
            Reply(page(ROW), headers={"X": f"y\r\n{MARK} without a colon"}), id="broken headers"
        ),
        pytest.param(Reply(page(ROW), headers={"Content-Encoding": "gzip"}), id="not packed"),
        pytest.param(Reply(iter([MARK.encode()]), headers={"Content-Length": "99"}), id="cut off"),
    ],
)
def test_neither_errors_nor_logs_repeat_what_was_sent(
    serve: Serve, caplog: pytest.LogCaptureFixture, reply: Reply
) -> None:
    caplog.set_level(logging.DEBUG)

    def answer(asked: Asked) -> Any:
        return {"token": "marked-token"} if asked.path == "/token" else reply

    with pytest.raises(SourceError) as caught:
        a_source(serve(answer).url, SECRET).read(DAY)
    error = caught.value
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    told = [str(error), repr(error), repr(error.args), repr(error.incident)]
    told += [*traceback.format_exception(error), *said(caplog)]
    assert not [mark for mark in MARKS for text in told if mark in text]


def test_a_reading_that_succeeds_says_nothing(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stub = serve(
        lambda asked: {"token": "marked-token"} if asked.path == "/token" else page(ROW, total=1)
    )
    source = a_source(stub.url, SECRET)
    reading = source.read(DAY)
    assert reading.people == 1
    told = [repr(reading), repr(source), repr(vars(source)["_config"]), *said(caplog)]
    assert not [mark for mark in MARKS for text in told if mark in text]


@pytest.mark.parametrize(
    "secret",
    [
        {"client_id": "marked-client-id"},
        {**SECRET, "client_secret": "wrong-part\n"},
        {**SECRET, "client_id": "marked-client-id\r\nX: y"},
    ],
)
def test_a_credential_that_cannot_be_sent_is_not_repeated(
    serve: Serve, caplog: pytest.LogCaptureFixture, secret: dict[str, str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(SourceError) as caught:
        a_source(serve(lambda _: {}).url, secret).read(DAY)
    told = [repr(caught.value), repr(caught.value.incident), *said(caplog)]
    assert not [mark for mark in MARKS for text in told if mark in text]


def test_a_request_does_not_show_what_makes_us_known() -> None:
    request = Request(
        "https://hr.example.com",
        headers={"Authorization": "marked-token"},
        body={"x": MARK},
        form={"client_secret": "marked-client-secret"},
    )
    answer = Answer("https://hr.example.com", {"name": MARK}, f"/people?x={MARK}")
    assert not [mark for mark in MARKS if mark in f"{request!r} {answer!r}"]


def a_source(url: str, secret: dict[str, str]) -> RestSource:
    preset = a_preset(
        auth=AUTH,
        paging=PAGING,
        total_path="total",
        state={"start": "start"},
        fte={"path": "job", "unit": "hours", "full_time": 40},
    )
    return RestSource(parse_rest_config(a_config(url, preset)), secret, a_network())


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Every line of the log but those that `bot.logs` keeps out of every log."""
    return [
        f"{record.getMessage()} {record.exc_text or record.exc_info}"
        for record in caplog.records
        if not (record.name.startswith("urllib3") and record.levelno < logging.INFO)
    ]
