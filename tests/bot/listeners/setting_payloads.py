"""The form of the settings as Slack sends it back: what it was opened with, and what was typed."""

from itertools import count
from typing import Any

from bot.jobs.entries import enter_numbers
from bot.jobs.preferences import get_settings, save_changes
from bot.preferences.changes import Setting, write_settings
from bot.views.ids import Action, SettingField
from tests.bot.workbench import Workbench
from tests.builders import customer_facing
from tests.slack_payloads import TEAM, USER, Payload, a_command, a_submission, a_trigger

_numbers = count(1)
_HELD = {
    "conversations_select": ("initial_conversation", "selected_conversation"),
    "external_select": ("initial_option", "selected_option"),
    "multi_external_select": ("initial_options", "selected_options"),
    "multi_users_select": ("initial_users", "selected_users"),
    "number_input": ("initial_value", "value"),
    "static_select": ("initial_option", "selected_option"),
    "timepicker": ("initial_time", "selected_time"),
}


def open_form(bench: Workbench, **changes: Any) -> Payload:
    """Open the settings and return the form as Slack keeps it."""
    bench.send(a_command("settings", **changes))
    view: Payload = bench.slack.sent("views.open")[-1]["view"]
    number = next(_numbers)
    values = {
        block["block_id"]: {element["action_id"]: _hold(element)}
        for block in view["blocks"]
        if block["type"] == "input"
        for element in [block["element"]]
    }
    return view | {"id": f"V{number}", "hash": f"{number}.hash", "state": {"values": values}}


def choose(form: Payload, **changes: Any) -> Payload:
    """Change what fields of an open form hold: text, options by value, ids, or None for nothing."""
    for name, held in changes.items():
        [(_, answer)] = form["state"]["values"][SettingField(name)].items()
        kind = _HELD[answer["type"]][1]
        if kind == "selected_option":
            held = None if held is None else an_option(held)
        if kind == "selected_options":
            held = [an_option(value) for value in held]
        answer[kind] = held
    return form


def submit(bench: Workbench, form: Payload, **changes: Any) -> Payload:
    """Submit a form and return what it is answered with."""
    answer: Payload = bench.send(a_submission(form, **changes)).payload
    return answer


def held(form: Payload, field: SettingField) -> Any:
    """Return what a field of an open form holds."""
    [(_, answer)] = form["state"]["values"][field].items()
    return next(value for name, value in answer.items() if name != "type")


def stored(bench: Workbench) -> dict[Setting, str]:
    with bench.database.sessions.begin() as session:
        return write_settings(*get_settings(session, TEAM))


def change(bench: Workbench, **changes: str) -> None:
    """Change settings past the form."""
    with bench.database.sessions.begin() as session:
        texts = {Setting(name): text for name, text in changes.items()}
        save_changes(session, TEAM, texts, bench.clock.now)


def add_segments(bench: Workbench, *names: str) -> None:
    """Store a headcount that names segments."""
    with bench.database.sessions.begin() as session:
        rows = [customer_facing(50, segment=name) for name in names]
        enter_numbers(session, TEAM, tuple(rows), USER, bench.clock.now)


def an_option(value: str) -> Payload:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


def a_suggestion(form: Payload, action_id: Action, typed: str, **changes: Any) -> Payload:
    """Something typed into a menu whose options we are asked for."""
    user = {"id": "U111", "username": "kim", "team_id": "T111"}
    return {
        "type": "block_suggestion",
        "user": user,
        "team": {"id": "T111", "domain": "example"},
        "container": {"type": "view", "view_id": form["id"]},
        "view": form,
        "action_id": action_id.value,
        "block_id": "b1",
        "value": typed,
        "trigger_id": a_trigger(),
        **changes,
    }


def _hold(element: Payload) -> Payload:
    initial, held = _HELD[element["type"]]
    nothing: Any = [] if held in {"selected_options", "selected_users"} else None
    return {"type": element["type"], held: element.get(initial, nothing)}
