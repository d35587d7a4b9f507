"""The push token: shown once, kept as a digest, replaced and revoked by admins alone."""

import json
import re

import pytest
from sqlalchemy import select

from bot.push_tokens import digest_token
from bot.storage.models import WorkspaceRow
from bot.storage.workspaces import find_pusher
from bot.views.ids import Action, Callback
from bot.views.notices import FOR_ADMINS
from bot.workspaces import Language, Standing
from tests.blockkit import check_view, check_view_schema
from tests.bot.workbench import Workbench, buttons, says
from tests.fakes import refused
from tests.slack_payloads import TEAM, Payload, a_change, an_open_view

TOKEN = re.compile(r"eap_[\w-]{43}")


@pytest.fixture
def admin(bench: Workbench) -> Workbench:
    bench.add_member(standing=Standing.ADMIN)
    return bench


def press(bench: Workbench, action: Action) -> Payload:
    """Press a button in the settings or above; return the modal that is shown."""
    before = len(bench.slack.calls)
    bench.send(a_change(an_open_view(Callback.PUSH_TOKEN_VIEW, {}), action))
    [call] = bench.slack.calls[before:]
    view: Payload = call.arguments["view"]
    check_view(view)
    check_view_schema(view)
    return view


def read_token(view: Payload) -> str:
    [token] = TOKEN.findall(json.dumps(view))
    return str(token)


def find_owner(bench: Workbench, token: str) -> str | None:
    with bench.database.sessions() as session:
        return find_pusher(session, digest_token(token))


@pytest.mark.parametrize("language", Language)
def test_the_modal_opens_over_the_settings(bench: Workbench, language: Language) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    shown = press(bench, Action.PUSH_TOKEN)
    assert bench.slack.methods == ["views.push"]
    assert set(buttons(shown)) == {Action.MINT_PUSH_TOKEN}
    press(bench, Action.MINT_PUSH_TOKEN)
    shown = press(bench, Action.PUSH_TOKEN)
    assert set(buttons(shown)) == {Action.MINT_PUSH_TOKEN, Action.REVOKE_PUSH_TOKEN}
    assert not TOKEN.search(json.dumps(shown))


def test_a_token_is_shown_once_and_only_its_digest_is_kept(
    admin: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    token = read_token(press(admin, Action.MINT_PUSH_TOKEN))
    assert find_owner(admin, token) == TEAM
    with admin.database.sessions() as session:
        assert token not in str(session.scalars(select(WorkspaceRow.push_token_digest)).all())
    assert token not in caplog.text


def test_a_new_token_takes_the_place_of_the_old_one(admin: Workbench) -> None:
    old = read_token(press(admin, Action.MINT_PUSH_TOKEN))
    new = read_token(press(admin, Action.MINT_PUSH_TOKEN))
    assert old != new
    assert (find_owner(admin, old), find_owner(admin, new)) == (None, TEAM)


def test_a_revoked_token_opens_nothing(admin: Workbench) -> None:
    shown = press(admin, Action.MINT_PUSH_TOKEN)
    token = read_token(shown)
    assert all("confirm" in button for button in buttons(shown).values())
    shown = press(admin, Action.REVOKE_PUSH_TOKEN)
    assert set(buttons(shown)) == {Action.MINT_PUSH_TOKEN}
    assert find_owner(admin, token) is None


def test_a_doubled_press_makes_one_token(admin: Workbench) -> None:
    pressed = a_change(an_open_view(Callback.PUSH_TOKEN_VIEW, {}), Action.MINT_PUSH_TOKEN)
    admin.send(pressed)
    admin.send(pressed)
    [shown] = admin.slack.sent("views.update")
    assert find_owner(admin, read_token(shown["view"])) == TEAM


def test_a_token_that_could_not_be_shown_is_in_no_log(
    admin: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    admin.slack.on("views.update", refused("not_found"))
    admin.send(a_change(an_open_view(Callback.PUSH_TOKEN_VIEW, {}), Action.MINT_PUSH_TOKEN))
    assert "reference=" in caplog.text
    assert not TOKEN.search(caplog.text)
    assert not TOKEN.search(json.dumps(admin.slack.sent("chat.postMessage")))


@pytest.mark.parametrize(
    "action", [Action.PUSH_TOKEN, Action.MINT_PUSH_TOKEN, Action.REVOKE_PUSH_TOKEN]
)
def test_others_are_told_who_can(bench: Workbench, action: Action) -> None:
    bench.add_member()
    assert says(press(bench, action), FOR_ADMINS)
    with bench.database.sessions() as session:
        assert session.scalars(select(WorkspaceRow.push_token_digest)).all() == [None]
