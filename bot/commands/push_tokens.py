"""The push token from a shell: made, shown once, and revoked."""

import json

import click
from sqlalchemy.orm import Session

from bot.commands.configured import configured
from bot.commands.desks import Desk, open_desk
from bot.commands.passes import json_option
from bot.commands.workspaces import workspace_option
from bot.errors import SettingsError
from bot.push_tokens import digest_token, make_push_token
from bot.settings import Settings
from bot.storage.workspaces import has_push_token, save_push_token

REPLACES = "Replace the token? The present one stops working at once."
REVOKES = "Revoke the token? Programs that use it can push nothing from then on."
COPY_IT = "copy it now: only its fingerprint is kept, and it cannot be shown again"


@click.command("push-token")
@click.option("--new", "is_new", is_flag=True, help="Make one in place of any other; shown once.")
@click.option("--revoke", "is_revoked", is_flag=True, help="Let it open nothing any more.")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask first.")
@workspace_option
@json_option
@configured
def push_token(
    settings: Settings,
    wanted: str | None,
    *,
    is_new: bool,
    is_revoked: bool,
    is_sure: bool,
    as_json: bool,
) -> None:
    """Make, show or revoke the push token.

    With it a program pushes counts to POST /api/headcount. Without an option: whether there is one.
    A new token alone is printed to the output, so that a script can keep it.
    """
    if is_new and is_revoked:
        raise SettingsError(["--new and --revoke do not go together"])
    with open_desk(settings, wanted) as desk:
        has_token = _has_token(desk)
        if is_revoked and not has_token:
            raise SettingsError(["there is no push token to revoke"])
        if has_token and (is_new or is_revoked) and not is_sure:
            click.confirm(REPLACES if is_new else REVOKES, abort=True, err=True)
        token = make_push_token() if is_new else None
        if is_new or is_revoked:
            with desk.services.database.sessions.begin() as session:
                save_push_token(session, desk.workspace_id, token and digest_token(token))
        has_token = _has_token(desk)
    _show(token, has_token=has_token, as_json=as_json)


def _has_token(desk: Desk) -> bool:
    with Session(desk.services.database.reader) as session:
        return has_push_token(session, desk.workspace_id)


def _show(token: str | None, *, has_token: bool, as_json: bool) -> None:
    if token is not None:
        click.echo(COPY_IT, err=True)
    if as_json:
        click.echo(json.dumps({"exists": has_token, "token": token}))
    elif token is not None:
        click.echo(token)
    elif has_token:
        click.echo("there is a push token")
    else:
        click.echo("there is no push token, so nothing can be pushed: see --new")
