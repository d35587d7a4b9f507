"""Every id that a view can emit reaches a listener, and only Slack is listened to."""

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.views.forms import headcount_form, headcount_saved, what_if_form
from bot.views.ids import Action, Callback, Command
from bot.views.language import translator
from bot.views.notices import NOT_FOR_GUESTS, OUTDATED, no_headcount, notice_view
from bot.views.plans import plan_message
from bot.views.ratios import ratio_message
from bot.views.reporting import reporting_view
from bot.views.roadmaps import roadmap_form, roadmap_message
from bot.views.values import encode_enquiry
from bot.workspaces import Enquiry, Language
from bot.wsgi import SLACK_PATH
from rules.facts import Facts
from rules.plans import build_plan
from rules.ratios import DEFAULT_BOUNDS, measure_ratio
from rules.roadmaps import build_roadmap
from tests.blockkit import action_ids
from tests.bot.workbench import Transport, Workbench, says
from tests.fakes import SIGNING_SECRET, sign
from tests.slack_payloads import (
    Payload,
    a_change,
    a_command,
    a_filled_form,
    a_press,
    a_submission,
    a_target_form,
    to_form,
)

ROOT = Path(__file__).parents[2]
TR = translator(Language.EN)
SWAPPED = Facts(6, Decimal(320))
ENQUIRY = Enquiry(SWAPPED)
VALUE = encode_enquiry(ENQUIRY)
INPUTS = {Action.RECOMPUTE, Action.RETARGET}


def everything_shown() -> list[Payload]:
    plan = build_plan(SWAPPED, DEFAULT_BOUNDS)
    road = build_roadmap(SWAPPED, DEFAULT_BOUNDS)
    return [
        plan_message(TR, plan, ENQUIRY, "#sales"),
        ratio_message(TR, measure_ratio(6, Decimal(320), DEFAULT_BOUNDS), ENQUIRY, []),
        roadmap_message(TR, road, ENQUIRY),
        no_headcount(TR),
        headcount_form(TR, None),
        headcount_saved(TR, plan, ENQUIRY),
        what_if_form(TR, plan),
        roadmap_form(TR, road, ENQUIRY),
        reporting_view(TR, None),
        notice_view(TR, NOT_FOR_GUESTS),
    ]


def test_views_emit_every_id_we_name_and_no_other() -> None:
    shown = everything_shown()
    assert set[str]().union(*(action_ids(payload) for payload in shown)) == set(Action)
    assert {payload["callback_id"] for payload in shown if "callback_id" in payload} == set(
        Callback
    )


@pytest.mark.parametrize("action", sorted(set(Action) - INPUTS))
def test_every_button_does_something(bench: Workbench, action: Action) -> None:
    bench.add_member()
    bench.send(a_press(action, VALUE))
    assert bench.slack.calls
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


def test_views_without_a_submit_button_need_no_listener() -> None:
    submitted = {"headcount_form", "what_if_form", "roadmap_form"}
    for payload in everything_shown():
        if "submit" in payload:
            assert payload["callback_id"] in submitted


@pytest.mark.parametrize("command", Command)
def test_every_command_is_answered(bench: Workbench, command: Command) -> None:
    bench.add_member()
    assert bench.send(a_command("", command)).payload["blocks"]
    assert bench.slack.calls == []


def test_bolt_can_fill_every_parameter_of_every_listener(
    bench: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.add_member()
    for action in sorted(set(Action) - INPUTS):
        bench.send(a_press(action, VALUE))
    bench.send(a_submission(a_filled_form()))
    bench.send(a_command("320 6"))
    bench.send(a_press("unknown"))
    assert "is not a valid argument" not in caplog.text


@pytest.mark.parametrize("transport", [Transport.HTTP], indirect=True)
class TestHttp:
    def post(self, bench: Workbench, headers: dict[str, str], body: str | None = None) -> Any:
        body = to_form(a_command("320 6")) if body is None else body
        return bench.request("POST", SLACK_PATH, body, headers)

    def test_a_signed_request_is_answered(self, bench: Workbench) -> None:
        bench.add_member()
        body = to_form(a_command("320 6"))
        assert self.post(bench, sign(body), body).status == 200

    @pytest.mark.parametrize(
        "headers",
        [
            pytest.param({}, id="none"),
            pytest.param(sign("something else"), id="of another body"),
            pytest.param({**sign(""), "X-Slack-Signature": "v0=00"}, id="nonsense"),
            pytest.param({**sign(""), "X-Slack-Request-Timestamp": "soon"}, id="no time"),
        ],
    )
    def test_a_request_that_is_not_slacks_gets_401(
        self, bench: Workbench, headers: dict[str, str]
    ) -> None:
        bench.add_member()
        assert self.post(bench, headers).status == 401
        assert bench.slack.calls == []

    @pytest.mark.parametrize("age", [-301, 301, 86_400])
    def test_a_stale_or_future_signature_gets_401(self, bench: Workbench, age: int) -> None:
        body = to_form(a_command("320 6"))
        assert self.post(bench, sign(body, at=time.time() - age), body).status == 401

    def test_another_apps_secret_gets_401(self, bench: Workbench) -> None:
        body = to_form(a_command("320 6"))
        assert self.post(bench, sign(body, SIGNING_SECRET[::-1]), body).status == 401

    @pytest.mark.parametrize(
        "body", ["", "payload=", "payload={", "payload=[]", "{", "a=b", "\x00"]
    )
    def test_a_signed_request_without_sense_is_no_server_error(
        self, bench: Workbench, body: str
    ) -> None:
        assert self.post(bench, sign(body), body).status < 500
        assert self.post(bench, {}, body).status == 401

    def test_slacks_certificate_check_is_answered(self, bench: Workbench) -> None:
        body = "ssl_check=1&token=x"
        assert self.post(bench, sign(body), body).status == 200

    @pytest.mark.parametrize("path", ["/", "/slack", "/slack/events/", "/healthz/x", "/.env"])
    def test_other_paths_are_not_found(self, bench: Workbench, path: str) -> None:
        assert bench.request("GET", path).status == 404

    def test_a_browser_at_slacks_address_is_no_error(self, bench: Workbench) -> None:
        assert bench.request("GET", SLACK_PATH).status in {404, 405}

    def test_health_is_said_without_the_database(self, bench: Workbench) -> None:
        bench.database.close()
        assert bench.request("GET", "/healthz").payload == {"status": "ok"}

    def test_readiness_names_what_was_checked(self, bench: Workbench) -> None:
        answer = bench.request("GET", "/readyz")
        assert answer.status == 200
        assert answer.payload == {"database": "ok", "schema": "ok"}

    def test_a_schema_of_another_version_is_not_ready(self, bench: Workbench) -> None:
        with bench.database.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        answer = bench.request("GET", "/readyz")
        assert answer.status == 503
        assert "migrate" in answer.payload["schema"]

    def test_a_database_without_a_schema_is_not_ready(self, bench: Workbench) -> None:
        with bench.database.engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))
        assert bench.request("GET", "/readyz").status == 503
