"""The what-if modal: filled in, recomputed in place, nothing stored."""

import json
from decimal import Decimal

import pytest

from bot.views.ids import Action, Block, Callback
from bot.views.values import encode_enquiry
from bot.workspaces import Enquiry, Language
from rules.facts import Facts, Role
from tests.bot.workbench import Workbench
from tests.fakes import refused
from tests.slack_payloads import Payload, a_change, a_filled_form, a_press, a_submission

FULL = Facts(
    320,
    Decimal("6.5"),
    sales=200,
    customer_success=80,
    starters=40,
    launches=4,
    verticals=3,
    programmes=5,
    is_leader_skilled=False,
    filled=frozenset({Role.LEADER, Role.CONTENT}),
)


def a_what_if(**numbers: str | None) -> Payload:
    view = a_filled_form(Callback.WHAT_IF_FORM, **numbers)
    view["state"]["values"] |= {
        Block.STARTERS: {Action.RECOMPUTE: {"type": "number_input", "value": None}},
        Block.IS_LEADER_SKILLED: {
            Action.RECOMPUTE: {"type": "static_select", "selected_option": {"value": "no"}}
        },
        Block.FILLED: {
            Action.RECOMPUTE: {
                "type": "multi_static_select",
                "selected_options": [{"value": Role.CONTENT.value}],
            }
        },
    }
    return view


def shown(view: Payload) -> str:
    """Return what a modal says below its fields."""
    return json.dumps([block for block in view["blocks"] if block["type"] != "input"])


def test_the_button_opens_the_modal_with_everything_filled_in(bench: Workbench) -> None:
    bench.add_member()
    press = a_press(Action.WHAT_IF, encode_enquiry(Enquiry(FULL)))
    bench.send(press)
    [opened] = bench.slack.sent("views.open")
    assert opened["trigger_id"] == press["trigger_id"]
    elements = {
        block["block_id"]: block["element"]
        for block in opened["view"]["blocks"]
        if block["type"] == "input"
    }
    assert elements[Block.CUSTOMER_FACING]["initial_value"] == "320"
    assert elements[Block.ENABLERS]["initial_value"] == "6.5"
    assert elements[Block.PROGRAMMES]["initial_value"] == "5"
    assert elements[Block.IS_LEADER_SKILLED]["initial_option"]["value"] == "no"
    assert {option["value"] for option in elements[Block.FILLED]["initial_options"]} == {
        Role.LEADER,
        Role.CONTENT,
    }
    assert "1:49" in shown(opened["view"])


def test_every_field_of_the_modal_recomputes(bench: Workbench) -> None:
    bench.add_member()
    bench.send(a_press(Action.WHAT_IF, encode_enquiry(Enquiry(FULL))))
    [opened] = bench.slack.sent("views.open")
    inputs = [block for block in opened["view"]["blocks"] if block["type"] == "input"]
    assert len(inputs) == len(Block) - 1
    assert all(block["dispatch_action"] for block in inputs)


def test_a_change_updates_the_view_it_was_made_in(bench: Workbench) -> None:
    bench.add_member()
    view = a_what_if(customer_facing="600")
    assert bench.send(a_change(view)).body == ""
    [updated] = bench.slack.sent("views.update")
    assert (updated["view_id"], updated["hash"]) == (view["id"], view["hash"])
    assert "1:100" in shown(updated["view"])
    assert bench.count_snapshots() == 0


@pytest.mark.parametrize("text", ["abc", "-5", "99999999999", "2.5"])
def test_a_change_that_cannot_be_keeps_the_modal_and_says_why(bench: Workbench, text: str) -> None:
    bench.add_member()
    bench.send(a_change(a_what_if(customer_facing=text)))
    [updated] = bench.slack.sent("views.update")
    assert updated["view"]["callback_id"] == Callback.WHAT_IF_FORM
    assert text in shown(updated["view"])


def test_a_change_that_was_overtaken_by_another_is_no_failure(bench: Workbench) -> None:
    bench.add_member()
    bench.slack.on("views.update", refused("hash_conflict"))
    bench.send(a_change(a_what_if()))
    assert bench.slack.sent("chat.postMessage") == []


def test_the_submit_button_recomputes_and_keeps_the_modal_open(bench: Workbench) -> None:
    bench.add_member(language=Language.JA)
    answer = bench.send(a_submission(a_what_if(customer_facing="600"))).payload
    assert answer["response_action"] == "update"
    assert answer["view"]["callback_id"] == Callback.WHAT_IF_FORM
    assert "1:100" in shown(answer["view"])
    assert bench.count_snapshots() == 0
    assert bench.slack.calls == []


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"customer_facing": None}, Block.CUSTOMER_FACING),
        ({"enablers": "1.25"}, Block.ENABLERS),
        ({"sales": "-1"}, Block.SALES),
    ],
)
def test_a_submission_that_cannot_be_says_so_beside_the_field(
    bench: Workbench, numbers: dict[str, str | None], field: str
) -> None:
    bench.add_member()
    answer = bench.send(a_submission(a_what_if(**numbers))).payload
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [field]


def test_posts_that_are_held_are_not_advised_again(bench: Workbench) -> None:
    bench.add_member()
    held = a_what_if()
    bench.send(a_change(held))
    open_posts = a_what_if()
    open_posts["state"]["values"][Block.FILLED][Action.RECOMPUTE]["selected_options"] = []
    bench.send(a_change(open_posts))
    first, second = (shown(call["view"]) for call in bench.slack.sent("views.update"))
    assert first != second
