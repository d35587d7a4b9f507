"""Opening App Home: what is drawn, for whom, and what is not drawn at all."""

from datetime import timedelta
from typing import Any

import pytest

from bot.listeners.home import CHART_REFUSED
from bot.views.ids import Action
from bot.workspaces import Standing
from tests.blockkit import action_ids
from tests.bot.listeners.firing import fire, open_alert
from tests.bot.listeners.setting_payloads import change
from tests.bot.workbench import Workbench
from tests.builders import some_facts
from tests.fakes import a_user, ok, refused
from tests.slack_payloads import TEAM, USER, Payload

CONTROLS = {Action.SOURCES, Action.CONNECT_SOURCE}


def opening(tab: str = "home", **changes: Any) -> Payload:
    """What Slack sends when somebody opens the app."""
    event = {"type": "app_home_opened", "user": USER, "channel": "D1", "tab": tab, **changes}
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "event": event,
        "event_id": "Ev1",
        "authorizations": [{"team_id": TEAM, "user_id": "UBOT", "is_bot": True}],
    }


def open_home(bench: Workbench) -> Payload:
    bench.send(opening())
    view: Payload = bench.slack.sent("views.publish")[-1]["view"]
    return view


def test_a_first_visit_shows_three_steps(bench: Workbench) -> None:
    bench.add_member(standing=Standing.ADMIN)
    view = open_home(bench)
    assert str(view).count(":white_large_square:") == 3
    assert Action.ENTER_NUMBERS in action_ids(view)


def test_somebody_unknown_is_asked_about_first(bench: Workbench) -> None:
    bench.slack.on("users.info", a_user(locale="ja-JP"))
    view = open_home(bench)
    assert bench.slack.methods == ["users.info", "views.publish"]
    assert "はじめの3ステップ" in str(view)


def test_the_messages_tab_draws_nothing(bench: Workbench) -> None:
    bench.add_member()
    bench.send(opening("messages"))
    assert bench.slack.calls == []


def test_steps_that_are_done_go_away(bench: Workbench) -> None:
    bench.add_member()
    bench.add_headcount(some_facts())
    assert str(open_home(bench)).count(":white_check_mark:") == 1
    change(bench, alert_channel="C777")
    view = open_home(bench)
    assert ":white_check_mark:" not in str(view)
    assert "1:53" in str(view)


@pytest.mark.parametrize(
    ("who", "is_shown"),
    [
        pytest.param({"standing": Standing.ADMIN}, True, id="admin"),
        pytest.param({"standing": Standing.OWNER}, True, id="owner"),
        pytest.param({}, False, id="member"),
        pytest.param({"is_guest": True}, False, id="guest"),
    ],
)
def test_controls_are_for_admins(bench: Workbench, who: dict[str, Any], *, is_shown: bool) -> None:
    bench.add_member(**who)
    assert bool(CONTROLS & action_ids(open_home(bench))) == is_shown


def test_a_guest_sees_no_figure(bench: Workbench) -> None:
    bench.add_member()
    fire(bench)
    bench.add_member(is_guest=True)
    view = open_home(bench)
    assert "1,600" not in str(view)
    assert "1:533" not in str(view)
    assert action_ids(view) == set()


def test_an_open_alert_stands_there_with_its_buttons(bench: Workbench) -> None:
    bench.add_member()
    fire(bench)
    bench.add_member()
    view = open_home(bench)
    assert "1:533 is more than one enabler can support" in str(view)
    assert {Action.ACKNOWLEDGE, Action.SNOOZE, Action.SILENCE} <= action_ids(view)


@pytest.mark.parametrize("standing", Standing)
def test_what_could_not_be_posted_is_for_admins_to_see(
    bench: Workbench, standing: Standing
) -> None:
    bench.add_member()
    bench.slack.on("chat.postMessage", refused("is_archived"))
    open_alert(bench)
    bench.add_member(standing=standing)
    is_shown = Action.RETRY_DELIVERIES in action_ids(open_home(bench))
    assert is_shown == (standing is not Standing.MEMBER)


@pytest.mark.parametrize("code", sorted(CHART_REFUSED))
def test_where_slack_draws_no_chart_the_same_is_a_table(bench: Workbench, code: str) -> None:
    bench.add_headcount(some_facts(300))
    bench.clock.turn(timedelta(weeks=1))
    bench.add_headcount(some_facts(320))
    bench.add_member()
    bench.slack.on("views.publish", refused(code), ok())
    bench.send(opening())
    refused_view, drawn = (call["view"] for call in bench.slack.sent("views.publish"))
    assert "data_visualization" in [block["type"] for block in refused_view["blocks"]]
    kinds = [block["type"] for block in drawn["blocks"]]
    assert "table" in kinds
    assert "data_visualization" not in kinds


def test_another_refusal_is_no_matter_of_charts(bench: Workbench) -> None:
    bench.add_member()
    bench.slack.on("views.publish", refused("user_not_found"))
    bench.send(opening())
    assert len(bench.slack.sent("views.publish")) == 1
