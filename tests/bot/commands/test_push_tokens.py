"""The push token from a shell."""

import pytest
from sqlalchemy.orm import Session

from bot.push_tokens import PREFIX, digest_token
from bot.storage.engine import Database
from bot.storage.workspaces import find_pusher
from tests.bot.commands.conftest import Shell, add_workspace, read, sentence
from tests.bot.commands.test_source_secrets import stored

NEW = ("source", "push-token", "--new")


def find_owner(database: Database, token: str) -> str | None:
    with Session(database.reader) as session:
        return find_pusher(session, digest_token(token))


def test_a_token_is_printed_alone_and_once_and_kept_as_a_digest(
    shell: Shell, workspace: Database
) -> None:
    assert shell("source", "push-token").stdout.startswith("there is no push token")
    made = shell(*NEW)
    token = made.stdout.strip()
    assert (made.exit_code, made.stdout) == (0, f"{token}\n")
    assert token.startswith(PREFIX)
    assert "copy it now" in made.stderr
    assert find_owner(workspace, token) == "T1"
    assert token.encode() not in stored(workspace)
    assert shell("source", "push-token").stdout == "there is a push token\n"
    assert read(shell("source", "push-token", "--json")) == {"exists": True, "token": None}


def test_a_token_is_replaced_after_a_question(shell: Shell, workspace: Database) -> None:
    first = shell(*NEW).stdout.strip()
    refused = shell(*NEW, typed="n\n")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert find_owner(workspace, first) == "T1"
    asked = shell(*NEW, typed="y\n")
    assert "stops working at once" in asked.stderr
    second = asked.stdout.strip()
    assert (find_owner(workspace, first), find_owner(workspace, second)) == (None, "T1")
    third = read(shell(*NEW, "--yes", "--json"))
    assert find_owner(workspace, third["token"]) == "T1"


def test_a_revoked_token_opens_nothing(shell: Shell, workspace: Database) -> None:
    token = shell(*NEW).stdout.strip()
    assert shell("source", "push-token", "--revoke", typed="n\n").exit_code == 1
    assert find_owner(workspace, token) == "T1"
    revoked = shell("source", "push-token", "--revoke", "--yes")
    assert (revoked.exit_code, revoked.stdout[:23]) == (0, "there is no push token,")
    assert find_owner(workspace, token) is None
    assert "no push token to revoke" in sentence(shell("source", "push-token", "--revoke"))


@pytest.mark.usefixtures("workspace")
def test_what_cannot_be_done_with_a_token_is_refused(shell: Shell) -> None:
    assert "do not go together" in sentence(shell(*NEW, "--revoke"))
    assert "T9" in sentence(shell(*NEW, "--workspace", "T9"))


def test_each_workspace_has_a_token_of_its_own(shell: Shell, workspace: Database) -> None:
    add_workspace(workspace, "T2")
    assert "--workspace" in sentence(shell(*NEW))
    token = shell(*NEW, "--workspace", "T2").stdout.strip()
    assert find_owner(workspace, token) == "T2"
    assert shell("source", "push-token", "--workspace", "T1").stdout.startswith("there is no")
