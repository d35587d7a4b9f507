"""Bolt in Socket Mode against the sandbox, as it comes."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import Ack, App, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.bot.sandbox.builders import APP_TOKEN
from tests.bot.sandbox.harness import PATIENCE, Bot, Page, running


@pytest.fixture(scope="module")
def bot() -> Iterator[Bot]:
    """A Bolt app in Socket Mode; one for all tests, since it takes seconds to go away."""
    with running() as page:
        app = App(client=page.client, process_before_response=True)
        handler = SocketModeHandler(app, APP_TOKEN, ping_interval=0.5)
        handler.connect()  # type: ignore[no-untyped-call]
        page.wait_for(lambda: page.state()["bot"]["is_connected"])
        try:
            yield Bot(app, page)
        finally:
            handler.close()  # type: ignore[no-untyped-call]
            app.listener_runner.listener_executor.shutdown()


def open_url(page: Page) -> str:
    client = WebClient(token=APP_TOKEN, base_url=f"{page.url}/api/")
    return str(client.apps_connections_open(app_token=APP_TOKEN)["url"])


@contextmanager
def connected(page: Page) -> Iterator[ClientConnection]:
    """A connection that has been greeted."""
    with connect(open_url(page), open_timeout=PATIENCE) as peer:
        assert json.loads(peer.recv(PATIENCE))["type"] == "hello"
        yield peer


def test_a_command_is_answered_in_the_acknowledgement(bot: Bot) -> None:
    @bot.app.command("/plan")
    def answer(ack: Ack, command: dict[str, Any]) -> None:
        ack(text=f"A plan for {command['text']}")

    done = bot.page.do("commands", channel=bot.page.channel(), text="/plan 320")
    assert done["outcome"]["status"] == "acked"
    assert bot.page.texts(bot.page.channel()) == ["A plan for 320"]
    assert bot.page.state()["bot"]["transport"] == "socket"


def test_an_event_is_heard_and_answered(bot: Bot) -> None:
    @bot.app.event("app_mention")
    def answer(say: Say) -> None:
        say(text="You called?")

    channel, me = bot.page.channel("general"), bot.page.sandbox.identity.bot_user
    bot.page.do("messages", channel=channel, text=f"<@{me}> hello")
    bot.page.wait_for(lambda: "You called?" in bot.page.texts(channel))


def test_a_modal_is_opened_and_submitted(bot: Bot) -> None:
    words = {"type": "plain_text", "text": "Form"}

    @bot.app.shortcut("start")
    def start(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        ack()
        view = {"type": "modal", "callback_id": "form", "title": words, "blocks": []}
        client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    @bot.app.view("form")
    def take(ack: Ack) -> None:
        ack(response_action="update", view={"type": "modal", "title": words, "blocks": []})

    bot.page.do("shortcuts", callback_id="start")
    [view] = bot.page.state()["views"]
    bot.page.do("views/submit", view_id=view["id"], state={"values": {}})
    [changed] = bot.page.state()["views"]
    assert changed["hash"] != view["hash"]
    assert changed["callback_id"] == ""


def test_an_event_goes_to_one_connection_in_turn(page: Page) -> None:
    with connected(page) as first, connected(page) as second:
        for peer in (first, second):
            page.do("messages", channel=page.im(), text="hello")
            envelope = json.loads(peer.recv(PATIENCE))
            assert (envelope["type"], envelope["retry_attempt"]) == ("events_api", 0)
            assert envelope["payload"]["event"]["text"] == "hello"
            peer.send(json.dumps({"envelope_id": envelope["envelope_id"]}))


def test_an_event_without_an_acknowledgement_is_repeated() -> None:
    with running(ack_within=timedelta(seconds=0.1)) as page, connected(page) as peer:
        page.do("messages", channel=page.im(), text="hello")
        envelopes = [json.loads(peer.recv(PATIENCE)) for _ in range(4)]
        assert [one["retry_attempt"] for one in envelopes] == [0, 1, 2, 3]
        assert envelopes[1]["retry_reason"] == "http_timeout"
        assert len({one["payload"]["event_id"] for one in envelopes}) == 1


def test_what_is_no_acknowledgement_is_ignored() -> None:
    with running(ack_within=timedelta(seconds=0.2)) as page, connected(page) as peer:
        for text in ("hello", "[]", '{"envelope_id": "stranger"}'):
            peer.send(text)
        done = page.do("commands", channel=page.channel(), text="/plan")
        assert done["outcome"]["status"] == "timed_out"


def test_a_bot_that_has_gone_is_missed(page: Page) -> None:
    with connected(page):
        pass
    page.wait_for(lambda: not page.state()["bot"]["is_connected"])
    page.do("commands", channel=page.channel(), text="/plan")
    assert page.texts(page.channel()) == ['/plan failed with the error "dispatch_failed"']


def test_a_ticket_is_good_for_one_connection(page: Page) -> None:
    url = open_url(page)
    with connect(url):
        with pytest.raises((InvalidStatus, ConnectionClosed)), connect(url) as second:
            second.recv(PATIENCE)
        with pytest.raises((InvalidStatus, ConnectionClosed)), connect(f"{url}x") as third:
            third.recv(PATIENCE)


def test_ten_connections_are_enough(page: Page) -> None:
    with ExitStack() as peers:
        for _ in range(10):
            peers.enter_context(connected(page))
        with pytest.raises(InvalidStatus), connected(page):
            pass


def test_connections_are_refreshed_as_slack_does(page: Page) -> None:
    with connected(page) as peer:
        page.do("app", change="refresh_connections")
        assert json.loads(peer.recv(PATIENCE))["reason"] == "refresh_requested"
