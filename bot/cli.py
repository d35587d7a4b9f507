"""The command line: which subcommands there are, and where.

A subcommand's module is imported when it is called for: a plan in a terminal should not wait for
Slack's client.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "run": ("processes", "run"),
        "web": ("processes", "web"),
        "worker": ("processes", "worker"),
        "migrate": ("operations", "migrate"),
        "manifest": ("operations", "manifest"),
        "doctor": ("operations", "doctor"),
        "plan": ("advice", "plan"),
        "source": ("source", "source"),
        "import": ("imports", "import_file"),
        "sync": ("passes", "sync"),
        "check": ("passes", "check"),
        "deliver": ("passes", "deliver"),
        "settings": ("settings", "show_settings"),
    }
)
"""By name: the module of `bot.commands` and the function in it."""


class _Commands(click.Group):
    """A group that imports a command when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the base's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the base's signature
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"bot.commands.{module}"), name)
        return command


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.pass_context
def main(context: click.Context) -> None:
    """Advise companies how to structure their sales-enablement team, in Slack or right here."""
    if context.invoked_subcommand is None:
        from bot.commands.processes import run

        context.invoke(run)
