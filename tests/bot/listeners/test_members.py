"""Who is asked about first: members known, unknown, of yesterday, and guests."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.views.notices import NOT_FOR_GUESTS
from bot.workspaces import Language, Standing
from rules.facts import Facts
from tests.bot.workbench import Workbench, facts_of, says
from tests.fakes import BROKEN, HANGING, RATE_LIMITED, RESET, Reply, a_user, refused
from tests.slack_payloads import USER, Payload, a_command

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def test_somebody_unknown_gets_an_empty_ack_and_then_the_answer(bench: Workbench) -> None:
    bench.slack.on("users.info", a_user(locale="ja-JP", is_admin=True))
    assert bench.send(a_command("320 6")).body == ""
    assert bench.slack.methods == ["users.info", "response_url"]
    [asked] = bench.slack.sent("users.info")
    assert asked["user"] == USER
    assert asked["include_locale"] in {"1", "true", True}
    [told] = bench.slack.sent("response_url")
    assert facts_of(told) == Facts(320, Decimal(6))
    assert JAPANESE.search(told["text"])
    member = bench.find_member()
    assert member is not None
    assert (member.language, member.standing) == (Language.JA, Standing.ADMIN)

    bench.slack.forget()
    assert JAPANESE.search(bench.send(a_command("320 6")).payload["text"])
    assert bench.slack.calls == []


def test_a_member_is_asked_about_again_after_a_day(bench: Workbench) -> None:
    bench.add_member()
    bench.slack.on("users.info", a_user(locale="ja-JP"))
    bench.clock.turn(timedelta(hours=24) - timedelta(seconds=1))
    assert bench.send(a_command("320 6")).body
    bench.clock.turn(timedelta(seconds=1))
    assert bench.send(a_command("320 6")).body == ""
    [told] = bench.slack.sent("response_url")
    assert JAPANESE.search(told["text"])


FAILURES = [
    pytest.param(refused("user_not_found"), id="refused"),
    pytest.param(RATE_LIMITED, id="rate limited"),
    pytest.param(BROKEN, id="broken"),
    pytest.param(RESET, id="reset"),
    pytest.param(Reply("not json"), id="not json"),
]


@pytest.mark.parametrize("failure", FAILURES)
def test_yesterdays_member_is_good_enough_when_slack_fails(
    bench: Workbench, failure: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    bench.add_member(language=Language.JA)
    bench.clock.turn(timedelta(days=2))
    bench.slack.on("users.info", failure)
    bench.send(a_command("320 6"))
    [told] = bench.slack.sent("response_url")
    assert facts_of(told) == Facts(320, Decimal(6))
    assert JAPANESE.search(told["text"])
    assert "member not refreshed" in caplog.text


@pytest.mark.parametrize("failure", FAILURES)
def test_somebody_unknown_is_told_when_slack_fails(
    bench: Workbench, failure: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    bench.slack.on("users.info", failure)
    bench.send(a_command("320 6"))
    [told] = bench.slack.sent("response_url")
    reference = re.search(r"[0-9a-f]{8}", told["text"])
    assert reference
    assert f"reference={reference[0]}" in caplog.text
    assert "Traceback" in caplog.text
    assert told["response_type"] == "ephemeral"


def test_a_hanging_slack_holds_up_nobody_else(bench: Workbench) -> None:
    bench.slack.on("users.info", HANGING)
    for number in range(4):
        assert bench.send_only(a_command("320 6", user_id=f"U{number}")).body == ""
    bench.slack.wait_for("users.info", times=4)
    bench.add_member()
    assert bench.send_only(a_command("320 6")).payload["blocks"]
    bench.slack.release()


@pytest.mark.parametrize("text", ["", "ratio", "roadmap"])
def test_a_guest_does_not_see_the_headcount(bench: Workbench, text: str) -> None:
    bench.add_member(is_guest=True)
    bench.add_headcount(Facts(321, Decimal(6)))
    answer = bench.send(a_command(text)).payload
    assert says(answer, NOT_FOR_GUESTS)
    assert "321" not in json.dumps(answer)


def test_a_guest_may_ask_what_if_and_about_reporting_in_general(bench: Workbench) -> None:
    bench.add_member(is_guest=True)
    general = bench.send(a_command("reporting")).payload
    bench.add_headcount(Facts(321, Decimal(6)))
    assert bench.send(a_command("reporting")).payload == general
    assert facts_of(bench.send(a_command("40 1")).payload) == Facts(40, Decimal(1))


@pytest.mark.parametrize(
    ("flags", "is_guest"),
    [
        ({}, False),
        ({"is_restricted": True}, True),
        ({"is_ultra_restricted": True}, True),
        ({"is_stranger": True}, True),
        ({"team_id": "T999"}, True),
        ({"team_id": "T999", "enterprise_user": {"id": "W1"}}, False),
    ],
)
def test_guests_and_strangers_are_told_apart_from_members(
    bench: Workbench, flags: Payload, is_guest: bool
) -> None:
    bench.slack.on("users.info", a_user(**flags))
    bench.send(a_command("320 6"))
    member = bench.find_member()
    assert member is not None
    assert member.is_guest is is_guest


@pytest.mark.parametrize(
    ("flags", "standing"),
    [
        ({"is_owner": True, "is_admin": True}, Standing.OWNER),
        ({"is_primary_owner": True}, Standing.OWNER),
        ({"is_admin": True}, Standing.ADMIN),
        ({"is_admin": False}, Standing.MEMBER),
    ],
)
def test_standing_is_what_slack_says(bench: Workbench, flags: Payload, standing: Standing) -> None:
    bench.slack.on("users.info", a_user(**flags))
    bench.send(a_command("320 6"))
    member = bench.find_member()
    assert member is not None
    assert member.standing is standing


def test_an_organisation_wide_install_is_one_workspace(bench: Workbench) -> None:
    bench.slack.on("users.info", a_user(team_id="E111"))
    payload = a_command("320 6", enterprise_id="E111", is_enterprise_install="true")
    del payload["team_id"]
    assert bench.send(payload).status == 200
    assert bench.slack.methods == ["users.info", "response_url"]
