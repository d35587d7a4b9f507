"""The slash commands: their whole grammar, and who is asked about first."""

import json
import re
from decimal import Decimal

import pytest

from bot.views.ids import Action, Command
from bot.views.language import translator
from bot.views.notices import LATER
from bot.views.values import decode_enquiry
from bot.workspaces import Language, Origin, Standing
from rules.facts import Facts
from rules.headcounts import SourceKind
from tests.bot.workbench import Workbench, buttons, facts_of
from tests.slack_payloads import a_command, a_press

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


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
        ("-0 -0", 0, 0),
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


@pytest.mark.parametrize(
    ("standing", "steps"),
    [
        (Standing.MEMBER, {Action.ENTER_NUMBERS}),
        (Standing.ADMIN, {Action.ENTER_NUMBERS, Action.CONNECT_SOURCE}),
    ],
)
def test_without_a_headcount_the_next_step_is_a_button(
    bench: Workbench, standing: Standing, steps: set[Action]
) -> None:
    bench.add_member(standing=standing)
    assert set(buttons(bench.send(a_command("")).payload)) == steps


@pytest.mark.parametrize("text", ["", "   "])
def test_without_words_the_stored_headcount_is_answered(bench: Workbench, text: str) -> None:
    bench.add_member()
    bench.add_headcount(Facts(320, Decimal("6.5"), sales=200))
    answer = bench.send(a_command(text)).payload
    assert facts_of(answer) == Facts(320, Decimal("6.5"), sales=200)
    stored = decode_enquiry(buttons(answer)[Action.WHAT_IF]["value"])
    assert stored.origin == Origin(bench.clock.now.date(), SourceKind.MANUAL)


@pytest.mark.parametrize("text", ["ratio", "RATIO", "ｒａｔｉｏ", " ratio "])
def test_the_ratio_by_two_names(bench: Workbench, text: str) -> None:
    bench.add_member()
    bench.add_headcount(Facts(320, Decimal(6)))
    # After the ack: a Slack that draws no charts can then be answered again without one.
    assert bench.send(a_command(text)).body == ""
    assert bench.send(a_command("", Command.RATIO)).body == ""
    answer, again = bench.slack.sent("response_url")
    assert "1:53" in answer["text"]
    assert answer["response_type"] == "ephemeral"
    assert again == answer
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
        bench.slack.forget()
        worked = bench.send(a_command(words, command))
        # What needs Slack is answered after the ack, in a message or a modal.
        told = [worked.payload] if worked.body else [call.arguments for call in bench.slack.calls]
        assert told
        assert not any("`" in one.get("text", "") for one in told)


def test_no_text_at_all_is_no_fault(bench: Workbench) -> None:
    bench.add_member()
    payload = a_command()
    del payload["text"]
    assert bench.send(payload).payload["blocks"]
