import json
from typing import Any

import pytest
from slack_sdk.webhook import WebhookClient

from tests.bot.sandbox.builders import FakeMonotonic, a_section
from tests.bot.sandbox.harness import Page, request, running


def a_url(page: Page, **more: Any) -> str:
    """What a command of this person's would have brought."""
    return page.sandbox.response_urls.make(page.channel(), page.user(), **more)


def use(url: str, **body: Any) -> tuple[int, Any]:
    """Slack's own client, and what it makes of the answer."""
    response = WebhookClient(url).send_dict(body)
    text = response.body
    return response.status_code, text if text == "ok" else json.loads(text)["error"]


def test_an_answer_is_for_the_person_alone_unless_it_says_otherwise(page: Page) -> None:
    url = a_url(page)
    assert use(url, text="for you") == (200, "ok")
    use(url, text="for all", response_type="in_channel")
    assert page.texts(page.channel()) == ["for you", "for all"]
    assert page.texts(page.channel(), user="ken") == ["for all"]


def test_five_answers_and_no_sixth(page: Page) -> None:
    url = a_url(page)
    for _ in range(5):
        assert use(url, text="again") == (200, "ok")
    assert use(url, text="again") == (404, "used_url")


def test_half_an_hour_and_not_longer() -> None:
    clock = FakeMonotonic()
    with running(monotonic=clock) as page:
        url = a_url(page)
        clock.seconds += 30 * 60
        assert use(url, text="just in time") == (200, "ok")
        clock.seconds += 1
        assert use(url, text="too late") == (404, "expired_url")


def test_an_invented_address_takes_nothing(page: Page) -> None:
    assert use(f"{page.url}/hooks/invented", text="x") == (404, "invalid_url")


class TestOriginal:
    def ask(self, page: Page, **more: Any) -> tuple[str, str]:
        """A message of the bot's and the address for answers to it."""
        ts = page.client.chat_postMessage(channel=page.channel(), text="Ready?", **more)["ts"]
        thread_ts = more.get("thread_ts")
        return str(ts), a_url(page, message_ts=ts, thread_ts=thread_ts)

    def test_it_can_be_replaced(self, page: Page) -> None:
        ts, url = self.ask(page, blocks=[a_section("Ready?")])
        use(url, text="Done", replace_original=True)
        [message] = page.state()["messages"][page.channel()]
        assert (message["ts"], message["text"], message["blocks"]) == (ts, "Done", [])

    def test_it_can_be_deleted_once(self, page: Page) -> None:
        _, url = self.ask(page)
        assert use(url, delete_original=True) == (200, "ok")
        assert page.texts(page.channel()) == []
        assert use(url, delete_original=True) == (404, "message_not_found")

    def test_an_answer_stays_in_its_thread(self, page: Page) -> None:
        root, _ = self.ask(page)
        _, url = self.ask(page, thread_ts=root)
        use(url, text="for you")
        message = page.state()["messages"][page.channel()][-1]
        assert (message["text"], message["thread_ts"]) == ("for you", root)

    def test_an_ephemeral_one_keeps_its_reader(self, page: Page) -> None:
        url = a_url(page)
        use(url, text="for you")
        [message] = page.state()["messages"][page.channel()]
        use(a_url(page, message_ts=message["ts"]), text="new", replace_original=True)
        assert page.texts(page.channel()) == ["new"]
        assert page.texts(page.channel(), user="ken") == []


@pytest.mark.parametrize(
    ("body", "error"),
    [
        pytest.param({"text": ""}, "no_text", id="nothing"),
        pytest.param({"text": "x", "blocks": [a_section("")]}, "invalid_blocks", id="blocks"),
    ],
)
def test_what_slack_would_refuse(page: Page, body: dict[str, Any], error: str) -> None:
    assert use(a_url(page), **body) == (400, error)
    assert page.texts(page.channel()) == []


@pytest.mark.parametrize("body", [b"{", b"[]"])
def test_an_answer_is_a_json_object(page: Page, body: bytes) -> None:
    reply = request(a_url(page), "POST", body)
    assert (reply.status, reply.body["error"]) == (400, "invalid_payload")
