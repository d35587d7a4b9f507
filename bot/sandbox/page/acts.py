"""`POST /sandbox/…`: what a person does in Slack."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.errors import PersonError
from bot.sandbox.page.fields import Fields, read_fields
from bot.sandbox.page.shapes import file_shape
from bot.sandbox.person.acting import get_message, get_person, get_view
from bot.sandbox.person.commands import run_command
from bot.sandbox.person.elements import act, find_container, suggest_options
from bot.sandbox.person.membership import CHANGES, archive
from bot.sandbox.person.modals import close, submit
from bot.sandbox.person.saying import find_files, say, upload
from bot.sandbox.person.visits import open_tab, stop_session, use_shortcut
from bot.sandbox.sandbox import Sandbox

Act = Callable[[Fields], Awaitable[dict[str, Any]]]


def endpoint(act_: Act) -> Callable[[Request], Awaitable[Response]]:
    """The HTTP end of an act: fields in, `{"ok": true, …}` out."""

    async def answer(request: Request) -> Response:
        body = await act_(await read_fields(request))
        return JSONResponse({"ok": True, **body})

    return answer


async def post_message(fields: Fields) -> dict[str, Any]:
    """Write a message."""
    user = fields.user()
    files = find_files(fields.sandbox, fields.words("files"))
    thread_ts, text = fields.find_text("thread_ts"), fields.text("text")
    message = say(fields.sandbox, user, fields.channel(user), text, thread_ts, files)
    return {"ts": message.ts}


async def post_command(fields: Fields) -> dict[str, Any]:
    """Run a slash command."""
    user = fields.user()
    outcome = await run_command(fields.sandbox, user, fields.channel(user), fields.text("text"))
    return {"outcome": outcome.to_json()}


async def post_action(fields: Fields) -> dict[str, Any]:
    """Act on an element."""
    user = fields.user()
    container = find_container(fields.sandbox, user, fields.part("container"))
    outcome = await act(fields.sandbox, user, container, fields.part("action"), fields.values())
    return {"outcome": outcome.to_json()}


async def post_options(fields: Fields) -> dict[str, Any]:
    """Ask for the options of an external select."""
    user = fields.user()
    container = find_container(fields.sandbox, user, fields.part("container"))
    ids = fields.text("block_id"), fields.text("action_id")
    return await suggest_options(fields.sandbox, user, container, *ids, fields.text("value"))


async def post_submission(fields: Fields) -> dict[str, Any]:
    """Submit a modal."""
    user = fields.user()
    view = get_view(fields.sandbox, user, fields.text("view_id"))
    outcome = await submit(fields.sandbox, user, view, fields.values())
    return {"outcome": outcome.to_json()}


async def post_closing(fields: Fields) -> dict[str, Any]:
    """Close a modal, or all of them."""
    user = fields.user()
    view = get_view(fields.sandbox, user, fields.text("view_id"))
    await close(fields.sandbox, user, view, is_cleared=fields.flag("is_cleared"))
    return {}


async def post_visit(fields: Fields) -> dict[str, Any]:
    """Open a tab of the app."""
    open_tab(fields.sandbox, fields.user(), fields.text("tab"))
    return {}


async def post_shortcut(fields: Fields) -> dict[str, Any]:
    """Use a shortcut, on a message if one is named."""
    user, sandbox = fields.user(), fields.sandbox
    place = None
    if fields.find_text("message_ts") is not None:
        channel = fields.channel(user)
        place = channel, get_message(sandbox, user, channel, fields.text("message_ts"))
    outcome = await use_shortcut(sandbox, user, fields.text("callback_id"), place)
    return {"outcome": outcome.to_json()}


async def post_stop(fields: Fields) -> dict[str, Any]:
    """Press an agent's stop button."""
    user = fields.user()
    stop_session(fields.sandbox, user, fields.channel(user), fields.text("thread_ts"))
    return {}


async def post_membership(fields: Fields) -> dict[str, Any]:
    """Join, leave, invite the bot or remove it."""
    user, change = fields.user(), CHANGES.get(fields.text("change"))
    if change is None:
        raise PersonError("invalid_request", f"change must be one of {', '.join(CHANGES)}")
    change(fields.sandbox, user, fields.channel(user))
    return {}


async def post_archive(fields: Fields) -> dict[str, Any]:
    """Archive a channel, or take it out of the archive."""
    user = fields.user()
    is_archived = fields.flag("is_archived")
    archive(fields.sandbox, user, fields.channel(user), is_archived=is_archived)
    return {}


async def take_file(request: Request) -> Response:
    """Take a file a person picked: raw bytes, `user` and `filename` in the address."""
    sandbox: Sandbox = request.app.state.sandbox
    user = get_person(sandbox, request.query_params.get("user", ""))
    name = request.query_params.get("filename", "")
    file = upload(sandbox, user, name, await request.body())
    return JSONResponse({"ok": True, "file": file_shape(file)})


ACTS: dict[str, Act] = {
    "messages": post_message,
    "commands": post_command,
    "actions": post_action,
    "options": post_options,
    "views/submit": post_submission,
    "views/close": post_closing,
    "home": post_visit,
    "shortcuts": post_shortcut,
    "sessions/stop": post_stop,
    "channels/members": post_membership,
    "channels/archive": post_archive,
}
