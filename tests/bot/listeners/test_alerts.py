"""Answering alerts: what a press does, for whom, and what everybody else then sees."""

from datetime import timedelta

import pytest

from bot.alerts import DeliveryStatus
from bot.storage.alert_models import AlertEventRow, DeliveryRow, SilenceRow
from bot.views.ids import Action
from bot.views.notices import ALERT_IS_OVER, FOR_ADMINS, NOT_FOR_GUESTS
from bot.workspaces import Standing
from rules.alerts import Reason
from tests.bot.listeners.firing import (
    ALERTS,
    POSTED,
    answers,
    count,
    edits,
    fire,
    in_channel,
    open_alert,
    pass_days,
    press,
    press_at_home,
    read_card,
    recover,
    value_of,
)
from tests.bot.workbench import Workbench, buttons, says
from tests.fakes import RATE_LIMITED, ok, refused
from tests.slack_payloads import (
    TEAM,
    USER,
    Payload,
    a_press,
)

OTHER = "U222"


@pytest.fixture
def alert(bench: Workbench) -> Payload:
    """The message of an alert that fires."""
    bench.add_member()
    return fire(bench)


@pytest.mark.parametrize(
    ("action", "said"),
    [
        pytest.param(Action.ACKNOWLEDGE, f"Acknowledged by <@{USER}>", id="acknowledged"),
        pytest.param(Action.SNOOZE, f"Silenced by <@{USER}> until", id="snoozed"),
    ],
)
def test_a_press_is_shown_in_the_message_at_once(
    bench: Workbench, alert: Payload, action: Action, said: str
) -> None:
    press(bench, action, alert)
    [edit] = edits(bench)
    assert (edit["channel"], edit["ts"]) == (ALERTS, POSTED)
    assert said in str(edit["blocks"])
    assert action not in buttons(edit)
    assert bench.slack.methods == ["chat.update"]


def test_the_first_to_acknowledge_holds_it(bench: Workbench, alert: Payload) -> None:
    bench.add_member(OTHER)
    press(bench, Action.ACKNOWLEDGE, alert)
    press(bench, Action.ACKNOWLEDGE, alert, user={"id": OTHER, "team_id": TEAM})
    assert read_card(bench, alert).episode.acked_by == USER
    acked = AlertEventRow.reason == Reason.ACKNOWLEDGED
    assert count(bench, AlertEventRow, acked) == 1


@pytest.mark.parametrize(
    "action", [Action.ACKNOWLEDGE, Action.SNOOZE, Action.END_SILENCE, Action.SILENCE]
)
def test_an_alert_that_is_over_by_now_says_so(
    bench: Workbench, alert: Payload, action: Action
) -> None:
    recover(bench)
    press(bench, action, alert)
    told = [*answers(bench), *(one["view"] for one in bench.slack.sent("views.open"))]
    assert any(says(one, ALERT_IS_OVER) for one in told)
    assert count(bench, SilenceRow) == 0


def test_an_alert_of_another_workspace_is_none_of_ours(bench: Workbench, alert: Payload) -> None:
    bench.send(a_press(Action.ACKNOWLEDGE, "999", **in_channel()))
    assert says(answers(bench)[-1], ALERT_IS_OVER)
    assert read_card(bench, alert).episode.acked_by is None


@pytest.mark.parametrize(
    "action",
    [
        Action.ACKNOWLEDGE,
        Action.SNOOZE,
        Action.END_SILENCE,
        Action.SILENCE,
        Action.VIEW_PLAN,
    ],
)
def test_a_guest_is_refused(bench: Workbench, alert: Payload, action: Action) -> None:
    bench.add_member(is_guest=True)
    press(bench, action, alert)
    assert says(answers(bench)[-1], NOT_FOR_GUESTS)
    assert bench.slack.methods == ["response_url"]
    assert read_card(bench, alert).episode.acked_by is None


def test_the_plan_is_shown_to_the_one_who_asks_alone(bench: Workbench, alert: Payload) -> None:
    press(bench, Action.VIEW_PLAN, alert)
    [answer] = answers(bench)
    assert answer["response_type"] == "ephemeral"
    assert answer["replace_original"] is False
    assert "1,600" in str(answer["blocks"])


def test_numbers_too_old_for_advice_give_no_plan(bench: Workbench, alert: Payload) -> None:
    bench.clock.turn(timedelta(days=400))
    bench.add_member()
    press(bench, Action.VIEW_PLAN, alert)
    assert "too old" in answers(bench)[-1]["text"]


def test_an_answer_from_app_home_draws_it_anew(bench: Workbench, alert: Payload) -> None:
    press_at_home(bench, Action.ACKNOWLEDGE, value_of(alert))
    assert bench.slack.methods == ["chat.update", "views.publish"]
    drawn = bench.slack.sent("views.publish")[-1]["view"]
    assert f"Acknowledged by <@{USER}>" in str(drawn)


def test_a_plan_asked_for_in_app_home_comes_as_a_message(bench: Workbench, alert: Payload) -> None:
    press_at_home(bench, Action.VIEW_PLAN, value_of(alert))
    [message] = bench.slack.sent("chat.postMessage")
    assert message["channel"] == USER
    assert "1,600" in str(message["blocks"])


def test_slack_being_busy_loses_no_answer(bench: Workbench, alert: Payload) -> None:
    bench.slack.on("chat.update", RATE_LIMITED)
    press(bench, Action.ACKNOWLEDGE, alert)
    assert read_card(bench, alert).episode.acked_by == USER
    bench.slack.on("chat.update")
    bench.clock.turn(timedelta(minutes=1))
    pass_days(bench, 0)
    assert f"Acknowledged by <@{USER}>" in str(edits(bench)[-1]["blocks"])


def test_what_could_not_be_told_is_tried_again_by_an_admin(bench: Workbench) -> None:
    bench.add_member(standing=Standing.ADMIN)
    bench.slack.on("chat.postMessage", refused("is_archived"))
    open_alert(bench)
    bench.slack.on("chat.postMessage", ok(channel=ALERTS, ts=POSTED))
    bench.slack.forget()
    bench.add_member(standing=Standing.ADMIN)
    press_at_home(bench, Action.RETRY_DELIVERIES, "home")
    posted = bench.slack.sent("chat.postMessage")
    assert any("1:533 is more than" in message["text"] for message in posted)
    stopped = DeliveryRow.status.not_in([DeliveryStatus.DELIVERED, DeliveryStatus.WAITING])
    assert count(bench, DeliveryRow, stopped) == 0
    assert bench.slack.methods[-1] == "views.publish"


def test_a_member_cannot_try_again(bench: Workbench) -> None:
    bench.add_member()
    press_at_home(bench, Action.RETRY_DELIVERIES, "home")
    assert says(bench.slack.sent("chat.postMessage")[-1], FOR_ADMINS)
