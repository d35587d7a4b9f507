"""Silencing alerts: until when and why, what is refused, and what goes on meanwhile."""

import pytest
from sqlalchemy import select

from bot.storage.alert_models import SilenceRow
from bot.views.ids import Action, Callback, SilenceField
from bot.views.notices import ALERT_IS_OVER, NOT_FOR_GUESTS, SILENCED
from bot.views.silences import FAULTS
from bot.workspaces import Language
from rules.silences import SilenceFault
from tests.bot.listeners.firing import (
    count,
    edits,
    fire,
    pass_days,
    press,
    read_card,
    recover,
    value_of,
)
from tests.bot.workbench import Workbench, buttons, says
from tests.builders import some_facts
from tests.slack_payloads import (
    TEAM,
    USER,
    Payload,
    a_submission,
    an_open_view,
)

OTHER = "U222"


@pytest.fixture
def alert(bench: Workbench) -> Payload:
    """The message of an alert that fires."""
    bench.add_member()
    return fire(bench)


def filled(message: Payload, day: str, comment: str | None = "A reorganisation.") -> Payload:
    return an_open_view(
        Callback.SILENCE_FORM,
        {
            SilenceField.ENDS_ON: {Action.ANSWER: {"type": "datepicker", "selected_date": day}},
            SilenceField.COMMENT: {Action.ANSWER: {"type": "plain_text_input", "value": comment}},
        },
        value_of(message),
    )


def test_a_silence_can_be_ended_by_anybody(bench: Workbench, alert: Payload) -> None:
    bench.add_member(OTHER)
    press(bench, Action.SNOOZE, alert)
    press(bench, Action.END_SILENCE, alert, user={"id": OTHER, "team_id": TEAM})
    assert read_card(bench, alert).silenced_by == ""
    assert Action.SNOOZE in buttons(edits(bench)[-1])
    assert count(bench, SilenceRow, SilenceRow.ended_by == OTHER) == 1


def test_the_form_proposes_a_day_and_says_what_is_silenced(
    bench: Workbench, alert: Payload
) -> None:
    press(bench, Action.SILENCE, alert)
    [opened] = bench.slack.sent("views.open")
    view = opened["view"]
    assert view["private_metadata"] == value_of(alert)
    assert "1:533 is more than one enabler can support." in str(view)
    assert "2026-03-19" in str(view)


def test_a_silence_is_kept_with_its_reason_and_shown(bench: Workbench, alert: Payload) -> None:
    answer = bench.send(a_submission(filled(alert, "2026-05-01"))).payload
    assert says(answer["view"], SILENCED)
    shown = str(edits(bench)[-1]["blocks"])
    assert f"Silenced by <@{USER}> until" in shown
    assert "A reorganisation." in shown
    with bench.database.sessions() as session:
        [kept] = session.scalars(select(SilenceRow)).all()
        assert kept.comment == "A reorganisation."
        assert kept.ends_at.isoformat() == "2026-05-01T00:00:00+00:00"


def test_a_silence_sent_twice_is_kept_once(bench: Workbench, alert: Payload) -> None:
    form = filled(alert, "2026-05-01")
    first = bench.send(a_submission(form)).payload
    assert says(bench.send(a_submission(form)).payload["view"], SILENCED)
    assert says(first["view"], SILENCED)
    assert count(bench, SilenceRow) == 1


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("day", "comment", "fault"),
    [
        pytest.param("2026-03-05", "Why not", SilenceFault.ENDS_TOO_SOON, id="today"),
        pytest.param("2026-03-01", "Why not", SilenceFault.ENDS_TOO_SOON, id="the past"),
        pytest.param("2026-12-31", "Why not", SilenceFault.ENDS_TOO_LATE, id="far away"),
        pytest.param("2026-05-01", " ", SilenceFault.COMMENT_MISSING, id="only spaces"),
        pytest.param("2026-05-01", None, SilenceFault.COMMENT_MISSING, id="no reason"),
    ],
)
def test_each_fault_is_said_beside_its_field(
    bench: Workbench,
    alert: Payload,
    day: str,
    comment: str | None,
    fault: SilenceFault,
    language: Language,
) -> None:
    bench.add_member(language=language)
    answer = bench.send(a_submission(filled(alert, day, comment))).payload
    field, phrase = FAULTS[fault]
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [field]
    assert says(answer, phrase, language)
    assert count(bench, SilenceRow) == 0


def test_a_short_silence_needs_no_reason(bench: Workbench, alert: Payload) -> None:
    answer = bench.send(a_submission(filled(alert, "2026-03-11", None))).payload
    assert says(answer["view"], SILENCED)
    assert count(bench, SilenceRow, SilenceRow.comment == "") == 1


def test_every_fault_of_a_silence_has_its_place() -> None:
    assert set(FAULTS) == set(SilenceFault)


def test_a_form_of_an_alert_that_is_over_by_now_says_so(bench: Workbench, alert: Payload) -> None:
    recover(bench)
    answer = bench.send(a_submission(filled(alert, "2026-05-01"))).payload
    assert says(answer["view"], ALERT_IS_OVER)


def test_a_guests_form_is_refused(bench: Workbench, alert: Payload) -> None:
    bench.add_member(is_guest=True)
    answer = bench.send(a_submission(filled(alert, "2026-05-01"))).payload
    assert says(answer["view"], NOT_FOR_GUESTS)
    assert count(bench, SilenceRow) == 0


def test_a_snoozed_alert_is_told_nothing_new_but_kept_current(
    bench: Workbench, alert: Payload
) -> None:
    press(bench, Action.SNOOZE, alert)
    bench.slack.forget()
    bench.add_headcount(some_facts(1_700, "3"))
    pass_days(bench, 1)
    assert "1:567" in edits(bench)[-1]["text"]
    assert bench.slack.sent("chat.postMessage") == []
