"""What a workspace chose, shown and changed in a shell."""

import json

import click
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.orm import Session

from bot.app import build_client
from bot.commands.configured import configured
from bot.commands.workspaces import open_services, pick_workspace, workspace_option
from bot.errors import PreferencesError, SettingsError
from bot.jobs.introductions import introduce
from bot.jobs.preferences import list_known_segments, save_changes
from bot.preferences.changes import Setting, change_settings, write_settings
from bot.preferences.texts import NONE
from bot.refusals import read_code
from bot.services import Services
from bot.settings import Settings
from bot.storage.workspaces import get_preferences, get_workspace
from bot.views.language import translator
from bot.workspaces import Language, Workspace

Changes = dict[Setting, str]


@click.command
@click.argument("pairs", metavar="[KEY=VALUE]...", nargs=-1)
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="Print data instead of text.")
@configured
def show_settings(
    settings: Settings, pairs: tuple[str, ...], wanted: str | None, *, as_json: bool
) -> None:
    """Show or change what a workspace chose.

    The checks are those of the form in Slack.

    \b
    alert_channel  C0123ABCD or none; a first message is posted there
    bounds         50-500
    time_zone      Asia/Tokyo
    language       en or ja
    sync_at        06:00, or mon 06:00 for once a week
    digest         off, weekly or monthly
    quiet_hours    22:00-07:00 or off
    admins         none, or ids such as U0123ABCD with commas between
    segments       all, none, or names with commas between
    """  # noqa: D301 - click's mark for lines to leave alone
    with open_services(settings) as services:
        with Session(services.database.reader) as session:
            workspace_id = pick_workspace(session, wanted)
        changes, faults = _read_pairs(pairs)
        workspace, known_channel = _check(services, workspace_id, changes, faults)
        channel = changes.get(Setting.ALERT_CHANNEL, NONE).strip()
        if channel not in {NONE, known_channel}:
            _try_channel(settings, workspace, channel)
        if changes:
            with services.database.sessions.begin() as session:
                save_changes(session, workspace_id, changes, services.clock())
        with Session(services.database.reader) as session:
            kept = get_workspace(session, workspace_id), get_preferences(session, workspace_id)
    texts = write_settings(*kept)
    if as_json:
        click.echo(json.dumps(texts, ensure_ascii=False))
        return
    width = max(map(len, Setting))
    for setting, text in texts.items():
        click.echo(f"{setting:<{width}}  {text}")


def _read_pairs(pairs: tuple[str, ...]) -> tuple[Changes, list[str]]:
    """Return what is to change, and a sentence for each pair that cannot be read."""
    changes: Changes = {}
    faults = []
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if key not in set(Setting):
            faults.append(f"{key} is no setting; these are: {', '.join(Setting)}")
        elif not equals:
            faults.append(f"{key} has no value; write {key}=VALUE")
        elif key in changes:
            faults.append(f"{key} is given twice")
        else:
            changes[Setting(key)] = text
    return changes, faults


def _check(
    services: Services, workspace_id: str, changes: Changes, faults: list[str]
) -> tuple[Workspace, str]:
    """Return the workspace as it would be and its alert channel so far; nothing is written.

    Raises:
        SettingsError: Naming every fault there is.
    """
    with Session(services.database.reader) as session:
        workspace = get_workspace(session, workspace_id)
        preferences = get_preferences(session, workspace_id)
        segments = list_known_segments(session, workspace_id)
    try:
        changed, _ = change_settings(workspace, preferences, changes, segments)
    except PreferencesError as error:
        tr = translator(Language.EN)
        said = [f"{setting}: {tr.say(phrase)}" for setting, phrase in error.faults.items()]
        raise SettingsError([*faults, *said]) from None
    if faults:
        raise SettingsError(faults)
    return changed, preferences.alert_channel or NONE


def _try_channel(settings: Settings, workspace: Workspace, channel: str) -> None:
    """Post the first message in a new alert channel.

    Raises:
        SettingsError: If the bot cannot post there.
        click.ClickException: If Slack cannot be asked.
    """
    if not settings.slack_bot_token:
        click.echo("alert_channel is not tried out: SLACK_BOT_TOKEN is not set", err=True)
        return
    client = build_client(settings.slack_bot_token, settings.api_url)
    try:
        trouble = introduce(client, channel, workspace, by=None)
    except SlackApiError as error:
        raise click.ClickException(
            f"Slack refuses: {read_code(error)}; nothing was changed"
        ) from None
    except (SlackClientError, OSError) as error:
        name = type(error).__name__
        raise click.ClickException(
            f"Slack cannot be reached: {name}; nothing was changed"
        ) from None
    if trouble is not None:
        raise SettingsError([f"{Setting.ALERT_CHANNEL}: {translator(Language.EN).say(trouble)}"])
