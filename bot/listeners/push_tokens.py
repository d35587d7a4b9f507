"""The push token's journey: an admin makes it, copies it once, and revokes it."""

from typing import Any

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.listeners.admins import brief_admin
from bot.listeners.calls import Call, after_ack
from bot.push_tokens import digest_token, make_push_token
from bot.storage.claims import claim_delivery
from bot.storage.workspaces import has_push_token, save_push_token
from bot.views.ids import Action
from bot.views.push_tokens import push_token_view


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.PUSH_TOKEN)(after_ack(open_push_token))
    app.action(Action.MINT_PUSH_TOKEN)(after_ack(mint_push_token))
    app.action(Action.REVOKE_PUSH_TOKEN)(after_ack(revoke_push_token))


def open_push_token(call: Call) -> None:
    """Show whether there is a token, over the settings."""
    briefing, tr = brief_admin(call)
    with Session(call.services.database.reader) as session:
        has_token = has_push_token(session, briefing.workspace.id)
    call.push(push_token_view(tr, has_token=has_token))


def mint_push_token(call: Call) -> None:
    """Make a token in place of any other, and show it this once."""
    briefing, tr = brief_admin(call)
    token = make_push_token()
    if _keep(call, briefing.workspace.id, digest_token(token)):
        _show(call, push_token_view(tr, has_token=True, token=token))


def revoke_push_token(call: Call) -> None:
    """Let the token open nothing any more."""
    briefing, tr = brief_admin(call)
    if _keep(call, briefing.workspace.id, None):
        _show(call, push_token_view(tr, has_token=False))


def _keep(call: Call, workspace_id: str, digest: str | None) -> bool:
    """Keep a token's digest; False where Slack sent the same press before."""
    key = f"push_token:{call.body['trigger_id']}"
    with call.services.database.sessions.begin() as session:
        is_first = claim_delivery(session, key, call.services.clock())
        if is_first:
            save_push_token(session, workspace_id, digest)
    return is_first


def _show(call: Call, view: dict[str, Any]) -> None:
    # Without its hash: a token that is not shown now is never shown.
    call.client.views_update(view_id=call.body["view"]["id"], view=view)
