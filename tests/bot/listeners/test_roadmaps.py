"""The roadmap modal: opened from a plan, recomputed for another target."""

import json
from decimal import Decimal

import pytest

from bot.views.ids import Action, Callback
from bot.views.values import encode_enquiry
from bot.workspaces import Enquiry, Language
from rules.facts import Facts
from tests.bot.workbench import Workbench
from tests.fakes import refused
from tests.slack_payloads import a_change, a_press, a_submission, a_target_form

ENQUIRY = encode_enquiry(Enquiry(Facts(320, Decimal(6))))


def test_the_button_opens_the_road_and_keeps_the_enquiry(bench: Workbench) -> None:
    bench.add_member()
    bench.send(a_press(Action.ROADMAP, ENQUIRY))
    [opened] = bench.slack.sent("views.open")
    assert opened["view"]["callback_id"] == Callback.ROADMAP_FORM
    assert opened["view"]["private_metadata"] in (ENQUIRY, json.loads(ENQUIRY))


def test_another_target_updates_the_modal_in_place(bench: Workbench) -> None:
    bench.add_member()
    form = a_target_form("2500", ENQUIRY)
    bench.send(a_change(form, Action.RETARGET))
    [updated] = bench.slack.sent("views.update")
    assert (updated["view_id"], updated["hash"]) == (form["id"], form["hash"])
    assert "2,500" in json.dumps(updated["view"])
    assert "2,000" in json.dumps(updated["view"])


def test_a_target_that_was_overtaken_by_another_is_no_failure(bench: Workbench) -> None:
    bench.add_member()
    bench.slack.on("views.update", refused("hash_conflict"))
    bench.send(a_change(a_target_form("2500", ENQUIRY), Action.RETARGET))
    assert bench.slack.sent("chat.postMessage") == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("target", [None, "", "650", "100", "0", "320", "10000000"])
def test_the_submit_button_recomputes_and_keeps_the_modal_open(
    bench: Workbench, target: str | None, language: Language
) -> None:
    bench.add_member(language=language)
    answer = bench.send(a_submission(a_target_form(target, ENQUIRY))).payload
    assert answer["response_action"] == "update"
    assert answer["view"]["callback_id"] == Callback.ROADMAP_FORM
    assert answer["view"]["private_metadata"] == ENQUIRY
    assert bench.slack.calls == []


@pytest.mark.parametrize("target", ["-5", "abc", "2.5", "99999999999"])
def test_a_target_that_cannot_be_is_repeated_and_may_be_put_right(
    bench: Workbench, target: str
) -> None:
    bench.add_member()
    view = bench.send(a_submission(a_target_form(target, ENQUIRY))).payload["view"]
    assert target in json.dumps(view)
    assert view["private_metadata"] == ENQUIRY
    assert any(block["type"] == "input" for block in view["blocks"])
