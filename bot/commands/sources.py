"""Headcount sources from a shell: connect, preview, accept, keep, pause, disconnect."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import click
from sqlalchemy.orm import Session

from bot.commands.configured import configured
from bot.commands.desks import Desk, ask_secret, get_known, get_readable, open_desk
from bot.commands.passes import SHELL, json_option
from bot.commands.runs import run_data, write_decision, write_run
from bot.commands.workspaces import workspace_option
from bot.connections import Connection, Run
from bot.errors import SettingsError
from bot.jobs.connecting import Wish, connect, preview
from bot.settings import Settings
from bot.sources.secrets import list_secret_parts
from bot.storage.runs import list_runs
from bot.storage.sources import list_connections
from bot.views.source_forms import LONGEST_NAME
from rules.headcounts import HeadcountClass, SourceKind
from rules.titles import STARTER_MAPPING

READ_KINDS = [
    kind.value
    for kind in (SourceKind.REST, SourceKind.SQL, SourceKind.GOOGLE, SourceKind.SLACK_USERGROUPS)
]
SHOWN_RUNS = 20


def _check_name(_context: click.Context, _option: click.Parameter, name: str) -> str:
    if len(name) > LONGEST_NAME:
        raise click.BadParameter(f"it has {len(name)} characters; at most {LONGEST_NAME} fit")
    return name.strip()


@click.group("source")
def source() -> None:
    """Connect and look after the sources that headcounts come from."""


@source.command("list")
@workspace_option
@json_option
@configured
def list_sources(settings: Settings, wanted: str | None, *, as_json: bool) -> None:
    """Show the sources of a workspace and how each one stands."""
    with open_desk(settings, wanted) as desk, Session(desk.services.database.reader) as session:
        sources = list_connections(session, desk.workspace_id)
        last = {one.id: list_runs(session, desk.workspace_id, 1, one.id) for one in sources}
    if as_json:
        click.echo(json.dumps([_describe(one) for one in sources]))
        return
    if not sources:
        click.echo("no source is connected yet: see `source connect` and `import`")
    for one in sources:
        is_history = any(run.is_history for run in last[one.id])
        click.echo(" ".join(_summarise(one, is_history=is_history)))
        for run in last[one.id]:
            for line in (*write_run(run), *write_decision(run)):
                click.echo(f"    {line}")


@source.command("connect")
@click.argument("kind", type=click.Choice(READ_KINDS))
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    required=True,
    help="A JSON file; - reads the input.",
)
@click.option("--name", default="", callback=_check_name, help="What you call it.")
@click.option(
    "--supplies",
    multiple=True,
    type=click.Choice([one.value for one in HeadcountClass]),
    help="The class it is the one source for; both if not given.",
)
@workspace_option
@configured
def connect_source(
    settings: Settings,
    kind: str,
    config: str,
    name: str,
    supplies: tuple[str, ...],
    wanted: str | None,
) -> None:
    """Connect a source and preview it.

    Nothing of it counts before `source accept`. Its credential is asked for, or comes from
    SOURCE_SECRET_… in the environment, part by part.

    What --config holds, with an example each, is in docs/headcount-sources.md:

    \b
    rest              preset; base_url, values, places or definition
    sql               query
    google            product; for a sheet spreadsheet and range
    slack_usergroups  groups, each with id, handle and headcount_class
    """  # noqa: D301 - click's mark for lines to leave alone
    with open_desk(settings, wanted) as desk:
        values = _read_config(config)
        secret = ask_secret(desk, list_secret_parts(SourceKind(kind), values))
        classes = frozenset(HeadcountClass(one) for one in supplies or list(HeadcountClass))
        wish = Wish(SourceKind(kind), name, values, secret, classes, STARTER_MAPPING)
        with desk.services.database.sessions.begin() as session:
            connection = connect(
                session, desk.services.vault, desk.workspace_id, wish, SHELL, desk.now
            )
        click.echo(f"source {connection.id} is connected; nothing of it counts yet")
        _preview(desk, connection.id, as_json=False)


@source.command("preview")
@click.argument("source_id", metavar="ID", type=int)
@workspace_option
@json_option
@configured
def preview_source(
    settings: Settings, source_id: int, wanted: str | None, *, as_json: bool
) -> None:
    """Read a source and show what would count; nothing is published."""
    with open_desk(settings, wanted) as desk:
        if get_readable(desk, source_id).is_paused:
            raise SettingsError([f"source {source_id} is paused; `source resume` it first"])
        _preview(desk, source_id, as_json=as_json)


@source.command("history")
@click.argument("source_id", metavar="[ID]", type=int, required=False)
@workspace_option
@json_option
@configured
def history(
    settings: Settings, source_id: int | None, wanted: str | None, *, as_json: bool
) -> None:
    """Show the newest runs, of one source or of all."""
    with open_desk(settings, wanted) as desk, Session(desk.services.database.reader) as session:
        if source_id is not None:
            get_known(desk, source_id)
        runs = list_runs(session, desk.workspace_id, SHOWN_RUNS, source_id)
    if as_json:
        click.echo(json.dumps([run_data(run) for run in runs]))
        return
    if not runs:
        click.echo("nothing has been read yet")
    for run in runs:
        for line in write_run(run):
            click.echo(line)


def read_preview(desk: Desk, source_id: int) -> Run:
    """Read a source without publishing.

    Raises:
        click.ClickException: If somebody else is reading it.
    """
    click.echo("reading …", err=True)
    run = preview(desk.services.database, desk.services.open_source, source_id, SHELL, desk.now)
    if run is None:
        raise click.ClickException("somebody else is reading it; try again in a moment")
    return run


def _preview(desk: Desk, source_id: int, *, as_json: bool) -> None:
    run = read_preview(desk, source_id)
    _show(run, as_json=as_json)
    if run.incident is not None:
        sys.exit(1)


def _show(run: Run, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(run_data(run)))
        return
    for line in (*write_run(run), *write_decision(run)):
        click.echo(line)


def _read_config(config: str) -> dict[str, Any]:
    try:
        with click.open_file(config, encoding="utf-8") as file:
            values = json.load(file)
    except (ValueError, RecursionError) as error:
        raise SettingsError([f"--config is not JSON: {error}"]) from None
    if not isinstance(values, dict):
        raise SettingsError(["--config should hold one object"])
    return values


def _describe(one: Connection) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "name": one.name,
        "supplies": sorted(one.supplies),
        "confirmed": one.is_confirmed,
        "paused": one.is_paused,
        "as_of": None if one.as_of is None else one.as_of.isoformat(),
        "due_at": None if one.due_at is None else one.due_at.isoformat(),
        "checked_at": None if one.checked_at is None else one.checked_at.isoformat(),
        "errors": one.errors,
    }


def _summarise(one: Connection, *, is_history: bool) -> Iterator[str]:
    yield f"source {one.id}: {one.name or one.kind}"
    yield f"({', '.join(sorted(one.supplies)) or 'no class'})"
    if not one.is_confirmed:
        yield "history only" if is_history else "waits for its first `source accept`"
    if one.is_paused:
        yield "paused"
    if one.as_of is not None:
        yield f"as of {one.as_of}"
