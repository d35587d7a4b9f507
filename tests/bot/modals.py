"""Somebody in front of a modal: what they press, fill in and send, and what they then see."""

import json
from itertools import count
from typing import Any

from tests.blockkit import check_view, walk
from tests.bot.workbench import Workbench
from tests.slack_payloads import TEAM, USER, Payload, a_press, a_trigger

_numbers = count(1)
PICKS_MANY = ("multi_static_select", "checkboxes")
PICKS_ONE = ("static_select", "radio_buttons")


class Modal:
    """The modal of one person, as Slack's client keeps it.

    Each view that comes is checked against what Slack accepts.
    """

    def __init__(self, bench: Workbench, user: str = USER) -> None:
        self._bench, self._user = bench, user
        self._id, self._hash = f"V{next(_numbers)}", "0"
        self.view: Payload = {}
        self.answer: Payload = {}

    @property
    def text(self) -> str:
        """Everything it holds, as JSON."""
        return json.dumps(self.view, ensure_ascii=False)

    @property
    def blocks(self) -> set[str]:
        """The ids of its input blocks."""
        return {block["block_id"] for block in self.view["blocks"] if block["type"] == "input"}

    @property
    def actions(self) -> set[str]:
        """The ids of its buttons and menus outside of inputs."""
        return {element["action_id"] for element in self.buttons}

    def open(self, action: str, value: str = "x") -> "Modal":
        """Press a button of a private message that opens it."""
        return self.send(a_press(action, value, user=self._who()))

    def press(self, action: str, value: str | None = None) -> "Modal":
        """Press a button in it, or choose from a menu in it; the value tells equal ones apart."""
        found = self._find(action, value)
        return self.send(self.a_press(found, value))

    def a_press(self, element: Payload, value: str | None = None) -> Payload:
        """Return what Slack sends when an element of it is pressed."""
        pressed: Payload = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": "b1",
            "value": element.get("value"),
        }
        if element["type"] == "static_select":
            options = {option["value"]: option for option in element["options"]}
            pressed["selected_option"] = options[value or ""]
        return {
            "type": "block_actions",
            "user": self._who(),
            "team": {"id": TEAM, "domain": "example"},
            "container": {"type": "view", "view_id": self._id},
            "trigger_id": a_trigger(),
            "view": self._sent({}),
            "actions": [pressed],
        }

    def submit(self, **filled: Any) -> "Modal":
        """Send it with these fields filled in; all others keep what they came with."""
        return self.send(self.a_submission(**filled))

    def a_submission(self, **filled: Any) -> Payload:
        """Return what Slack sends when it is submitted."""
        return {
            "type": "view_submission",
            "user": self._who(),
            "team": {"id": TEAM, "domain": "example"},
            "trigger_id": a_trigger(),
            "view": self._sent({name.replace("__", "."): value for name, value in filled.items()}),
        }

    def send(self, payload: Payload) -> "Modal":
        """Send something, and take over what Slack is told to show."""
        before = len(self._bench.slack.calls)
        answered = self._bench.send(payload)
        self.answer = answered.payload if answered.body else {}
        if "view" in self.answer:
            self._take(self.answer["view"])
        for call in self._bench.slack.calls[before:]:
            if call.method in {"views.open", "views.update"}:
                self._take(call.arguments["view"])
        return self

    @property
    def errors(self) -> dict[str, str]:
        """What is said beside which field."""
        errors: dict[str, str] = self.answer.get("errors") or {}
        assert errors.keys() <= self.blocks
        return errors

    def _take(self, view: Payload) -> None:
        check_view(view, may_mention=True)
        self.view, self._hash = view, str(next(_numbers))

    def _who(self) -> Payload:
        return {"id": self._user, "username": "kim", "team_id": TEAM}

    @property
    def buttons(self) -> list[Payload]:
        """Its buttons and menus outside of inputs."""
        blocks = [block for block in self.view["blocks"] if block["type"] != "input"]
        return [part for part in walk(blocks) if "action_id" in part]

    def _find(self, action: str, value: str | None) -> Payload:
        for element in self.buttons:
            offered = {option["value"] for option in element.get("options", ())}
            if element["action_id"] == action and (
                value is None or value in offered or element.get("value") == value
            ):
                return element
        raise AssertionError(f"no {action} {value} in {sorted(self.actions)}")

    def _sent(self, filled: dict[str, Any]) -> Payload:
        inputs = {
            block["block_id"]: block["element"]
            for block in self.view["blocks"]
            if block["type"] == "input"
        }
        assert filled.keys() <= inputs.keys(), inputs.keys()
        values = {
            name: {element["action_id"]: _answer(element, filled.get(name, Ellipsis))}
            for name, element in inputs.items()
        }
        return {**self.view, "id": self._id, "hash": self._hash, "state": {"values": values}}


def _answer(element: Payload, filled: Any) -> Payload:
    """Return a field as Slack sends it back, as it came where nothing was filled in."""
    kind, answer = element["type"], {"type": element["type"]}
    if kind == "file_input":
        return answer | {"files": [] if filled is Ellipsis else filled}
    if kind in PICKS_MANY:
        chosen = element.get("initial_options", [])
        return answer | {
            "selected_options": chosen if filled is Ellipsis else _pick(element, filled)
        }
    if kind in PICKS_ONE:
        first = element.get("initial_option")
        return answer | {
            "selected_option": first if filled is Ellipsis else _pick(element, [filled])[0]
        }
    return answer | {"value": element.get("initial_value") if filled is Ellipsis else filled}


def _pick(element: Payload, wanted: list[str]) -> list[Payload]:
    groups = [group["options"] for group in element.get("option_groups", ())]
    options = [option for part in (element.get("options", ()), *groups) for option in part]
    by_value = {option["value"]: option for option in options}
    return [by_value[value] for value in wanted]
