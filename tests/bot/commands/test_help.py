"""Every command explains itself, in sentences that fit."""

import click
import pytest
from click.testing import CliRunner

from bot.cli import COMMANDS, main

SOURCE = main.get_command(click.Context(main), "source")
assert isinstance(SOURCE, click.Group)
ACTIONS = [f"source {name}" for name in SOURCE.commands]


def read_help(command: str) -> str:
    result = CliRunner().invoke(main, [*command.split(), "--help"])
    assert result.exit_code == 0
    return result.output


@pytest.mark.parametrize("command", ["", *COMMANDS, *ACTIONS])
def test_every_command_explains_itself(command: str) -> None:
    lines = read_help(command).splitlines()
    assert lines[0].startswith("Usage: ")
    assert len(lines) >= 5
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("group", ["", "source"])
def test_the_list_of_commands_cuts_no_summary(group: str) -> None:
    assert "..." not in read_help(group).partition("Commands:")[2]


def test_sources_can_be_looked_after_as_in_slack() -> None:
    promised = (
        "list connect preview accept keep pause resume renew history disconnect"
        " mapping override push-token"
    )
    assert {action.removeprefix("source ") for action in ACTIONS} == set(promised.split())
