import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.delivery.http import parse_answer, sign
from tests.bot.sandbox.builders import SIGNING_SECRET, a_manifest
from tests.bot.sandbox.harness import Page, listen, running, serving

RawAnswer = tuple[str, list[tuple[str, str]], bytes]
OK: RawAnswer = ("200 OK", [], b"")
OOPS: RawAnswer = ("500 Oops", [], b"")


class FakeBot:
    """Answers each request with the next of its answers, and keeps what it was sent."""

    def __init__(self, *answers: RawAnswer) -> None:
        self.answers = [*answers]
        self.requests: list[tuple[dict[str, Any], bytes]] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        self.requests.append((environ, body))
        self.may_answer.wait(10)
        status, headers, content = self.answers.pop(0) if self.answers else OK
        start_response(status, headers)
        return [content]


@contextmanager
def behind(bot: FakeBot, **more: Any) -> Iterator[Page]:
    with listen() as held:
        port = held.getsockname()[1]
    with (
        running(bot_url=f"http://127.0.0.1:{port}/slack/events", **more) as page,
        serving(bot, port),
    ):
        yield page
        bot.may_answer.set()


def test_a_request_is_signed_as_slack_signs() -> None:
    bot = FakeBot()
    with behind(bot) as page:
        page.do("commands", channel=page.channel(), text="/plan 320 6")
    [(environ, body)] = bot.requests
    assert SignatureVerifier(SIGNING_SECRET).is_valid(
        body, environ["HTTP_X_SLACK_REQUEST_TIMESTAMP"], environ["HTTP_X_SLACK_SIGNATURE"]
    )
    fields = {name: value for name, [value] in parse_qs(body.decode()).items()}
    assert fields["text"] == "320 6"
    assert fields["user_name"] == "alex"
    assert not {"locale", "is_admin"} & fields.keys()


def test_the_signature_covers_the_body() -> None:
    headers = {name.lower(): value for name, value in sign("secret", b"a=1").items()}
    verifier = SignatureVerifier("secret")
    assert verifier.is_valid_request("a=1", headers)
    assert not verifier.is_valid_request("a=2", headers)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(OOPS, "http_service_error", id="an error of its own"),
        pytest.param(("404 Not Found", [], b""), "http_client_error", id="the wrong address"),
    ],
)
def test_a_person_sees_that_a_command_failed(answer: RawAnswer, error: str) -> None:
    with behind(FakeBot(answer)) as page:
        done = page.do("commands", channel=page.channel(), text="/plan")
        assert done["outcome"]["status"] == "failed"
        [message] = page.state()["messages"][page.channel()]
        assert message["text"] == f'/plan failed with the error "{error}"'
        assert (message["user"], message["is_ephemeral"]) == ("USLACKBOT", True)


def test_a_person_sees_that_the_bot_hangs() -> None:
    bot = FakeBot()
    bot.may_answer.clear()
    with behind(bot, ack_within=timedelta(seconds=0.1)) as page:
        done = page.do("commands", channel=page.channel(), text="/plan")
        assert done["outcome"]["status"] == "timed_out"
        assert page.texts(page.channel()) == ['/plan failed with the error "operation_timeout"']
        assert page.state()["bot"]["is_connected"] is False


def test_a_person_sees_that_nobody_is_there() -> None:
    with running(bot_url="http://127.0.0.1:9/slack/events") as page:
        page.do("commands", channel=page.channel(), text="/plan")
        assert page.texts(page.channel()) == ['/plan failed with the error "dispatch_failed"']


class TestRetries:
    def say(self, bot: FakeBot, **more: Any) -> list[dict[str, Any]]:
        """What the bot was sent after a person wrote to it, until it was quiet."""
        with behind(bot, **more) as page:
            page.do("messages", channel=page.im(), text="hello")
            page.wait_for(lambda: len(page.log()) >= len(bot.requests) > 0 == len(bot.answers))
        return [environ for environ, _ in bot.requests]

    def test_an_event_is_repeated_until_it_is_taken(self) -> None:
        environs = self.say(FakeBot(OOPS, OOPS, OK))
        assert [one.get("HTTP_X_SLACK_RETRY_NUM") for one in environs] == [None, "1", "2"]
        assert environs[1]["HTTP_X_SLACK_RETRY_REASON"] == "http_error"

    def test_after_three_retries_it_is_given_up(self) -> None:
        bot = FakeBot(*[OOPS] * 4)
        assert len(self.say(bot)) == 4

    def test_the_bot_can_ask_for_none(self) -> None:
        answer = ("500 Oops", [("x-slack-no-retry", "1")], b"")
        assert len(self.say(FakeBot(answer))) == 1

    def test_each_retry_carries_the_same_event(self) -> None:
        bot = FakeBot(OOPS, OK)
        self.say(bot)
        assert bot.requests[0][1] == bot.requests[1][1]

    def test_only_what_was_subscribed_is_sent(self) -> None:
        bot = FakeBot()
        with behind(bot, manifest=a_manifest(events=frozenset({"app_mention"}))) as page:
            mention = f"<@{page.sandbox.identity.bot_user}> hello"
            page.do("messages", channel=page.im(), text="hello")
            page.do("messages", channel=page.channel(), text=mention)
            page.wait_for(page.log)
            assert [entry["name"] for entry in page.log()] == ["app_mention"]


@pytest.mark.parametrize("raw", [b"", b"hello", b"HTTP/1.1 x y\r\n\r\n", b"HTTP/1.1\r\n\r\n"])
def test_what_is_no_answer_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="not an HTTP answer"):
        parse_answer(raw)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(b"", None, id="nothing"),
        pytest.param(b"Hello", "Hello", id="a text"),
        pytest.param(b'{"text": "Hi"}', {"text": "Hi"}, id="an object"),
        pytest.param(b"{broken", "{broken", id="a text that looks like one"),
    ],
)
def test_an_answer_is_a_text_or_an_object(body: bytes, expected: object) -> None:
    assert parse_answer(b"HTTP/1.0 200 OK\r\n\r\n" + body).body == expected
