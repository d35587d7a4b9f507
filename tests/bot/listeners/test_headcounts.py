"""Entering numbers by hand: the form opens, refuses, saves once, and shows the plan."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.storage.briefings import find_briefing
from bot.views.ids import Action, Block, Callback
from bot.views.notices import NOT_FOR_GUESTS
from bot.workspaces import Language, Origin
from rules.facts import Facts
from rules.headcounts import SourceKind
from tests.bot.workbench import Workbench, says
from tests.fakes import RATE_LIMITED, a_user, refused
from tests.slack_payloads import TEAM, USER, Payload, a_filled_form, a_press, a_submission


def initial_values(view: Payload) -> dict[str, str | None]:
    return {
        block["block_id"]: block["element"].get("initial_value")
        for block in view["blocks"]
        if block["type"] == "input"
    }


def stored(bench: Workbench) -> Facts | None:
    briefing = find_briefing(bench.database, TEAM, USER, bench.clock.now)
    if briefing is None or briefing.headcount is None:
        return None
    return briefing.headcount.facts


def test_the_button_opens_an_empty_form(bench: Workbench) -> None:
    bench.add_member()
    press = a_press(Action.ENTER_NUMBERS)
    assert bench.send(press).body == ""
    [opened] = bench.slack.sent("views.open")
    assert opened["trigger_id"] == press["trigger_id"]
    assert opened["view"]["callback_id"] == Callback.HEADCOUNT_FORM
    assert set(initial_values(opened["view"]).values()) == {None}


def test_the_form_opens_with_the_last_numbers(bench: Workbench) -> None:
    bench.add_member()
    bench.add_headcount(Facts(320, Decimal("6.5"), sales=200))
    bench.send(a_press(Action.ENTER_NUMBERS))
    [opened] = bench.slack.sent("views.open")
    assert initial_values(opened["view"]) == {
        Block.CUSTOMER_FACING: "320",
        Block.ENABLERS: "6.5",
        Block.SALES: "200",
        Block.CUSTOMER_SUCCESS: None,
    }


def test_a_guest_gets_no_form(bench: Workbench) -> None:
    bench.add_member(is_guest=True)
    bench.add_headcount(Facts(321))
    bench.send(a_press(Action.ENTER_NUMBERS))
    [opened] = bench.slack.sent("views.open")
    assert opened["view"]["callback_id"] == Callback.NOTICE
    assert says(opened["view"], NOT_FOR_GUESTS)
    assert "321" not in json.dumps(opened)


def test_somebody_unknown_is_asked_about_before_the_form_opens(bench: Workbench) -> None:
    bench.slack.on("users.info", a_user(locale="ja-JP"))
    bench.send(a_press(Action.ENTER_NUMBERS))
    assert bench.slack.methods == ["users.info", "views.open"]


@pytest.mark.parametrize("failure", [refused("expired_trigger_id"), RATE_LIMITED])
def test_a_form_that_slack_will_not_open_is_told(bench: Workbench, failure: Any) -> None:
    bench.add_member()
    bench.slack.on("views.open", failure)
    bench.send(a_press(Action.ENTER_NUMBERS))
    [told] = bench.slack.sent("response_url")
    assert "expired" not in told["text"]


@pytest.mark.parametrize("language", Language)
def test_a_submission_is_stored_and_turns_into_the_plan(
    bench: Workbench, language: Language
) -> None:
    bench.add_member(language=language)
    form = a_filled_form(customer_facing="３２０", enablers="6.5", sales="200")
    answer = bench.send(a_submission(form)).payload
    assert answer["response_action"] == "update"
    assert answer["view"]["callback_id"] == Callback.HEADCOUNT_FORM
    assert "submit" not in answer["view"]
    assert "1:49" in json.dumps(answer["view"])
    assert bench.slack.calls == []
    assert stored(bench) == Facts(320, Decimal("6.5"), sales=200)


def test_enablers_left_empty_are_unknown_and_not_zero(bench: Workbench) -> None:
    bench.add_member()
    bench.send(a_submission(a_filled_form(enablers=None)))
    assert stored(bench) == Facts(320)


def test_a_form_that_was_never_touched_has_empty_fields(bench: Workbench) -> None:
    bench.add_member()
    form = a_filled_form()
    for field in ("enablers", "sales", "customer_success"):
        form["state"]["values"][field] = {Action.RECOMPUTE: {"type": "number_input"}}
    assert bench.send(a_submission(form)).payload["response_action"] == "update"


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"customer_facing": None}, Block.CUSTOMER_FACING),
        ({"customer_facing": ""}, Block.CUSTOMER_FACING),
        ({"customer_facing": "abc"}, Block.CUSTOMER_FACING),
        ({"customer_facing": "-5"}, Block.CUSTOMER_FACING),
        ({"customer_facing": "2.5"}, Block.CUSTOMER_FACING),
        ({"customer_facing": "10000001"}, Block.CUSTOMER_FACING),
        ({"customer_facing": "100", "sales": "60", "customer_success": "50"}, "customer_facing"),
        ({"enablers": "-1"}, Block.ENABLERS),
        ({"enablers": "1.25"}, Block.ENABLERS),
        ({"enablers": "<!channel>"}, Block.ENABLERS),
        ({"sales": "1.5"}, Block.SALES),
        ({"customer_success": "x"}, Block.CUSTOMER_SUCCESS),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    bench: Workbench, numbers: dict[str, str | None], field: str
) -> None:
    bench.add_member()
    form = a_filled_form(Callback.HEADCOUNT_FORM, **numbers)
    answer = bench.send(a_submission(form)).payload
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [field]
    assert answer["errors"][field]
    assert bench.count_snapshots() == 0


def test_a_doubled_submission_is_stored_once_and_answered_twice(bench: Workbench) -> None:
    bench.add_member()
    submission = a_submission(a_filled_form())
    answers = [bench.send(submission).body for _ in range(3)]
    assert len(set(answers)) == 1
    assert bench.count_snapshots() == 1


def test_a_second_form_is_a_second_entry_and_the_later_one_counts(bench: Workbench) -> None:
    bench.add_member()
    bench.send(a_submission(a_filled_form(customer_facing="320")))
    bench.send(a_submission(a_filled_form(customer_facing="330")))
    assert bench.count_snapshots() == 2
    assert stored(bench) == Facts(330, Decimal(6))


def test_a_correction_in_the_same_form_is_stored(bench: Workbench) -> None:
    bench.add_member()
    form = a_filled_form(customer_facing="abc")
    assert bench.send(a_submission(form)).payload["response_action"] == "errors"
    form["state"]["values"]["customer_facing"][Action.RECOMPUTE]["value"] = "320"
    assert bench.send(a_submission(form)).payload["response_action"] == "update"
    assert stored(bench) == Facts(320, Decimal(6))


def test_a_member_who_became_a_guest_cannot_store(bench: Workbench) -> None:
    bench.add_member(is_guest=True)
    answer = bench.send(a_submission(a_filled_form())).payload
    assert says(answer["view"], NOT_FOR_GUESTS)
    assert bench.count_snapshots() == 0


def test_the_date_is_that_of_the_workspace(bench: Workbench) -> None:
    bench.slack.on("users.info", a_user(tz="Asia/Tokyo"))
    bench.send(a_press(Action.ENTER_NUMBERS))
    bench.clock.turn(timedelta(hours=4))
    bench.send(a_submission(a_filled_form()))
    briefing = find_briefing(bench.database, TEAM, USER, bench.clock.now)
    assert briefing is not None
    assert briefing.headcount is not None
    tomorrow = bench.clock.now.date() + timedelta(days=1)
    assert briefing.headcount.origin == Origin(tomorrow, SourceKind.MANUAL)


@pytest.mark.parametrize("zone", ["", None, "Mars/Olympus", "../../etc/passwd"])
def test_a_time_zone_that_nobody_knows_is_utc(bench: Workbench, zone: str | None) -> None:
    bench.slack.on("users.info", a_user(tz=zone))
    bench.send(a_press(Action.ENTER_NUMBERS))
    answer = bench.send(a_submission(a_filled_form())).payload
    assert answer["view"]["callback_id"] == Callback.HEADCOUNT_FORM
    assert bench.count_snapshots() == 1
