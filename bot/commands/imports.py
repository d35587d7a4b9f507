"""The file source from a shell."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from sqlalchemy.orm import Session

from bot.clock import utc_now
from bot.commands.configured import configured
from bot.commands.passes import SHELL, begin_pass, json_option, now_option, report
from bot.commands.runs import write_decision, write_incident, write_run
from bot.commands.workspaces import open_services, workspace_option
from bot.connections import Cause, Run
from bot.errors import SourceError
from bot.jobs.entries import bring
from bot.jobs.runs import get_calendar
from bot.services import Services
from bot.settings import Settings
from bot.sources.files.source import FileSource
from bot.sources.readings import Reading
from bot.storage.sources import find_connection
from rules.headcounts import SourceKind
from rules.titles import STARTER_MAPPING
from rules.troubles import RunStatus

Counts = dict[str, int]
DRY = "nothing was kept: this was a dry run"


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@workspace_option
@click.option("--dry-run", "is_dry", is_flag=True, help="Show what would count, and keep nothing.")
@now_option
@json_option
@configured
def import_file(
    settings: Settings,
    file: Path,
    wanted: str | None,
    moment: datetime | None,
    *,
    is_dry: bool,
    as_json: bool,
) -> None:
    """Count a CSV or XLSX file in one of the two templates.

    Its counts replace those of the file before. Those that are hard to believe are held, and so are
    those by a mapping that was changed; `source accept` lets them count.
    """
    with open_services(settings, lambda: moment or utc_now()) as services:
        workspace_id = begin_pass(services, wanted, moment)
        try:
            reading = _read(services, workspace_id, file)
        except SourceError as error:
            report(Counts(rows=0, published=0, held=0, partial=0, failed=1), as_json=as_json)
            click.echo(write_incident(error.incident), err=True)
            sys.exit(2)
        run = _bring(services, workspace_id, reading, is_dry=is_dry)
    rows = len(reading.rows) + reading.people + sum(len(day.rows) for day in reading.history)
    is_held = run.status is not RunStatus.OK
    is_published = not is_held and not run.is_history
    report(
        Counts(rows=rows, published=int(is_published), held=int(is_held), partial=0, failed=0),
        as_json=as_json,
    )
    if not as_json:
        click.echo("\n".join([*write_run(run), *([DRY] if is_dry else write_decision(run))]))


def _read(services: Services, workspace_id: str, file: Path) -> Reading:
    with Session(services.database.reader) as session:
        on = get_calendar(session, workspace_id).find_date(services.clock())
    console = Console(stderr=True)
    columns: tuple[Any, ...] = (SpinnerColumn(), TextColumn("{task.description}"))
    with (
        Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        ) as progress,
        file.open("rb") as content,
    ):
        task = progress.add_task(f"reading {file.name}")
        return FileSource(
            content, lambda rows: progress.update(task, description=f"{rows:,} rows read")
        ).read(on)


def _bring(services: Services, workspace_id: str, reading: Reading, *, is_dry: bool) -> Run:
    with services.database.sessions() as session, session.begin() as transaction:
        known = find_connection(session, workspace_id, SourceKind.FILE)
        # A changed mapping has to be seen before it counts.
        is_drafted = known is not None and known.draft is not None
        run = bring(
            session,
            workspace_id,
            SourceKind.FILE,
            reading,
            cause=Cause.PREVIEW if is_drafted else Cause.ENTRY,
            by=SHELL,
            mapping=STARTER_MAPPING,
            now=services.clock(),
        )
        if not is_dry:
            return run
        transaction.rollback()
    # Nobody can decide about it: its number is the next one's.
    return replace(run, id=None)
