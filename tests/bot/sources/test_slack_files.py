"""A file is fetched from Slack alone, whole or not at all."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.errors import SourceError
from bot.sources.files.limits import LARGEST_FILE
from bot.sources.slack_files import REFUSALS, fetch_file
from rules.troubles import Trouble
from tests.fakes import BOT_TOKEN, RESET, FakeSlack, Reply

PLACE = "files-pri/T1-F1/people.csv"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack()
    yield fake
    fake.close()


def fetch(slack: FakeSlack, url: str | None = None, **more: object) -> bytes:
    address = f"{slack.address}/{PLACE}" if url is None else url
    file = {"id": "F1", "size": 10, "url_private_download": address, **more}
    return fetch_file(file, BOT_TOKEN, slack.api_url)


def trouble(slack: FakeSlack, url: str | None = None, **more: object) -> Trouble:
    with pytest.raises(SourceError) as caught:
        fetch(slack, url, **more)
    # The cause would know the address, and with it the token that was sent there.
    assert caught.value.__cause__ is None
    assert BOT_TOKEN not in str(caught.value)
    return caught.value.incident.trouble


def test_the_bots_token_goes_along(slack: FakeSlack) -> None:
    slack.on(PLACE, Reply("class,count"))
    assert fetch(slack) == b"class,count"
    assert [call.token for call in slack.calls] == [BOT_TOKEN]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "people.csv",
        "file:///etc/passwd",
        "ftp://files.slack.com/x",
        "http://files.slack.com/x",
        "https://slack.com.evil.example/x",
        "https://evilslack.com/x",
        "https://files.slack.com@evil.example/x",
        "https://evil.example@files.slack.com/x",
        "https://files.slack.com:8443/x",
        "https://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/x",
        "http://localhost/x",
    ],
)
def test_an_address_that_is_not_slacks_gets_no_token(slack: FakeSlack, url: str) -> None:
    assert trouble(slack, url) is Trouble.ADDRESS_REFUSED
    assert slack.calls == []


def test_a_redirect_is_followed_nowhere(slack: FakeSlack) -> None:
    for status in (301, 302, 303, 307, 308):
        slack.on(PLACE, Reply("", status, {"Location": f"{slack.address}/elsewhere"}))
        assert trouble(slack) is Trouble.SCOPE_MISSING
    assert set(slack.methods) == {PLACE}


@pytest.mark.parametrize(("status", "told"), REFUSALS.items())
def test_a_refusal_is_told(slack: FakeSlack, status: int, told: Trouble) -> None:
    slack.on(PLACE, Reply("", status))
    assert trouble(slack) is told


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply("", 500), Trouble.SERVER_ERROR),
        (Reply("", 418), Trouble.REFUSED_REQUEST),
        (RESET, Trouble.UNREACHABLE),
    ],
)
def test_what_fails_is_told(slack: FakeSlack, reply: Reply, told: Trouble) -> None:
    slack.on(PLACE, reply)
    assert trouble(slack) is told


def test_a_slack_that_is_not_there_is_told() -> None:
    closed = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    closed.server_close()
    api_url = f"http://127.0.0.1:{closed.server_port}/api/"
    file = {"url_private_download": f"http://127.0.0.1:{closed.server_port}/x"}
    with pytest.raises(SourceError) as caught:
        fetch_file(file, BOT_TOKEN, api_url)
    assert caught.value.incident.trouble is Trouble.UNREACHABLE


def test_a_file_that_says_it_is_too_large_is_not_asked_for(slack: FakeSlack) -> None:
    assert trouble(slack, size=LARGEST_FILE + 1) is Trouble.FILE_TOO_LARGE
    assert slack.calls == []


def test_a_file_that_is_larger_than_it_says_is_cut_off(slack: FakeSlack) -> None:
    slack.on(PLACE, Reply("x" * LARGEST_FILE))
    assert len(fetch(slack)) == LARGEST_FILE
    slack.on(PLACE, Reply("x" * (LARGEST_FILE + 1)))
    assert trouble(slack) is Trouble.FILE_TOO_LARGE


class _Endless(BaseHTTPRequestHandler):
    """Sends without an end, and never says how much there is."""

    def do_GET(self) -> None:
        self.send_response_only(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 1_000_000)
        except ConnectionError:
            return

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_an_endless_answer_is_cut_off() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endless)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    with pytest.raises(SourceError) as caught:
        fetch_file({"url_private_download": f"{address}/x"}, BOT_TOKEN, f"{address}/api/")
    assert caught.value.incident.trouble is Trouble.FILE_TOO_LARGE
    server.shutdown()
    thread.join()
    server.server_close()
