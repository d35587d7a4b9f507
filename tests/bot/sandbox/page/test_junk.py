"""Whatever a page sends, the answer says what is wrong with it."""

from typing import Any

import pytest

from bot.sandbox.page.acts import ACTS
from bot.sandbox.page.switches import SWITCHES
from tests.bot.sandbox.builders import a_button, a_modal, an_input, some_actions
from tests.bot.sandbox.harness import Page

JUNK: list[Any] = [None, "", "x", 7, True, [], [1], {}, {"a": 1}, {"values": {"a": {"b": 1}}}]
JUNK += [{"type": "view"}, {"type": "message", "channel": 1}, {"values": {"name": {"typed": 1}}}]


def plausible(page: Page) -> dict[str, Any]:
    """Fields that work, or nearly, for any path."""
    answer = page.client.chat_postMessage(
        channel=page.channel(), text="x", blocks=[some_actions(a_button())]
    )
    trigger_id = page.sandbox.triggers.make(page.user())
    view = page.client.views_open(trigger_id=trigger_id, view=a_modal(an_input()))["view"]
    filled = {"type": "plain_text_input", "value": "x"}
    return {
        "user": page.user(),
        "channel": page.channel(),
        "text": "x",
        "container": {"type": "message", "channel": page.channel(), "ts": answer["ts"]},
        "action": {"block_id": "row", "action_id": "go"},
        "block_id": "row",
        "action_id": "go",
        "value": "x",
        "view_id": view["id"],
        "state": {"values": {"name": {"typed": filled}}},
        "tab": "home",
        "callback_id": "start",
        "thread_ts": answer["ts"],
        "change": "join",
        "is_archived": False,
        "weeks": 1,
        "function": "sales",
        "is_broken": False,
        "is_on": False,
        "step": "plan",
        "is_done": True,
        "files": [],
    }


@pytest.mark.parametrize("path", [*ACTS, *SWITCHES])
def test_no_field_breaks_an_act(page: Page, path: str) -> None:
    usual = plausible(page)
    for name in usual:
        for junk in JUNK:
            reply = page.send(path, usual | {name: junk})
            assert reply.status in (200, 400, 404), (name, junk, reply.content)
            assert isinstance(reply.body["ok"], bool)
