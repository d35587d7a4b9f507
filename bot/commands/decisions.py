"""What an admin decides about sources, from a shell."""

from collections.abc import Sequence

import click

from bot.commands.configured import configured
from bot.commands.desks import ask_secret, get_readable, open_desk
from bot.commands.passes import SHELL
from bot.commands.sources import source
from bot.commands.workspaces import workspace_option
from bot.connections import Override, Run
from bot.errors import SettingsError
from bot.jobs.connecting import renew_secret
from bot.jobs.decisions import accept_run, disconnect, keep_old, pause_source, resume_source
from bot.settings import Settings
from bot.sources.secrets import list_secret_parts
from bot.storage.headcounts import list_overrides


@source.command("accept")
@click.argument("run_id", metavar="RUN", type=int)
@workspace_option
@configured
def accept(settings: Settings, run_id: int, wanted: str | None) -> None:
    """Let counts that were previewed or held count."""
    with open_desk(settings, wanted) as desk, desk.services.database.sessions.begin() as session:
        run = accept_run(session, desk.workspace_id, run_id, SHELL, desk.now)
        overrides = list_overrides(session, desk.workspace_id)
    click.echo(f"run {run_id} {_tell_accepted(run, overrides)}")


@source.command("keep")
@click.argument("run_id", metavar="RUN", type=int)
@workspace_option
@configured
def keep(settings: Settings, run_id: int, wanted: str | None) -> None:
    """Leave the published numbers as they are."""
    with open_desk(settings, wanted) as desk, desk.services.database.sessions.begin() as session:
        keep_old(session, desk.workspace_id, run_id, SHELL, desk.now)
    click.echo("the numbers stay as they were")


@source.command("pause")
@click.argument("source_id", metavar="ID", type=int)
@workspace_option
@configured
def pause(settings: Settings, source_id: int, wanted: str | None) -> None:
    """Stop reading a source."""
    with open_desk(settings, wanted) as desk, desk.services.database.sessions.begin() as session:
        pause_source(session, desk.workspace_id, source_id, SHELL, desk.now)
    click.echo(f"source {source_id} is paused")


@source.command("resume")
@click.argument("source_id", metavar="ID", type=int)
@workspace_option
@configured
def resume(settings: Settings, source_id: int, wanted: str | None) -> None:
    """Read a paused source again."""
    with open_desk(settings, wanted) as desk, desk.services.database.sessions.begin() as session:
        resumed = resume_source(session, desk.workspace_id, source_id, desk.now)
    if resumed.is_paused:
        raise SettingsError([f"source {source_id} stays paused: others give its numbers now"])
    click.echo(f"source {source_id} is read again")


@source.command("renew")
@click.argument("source_id", metavar="ID", type=int)
@workspace_option
@configured
def renew(settings: Settings, source_id: int, wanted: str | None) -> None:
    """Replace a source's credential."""
    with open_desk(settings, wanted) as desk:
        known = get_readable(desk, source_id)
        parts = list_secret_parts(known.kind, known.config)
        if not parts:
            raise SettingsError([f"source {source_id} has no credential"])
        secret = ask_secret(desk, parts)
        with desk.services.database.sessions.begin() as session:
            renew_secret(
                session, desk.services.vault, desk.workspace_id, source_id, secret, desk.now
            )
    click.echo(f"source {source_id} has a new credential")


@source.command("disconnect")
@click.argument("source_id", metavar="ID", type=int)
@click.option("--forget-history", "forgets", is_flag=True, help="Delete its snapshots as well.")
@click.confirmation_option(prompt="Delete the source with its credential?")
@workspace_option
@configured
def disconnect_source(
    settings: Settings, source_id: int, wanted: str | None, *, forgets: bool
) -> None:
    """Delete a source with its credential."""
    with open_desk(settings, wanted) as desk, desk.services.database.sessions.begin() as session:
        disconnect(session, desk.workspace_id, source_id, desk.now, forgets_history=forgets)
    click.echo(f"source {source_id} is gone")


def _tell_accepted(run: Run, overrides: Sequence[Override]) -> str:
    if run.is_history:
        return "is history only: newer numbers count"
    counted = {row.headcount_class for row in run.rows or ()}
    stands = [one.headcount_class for one in overrides if one.headcount_class in counted]
    if stands:
        return f"is accepted, but a number typed by hand stands over {', '.join(stands)}"
    return "counts now"
