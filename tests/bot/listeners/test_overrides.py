"""Numbers over a source: for admins only, said to be so, and taken away again in App Home."""

import json
from datetime import timedelta

import pytest

from bot.storage.briefings import find_briefing
from bot.views.ids import Action, Callback
from bot.views.notices import kept_by_source
from bot.workspaces import Enquiry, Language, Standing
from tests.bot.source_kit import publish_groups
from tests.bot.workbench import Transport, Workbench, buttons, says
from tests.fakes import a_user
from tests.slack_payloads import (
    TEAM,
    USER,
    a_change,
    a_command,
    a_filled_form,
    a_press,
    a_submission,
    an_open_view,
)

SOURCE = {Language.EN: "Slack user groups", Language.JA: "Slackのユーザーグループ"}


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


@pytest.fixture
def synced(bench: Workbench) -> Workbench:
    """A workspace whose numbers come from user groups."""
    bench.add_member(standing=Standing.ADMIN)
    publish_groups(bench)
    bench.slack.forget()
    return bench


def headcount(bench: Workbench) -> Enquiry:
    briefing = find_briefing(bench.database, TEAM, USER, bench.clock.now)
    assert briefing is not None
    assert briefing.headcount is not None
    return briefing.headcount


@pytest.mark.parametrize("language", Language)
def test_a_member_is_told_which_source_keeps_the_numbers(
    synced: Workbench, language: Language
) -> None:
    synced.add_member(standing=Standing.MEMBER, language=language)
    synced.send(a_press(Action.ENTER_NUMBERS))
    [opened] = synced.slack.sent("views.open")
    assert opened["view"]["callback_id"] == Callback.NOTICE
    assert says(opened["view"], kept_by_source(SOURCE[language]), language)


def test_a_plan_offers_no_numbers_that_a_source_would_overrule(synced: Workbench) -> None:
    plan = synced.send(a_command("")).payload
    assert Action.WHAT_IF in buttons(plan)
    assert Action.ENTER_NUMBERS not in buttons(plan)
    assert "Slack user groups" in str(plan)


def test_a_form_that_was_open_before_the_source_was_connected_changes_nothing(
    synced: Workbench,
) -> None:
    synced.add_member(standing=Standing.MEMBER)
    before = headcount(synced)
    answer = synced.send(a_submission(a_filled_form(customer_facing="999"))).payload
    assert says(answer["view"], kept_by_source(SOURCE[Language.EN]))
    assert headcount(synced) == before


def test_whoever_is_no_admin_any_more_gets_no_form(synced: Workbench) -> None:
    synced.clock.turn(timedelta(hours=25))
    synced.slack.on("users.info", a_user(is_admin=False))
    synced.send(a_press(Action.ENTER_NUMBERS))
    [opened] = synced.slack.sent("views.open")
    assert opened["view"]["callback_id"] == Callback.NOTICE


@pytest.mark.parametrize("language", Language)
def test_an_admin_is_told_that_the_numbers_stand_over_the_source(
    synced: Workbench, language: Language
) -> None:
    synced.add_member(standing=Standing.ADMIN, language=language)
    synced.send(a_press(Action.ENTER_NUMBERS))
    [opened] = synced.slack.sent("views.open")
    assert opened["view"]["callback_id"] == Callback.HEADCOUNT_FORM
    assert SOURCE[language] in json.dumps(opened["view"]["blocks"][1], ensure_ascii=False)


def test_a_number_over_a_source_can_be_taken_away_in_app_home(synced: Workbench) -> None:
    synced.send(a_submission(a_filled_form(customer_facing="250", enablers="6")))
    assert headcount(synced).facts.customer_facing == 250
    assert headcount(synced).origin is not None
    home = {**an_open_view("", {}), "type": "home"}
    press = a_change(home, Action.REMOVE_OVERRIDE)
    press["actions"][0]["value"] = "customer_facing"
    for _ in range(2):
        synced.send(press)
    assert headcount(synced).facts.customer_facing == 192
    shown = synced.slack.sent("views.publish")[-1]
    assert Action.REMOVE_OVERRIDE not in json.dumps(shown)


def test_without_a_source_every_member_may_enter_numbers(bench: Workbench) -> None:
    bench.add_member(standing=Standing.MEMBER)
    bench.send(a_press(Action.ENTER_NUMBERS))
    [opened] = bench.slack.sent("views.open")
    assert opened["view"]["callback_id"] == Callback.HEADCOUNT_FORM
    assert len(opened["view"]["blocks"]) == 5
