"""Payloads as Slack really sends them, signed and sent over real HTTP."""

import json
import re
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from bot.storage.engine import Database
from bot.wsgi import SLACK_PATH
from tests.blockkit import reference
from tests.bot.workbench import Transport, Workbench
from tests.fakes import FakeSlack, a_user, sign
from tests.slack_payloads import to_form

PATIENCE_SECONDS = 3
"""After that Slack shows an error, or sends the request again."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def bench(sqlite: Database, slack: FakeSlack) -> Iterator[Workbench]:
    made = Workbench(sqlite, slack, Transport.HTTP)
    slack.on("users.info", a_user())
    yield made
    made.close()


@pytest.fixture
def server(bench: Workbench) -> Iterator[WSGIServer]:
    made = make_server("127.0.0.1", 0, bench.serve, handler_class=_Quiet)
    thread = threading.Thread(target=made.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def post(server: WSGIServer, body: str, content_type: str, headers: dict[str, str]) -> int:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(
            "POST", SLACK_PATH, body.encode(), {"Content-Type": content_type, **headers}
        )
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def samples(slack: FakeSlack) -> list[dict[str, Any]]:
    """Return the samples, with every response_url on this machine."""
    text = json.dumps(reference("payloads.json"))
    found: list[dict[str, Any]] = json.loads(
        re.sub(r"https://hooks\.slack\.[^\"\\]*", slack.response_url, text)
    )
    return found


def encode(sample: dict[str, Any]) -> tuple[str, str]:
    """Return a sample as the body and content type of Slack's HTTP request."""
    is_event = sample["kind"].startswith("event:") or sample["kind"] == "url_verification"
    if is_event:
        return json.dumps(sample["body"]), "application/json"
    form = urlencode(sample["body"]) if "command" in sample["body"] else to_form(sample["body"])
    return form, "application/x-www-form-urlencoded"


def test_every_payload_is_answered_in_time_and_without_an_error(
    server: WSGIServer, slack: FakeSlack
) -> None:
    troubles = []
    for number, sample in enumerate(samples(slack)):
        body, content_type = encode(sample)
        begun = time.monotonic()
        status = post(server, body, content_type, sign(body))
        taken = time.monotonic() - begun
        is_retired = "workflow_step" in body
        if (status != 200 and not is_retired) or status >= 500 or taken > PATIENCE_SECONDS:
            troubles.append(f"{number} {sample['kind']}: {status} after {taken:.1f} s")
    assert troubles == []


def test_no_payload_is_answered_without_a_valid_signature(
    server: WSGIServer, slack: FakeSlack
) -> None:
    for sample in {sample["kind"]: sample for sample in samples(slack)}.values():
        body, content_type = encode(sample)
        for headers in (
            {},
            sign(body + " "),
            sign(body, "another secret"),
            sign(body, at=time.time() - 600),
        ):
            assert post(server, body, content_type, headers) == 401, sample["kind"]
