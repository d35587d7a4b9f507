"""Whatever breaks reaches the person as a sentence with a reference; the trace goes to the log."""

import json
import re

import pytest
from sqlalchemy import text

from bot.views.ids import Action, Callback
from bot.views.language import translator
from bot.views.notices import OUTDATED, TOO_LATE, failed
from bot.workspaces import Language
from tests.bot.workbench import Workbench
from tests.fakes import BROKEN, RESET, Reply, refused
from tests.slack_payloads import (
    USER,
    Payload,
    a_change,
    a_command,
    a_filled_form,
    a_press,
    a_submission,
    an_open_view,
)

DETAIL = "no_such_secret_table"


@pytest.fixture
def broken(bench: Workbench) -> Workbench:
    """The bot on a database that answers every question about members with an error."""
    bench.add_member()
    with bench.database.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE members RENAME TO {DETAIL}"))
    return bench


def assert_told(message: Payload, log: str, language: Language = Language.EN) -> None:
    """Check that a message is the apology and nothing more, and that the log has the rest."""
    shown = json.dumps(message, ensure_ascii=False)
    found = re.search(r"\b[0-9a-f]{8}\b", shown)
    assert found, shown
    said = translator(language).mrkdwn(failed(found[0]))
    assert said in shown
    assert f"reference={found[0]}" in log
    assert "Traceback" in log
    for detail in ("Error", "members", DETAIL, "Traceback", "SELECT"):
        assert detail not in shown


def test_a_command_that_breaks_is_answered(
    broken: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    answer = broken.send(a_command("320 6"))
    assert answer.status == 200
    assert answer.payload["response_type"] == "ephemeral"
    assert_told(answer.payload, caplog.text)


def test_a_submission_that_breaks_turns_into_a_notice(
    broken: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    answer = broken.send(a_submission(a_filled_form()))
    assert answer.status == 200
    assert answer.payload["response_action"] == "update"
    assert answer.payload["view"]["callback_id"] == Callback.NOTICE
    assert_told(answer.payload, caplog.text)


def test_an_action_that_breaks_after_the_ack_is_told_beside_its_button(
    broken: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    assert broken.send(a_press(Action.ENTER_NUMBERS)).status == 200
    [told] = broken.slack.sent("response_url")
    assert told["replace_original"] is False
    assert_told(told, caplog.text)


def test_an_action_that_breaks_in_its_ack_is_told_as_well(
    bench: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    def explode() -> None:
        raise RuntimeError(f"Error in {DETAIL}")

    bench.app.action("explode")(explode)
    assert bench.send(a_press("explode")).status == 200
    [told] = bench.slack.sent("response_url")
    assert_told(told, caplog.text)


def test_a_change_in_a_modal_that_breaks_is_told_in_the_modal(
    broken: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    broken.send(a_change(a_filled_form(Callback.WHAT_IF_FORM)))
    [told] = broken.slack.sent("views.update")
    assert re.search(r"reference=([0-9a-f]{8})", caplog.text)
    assert "Reference" in json.dumps(told)
    assert broken.slack.sent("chat.postMessage") == []


@pytest.mark.parametrize(
    "action", [Action.WHAT_IF, Action.ROADMAP, Action.REPORTING, Action.SHARE, Action.SWAP]
)
@pytest.mark.parametrize("value", ["not what we wrote", '{"customer_facing":320,"team":3}', "[]"])
def test_a_button_with_a_value_of_an_earlier_version_says_so(
    bench: Workbench, action: Action, value: str
) -> None:
    bench.add_member(language=Language.JA)
    bench.send(a_press(action, value))
    [told] = bench.slack.sent("response_url")
    assert told["text"] == translator(Language.JA).mrkdwn(OUTDATED)
    assert bench.slack.sent("chat.postMessage") == []


@pytest.mark.parametrize("failure", [BROKEN, RESET, Reply("gone", 404)])
def test_a_person_who_cannot_be_told_is_at_least_logged(
    broken: Workbench, failure: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    broken.slack.on("response_url", failure)
    broken.slack.on("chat.postMessage", refused("messages_tab_disabled"))
    assert broken.send(a_press(Action.ENTER_NUMBERS)).status == 200
    assert "person not told" in caplog.text


def test_an_answer_that_comes_too_late_is_told_in_a_message(bench: Workbench) -> None:
    bench.add_member()
    bench.slack.on("response_url", Reply("expired_url", 404))
    bench.send(a_press(Action.CONNECT_SOURCE))
    [told] = bench.slack.sent("chat.postMessage")
    assert told["channel"] == USER


def test_a_modal_that_slack_no_longer_opens_is_told_without_a_reference(bench: Workbench) -> None:
    bench.add_member()
    bench.slack.on("views.open", refused("expired_trigger_id"))
    bench.send(a_press(Action.ENTER_NUMBERS))
    [told] = bench.slack.sent("response_url")
    assert told["text"] == translator(Language.EN).mrkdwn(TOO_LATE)


def test_a_button_of_an_earlier_version_says_so(bench: Workbench) -> None:
    bench.add_member()
    answer = bench.send(a_press("a_button_of_last_year"))
    assert (answer.status, answer.body) == (200, "")
    [told] = bench.slack.sent("response_url")
    assert told["text"] == translator(Language.EN).mrkdwn(OUTDATED)
    assert told["replace_original"] is False


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "shortcut", "callback_id": "other", "user": {"id": USER}, "team": {"id": "T111"}},
        a_submission(an_open_view("a_form_of_last_year", {})),
        {
            "type": "view_closed",
            "view": an_open_view("x", {}),
            "user": {"id": USER},
            "team": {"id": "T111"},
        },
        a_command(command="/somebody-elses"),
    ],
)
def test_what_nobody_listens_for_is_no_error(bench: Workbench, payload: Payload) -> None:
    assert bench.send(payload).status == 200
