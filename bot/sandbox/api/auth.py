"""Who is calling, and the way to Socket Mode."""

from typing import Any

from bot.sandbox.api.arguments import Arguments
from bot.sandbox.blockkit.judge import judge_message, judge_view, list_errors
from bot.sandbox.delivery.socket import SocketTransport
from bot.sandbox.errors import SlackError
from bot.sandbox.sandbox import Sandbox


def api_test(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:  # noqa: ARG001 - one signature
    """Answer with the arguments, or with the error that was asked for."""
    if error := arguments.find_text("error"):
        raise SlackError(error, args={**arguments.raw})
    return {"args": {**arguments.raw}}


def auth_test(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:  # noqa: ARG001 - one signature
    """Whose token it is."""
    identity = sandbox.identity
    return {
        "url": f"{sandbox.config.base_url}/",
        "team": identity.team_name,
        "user": sandbox.config.manifest.bot_name,
        "team_id": identity.team_id,
        "user_id": identity.bot_user,
        "bot_id": identity.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:  # noqa: ARG001 - one signature
    """An address for one Socket Mode connection."""
    transport = sandbox.dispatcher.transport
    if not isinstance(transport, SocketTransport):
        raise SlackError("forbidden_team")
    base = sandbox.config.base_url.replace("http://", "ws://")
    ticket = transport.make_ticket()
    return {"url": f"{base}/link/?ticket={ticket}&app_id={sandbox.identity.app_id}"}


def team_info(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """The one team there is."""
    identity = sandbox.identity
    if arguments.find_text("team") not in (None, identity.team_id):
        raise SlackError("team_not_found")
    team = {
        "id": identity.team_id,
        "name": identity.team_name,
        "domain": identity.domain,
        "email_domain": "",
        "icon": {"image_default": True},
    }
    return {"team": team}


def bot_info(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """The one bot there is."""
    identity = sandbox.identity
    if arguments.find_text("bot") not in (None, identity.bot_id):
        raise SlackError("bot_not_found")
    bot = {
        "id": identity.bot_id,
        "deleted": not sandbox.installations.current.is_installed,
        "name": sandbox.config.manifest.bot_name,
        "updated": 0,
        "app_id": identity.app_id,
        "user_id": identity.bot_user,
        "icons": {},
    }
    return {"bot": bot}


def validate_blocks(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:  # noqa: ARG001 - one signature
    """Judge blocks, a message or a view without showing them."""
    given = {name for name in ("blocks", "message", "view") if name in arguments.raw}
    if len(given) != 1:
        said = "must provide exactly one of `blocks`, `view`, or `message`"
        raise SlackError("invalid_arguments", messages=[said])
    [kind] = given
    value = arguments.parsed(kind)
    if kind == "view":
        found = judge_view(value, "")
    else:
        blocks = value.get("blocks", []) if isinstance(value, dict) else value
        found = judge_message("judged", blocks or [], "")
    if errors := list_errors(found):
        listed = [{"code": e.rule, "message": e.message, "pointer": e.path} for e in errors]
        raise SlackError(f"invalid_{kind}", errors=listed)
    return {}
