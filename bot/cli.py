"""The command line: one subcommand for each process and each question.

Commands import what they need themselves: a plan in a terminal should not wait for Slack's client.
"""

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.errors import BotError, SettingsError
from bot.workspaces import Language

if TYPE_CHECKING:
    from bot.settings import Settings


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Advise companies how to structure their sales-enablement team, in Slack or right here."""
    if context.invoked_subcommand is None:
        context.invoke(run)


def configured(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its settings and logging, and turn expected errors into sentences."""

    @wraps(command)
    def wrapper(**options: Any) -> None:
        from bot.logs import configure_logging
        from bot.settings import read_settings

        try:
            settings = read_settings()
            configure_logging(settings.log_level, settings.log_format)
            command(settings, **options)
        except SettingsError as error:
            for fault in error.faults:
                click.echo(f"Error: {fault}", err=True)
            sys.exit(2)
        except BotError as error:
            raise click.ClickException(str(error)) from error

    return wrapper


@main.command()
@click.option("--sandbox", is_flag=True, help="Use the sandbox even where Slack is configured.")
@click.option("--reload", "reloads", is_flag=True, help="Sandbox: restart the bot on changes.")
@click.option(
    "--seed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Sandbox: another company, in the shape of bot/sandbox/company.yml.",
)
@configured
def run(settings: "Settings", *, sandbox: bool, reloads: bool, seed: Path | None) -> None:
    """Answer Slack and run the timed jobs in this one process; without Slack, open the sandbox."""
    if settings.has_slack and not sandbox:
        if reloads or seed:
            raise click.UsageError("--reload and --seed are for the sandbox; add --sandbox")
        from bot.processes import run as run_everything

        run_everything(settings)
        return
    if settings.slack_bot_token and not sandbox:
        raise SettingsError(["SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing"])
    from bot.trial import run_trial

    run_trial(settings, seed, reloads=reloads)


@main.command()
@configured
def web(settings: "Settings") -> None:
    """Answer Slack over HTTP only; start as many as you want."""
    if not (settings.slack_bot_token and settings.slack_signing_secret):
        raise SettingsError(["SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are needed to serve HTTP"])
    from bot.web import WebServer

    WebServer(settings).run()


@main.command()
@configured
def worker(settings: "Settings") -> None:
    """Run the timed jobs only; start as many as you want."""
    from bot.processes import work

    work(settings)


@main.command()
@configured
def migrate(settings: "Settings") -> None:
    """Bring the database's schema to the version of this code."""
    from bot.storage.engine import open_database
    from bot.storage.migrations import migrate as migrate_database

    migrate_database(open_database(settings.database_url))
    click.echo("The schema is up to date.")


@main.command()
@click.option("--url", help="Where Slack reaches this bot over HTTP; PUBLIC_URL if not given.")
@configured
def manifest(settings: "Settings", url: str | None) -> None:
    """Print the app manifest: for Socket Mode, or for HTTP at an address."""
    import yaml

    from bot.manifest import build_manifest

    address = url or (str(settings.public_url) if settings.public_url else None)
    click.echo(
        yaml.safe_dump(build_manifest(address), sort_keys=False, allow_unicode=True), nl=False
    )


@main.command()
@click.argument("customer_facing", metavar="CF")
@click.argument("enablers", metavar="[E]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print data instead of text.")
@click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    default="en",
    show_default=True,
)
def plan(customer_facing: str, enablers: str | None, *, as_json: bool, lang: str) -> None:
    """Print the plan for CF customer-facing teammates and E enablers."""
    from bot.views.language import translator
    from bot.views.plan_json import plan_data
    from bot.views.plan_text import print_plan
    from rules.facts import Facts, FactsError
    from rules.plans import build_plan
    from rules.questions import parse_number, to_count
    from rules.ratios import DEFAULT_BOUNDS

    tr = translator(Language(lang))
    try:
        facts = Facts(
            to_count("customer_facing", parse_number("customer_facing", customer_facing)),
            None if enablers is None else parse_number("enablers", enablers),
        )
    except FactsError as error:
        raise click.UsageError(tr.say(error.phrase)) from error
    advice = build_plan(facts, DEFAULT_BOUNDS)
    if as_json:
        click.echo(json.dumps(plan_data(tr, advice), ensure_ascii=False))
    else:
        print_plan(tr, advice)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print data instead of text.")
@configured
def doctor(settings: "Settings", *, as_json: bool) -> None:
    """Check configuration, database, Slack and clock; say what to do about each fault."""
    from bot.doctor import Health, examine

    findings = examine(settings)
    if as_json:
        click.echo(json.dumps([finding.as_data() for finding in findings]))
    else:
        for finding in findings:
            click.echo(finding.as_line())
    if any(finding.health is Health.ERROR for finding in findings):
        sys.exit(1)
