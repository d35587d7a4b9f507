"""One pass of a job for one workspace, now or as at a moment: sync, check, deliver."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from bot.app import build_client
from bot.clock import utc_now
from bot.commands.configured import configured
from bot.commands.runs import write_decision, write_run
from bot.commands.workspaces import open_services, pick_workspace, workspace_option
from bot.connections import Cause
from bot.errors import SettingsError
from bot.jobs.check import check_due
from bot.jobs.deliver import deliver_due
from bot.jobs.forecasting import forecast_due
from bot.jobs.sync import SyncCounts, list_readable, sync_one
from bot.services import Services
from bot.settings import Settings
from bot.storage.runs import list_runs

SHELL = "shell"
"""Stands in the history where otherwise an admin does."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Beyond, `--now` is a slip; and what is written as at the year 9999 is not due again, ever."""


def parse_moment(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> datetime | None:
    """Return the moment that `--now` names."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"I read {text}; write it as 2026-03-03T06:00+09:00") from None
    if moment.tzinfo is None:
        raise click.BadParameter(f"I read {text}, which names no time zone; add Z or +09:00")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise click.BadParameter(f"I read {text}; a year from {FIRST_YEAR} to {LAST_YEAR} works")
    return moment.astimezone(UTC)


now_option = click.option(
    "--now",
    "moment",
    metavar="ISO",
    callback=parse_moment,
    help="Do it as at this moment, not before the newest run; what comes of it is written.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print data instead of text.")


@click.command
@workspace_option
@now_option
@json_option
@configured
def sync(settings: Settings, wanted: str | None, moment: datetime | None, *, as_json: bool) -> None:
    """Read the sources of a workspace now, due or not.

    Those that are paused, or wait for their first `source accept`, are left alone.
    """
    counts = SyncCounts()
    with open_services(settings, lambda: moment or utc_now()) as services:
        workspace_id = begin_pass(services, wanted, moment)
        with Session(services.database.reader) as session:
            sources = list_readable(session, workspace_id)
        for source in sources:
            click.echo(f"reading {source.name or source.kind} …", err=True)
            run = sync_one(
                services.database,
                services.open_source,
                source.id,
                Cause.DEMAND,
                SHELL,
                services.clock(),
            )
            if run is None:
                click.echo("  somebody else is reading it", err=True)
                continue
            counts = counts.add(run.status)
            for line in (*write_run(run), *write_decision(run)):
                click.echo(f"  {line}", err=True)
    report(asdict(counts), as_json=as_json)
    if counts.partial or counts.failed:
        sys.exit(1)


@click.command
@workspace_option
@now_option
@json_option
@configured
def check(
    settings: Settings, wanted: str | None, moment: datetime | None, *, as_json: bool
) -> None:
    """Judge what is due of a workspace.

    What has to be told because of it is sent by `deliver`.
    """
    with open_services(settings, lambda: moment or utc_now()) as services:
        workspace_id, now = begin_pass(services, wanted, moment), services.clock()
        forecast_due(services.database, now, workspace_id)
        counts = check_due(services.database, now, workspace_id)
    report(asdict(counts), as_json=as_json)
    if counts.errors:
        sys.exit(1)


@click.command
@workspace_option
@now_option
@json_option
@configured
def deliver(
    settings: Settings, wanted: str | None, moment: datetime | None, *, as_json: bool
) -> None:
    """Send what is due to Slack: alerts, and what admins are to be told.

    New alerts are posted and open ones brought up to date, with what goes into their threads.
    """
    if not settings.slack_bot_token:
        raise SettingsError(["SLACK_BOT_TOKEN is needed to send anything"])
    client = build_client(settings.slack_bot_token, settings.api_url)
    with open_services(settings, lambda: moment or utc_now()) as services:
        workspace_id = begin_pass(services, wanted, moment)
        counts = deliver_due(services.database, client, services.clock(), workspace_id)
    report(asdict(counts), as_json=as_json)
    if counts.dead:
        sys.exit(1)


def begin_pass(services: Services, wanted: str | None, moment: datetime | None) -> str:
    """Return the workspace that a pass is for.

    Raises:
        click.BadParameter: If the moment lies before its newest run.
    """
    with Session(services.database.reader) as session:
        workspace_id = pick_workspace(session, wanted)
        newest = list_runs(session, workspace_id, 1)
    if moment is not None and newest and moment < newest[0].started_at:
        last = newest[0].started_at.isoformat()
        raise click.BadParameter(f"--now lies before the newest run, which was at {last}")
    return workspace_id


def report(counts: dict[str, int], *, as_json: bool) -> None:
    """Print counts, as data or for people."""
    if as_json:
        click.echo(json.dumps(counts))
    else:
        click.echo("  ".join(f"{name} {count}" for name, count in counts.items()))
