"""Payloads as Slack sends them; a test names only what it is about."""

import json
from itertools import count
from typing import Any
from urllib.parse import urlencode

from bot.views.ids import Action, Block, Callback, Command

TEAM, USER, CHANNEL = "T111", "U111", "C111"
Payload = dict[str, Any]

_numbers = count(1)


def a_trigger() -> str:
    """Return a trigger_id that was never given out before."""
    return f"{next(_numbers)}.111.trigger"


def a_command(text: str = "", command: str = Command.PLAN, **changes: Any) -> Payload:
    return {
        "team_id": TEAM,
        "team_domain": "example",
        "channel_id": CHANNEL,
        "channel_name": "sales",
        "user_id": USER,
        "user_name": "kim",
        "command": command,
        "text": text,
        "trigger_id": a_trigger(),
        **changes,
    }


def a_press(action_id: str, value: str = "new", **changes: Any) -> Payload:
    """A button pressed in a private answer."""
    return {
        "type": "block_actions",
        "user": {"id": USER, "username": "kim", "team_id": TEAM},
        "team": {"id": TEAM, "domain": "example"},
        "channel": {"id": CHANNEL, "name": "sales"},
        "container": {
            "type": "message",
            "message_ts": "1.1",
            "channel_id": CHANNEL,
            "is_ephemeral": True,
        },
        "trigger_id": a_trigger(),
        "actions": [
            {
                "type": "button",
                "action_id": action_id,
                "block_id": "b1",
                "value": value,
                "action_ts": "1.1",
            }
        ],
        **changes,
    }


def a_change(view: Payload, action_id: str = Action.RECOMPUTE, **changes: Any) -> Payload:
    """A field changed in an open modal; Slack sends no response_url and no channel."""
    return {
        "type": "block_actions",
        "user": {"id": USER, "username": "kim", "team_id": TEAM},
        "team": {"id": TEAM, "domain": "example"},
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": a_trigger(),
        "view": view,
        "actions": [
            {"type": "number_input", "action_id": action_id, "block_id": "b1", "value": "1"}
        ],
        **changes,
    }


def a_submission(view: Payload, **changes: Any) -> Payload:
    return {
        "type": "view_submission",
        "user": {"id": USER, "username": "kim", "team_id": TEAM},
        "team": {"id": TEAM, "domain": "example"},
        "trigger_id": a_trigger(),
        "view": view,
        **changes,
    }


def an_open_view(callback_id: str, values: Payload, metadata: str = "") -> Payload:
    """A modal as Slack sends it back, with the state of its fields."""
    return {
        "id": f"V{next(_numbers)}",
        "type": "modal",
        "callback_id": callback_id,
        "hash": f"{next(_numbers)}.hash",
        "private_metadata": metadata,
        "state": {"values": values},
        "blocks": [],
    }


def a_filled_form(callback_id: str = Callback.HEADCOUNT_FORM, **numbers: Any) -> Payload:
    """A form with these numbers typed into it, None where a field was left empty."""
    typed = {"customer_facing": "320", "enablers": "6", "sales": None, "customer_success": None}
    return an_open_view(
        callback_id,
        {
            name: {Action.RECOMPUTE: {"type": "number_input", "value": value}}
            for name, value in {**typed, **numbers}.items()
        },
    )


def a_target_form(target: str | None, enquiry: str) -> Payload:
    values: Payload = {Block.TARGET: {Action.RETARGET: {"type": "number_input", "value": target}}}
    return an_open_view(Callback.ROADMAP_FORM, values, enquiry)


def to_form(payload: Payload) -> str:
    """Return a payload as the body of Slack's HTTP request."""
    if "command" in payload:
        return urlencode(payload)
    return urlencode({"payload": json.dumps(payload)})
