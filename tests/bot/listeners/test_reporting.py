"""The reporting line, opened from a plan."""

import json

import pytest

from bot.views.ids import Action, Callback
from bot.views.values import encode_enquiry
from bot.workspaces import Enquiry
from rules.facts import Facts
from tests.bot.workbench import Workbench
from tests.slack_payloads import a_press


def test_every_stage_gets_a_modal_of_its_own(bench: Workbench) -> None:
    bench.add_member()
    for count in (0, 20, 320, 900, 5_000):
        bench.send(a_press(Action.REPORTING, encode_enquiry(Enquiry(Facts(count)))))
    views = [call["view"] for call in bench.slack.sent("views.open")]
    assert {view["callback_id"] for view in views} == {Callback.REPORTING_VIEW}
    assert len({json.dumps(view) for view in views}) == 5


@pytest.mark.parametrize("transport", ["http"], indirect=True)
def test_the_view_has_nothing_to_submit(bench: Workbench) -> None:
    bench.add_member()
    bench.send(a_press(Action.REPORTING, encode_enquiry(Enquiry(Facts(320)))))
    [opened] = bench.slack.sent("views.open")
    assert "submit" not in opened["view"]
