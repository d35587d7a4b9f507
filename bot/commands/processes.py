"""The processes an operator starts."""

from pathlib import Path

import click

from bot.commands.configured import configured
from bot.errors import SettingsError
from bot.settings import Settings


@click.command
@click.option("--sandbox", is_flag=True, help="Use the sandbox even where Slack is configured.")
@click.option("--reload", "reloads", is_flag=True, help="Sandbox: restart the bot on changes.")
@click.option(
    "--seed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Sandbox: another company, in the shape of bot/sandbox/company.yml.",
)
@configured
def run(settings: Settings, *, sandbox: bool, reloads: bool, seed: Path | None) -> None:
    """Answer Slack and run the timed jobs in one process.

    Without a Slack app this is the sandbox: a workspace in the browser.
    """
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


@click.command
@configured
def web(settings: Settings) -> None:
    """Answer Slack over HTTP only; start as many as you want."""
    if not (settings.slack_bot_token and settings.slack_signing_secret):
        raise SettingsError(["SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are needed to serve HTTP"])
    from bot.web import WebServer

    WebServer(settings).run()


@click.command
@configured
def worker(settings: Settings) -> None:
    """Run the timed jobs only; start as many as you want."""
    from bot.processes import work

    work(settings)
