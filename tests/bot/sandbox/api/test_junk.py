"""Whatever an app sends, the answer is one of Slack's."""

import json
from typing import Any

import pytest

from bot.sandbox.api.methods import METHODS
from tests.bot.sandbox.builders import APP_TOKEN, BOT_TOKEN, a_modal, a_section
from tests.bot.sandbox.harness import Page, request

JUNK: list[Any] = ["", "x", "[", "[1]", "{}", 7, -1, 1.5, True, [], [1], [[]], {}, {"a": 1}]
JUNK += [
    [{"type": "section"}],
    [{"blocks": 1}],
    {"type": "modal", "blocks": [1]},
    "\ud83d\ude00" * 3,
]


def plausible(page: Page, name: str) -> dict[str, Any]:
    """Arguments that work, or nearly, so that junk in one of them gets far."""
    channel = page.channel()
    ts = page.client.chat_postMessage(channel=channel, text="x")["ts"]
    values: dict[str, Any] = {
        "channel": channel,
        "channel_id": channel,
        "thread_ts": ts,
        "ts": ts,
        "message_ts": ts,
        "user": page.user(),
        "user_id": page.user(),
        "users": page.user(),
        "text": "x",
        "view": {"type": "home", "blocks": []} if name == "views.publish" else a_modal(),
        "blocks": [a_section()],
        "title": "x",
        "status": "active",
        "prompts": [{"title": "x", "message": "x"}],
        "trigger_id": page.sandbox.triggers.make(page.user()),
        "filename": "x",
        "length": 3,
        "file": "F1",
        "files": [{"id": "F1"}],
        "usergroup": "S1",
    }
    return {
        word.removesuffix("!"): values[word.removesuffix("!")]
        for word in METHODS[name].arguments.split()
        if word.removesuffix("!") in values
    }


@pytest.mark.parametrize("name", METHODS)
def test_no_argument_breaks_a_method(page: Page, name: str) -> None:
    token = APP_TOKEN if METHODS[name].token == "xapp" else BOT_TOKEN
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    usual = plausible(page, name)
    for word in METHODS[name].arguments.split():
        for junk in JUNK:
            body = json.dumps(usual | {word.removesuffix("!"): junk}).encode()
            reply = request(f"{page.url}/api/{name}", "POST", body, headers)
            assert reply.status == 200, (word, junk, reply.content)
            assert isinstance(reply.body["ok"], bool)
