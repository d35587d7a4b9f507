"""Only admins change what a workspace shares; everybody else is told who can, where they are."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import Ack, BoltContext

from bot.listeners.admins import brief_admin, brief_known_admin, may_administer
from bot.listeners.calls import Call, after_ack
from bot.services import Services
from bot.storage.briefings import find_briefing
from bot.views.ids import Callback
from bot.views.notices import FOR_ADMINS
from bot.workspaces import Briefing, Language, Standing
from tests.bot.workbench import OPERATOR, Workbench, says
from tests.builders import a_member, a_workspace
from tests.fakes import BROKEN, a_user
from tests.slack_payloads import TEAM, USER, a_change, a_press, a_submission, an_open_view

PRIVATE = "private_settings"


@pytest.fixture
def guarded(bench: Workbench) -> Workbench:
    """The bot with a button and a form of an admin's; their work is to post in a channel."""

    def work(call: Call) -> None:
        brief_admin(call)
        call.client.chat_postMessage(channel="C1", text="done")

    def save(ack: Ack, context: BoltContext, services: Services) -> None:
        brief_known_admin(services, context)
        ack()

    bench.app.action(PRIVATE)(after_ack(work))
    bench.app.view(PRIVATE)(save)
    return bench


@pytest.mark.parametrize(
    ("changes", "is_allowed"),
    [
        pytest.param({"standing": Standing.OWNER}, True, id="an owner in Slack"),
        pytest.param({"standing": Standing.ADMIN}, True, id="an admin in Slack"),
        pytest.param({"standing": Standing.MEMBER}, False, id="a member"),
        pytest.param({"user_id": "U5"}, True, id="a member named in the settings"),
        pytest.param({"user_id": OPERATOR}, True, id="an operator named in ADMIN_USERS"),
        pytest.param({"user_id": "U5", "is_guest": True}, False, id="a guest named there"),
        pytest.param({"user_id": OPERATOR, "is_guest": True}, False, id="a guest in ADMIN_USERS"),
        pytest.param(
            {"standing": Standing.ADMIN, "is_guest": True}, False, id="an admin of another company"
        ),
    ],
)
def test_who_may_administer(bench: Workbench, changes: dict[str, Any], is_allowed: bool) -> None:
    workspace = a_workspace(admins=frozenset({"U5"}))
    briefing = Briefing(workspace, a_member(**changes), None)
    assert may_administer(briefing, bench.services) is is_allowed


def test_an_admin_named_in_another_workspace_is_none_here(bench: Workbench) -> None:
    elsewhere = a_workspace(id="T2", admins=frozenset({USER}))
    briefing = Briefing(a_workspace(), a_member(user_id=USER), None)
    assert may_administer(replace(briefing, workspace=elsewhere), bench.services)
    assert not may_administer(briefing, bench.services)


def test_an_admin_gets_to_work(guarded: Workbench) -> None:
    guarded.add_member(standing=Standing.ADMIN)
    guarded.send(a_press(PRIVATE))
    assert guarded.slack.methods == ["chat.postMessage"]
    assert guarded.send(a_submission(an_open_view(PRIVATE, {}))).body == ""


@pytest.mark.parametrize("language", Language)
def test_whoever_presses_anothers_button_is_told_who_can(
    guarded: Workbench, language: Language
) -> None:
    guarded.add_member(language=language)
    guarded.send(a_press(PRIVATE))
    assert guarded.slack.methods == ["response_url"]
    [told] = guarded.slack.sent("response_url")
    assert says(told, FOR_ADMINS, language)
    assert told["replace_original"] is False


def test_whoever_was_an_admin_when_a_form_opened_is_told_in_it(guarded: Workbench) -> None:
    guarded.add_member()
    form = an_open_view(PRIVATE, {})
    answer = guarded.send(a_submission(form)).payload
    assert answer["response_action"] == "update"
    assert answer["view"]["callback_id"] == Callback.NOTICE
    assert says(answer["view"], FOR_ADMINS)
    guarded.send(a_change(form, PRIVATE))
    [update] = guarded.slack.sent("views.update")
    assert says(update["view"], FOR_ADMINS)


def test_a_refusal_needs_no_reference_in_the_log(
    guarded: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    guarded.add_member()
    guarded.send(a_press(PRIVATE))
    assert "reference=" not in caplog.text


def test_a_standing_older_than_a_day_is_asked_for_again(guarded: Workbench) -> None:
    guarded.add_member(standing=Standing.ADMIN)
    guarded.clock.turn(timedelta(hours=25))
    guarded.slack.on("users.info", a_user(is_admin=False))
    guarded.send(a_press(PRIVATE))
    assert guarded.slack.methods == ["users.info", "response_url"]
    briefing = find_briefing(guarded.database, TEAM, USER, guarded.clock.now)
    assert briefing is not None
    assert briefing.member.standing is Standing.MEMBER


def test_a_slack_that_is_down_does_not_lock_admins_out(guarded: Workbench) -> None:
    guarded.add_member(standing=Standing.ADMIN)
    guarded.clock.turn(timedelta(hours=25))
    guarded.slack.on("users.info", BROKEN)
    guarded.send(a_press(PRIVATE))
    assert guarded.slack.methods == ["users.info", "chat.postMessage"]
