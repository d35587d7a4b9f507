"""Tuning alerts: for admins, in plain words, and counting at once."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.preferences.tuning import Knob, write_tuning
from bot.sandbox.blockkit.judge import judge_view
from bot.storage.models import WorkspaceRow
from bot.storage.watches import get_tuning
from bot.views.ids import Action, Callback
from bot.views.language import translator
from bot.views.notices import FOR_ADMINS, TUNING_RESET, TUNING_SAVED
from bot.views.tuning import GROUPS, HINTS, LABELS, tuning_form
from bot.workspaces import Language, Standing
from rules.tuning import DEFAULT_TUNING, Tuning
from tests.blockkit import check_view, check_view_schema, texts
from tests.bot.listeners.firing import ALERTS, fire, pass_days, read_card
from tests.bot.listeners.setting_payloads import change
from tests.bot.workbench import Workbench, buttons, says
from tests.builders import some_facts
from tests.slack_payloads import TEAM, Payload, a_change, a_submission, an_open_view


@pytest.fixture
def admin(bench: Workbench) -> Workbench:
    bench.add_member(standing=Standing.ADMIN)
    return bench


def open_form(bench: Workbench) -> Payload:
    bench.send(a_change(an_open_view(Callback.SETTINGS_FORM, {}), Action.TUNING))
    view: Payload = bench.slack.sent("views.push")[-1]["view"]
    return view


def filled(**changes: Any) -> Payload:
    held = {knob.value: text for knob, text in write_tuning(DEFAULT_TUNING).items()} | changes
    values = {knob: {Action.ANSWER: {"value": text}} for knob, text in held.items()}
    return an_open_view(Callback.TUNING_FORM, values)


def submit(bench: Workbench, **changes: Any) -> Payload:
    answer: Payload = bench.send(a_submission(filled(**changes))).payload
    return answer


def tuned(bench: Workbench) -> Tuning:
    with bench.database.sessions() as session:
        return get_tuning(session, TEAM)


def version(bench: Workbench) -> int:
    with bench.database.sessions() as session:
        return session.scalars(select(WorkspaceRow.rule_version)).one()


@pytest.mark.parametrize("language", Language)
def test_the_form_is_one_that_slack_takes(language: Language) -> None:
    tr = translator(language)
    for tuning in (DEFAULT_TUNING, Tuning(reminders=())):
        view = tuning_form(tr, write_tuning(tuning))
        check_view(view)
        check_view_schema(view)
        assert judge_view(view) == []
    assert set(LABELS) == set(HINTS) == set(Knob)


def test_every_field_shows_its_default_beside_what_is_chosen(admin: Workbench) -> None:
    submit(admin, pending_syncs="5")
    fields = {block["block_id"]: block for block in open_form(admin)["blocks"] if "hint" in block}
    assert set(fields) == set(Knob)
    for knob, default in write_tuning(DEFAULT_TUNING).items():
        assert f"Default: {default}." in fields[knob]["hint"]["text"]
    assert fields[Knob.PENDING_SYNCS]["element"]["initial_value"] == "5"


def test_the_settings_lead_to_it(admin: Workbench) -> None:
    admin.send(a_change(an_open_view(Callback.SETTINGS_FORM, {}), Action.SETTINGS))
    assert Action.TUNING in buttons(admin.slack.sent("views.open")[-1]["view"])


def test_what_is_saved_counts_at_once(admin: Workbench) -> None:
    fire(admin)
    before = version(admin)
    assert says(submit(admin, dead_band_percent="20")["view"], TUNING_SAVED)
    assert version(admin) == before + 1
    pass_days(admin, 0)
    [edit] = admin.slack.sent("chat.update")
    assert "With these enablers it clears at 1,199 teammates or fewer." in "\n".join(texts(edit))


def test_an_alert_that_is_open_stays_so_where_it_still_holds(admin: Workbench) -> None:
    message = fire(admin)
    submit(admin, pending_syncs="9")
    pass_days(admin, 0)
    assert read_card(admin, message).episode.closed_at is None


def test_a_form_that_changes_nothing_judges_nothing_anew(admin: Workbench) -> None:
    before = version(admin)
    submit(admin)
    assert version(admin) == before


@pytest.mark.parametrize("language", Language)
def test_each_fault_is_said_beside_its_field(bench: Workbench, language: Language) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    answer = submit(bench, pending_syncs="0", reminders="9, 3", clear_syncs=None)
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {Knob.PENDING_SYNCS, Knob.REMINDERS, Knob.CLEAR_SYNCS}
    assert tuned(bench) == DEFAULT_TUNING


@pytest.mark.parametrize("language", Language)
def test_numbers_that_contradict_each_other_are_told_at_one_of_them(
    bench: Workbench, language: Language
) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    answer = submit(bench, flapping_from="2", settled_up_to="2", settled_window="30")
    assert set(answer["errors"]) == {Knob.FLAPPING_FROM, Knob.SETTLED_WINDOW}
    assert "3" in answer["errors"][Knob.FLAPPING_FROM]
    assert "14" in answer["errors"][Knob.SETTLED_WINDOW]
    assert tuned(bench) == DEFAULT_TUNING


def test_one_sync_and_no_hours_let_an_alert_come_at_once(admin: Workbench) -> None:
    change(admin, alert_channel=ALERTS)
    submit(admin, pending_syncs="1", pending_for="0")
    admin.add_headcount(some_facts(1_600, "3"))
    pass_days(admin, 0)
    [post] = admin.slack.sent("chat.postMessage")
    assert "1:533" in post["text"]


def test_every_field_stands_once_under_a_heading(admin: Workbench) -> None:
    knobs = [knob for _, grouped in GROUPS for knob in grouped]
    assert knobs == list(Knob)
    kinds = [block["type"] for block in open_form(admin)["blocks"]]
    assert kinds.count("header") == len(GROUPS)
    assert kinds[:3] == ["section", "header", "input"]


def test_no_reminders_is_a_choice(admin: Workbench) -> None:
    submit(admin, reminders=None)
    assert tuned(admin).reminders == ()


def test_the_defaults_come_back(admin: Workbench) -> None:
    submit(admin, pending_syncs="5")
    view = open_form(admin)
    admin.send(a_change(view | {"id": "V9", "hash": "9.hash"}, Action.RESET_TUNING))
    assert tuned(admin) == DEFAULT_TUNING
    assert says(admin.slack.sent("views.update")[-1]["view"], TUNING_RESET)


@pytest.mark.parametrize("action", [Action.TUNING, Action.RESET_TUNING])
def test_members_tune_nothing(bench: Workbench, action: Action) -> None:
    bench.add_member()
    bench.send(a_change(an_open_view(Callback.TUNING_FORM, {}), action))
    [shown] = bench.slack.sent("views.update")
    assert says(shown["view"], FOR_ADMINS)
    assert tuned(bench) == DEFAULT_TUNING


def test_a_members_form_is_refused(bench: Workbench) -> None:
    bench.add_member()
    answer = submit(bench, pending_syncs="5")
    assert says(answer["view"], FOR_ADMINS)
    assert tuned(bench) == DEFAULT_TUNING
