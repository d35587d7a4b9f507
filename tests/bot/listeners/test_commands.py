"""The slash commands: their whole grammar, and who is asked about first."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.views.ids import Action, Command
from bot.views.language import translator
from bot.views.notices import CONNECT_LATER, LATER, NOT_FOR_GUESTS
from bot.views.values import decode_enquiry
from bot.workspaces import Language, Standing
from rules.facts import Facts
from tests.bot.workbench import Workbench, says
from tests.fakes import BROKEN, HANGING, RATE_LIMITED, RESET, Reply, a_user, refused
from tests.slack_payloads import USER, Payload, a_command, a_press

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def buttons(message: Payload) -> dict[str, Any]:
    return {
        element["action_id"]: element
        for block in message["blocks"]
        for element in [*block.get("elements", ()), block.get("accessory", {})]
        if "action_id" in element
    }


def facts_of(message: Payload) -> Facts:
    """Return the numbers that a plan's buttons carry."""
    return decode_enquiry(buttons(message)[Action.WHAT_IF]["value"]).facts


@pytest.mark.parametrize(
    ("text", "customer_facing", "enablers"),
    [
        ("320", 320, None),
        ("320 6", 320, 6),
        ("  320   6  ", 320, 6),
        ("320 cf 6 enablers", 320, 6),
        ("320 CF 6 Enablers", 320, 6),
        ("6 enablers, 320 cf", 320, 6),
        ("2.5k 40", 2500, 40),
        ("2m 1k", 2_000_000, 1_000),
        ("１２０ 2", 120, 2),
        ("３２０　ＣＦ　６", 320, 6),
        ("1,200 10", 1200, 10),
        ("90 0.5", 90, Decimal("0.5")),
        ("0 0", 0, 0),
        ("10000000", 10_000_000, None),
        ("320 6.0", 320, 6),
        ("320人 6", 320, 6),
    ],
)
def test_numbers_are_a_what_if(
    bench: Workbench, text: str, customer_facing: int, enablers: Decimal | None
) -> None:
    bench.add_member()
    answer = bench.send(a_command(text)).payload
    assert answer["response_type"] == "ephemeral"
    facts = facts_of(answer)
    assert (facts.customer_facing, facts.enablers) == (customer_facing, enablers)
    assert bench.slack.calls == []
    assert bench.count_snapshots() == 0


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("-5", "-5"),
        ("−5", "-5"),
        ("320 -6", "-6"),
        ("5000000000", "5000000000"),
        ("10000001", "10000001"),
        ("1 2 3", "1, 2, 3"),
        ("320 cf 6 cf", "320, 6"),
        ("6 enablers", "6"),
        ("2.5", "2.5"),
        ("320 6.25", "6.25"),
        ("320 6." + "0" * 30 + "1", "6.000"),
        ("9" * 3_000, "999"),
    ],
)
def test_numbers_that_cannot_be_are_repeated(bench: Workbench, text: str, echo: str) -> None:
    bench.add_member()
    answer = bench.send(a_command(text)).payload
    assert echo in answer["text"]
    assert buttons(answer) == {}


def test_many_zeros_after_the_point_change_nothing(bench: Workbench) -> None:
    bench.add_member()
    answer = bench.send(a_command("320 6." + "0" * 2_500)).payload
    assert facts_of(answer) == Facts(320, Decimal(6))
    assert "0" * 20 not in json.dumps(answer)


def test_numbers_the_wrong_way_round_are_answered_with_an_offer(bench: Workbench) -> None:
    bench.add_member()
    answer = bench.send(a_command("6 320")).payload
    assert facts_of(answer) == Facts(6, Decimal(320))
    swapped = decode_enquiry(buttons(answer)[Action.SWAP]["value"])
    assert swapped.facts == Facts(320, Decimal(6))

    bench.send(a_press(Action.SWAP, buttons(answer)[Action.SWAP]["value"]))
    [replacement] = bench.slack.sent("response_url")
    assert replacement["replace_original"] is True
    assert facts_of(replacement) == Facts(320, Decimal(6))
    assert Action.SWAP not in buttons(replacement)


def test_without_a_headcount_the_next_step_is_a_button(bench: Workbench) -> None:
    bench.add_member()
    answer = bench.send(a_command("")).payload
    assert set(buttons(answer)) == {Action.ENTER_NUMBERS, Action.CONNECT_SOURCE}


def test_connecting_a_source_says_that_it_comes_later(bench: Workbench) -> None:
    bench.add_member()
    bench.send(a_press(Action.CONNECT_SOURCE))
    [told] = bench.slack.sent("response_url")
    assert says(told, CONNECT_LATER)
    assert told["replace_original"] is False


@pytest.mark.parametrize("text", ["", "   "])
def test_without_words_the_stored_headcount_is_answered(bench: Workbench, text: str) -> None:
    bench.add_member()
    bench.add_headcount(Facts(320, Decimal("6.5"), sales=200))
    answer = bench.send(a_command(text)).payload
    assert facts_of(answer) == Facts(320, Decimal("6.5"), sales=200)
    assert decode_enquiry(buttons(answer)[Action.WHAT_IF]["value"]).as_of == bench.clock.now.date()


@pytest.mark.parametrize("text", ["ratio", "RATIO", "ｒａｔｉｏ", " ratio "])
def test_the_ratio_by_two_names(bench: Workbench, text: str) -> None:
    bench.add_member()
    bench.add_headcount(Facts(320, Decimal(6)))
    answer = bench.send(a_command(text)).payload
    assert "1:53" in answer["text"]
    assert bench.send(a_command("", Command.RATIO)).payload == answer
    assert "1:53" in bench.send(a_command("320 6", Command.RATIO)).payload["text"]


def test_a_ratio_of_one_number_asks_for_the_other(bench: Workbench) -> None:
    bench.add_member()
    answer = bench.send(a_command("320", Command.RATIO)).payload
    assert "320" in answer["text"]
    assert "1:" not in answer["text"]


@pytest.mark.parametrize("text", ["roadmap", "roadmap 650", "Roadmap 2.5k", "roadmap 100"])
def test_a_roadmap_needs_a_headcount_and_may_have_a_target(bench: Workbench, text: str) -> None:
    bench.add_member()
    assert Action.ENTER_NUMBERS in buttons(bench.send(a_command(text)).payload)
    bench.add_headcount(Facts(320, Decimal(6)))
    answer = bench.send(a_command(text)).payload
    assert Action.WHAT_IF in buttons(answer)


@pytest.mark.parametrize("target", ["-5", "abc", "5000000000", "2.5"])
def test_a_target_that_cannot_be_is_repeated(bench: Workbench, target: str) -> None:
    bench.add_member()
    bench.add_headcount(Facts(320, Decimal(6)))
    assert target in bench.send(a_command(f"roadmap {target}")).payload["text"]


def test_reporting_by_two_names(bench: Workbench) -> None:
    bench.add_member()
    unknown = bench.send(a_command("reporting")).payload
    bench.add_headcount(Facts(320, Decimal(6)))
    known = bench.send(a_command("reporting")).payload
    assert known != unknown
    assert bench.send(a_command("", Command.REPORTING)).payload == known


@pytest.mark.parametrize("subcommand", LATER)
def test_what_is_not_built_yet_says_so(bench: Workbench, subcommand: str) -> None:
    bench.add_member()
    answer = bench.send(a_command(subcommand)).payload
    assert answer["text"] == translator(Language.EN).mrkdwn(LATER[subcommand])  # type: ignore[index]


@pytest.mark.parametrize(
    "text", ["help", "?", "who should we hire?", "<!channel>", "＜！ｃｈａｎｎｅｌ＞", "x" * 3_000]
)
def test_what_cannot_be_read_is_answered_with_examples_that_work(
    bench: Workbench, text: str
) -> None:
    bench.add_member()
    answer = bench.send(a_command(text)).payload
    shown = json.dumps(answer)
    assert "<!" not in shown
    examples = re.findall(r"`(/[\w-]+)(?: ([^`]*))?`", answer["blocks"][0]["text"]["text"])
    assert len(examples) >= 5
    for command, words in examples:
        worked = bench.send(a_command(words, command)).payload
        assert "`" not in worked["text"]


def test_no_text_at_all_is_no_fault(bench: Workbench) -> None:
    bench.add_member()
    payload = a_command()
    del payload["text"]
    assert bench.send(payload).payload["blocks"]


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
