from typing import Any

import pytest
from slack_bolt import Ack, Respond

from tests.bot.sandbox.builders import a_section
from tests.bot.sandbox.harness import Bot, Page


def test_the_answer_may_come_later_through_the_response_url(bot: Bot) -> None:
    def answer(respond: Respond, command: dict[str, Any]) -> None:
        respond(text=f"Plan for {command['text']}")

    bot.app.command("/plan")(ack=lambda ack: ack(), lazy=[answer])
    channel = bot.page.channel()
    bot.page.do("commands", channel=channel, text="/plan  １２０ ")
    bot.page.wait_for(lambda: bot.page.texts(channel) == ["Plan for １２０"])


def test_a_public_answer_shows_the_question_too(bot: Bot) -> None:
    @bot.app.command("/plan")
    def answer(ack: Ack) -> None:
        ack(text="For all", response_type="in_channel")

    bot.page.do("commands", channel=bot.page.channel(), text="/plan 320")
    assert bot.page.texts(bot.page.channel(), user="ken") == ["/plan 320", "For all"]


def test_an_answer_slack_would_refuse_is_told_and_shown(bot: Bot) -> None:
    @bot.app.command("/plan")
    def answer(ack: Ack) -> None:
        ack(text="Plan", blocks=[a_section("")])

    done = bot.page.do("commands", channel=bot.page.channel(), text="/plan")
    assert done["outcome"]["status"] == "failed"
    assert bot.page.texts(bot.page.channel()) == ['/plan failed with the error "invalid_blocks"']
    assert bot.page.state()["rejections"][0]["method"] == "command answer"


def test_an_empty_answer_shows_nothing(bot: Bot) -> None:
    @bot.app.command("/plan")
    def answer(ack: Ack) -> None:
        ack()

    bot.page.do("commands", channel=bot.page.channel(), text="/plan")
    assert bot.page.texts(bot.page.channel()) == []


def test_slack_itself_answers_a_command_nobody_has(page: Page) -> None:
    page.do("commands", channel=page.channel(), text="/sing", user="aoi")
    [message] = page.state("aoi")["messages"][page.channel()]
    assert message["user"] == "USLACKBOT"
    assert "ありません" in message["text"]


def test_the_commands_go_with_the_app(page: Page) -> None:
    assert [one["command"] for one in page.state()["commands"]] == ["/plan"]
    page.do("app", change="uninstall")
    assert page.state()["commands"] == []
    page.do("commands", channel=page.channel(), text="/plan")
    assert "no command" in page.texts(page.channel())[0]


@pytest.mark.parametrize(
    ("channel", "text", "error"),
    [
        pytest.param("sales", "plan", "invalid_command", id="no slash"),
        pytest.param("sales", "/ plan", "invalid_command", id="a slash alone"),
        pytest.param("kickoff-2025", "/plan", "is_archived", id="archived"),
    ],
)
def test_what_slacks_client_would_not_send(page: Page, channel: str, text: str, error: str) -> None:
    refused = page.fail("commands", channel=page.channel(channel), text=text)
    assert refused["error"] == error


def test_the_bot_can_be_invited_by_command(page: Page) -> None:
    page.do("commands", channel=page.channel("random"), text="/invite @bot")
    page.client.chat_postMessage(channel=page.channel("random"), text="Hello")
