"""The ratio with its history: as a chart, as a table where Slack draws none, never from old numbers."""

from datetime import timedelta

import pytest

from bot.views.notices import NOT_FOR_GUESTS
from bot.workspaces import Language
from tests.bot.workbench import Workbench, says
from tests.builders import some_facts
from tests.fakes import Reply
from tests.slack_payloads import Payload, a_command

A_WEEK = timedelta(weeks=1)
NO_CHART = Reply("invalid_blocks", status=400)


def live(bench: Workbench, *customer_facing: int) -> None:
    """Let weeks go by, each with its headcount."""
    for place, count in enumerate(customer_facing):
        if place:
            bench.clock.turn(A_WEEK)
        bench.add_headcount(some_facts(count))
    bench.add_member()


def kinds(message: Payload) -> list[str]:
    return [block["type"] for block in message["blocks"]]


def test_the_answer_comes_through_the_response_url_with_a_chart(bench: Workbench) -> None:
    live(bench, 300, 320)
    assert bench.send(a_command("ratio")).body == ""
    [answer] = bench.slack.sent("response_url")
    assert answer["response_type"] == "ephemeral"
    assert "data_visualization" in kinds(answer)
    assert "From 1:50 on" in str(answer["blocks"])


def test_where_slack_draws_no_chart_the_same_is_a_table(bench: Workbench) -> None:
    live(bench, 300, 320)
    bench.slack.on("response_url", NO_CHART, Reply("ok"))
    bench.send(a_command("ratio"))
    refused, answer = bench.slack.sent("response_url")
    assert "data_visualization" in kinds(refused)
    assert "data_visualization" not in kinds(answer)
    assert "table" in kinds(answer)
    assert answer["text"] == refused["text"]


def test_one_headcount_is_no_history(bench: Workbench) -> None:
    live(bench, 320)
    bench.send(a_command("ratio"))
    [answer] = bench.slack.sent("response_url")
    assert {"data_visualization", "table"}.isdisjoint(kinds(answer))


def test_numbers_typed_are_answered_at_once_and_draw_nothing(bench: Workbench) -> None:
    live(bench, 300, 320)
    answer = bench.send(a_command("ratio 500 1")).payload
    assert "1:500" in str(answer)
    assert "data_visualization" not in kinds(answer)
    assert bench.slack.calls == []


@pytest.mark.parametrize("command", ["", "ratio"])
def test_numbers_too_old_for_advice_give_none(bench: Workbench, command: str) -> None:
    live(bench, 320)
    bench.clock.turn(timedelta(days=400))
    bench.add_member()
    answer = bench.send(a_command(command)).payload
    assert "too old" in answer["text"]
    assert "1:53" not in str(answer)


@pytest.mark.parametrize("command", ["", "ratio"])
def test_stale_numbers_say_so(bench: Workbench, command: str) -> None:
    live(bench, 320)
    bench.clock.turn(timedelta(days=91))
    bench.add_member()
    answer = bench.send(a_command(command))
    message = answer.payload if answer.body else bench.slack.sent("response_url")[-1]
    assert "These numbers are stale" in str(message)
    assert "1:53" in str(message)


def test_a_guest_sees_no_ratio(bench: Workbench) -> None:
    live(bench, 320)
    bench.add_member(is_guest=True)
    assert says(bench.send(a_command("ratio")).payload, NOT_FOR_GUESTS)


def test_the_answer_is_in_the_readers_language(bench: Workbench) -> None:
    live(bench, 300, 320)
    bench.add_member(language=Language.JA)
    bench.send(a_command("ratio"))
    assert "許容範囲" in str(bench.slack.sent("response_url")[-1]["blocks"])
