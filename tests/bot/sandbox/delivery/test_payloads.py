"""Our payloads and those that Slack's own SDKs are tested with."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.sandbox.builders import EVENTS, a_button, a_manifest, a_modal, an_input, some_actions
from tests.bot.sandbox.harness import Page, running

REFERENCE = Path(__file__).parents[5] / "shared" / "slack-reference" / "payloads.json"
pytestmark = pytest.mark.skipif(
    not REFERENCE.exists(), reason="Slack's own payloads are not on this machine"
)
# What is inside these is the app's own, or whatever a person did.
OPEN = {"blocks", "state", "actions", "title", "submit", "close", "files", "response_urls"}
NAMES = {"command": "slash_command"}


def walk(value: Any, path: str = "") -> Iterator[str]:
    """The path of each field, lists and what is open left out."""
    for name, inner in value.items():
        yield f"{path}{name}"
        if isinstance(inner, dict) and name not in OPEN:
            yield from walk(inner, f"{path}{name}.")


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    """Per kind of payload, the fields that any sample has."""
    fields: defaultdict[str, set[str]] = defaultdict(set)
    for sample in json.loads(REFERENCE.read_text()):
        if isinstance(sample["body"], dict):
            fields[sample["kind"]].update(walk(sample["body"]))
    return fields


@pytest.fixture(scope="module")
def sent() -> dict[str, dict[str, Any]]:
    """A payload of each kind, as somebody's doings made the sandbox send it."""
    events = frozenset({*EVENTS, "message.channels"})
    address = "http://127.0.0.1:9/slack/events"
    with running(bot_url=address, retry_delays=(), manifest=a_manifest(events=events)) as page:
        do_everything(page)
        page.wait_for(lambda: any(one["name"] == "app_uninstalled" for one in page.log()))
        return {_kind(entry): entry["request"] for entry in page.log()}


def _kind(entry: dict[str, Any]) -> str:
    if entry["kind"] == "event":
        return f"event:{entry['name']}"
    kind = NAMES.get(entry["kind"], entry["kind"])
    is_of_view = kind == "block_actions" and "view" in entry["request"]
    return f"{kind} of a view" if is_of_view else str(kind)


def do_everything(page: Page) -> None:
    channel, bot = page.channel(), page.sandbox.identity.bot_user
    page.do("commands", channel=channel, text="/plan 320")
    ts = page.do("messages", channel=channel, text=f"<@{bot}> hello")["ts"]
    page.do("shortcuts", callback_id="start")
    page.do("shortcuts", callback_id="ask", channel=channel, message_ts=ts)
    blocks = [some_actions(a_button())]
    ts = page.client.chat_postMessage(channel=channel, text="x", blocks=blocks)["ts"]
    action = {"block_id": "row", "action_id": "go"}
    page.do("actions", container={"type": "message", "channel": channel, "ts": ts}, action=action)
    trigger_id = page.sandbox.triggers.make(page.user())
    view = a_modal(an_input(), *blocks, notify_on_close=True)
    view_id = page.client.views_open(trigger_id=trigger_id, view=view)["view"]["id"]
    page.do("actions", container={"type": "view", "view_id": view_id}, action=action)
    values = {"name": {"typed": {"type": "plain_text_input", "value": "x"}}}
    page.do("views/submit", view_id=view_id, state={"values": values})
    page.do("views/close", view_id=view_id)
    page.do("home", tab="messages")
    page.do("channels/members", channel=page.channel("random"), change="invite_bot")
    page.do("channels/members", channel=page.channel("random"), change="remove_bot")
    page.do("channels/archive", channel=page.channel("random"), is_archived=True)
    page.do("people", function="sales", change=1)
    page.do("app", change="uninstall")


KINDS = [
    "slash_command",
    "shortcut",
    "message_action",
    "block_actions",
    "block_actions of a view",
    "view_submission",
    "view_closed",
    "event:app_mention",
    "event:message",
    "event:app_home_opened",
    "event:member_joined_channel",
    "event:member_left_channel",
    "event:channel_left",
    "event:channel_archive",
    "event:subteam_members_changed",
    "event:subteam_updated",
    "event:tokens_revoked",
    "event:app_uninstalled",
]


@pytest.mark.parametrize("kind", KINDS)
def test_slack_knows_every_field_we_send(
    kind: str, known: dict[str, set[str]], sent: dict[str, dict[str, Any]]
) -> None:
    fields = known[kind.removesuffix(" of a view")]
    strange = {field for field in walk(sent[kind]) if field not in fields}
    assert not strange


def test_every_kind_is_sent_by_somebodys_doings(sent: dict[str, dict[str, Any]]) -> None:
    assert set(KINDS) <= sent.keys()
