from typing import Any

import pytest
from slack_bolt import App

from tests.bot.sandbox.builders import a_manifest
from tests.bot.sandbox.harness import Bot, Page, running


def hear(app: App, kind: str) -> list[dict[str, Any]]:
    """Keep the events of a kind."""
    seen: list[dict[str, Any]] = []

    @app.event(kind)
    def take(event: dict[str, Any]) -> None:
        seen.append(event)

    return seen


def test_a_mention_is_heard_as_such_and_as_a_message(bot: Bot) -> None:
    mentions, messages = hear(bot.app, "app_mention"), hear(bot.app, "message")
    text = f"<@{bot.page.sandbox.identity.bot_user}> how large?"
    ts = bot.page.do("messages", channel=bot.page.channel(), text=text)["ts"]
    bot.page.wait_for(lambda: mentions and messages)
    assert (mentions[0]["text"], mentions[0]["ts"]) == (text, ts)
    assert (messages[0]["channel_type"], messages[0]["user"]) == ("channel", bot.page.user())


def test_where_the_bot_is_not_slack_suggests_an_invitation(page: Page) -> None:
    text = f"<@{page.sandbox.identity.bot_user}> how large?"
    page.do("messages", channel=page.channel("random"), text=text)
    said = page.texts(page.channel("random"))
    assert said[0] == text
    assert "/invite" in said[1]


def test_a_file_is_shared_and_heard(bot: Bot) -> None:
    seen = hear(bot.app, "message")
    file = bot.page.upload("counts.csv", b"1,2").body["file"]
    bot.page.do("messages", channel=bot.page.im(), text="", files=[file["id"]])
    bot.page.wait_for(lambda: seen)
    assert seen[0]["subtype"] == "file_share"
    assert seen[0]["files"][0]["name"] == "counts.csv"


@pytest.mark.parametrize(
    ("user", "channel", "text", "error"),
    [
        pytest.param("mia", "announcements", "hi", "restricted_action", id="only admins"),
        pytest.param("gwen", "sales", "hi", "channel_not_found", id="a guest elsewhere"),
        pytest.param("mia", "budget", "hi", "channel_not_found", id="private"),
        pytest.param("alex", "kickoff-2025", "hi", "is_archived", id="archived"),
        pytest.param("alex", "sales", "  ", "no_text", id="nothing"),
    ],
)
def test_what_a_person_cannot_say(
    page: Page, user: str, channel: str, text: str, error: str
) -> None:
    refused = page.fail("messages", user=user, channel=page.channel(channel), text=text)
    assert refused["error"] == error


def test_an_admin_writes_where_others_read(page: Page) -> None:
    page.do("messages", channel=page.channel("announcements"), text="News")
    assert page.texts(page.channel("announcements"), user="mia") == ["News"]


def test_an_app_may_take_no_messages() -> None:
    with running(manifest=a_manifest(is_messages_read_only=True)) as page:
        refused = page.fail("messages", channel=page.im(), text="hi")
        assert refused["error"] == "messages_tab_disabled"


def test_a_reply_hangs_below_its_root(page: Page) -> None:
    channel = page.channel()
    root = page.do("messages", channel=channel, text="root")["ts"]
    page.do("messages", channel=channel, text="reply", thread_ts=root)
    assert page.state()["messages"][channel][0]["reply_count"] == 1
    refused = page.fail("messages", channel=channel, text="reply", thread_ts="1.0")
    assert refused["error"] == "message_not_found"


def test_a_file_needs_a_name_and_some_bytes(page: Page) -> None:
    assert page.upload("", b"1").body["error"] == "file_empty"
    assert page.upload("a.csv", b"").body["error"] == "file_empty"
    refused = page.fail("messages", channel=page.im(), text="", files=["F404"])
    assert refused["error"] == "file_not_found"
