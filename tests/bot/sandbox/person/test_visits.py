from typing import Any

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient

from tests.bot.sandbox.builders import a_section
from tests.bot.sandbox.harness import Bot, Page
from tests.bot.sandbox.person.test_saying import hear


def test_an_opened_home_is_filled_by_the_bot(bot: Bot) -> None:
    @bot.app.event("app_home_opened")
    def show(event: dict[str, Any], client: WebClient) -> None:
        seen = "again" if "view" in event else "first"
        view = {"type": "home", "blocks": [a_section(seen)]}
        client.views_publish(user_id=event["user"], view=view)

    def shows(text: str) -> bool:
        home = bot.page.state("mia")["home"]
        return home is not None and home["blocks"][0]["text"]["text"] == text

    bot.page.do("home", user="mia", tab="home")
    bot.page.wait_for(lambda: shows("first"))
    bot.page.do("home", user="mia", tab="home")
    bot.page.wait_for(lambda: shows("again"))


def test_the_messages_tab_has_no_view(bot: Bot) -> None:
    seen = hear(bot.app, "app_home_opened")
    bot.page.do("home", tab="messages")
    bot.page.wait_for(lambda: seen)
    assert (seen[0]["tab"], seen[0]["channel"]) == ("messages", bot.page.im())
    assert "view" not in seen[0]
    assert bot.page.fail("home", tab="about")["error"] == "tab_not_found"


def test_a_message_shortcut_brings_the_message(bot: Bot) -> None:
    seen = []

    @bot.app.message_shortcut("ask")
    def take(ack: Ack, shortcut: dict[str, Any]) -> None:
        seen.append(shortcut)
        ack()

    channel = bot.page.channel()
    ts = bot.page.do("messages", channel=channel, text="Are we enough?", user="ken")["ts"]
    bot.page.do("shortcuts", callback_id="ask", channel=channel, message_ts=ts)
    [shortcut] = seen
    assert shortcut["message"]["text"] == "Are we enough?"
    assert shortcut["message"]["user"] == bot.page.user("ken")
    assert shortcut["response_url"].startswith(bot.page.url)


@pytest.mark.parametrize("callback_id", ["ask", "sing"])
def test_a_global_shortcut_has_to_be_one(page: Page, callback_id: str) -> None:
    refused = page.fail("shortcuts", callback_id=callback_id)
    assert refused["error"] == "shortcut_not_found"


def test_the_stop_button_is_heard(bot: Bot) -> None:
    seen = hear(bot.app, "agent_session_stopped")
    ts = bot.page.do("messages", channel=bot.page.im(), text="Think hard")["ts"]
    bot.page.do("sessions/stop", channel=bot.page.im(), thread_ts=ts)
    bot.page.wait_for(lambda: seen)
    assert (seen[0]["thread_ts"], seen[0]["user"]) == (ts, bot.page.user())


def test_nothing_opens_without_the_app(page: Page) -> None:
    page.do("app", change="uninstall")
    assert page.fail("home", tab="home")["error"] == "app_not_installed"
    assert page.fail("shortcuts", callback_id="start")["error"] == "app_not_installed"
