"""Every id that a view can emit reaches a listener."""

import logging
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.preferences.changes import write_settings
from bot.preferences.tuning import write_tuning
from bot.views.alerts import alert_root
from bot.views.forms import headcount_form, headcount_saved, what_if_form
from bot.views.home import home_view
from bot.views.ids import Action, Callback, Command
from bot.views.language import translator
from bot.views.notices import NOT_FOR_GUESTS, OUTDATED, no_headcount, notice_view
from bot.views.plans import plan_message
from bot.views.push_tokens import push_token_view
from bot.views.ratios import ratio_message
from bot.views.reporting import reporting_view
from bot.views.roadmaps import roadmap_form, roadmap_message
from bot.views.runs import run_notice
from bot.views.settings_form import settings_form
from bot.views.silences import silence_all_form, silence_form
from bot.views.tuning import tuning_form
from bot.views.values import encode_enquiry
from bot.workspaces import Enquiry, Language, Preferences, Standing
from rules.facts import Facts
from rules.plans import build_plan
from rules.ratios import DEFAULT_BOUNDS, measure_ratio
from rules.roadmaps import build_roadmap
from rules.tuning import DEFAULT_TUNING
from tests.blockkit import action_ids
from tests.bot.cards import a_card, a_silenced_card
from tests.bot.views.source_samples import more_views as more_source_views
from tests.bot.views.source_samples import runs
from tests.bot.views.source_samples import views as source_views
from tests.bot.views.test_home import BOARDS
from tests.bot.workbench import NOON, Transport, Workbench, says
from tests.builders import a_workspace
from tests.slack_payloads import (
    Payload,
    a_change,
    a_command,
    a_filled_form,
    a_press,
    a_submission,
    a_target_form,
    an_open_view,
)

ROOT = Path(__file__).parents[2]
TR = translator(Language.EN)
SWAPPED = Facts(6, Decimal(320))
ENQUIRY = Enquiry(SWAPPED)
VALUE = encode_enquiry(ENQUIRY)
RECOMPUTING = {Action.RECOMPUTE, Action.RETARGET}
"""Inputs whose every change is sent; others are sent with their form, or ask for options."""
LOOKUPS = {Action.FIND_TIME_ZONE, Action.FIND_SEGMENT}
INPUTS = RECOMPUTING | LOOKUPS | {Action.ANSWER, Action.SETTING}
CARRY_AN_ENQUIRY = {Action.WHAT_IF, Action.ROADMAP, Action.REPORTING, Action.SHARE, Action.SWAP}
"""Others carry a run, a source or an alert; a value that is none of theirs is an old button's."""
NOBODY_LISTENS = "nobody listens for this"


def everything_shown() -> list[Payload]:
    plan = build_plan(SWAPPED, DEFAULT_BOUNDS)
    road = build_roadmap(SWAPPED, DEFAULT_BOUNDS)
    workspace, preferences = a_workspace(), Preferences()
    return [
        plan_message(TR, plan, ENQUIRY, "#sales"),
        ratio_message(TR, measure_ratio(6, Decimal(320), DEFAULT_BOUNDS), ENQUIRY, [], []),
        roadmap_message(TR, road, ENQUIRY),
        no_headcount(TR, may_administer=True),
        headcount_form(TR, None),
        headcount_saved(TR, plan, ENQUIRY),
        what_if_form(TR, plan),
        roadmap_form(TR, road, ENQUIRY),
        reporting_view(TR, None),
        notice_view(TR, NOT_FOR_GUESTS),
        settings_form(TR, write_settings(workspace, preferences), NOON),
        tuning_form(TR, write_tuning(DEFAULT_TUNING)),
        push_token_view(TR, has_token=True, token="t"),
        *(home_view(TR, replace(board, may_administer=True)) for board in BOARDS.values()),
        *source_views(TR, "HRIS"),
        *more_source_views(TR, "HRIS"),
        *(run_notice(TR, run) for run in runs("HRIS")),
        alert_root(TR, a_card()),
        alert_root(TR, a_silenced_card()),
        silence_form(TR, a_card(), NOON.date()),
        silence_all_form(TR, NOON.date(), None),
    ]


def test_views_emit_every_id_we_name_and_no_other() -> None:
    shown = everything_shown()
    assert set[str]().union(*(action_ids(payload) for payload in shown)) == set(Action)
    assert {payload["callback_id"] for payload in shown if "callback_id" in payload} == set(
        Callback
    )


@pytest.mark.parametrize("action", sorted(set(Action) - INPUTS))
def test_every_button_does_something(
    bench: Workbench, action: Action, caplog: pytest.LogCaptureFixture
) -> None:
    bench.add_member(standing=Standing.ADMIN)
    with caplog.at_level(logging.INFO):
        bench.send(a_press(action, VALUE))
    assert bench.slack.calls
    assert NOBODY_LISTENS not in caplog.text
    if action in CARRY_AN_ENQUIRY:
        assert not any(says(told, OUTDATED) for told in bench.slack.sent("response_url"))


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(a_filled_form(Callback.WHAT_IF_FORM), id=Action.RECOMPUTE),
        pytest.param(a_target_form("650", VALUE), id=Action.RETARGET),
    ],
)
def test_every_field_that_recomputes_does(
    bench: Workbench, view: Payload, request: pytest.FixtureRequest
) -> None:
    bench.add_member()
    bench.send(a_change(view, request.node.callspec.id.split("-")[-1]))
    assert bench.slack.methods == ["views.update"]


@pytest.mark.parametrize(
    "view",
    [
        a_filled_form(Callback.HEADCOUNT_FORM),
        a_filled_form(Callback.WHAT_IF_FORM),
        a_target_form("650", VALUE),
    ],
    ids=lambda view: str(view["callback_id"]),
)
def test_every_form_is_answered_when_submitted(bench: Workbench, view: Payload) -> None:
    bench.add_member()
    answer = bench.send(a_submission(view))
    assert answer.payload["response_action"] == "update"


@pytest.mark.parametrize("transport", [Transport.HTTP], indirect=True)
def test_every_form_with_a_submit_button_is_listened_to(
    bench: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever is in it; that each is answered well is tested where it belongs."""
    bench.add_member(standing=Standing.ADMIN)
    submitted = {view["callback_id"]: view for view in everything_shown() if "submit" in view}
    with caplog.at_level(logging.INFO):
        for callback_id in submitted:
            bench.send(a_submission(an_open_view(callback_id, {})))
    assert NOBODY_LISTENS not in caplog.text
    assert len(submitted) > len({Callback.HEADCOUNT_FORM, Callback.WHAT_IF_FORM})


@pytest.mark.parametrize("command", Command)
def test_every_command_is_answered(bench: Workbench, command: Command) -> None:
    bench.add_member()
    assert bench.send(a_command("", command)).payload["blocks"]
    assert bench.slack.calls == []


def test_bolt_can_fill_every_parameter_of_every_listener(
    bench: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.add_member(standing=Standing.ADMIN)
    for action in sorted(set(Action) - INPUTS):
        bench.send(a_press(action, VALUE))
    bench.send(a_submission(a_filled_form()))
    bench.send(a_command("320 6"))
    bench.send(a_press("unknown"))
    assert "is not a valid argument" not in caplog.text
