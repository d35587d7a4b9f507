"""What commands about one workspace share: its database, and the choice among several."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from bot.app import build_client
from bot.clock import Clock, utc_now
from bot.processes import build_services
from bot.services import Services
from bot.settings import Settings
from bot.storage.migrations import check_schema
from bot.storage.workspaces import list_workspace_ids

workspace_option = click.option(
    "--workspace", "wanted", metavar="T…", help="Slack's id of it; not needed for the only one."
)


@contextmanager
def open_services(settings: Settings, clock: Clock = utc_now) -> Iterator[Services]:
    """Lend what listeners and jobs are given, on a database at the version of the code.

    Raises:
        SchemaError: If the database is at another.
    """
    client = build_client(settings.slack_bot_token, settings.api_url)
    services = build_services(settings, client, clock)
    try:
        check_schema(services.database)
        yield services
    finally:
        services.background.shutdown()
        services.database.close()


def pick_workspace(session: Session, wanted: str | None) -> str:
    """Return the id of the workspace that a command is about.

    Args:
        session: May be a reading one.
        wanted: As given; None for the only one there is.

    Raises:
        click.UsageError: If it is not known, or is one of several.
    """
    known = list_workspace_ids(session)
    if not known:
        raise click.UsageError("no workspace is known yet: use the bot once in Slack")
    if wanted is None and len(known) > 1:
        raise click.UsageError(f"say which workspace with --workspace: {', '.join(known)}")
    if wanted is not None and wanted not in known:
        raise click.UsageError(f"no workspace {wanted} is known; these are: {', '.join(known)}")
    return wanted or known[0]
