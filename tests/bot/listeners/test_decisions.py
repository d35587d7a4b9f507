"""Deciding about counts that wait: from a message, App Home or a modal, and only once."""

import json
from datetime import timedelta

import pytest

from bot.connections import Cause, Decision, Run
from bot.jobs.decisions import disconnect
from bot.jobs.sync import sync_one
from bot.storage.briefings import find_briefing
from bot.views.ids import Action, Callback
from bot.views.language import translator
from bot.views.notices import DECIDED, RUN_GONE, SOURCE_GONE
from bot.views.runs import run_notice
from bot.workspaces import Language, Standing
from tests.blockkit import action_ids, check_message
from tests.bot.modals import Modal
from tests.bot.source_kit import (
    GROUPS,
    a_group,
    list_history,
    list_stored,
    publish_groups,
    with_groups,
)
from tests.bot.workbench import Transport, Workbench, buttons, says
from tests.slack_payloads import TEAM, USER, Payload, a_change, a_press, an_open_view

OTHER = "U222"


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


@pytest.fixture
def held(bench: Workbench) -> Workbench:
    """A workspace whose source lost a hundred people since its counts were published."""
    bench.add_member(standing=Standing.ADMIN)
    bench.add_member(OTHER, standing=Standing.OWNER)
    publish_groups(bench)
    lose_people(bench, 40)
    bench.slack.forget()
    return bench


def lose_people(bench: Workbench, left: int) -> Run:
    with_groups(bench.slack, a_group("S1", "sales", "Sales", left), *GROUPS[1:])
    [connection] = list_stored(bench)
    bench.clock.turn(timedelta(hours=1))
    run = sync_one(
        bench.database,
        bench.services.open_source,
        connection.id,
        Cause.SCHEDULE,
        None,
        bench.clock.now,
    )
    assert run is not None
    assert run.is_open
    return run


def a_dm(bench: Workbench, action: Action, user: str = USER, run: Run | None = None) -> Payload:
    """What Slack sends when a button of the message that told about a hold is pressed."""
    run = run or list_history(bench)[0]
    told = run_notice(translator(Language.EN), run)
    button = buttons(told)[action]
    press = a_press(action, button["value"], user={"id": user, "team_id": TEAM})
    return press | {"container": {"type": "message", "message_ts": "1.1", "channel_id": "D1"}}


def count_published(bench: Workbench) -> int:
    briefing = find_briefing(bench.database, TEAM, USER, bench.clock.now)
    assert briefing is not None
    assert briefing.headcount is not None
    return briefing.headcount.facts.customer_facing


def newest(bench: Workbench) -> Run:
    return list_history(bench)[0]


@pytest.mark.parametrize(
    ("action", "decision", "counted"),
    [
        (Action.ACCEPT_RUN, Decision.ACCEPTED, 92),
        (Action.KEEP_OLD, Decision.KEPT, 192),
        (Action.PAUSE_SOURCE, Decision.PAUSED, 192),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_in_a_message_the_buttons_give_way_to_who_decided(
    held: Workbench, action: Action, decision: Decision, counted: int, language: Language
) -> None:
    held.add_member(standing=Standing.ADMIN, language=language)
    held.send(a_dm(held, action))
    [replacement] = held.slack.sent("response_url")
    assert replacement["replace_original"] is True
    assert f"<@{USER}>" in json.dumps(replacement["blocks"])
    assert "<!date^" in json.dumps(replacement["blocks"])
    assert action_ids(replacement) == set()
    check_message(
        {**replacement, "text": replacement["text"]}, may_mention=True, may_show_braces=True
    )
    assert newest(held).decision is decision
    assert newest(held).decided_by == USER
    assert count_published(held) == counted


def test_accepting_asks_first(held: Workbench) -> None:
    told = buttons(run_notice(translator(Language.EN), newest(held)))
    assert told[Action.ACCEPT_RUN]["confirm"]["title"]["text"] == "Publish these counts?"


@pytest.mark.parametrize("action", [Action.ACCEPT_RUN, Action.KEEP_OLD, Action.PAUSE_SOURCE])
def test_a_press_that_slack_repeats_changes_nothing(held: Workbench, action: Action) -> None:
    press = a_dm(held, action)
    held.send(press)
    before = newest(held)
    held.clock.turn(timedelta(minutes=1))
    held.send(press)
    assert newest(held) == before
    first, second = held.slack.sent("response_url")
    assert second["replace_original"] is True
    assert action_ids(second) == set()
    if action is not Action.PAUSE_SOURCE:
        assert second == first


def test_the_second_of_two_admins_sees_who_was_quicker(held: Workbench) -> None:
    late = a_dm(held, Action.KEEP_OLD)
    held.send(a_dm(held, Action.ACCEPT_RUN, OTHER))
    held.slack.forget()
    held.send(late)
    [told] = held.slack.sent("response_url")
    assert f"Published by <@{OTHER}>" in json.dumps(told)
    assert count_published(held) == 92
    assert newest(held).decided_by == OTHER


def test_of_two_admins_at_once_one_decides(held: Workbench) -> None:
    answers = [
        held.send_only(a_dm(held, Action.ACCEPT_RUN)),
        held.send_only(a_dm(held, Action.KEEP_OLD, OTHER)),
    ]
    held.settle()
    assert [answer.status for answer in answers] == [200, 200]
    decided = newest(held)
    assert decided.decision in {Decision.ACCEPTED, Decision.KEPT}
    told = [json.dumps(message) for message in held.slack.sent("response_url")]
    assert len(told) == 2
    assert all(f"<@{decided.decided_by}>" in message for message in told)
    assert count_published(held) == (92 if decided.decision is Decision.ACCEPTED else 192)


def test_counts_that_newer_ones_have_followed_cannot_be_decided_about(held: Workbench) -> None:
    old = a_dm(held, Action.ACCEPT_RUN)
    lose_people(held, 30)
    held.slack.forget()
    held.send(old)
    [told] = held.slack.sent("response_url")
    assert says(told, DECIDED)
    assert told["replace_original"] is True
    assert action_ids(told) == set()
    assert newest(held).decision is None
    assert count_published(held) == 192


def test_who_decided_about_later_counts_that_are_the_same_is_told(held: Workbench) -> None:
    first = newest(held)
    lose_people(held, 40)
    held.send(a_dm(held, Action.ACCEPT_RUN, OTHER))
    held.slack.forget()
    held.send(a_dm(held, Action.KEEP_OLD, run=first))
    [told] = held.slack.sent("response_url")
    assert f"Published by <@{OTHER}>" in json.dumps(told)
    assert told["replace_original"] is True


def test_a_source_that_is_gone_is_told(held: Workbench) -> None:
    presses = [a_dm(held, action) for action in (Action.ACCEPT_RUN, Action.PAUSE_SOURCE)]
    with held.database.sessions.begin() as session:
        [connection] = list_stored(held)
        disconnect(session, TEAM, connection.id, held.clock.now, forgets_history=False)
    for press in presses:
        held.slack.forget()
        held.send(press)
        [told] = held.slack.sent("response_url")
        assert says(told, SOURCE_GONE)


@pytest.mark.parametrize("action", [Action.ACCEPT_RUN, Action.KEEP_OLD, Action.REVIEW_RUN])
def test_counts_that_are_not_kept_any_more_are_told(held: Workbench, action: Action) -> None:
    held.send(a_press(action, "999"))
    [told] = held.slack.sent("response_url")
    assert says(told, RUN_GONE)


@pytest.mark.parametrize("action", [Action.ACCEPT_RUN, Action.KEEP_OLD, Action.PAUSE_SOURCE])
def test_in_app_home_the_page_is_drawn_anew(held: Workbench, action: Action) -> None:
    run = newest(held)
    value = str(run.connection_id if action is Action.PAUSE_SOURCE else run.id)
    press = a_change({**an_open_view("", {}), "type": "home"}, action)
    press["actions"][0]["value"] = value
    held.send(press)
    assert held.slack.methods == ["views.publish"]
    [shown] = held.slack.sent("views.publish")
    assert shown["user_id"] == USER
    assert Action.ACCEPT_RUN not in action_ids(shown["view"])
    assert f"<@{USER}>" in json.dumps(shown["view"])


def test_in_a_modal_the_buttons_give_way_to_who_decided(held: Workbench) -> None:
    modal = Modal(held).open(Action.REVIEW_RUN, str(newest(held).id))
    assert "192 → 92 (−100)" in modal.text
    assert "went from" in modal.text
    modal.press(Action.KEEP_OLD)
    assert Action.ACCEPT_RUN not in modal.actions
    assert f"<@{USER}> kept the old numbers" in modal.text
    assert held.slack.methods[-1] == "views.publish"


def test_pausing_in_the_list_is_seen_in_the_list(held: Workbench) -> None:
    modal = Modal(held).open(Action.SOURCES).press(Action.PAUSE_SOURCE)
    assert modal.view["callback_id"] == Callback.SOURCES_VIEW
    assert "Paused" in modal.text
    assert Action.RESUME_SOURCE in modal.actions


@pytest.mark.parametrize("value", ["", "abc", "-1", "1.5", "٣", "1;2"])
@pytest.mark.parametrize("action", [Action.ACCEPT_RUN, Action.PAUSE_SOURCE, Action.REMOVE_OVERRIDE])
def test_a_value_that_is_none_of_ours_is_an_outdated_button(
    held: Workbench, action: Action, value: str
) -> None:
    held.send(a_press(action, value))
    [told] = held.slack.sent("response_url")
    assert "earlier version" in told["text"]
