"""What an operator does once, or looks at when something is wrong."""

import json
import sys

import click

from bot.commands.configured import configured
from bot.settings import Settings


@click.command
@configured
def migrate(settings: Settings) -> None:
    """Bring the database's schema to the version of this code."""
    from bot.storage.engine import open_database
    from bot.storage.migrations import migrate as migrate_database

    migrate_database(open_database(settings.database_url))
    click.echo("The schema is up to date.")


@click.command
@click.option("--url", help="Where Slack reaches this bot over HTTP; PUBLIC_URL if not given.")
@configured
def manifest(settings: Settings, url: str | None) -> None:
    """Print the app manifest, for Socket Mode or HTTP."""
    import yaml

    from bot.manifest import build_manifest

    address = url or (str(settings.public_url) if settings.public_url else None)
    click.echo(
        yaml.safe_dump(build_manifest(address), sort_keys=False, allow_unicode=True), nl=False
    )


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print data instead of text.")
@configured
def doctor(settings: Settings, *, as_json: bool) -> None:
    """Check what can go wrong, and say what to do about it.

    Configuration, database, sources, alerts, Slack and the clock, in this order.
    """
    from bot.doctor import Health, examine

    findings = examine(settings)
    if as_json:
        click.echo(json.dumps([finding.as_data() for finding in findings]))
    else:
        for finding in findings:
            click.echo(finding.as_line())
    if any(finding.health is Health.ERROR for finding in findings):
        sys.exit(1)
