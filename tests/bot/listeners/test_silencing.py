"""Silencing all alerts from App Home: by admins, until when and why, and ended there again."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.storage.alert_models import SilenceRow
from bot.views.ids import Action, Callback, SilenceField
from bot.views.notices import ALL_SILENCED, EVERYTHING_SILENCED, FOR_ADMINS
from bot.views.silences import FAULTS
from bot.workspaces import Language, Standing
from rules.silences import SilenceFault
from tests.blockkit import action_ids
from tests.bot.listeners.firing import count, edits, fire, pass_days, press, press_at_home, recover
from tests.bot.listeners.setting_payloads import change
from tests.bot.workbench import Workbench, says
from tests.builders import some_facts
from tests.slack_payloads import TEAM, USER, Payload, a_submission, an_open_view

MEMBER = "U222"
REASON = "Reorganisation <!channel>"
DAY = "2026-04-01"


@pytest.fixture
def admin(bench: Workbench) -> Workbench:
    bench.add_member(standing=Standing.ADMIN)
    return bench


def filled(day: str = DAY, comment: str | None = REASON) -> Payload:
    values: Payload = {
        SilenceField.ENDS_ON: {Action.ANSWER: {"type": "datepicker", "selected_date": day}},
        SilenceField.COMMENT: {Action.ANSWER: {"type": "plain_text_input", "value": comment}},
    }
    return an_open_view(Callback.SILENCE_ALL_FORM, values)


def submit(bench: Workbench, form: Payload | None = None, **changes: Any) -> Payload:
    answer: Payload = bench.send(a_submission(form or filled(), **changes)).payload
    return answer


def home(bench: Workbench) -> Payload:
    view: Payload = bench.slack.sent("views.publish")[-1]["view"]
    return view


def test_the_form_says_what_it_does_and_proposes_a_day(admin: Workbench) -> None:
    press_at_home(admin, Action.SILENCE_ALL, "home")
    [opened] = admin.slack.sent("views.open")
    assert "in every segment" in str(opened)
    assert "2026-03-17" in str(opened)


def test_what_is_silenced_is_shown_at_once_with_who_until_when_and_why(admin: Workbench) -> None:
    fire(admin)
    assert says(submit(admin)["view"], EVERYTHING_SILENCED)
    shown = str(home(admin))
    assert "All alerts are silenced until" in shown
    assert f"<@{USER}>: " in shown
    assert "Reorganisation &lt;!channel&gt;" in shown
    assert Action.SILENCE_ALL in action_ids(home(admin))
    assert f"Silenced by <@{USER}> until" in str(edits(admin)[-1]["blocks"])


def test_nothing_new_is_posted_meanwhile(admin: Workbench) -> None:
    fire(admin)
    recover(admin)
    submit(admin)
    admin.slack.forget()
    fire_again(admin)
    assert admin.slack.sent("chat.postMessage") == []
    admin.add_member(standing=Standing.ADMIN)
    press_at_home(admin, Action.END_SILENCE_ALL, "home")
    assert len(admin.slack.sent("chat.postMessage")) == 1
    assert "All alerts are silenced" not in str(home(admin))
    assert Action.SILENCE_ALL in action_ids(home(admin))


def fire_again(bench: Workbench) -> None:
    bench.add_headcount(some_facts(1_600, "3"))
    pass_days(bench, 2)


def test_it_is_over_by_itself(admin: Workbench) -> None:
    submit(admin, filled("2026-03-05"))
    pass_days(admin, 2)
    admin.add_member(standing=Standing.ADMIN)
    press_at_home(admin, Action.END_SILENCE_ALL, "home")
    assert "All alerts are silenced" not in str(home(admin))
    assert count(admin, SilenceRow, SilenceRow.ended_by.is_not(None)) == 0


def test_one_that_runs_can_be_changed(admin: Workbench) -> None:
    submit(admin)
    press_at_home(admin, Action.SILENCE_ALL, "home")
    view = admin.slack.sent("views.open")[-1]["view"]
    fields = {block["block_id"]: block["element"] for block in view["blocks"][1:]}
    assert fields[SilenceField.ENDS_ON]["initial_date"] == DAY
    assert fields[SilenceField.COMMENT]["initial_value"] == REASON
    submit(admin, filled("2026-03-20") | {"id": "V2"})
    assert count(admin, SilenceRow, SilenceRow.ended_at.is_(None)) == 1


def test_a_form_sent_twice_counts_once(admin: Workbench) -> None:
    submit(admin, form := filled())
    assert says(submit(admin, form)["view"], EVERYTHING_SILENCED)
    assert count(admin, SilenceRow) == 1


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("day", "comment", "fault"),
    [
        pytest.param("2026-03-03", REASON, SilenceFault.ENDS_TOO_SOON, id="today"),
        pytest.param("2026-12-31", REASON, SilenceFault.ENDS_TOO_LATE, id="far away"),
        pytest.param("2026-03-04", " ", SilenceFault.COMMENT_MISSING, id="only spaces"),
        pytest.param("2026-03-04", None, SilenceFault.COMMENT_MISSING, id="no reason"),
    ],
)
def test_each_fault_is_said_beside_its_field(
    bench: Workbench, day: str, comment: str | None, fault: SilenceFault, language: Language
) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    answer = submit(bench, filled(day, comment))
    field, phrase = FAULTS[fault]
    assert list(answer["errors"]) == [field]
    assert says(answer, phrase, language)
    assert count(bench, SilenceRow) == 0


def test_the_day_is_one_where_the_workspace_is(admin: Workbench) -> None:
    change(admin, time_zone="Asia/Tokyo")
    submit(admin)
    with admin.database.sessions() as session:
        [ends_at] = session.scalars(select(SilenceRow.ends_at)).all()
    assert ends_at.isoformat() == "2026-03-31T15:00:00+00:00"


@pytest.mark.parametrize("action", [Action.SILENCE_ALL, Action.END_SILENCE_ALL])
def test_members_silence_nothing_and_end_nothing(admin: Workbench, action: Action) -> None:
    submit(admin)
    admin.add_member(MEMBER)
    admin.slack.forget()
    press_at_home(admin, action, "home", user={"id": MEMBER, "team_id": TEAM})
    [told] = admin.slack.sent("chat.postMessage")
    assert told["channel"] == MEMBER
    assert says(told, FOR_ADMINS)
    assert count(admin, SilenceRow, SilenceRow.ended_at.is_(None)) == 1


@pytest.mark.parametrize("who", [{}, {"is_guest": True, "standing": Standing.ADMIN}])
def test_a_form_of_somebody_who_is_no_admin_is_refused(
    bench: Workbench, who: dict[str, Any]
) -> None:
    bench.add_member(**who)
    assert says(submit(bench)["view"], FOR_ADMINS)
    assert count(bench, SilenceRow) == 0


def test_one_alert_alone_does_not_speak_again_meanwhile(admin: Workbench) -> None:
    alert = fire(admin)
    submit(admin)
    admin.slack.forget()
    press(admin, Action.END_SILENCE, alert)
    assert says(admin.slack.sent("response_url")[-1], ALL_SILENCED)
    assert count(admin, SilenceRow, SilenceRow.ended_at.is_(None)) == 1
