from typing import Any

import pytest

from tests.bot.sandbox.harness import Bot, Page, refusal
from tests.bot.sandbox.person.test_saying import hear


def test_the_bot_is_invited_and_hears_by_whom(bot: Bot) -> None:
    seen = hear(bot.app, "member_joined_channel")
    channel = bot.page.channel("budget")
    bot.page.do("channels/members", channel=channel, change="invite_bot")
    bot.page.wait_for(lambda: seen)
    assert (seen[0]["user"], seen[0]["inviter"], seen[0]["channel_type"]) == (
        bot.page.sandbox.identity.bot_user,
        bot.page.user(),
        "G",
    )
    bot.page.client.chat_postMessage(channel=channel, text="Hello")


def test_the_bot_is_removed(bot: Bot) -> None:
    seen = hear(bot.app, "channel_left")
    bot.page.do("channels/members", channel=bot.page.channel(), change="remove_bot")
    bot.page.wait_for(lambda: seen)
    error = refusal(bot.page.client.chat_postMessage, channel=bot.page.channel(), text="x")
    assert error == "not_in_channel"


def test_an_archived_channel_can_be_used_again(page: Page) -> None:
    place: dict[str, Any] = {"channel": page.channel("kickoff-2025")}
    page.do("channels/archive", **place, is_archived=False)
    page.client.chat_postMessage(**place, text="We are back")
    page.do("channels/archive", **place, is_archived=True)
    assert refusal(page.client.chat_postMessage, **place, text="x") == "is_archived"


def test_a_person_leaves_and_joins_again(page: Page) -> None:
    channel = page.channel()
    page.do("channels/members", channel=channel, change="leave")
    assert page.fail("messages", channel=channel, text="x")["error"] == "not_in_channel"
    page.do("channels/members", channel=channel, change="join")
    page.do("channels/members", channel=channel, change="join")
    page.do("messages", channel=channel, text="x")


@pytest.mark.parametrize(
    ("channel", "change", "error"),
    [
        pytest.param("revenue-leadership", "join", "cant_join", id="join a private one"),
        pytest.param("kickoff-2025", "invite_bot", "cant_invite", id="invite into the archive"),
        pytest.param("sales", "rename", "invalid_request", id="something else"),
    ],
)
def test_what_a_person_cannot_change(page: Page, channel: str, change: str, error: str) -> None:
    refused = page.fail("channels/members", channel=page.channel(channel), change=change)
    assert refused["error"] == error


def test_a_dm_stays(page: Page) -> None:
    im = page.im()
    assert page.fail("channels/members", channel=im, change="leave")["error"] == "cant_leave"
    refused = page.fail("channels/archive", channel=im, is_archived=True)
    assert refused["error"] == "cant_archive"
