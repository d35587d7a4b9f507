"""What an app sends to a response URL, and the bytes of its files."""

import json
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox.errors import SlackError
from bot.sandbox.files import LARGEST_FILE
from bot.sandbox.live import Topic
from bot.sandbox.log import Direction, Exchange
from bot.sandbox.posting import Content, judge_content, parse_content, post, rewrite
from bot.sandbox.response_urls import ResponseUrl
from bot.sandbox.sandbox import Sandbox

_METHOD = "response_url"
_GONE = ("invalid_url", "expired_url", "used_url", "message_not_found")


async def answer_hook(request: Request) -> Response:
    """Take an answer to an interaction: `POST /hooks/{secret}`."""
    sandbox: Sandbox = request.app.state.sandbox
    raw: Any = None
    error = None
    response: Response = PlainTextResponse("ok")
    try:
        raw = _parse(await request.body())
        url = sandbox.response_urls.use(request.path_params["secret"])
        _respond(sandbox, url, raw)
    except SlackError as refusal:
        error = refusal.code
        is_gone = error in _GONE
        status = HTTPStatus.NOT_FOUND if is_gone else HTTPStatus.BAD_REQUEST
        response = JSONResponse(refusal.to_json(), status)
    exchange = Exchange(
        Direction.FROM_BOT, _METHOD, _METHOD, raw, error or "ok", response.status_code, 0.0, error
    )
    sandbox.log.add(exchange, sandbox.clock.now())
    return response


def _parse(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(raw, dict):
        raise SlackError("invalid_payload")
    return raw


def _respond(sandbox: Sandbox, url: ResponseUrl, raw: dict[str, Any]) -> None:
    messages = sandbox.workspace.messages
    original = messages.find(url.channel, url.message_ts or "")
    if raw.get("delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        messages.delete(original.channel, original.ts)
        sandbox.changes.mark(Topic.MESSAGES)
        return
    content = parse_content(raw)
    # After a command there is no original yet: then Slack posts a new message.
    if raw.get("replace_original") and original is not None:
        # Unlike `chat.update`, what is not given does not stay.
        whole = Content(content.text or "", content.blocks or (), content.attachments or ())
        rewrite(sandbox, original, whole, _METHOD)
        return
    channel = sandbox.workspace.channels.find(url.channel)
    if channel is None:
        raise SlackError("channel_not_found")
    visible_to = None if raw.get("response_type") == "in_channel" else url.user
    judged = judge_content(sandbox, content, _METHOD, channel.id, visible_to)
    thread_ts = raw.get("thread_ts") or url.thread_ts
    post(sandbox, channel, judged, thread_ts=thread_ts, visible_to=visible_to)


async def take_upload(request: Request) -> Response:
    """Take the bytes of a file: `POST /upload/v1/{secret}`."""
    sandbox: Sandbox = request.app.state.sandbox
    content = await request.body()
    if not content or len(content) > LARGEST_FILE:
        return PlainTextResponse("too large or empty", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    file = sandbox.workspace.files.receive(request.path_params["secret"], content)
    if file is None:
        return PlainTextResponse("no file is expected here", HTTPStatus.NOT_FOUND)
    return PlainTextResponse(f"OK - {file.size}")


async def give_private_file(request: Request) -> Response:
    """Give a file to the bot: `GET /files-pri/{team}-{file}/{name}` with its token."""
    sandbox: Sandbox = request.app.state.sandbox
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    _, _, file_id = request.path_params["place"].partition("-")
    file = sandbox.workspace.files.find(file_id)
    is_known = sandbox.installations.find_kind(token) == "xoxb"
    may_read = is_known and "files:read" in sandbox.installations.current.scopes
    if not sandbox.installations.current.is_installed or not may_read or file is None:
        return PlainTextResponse("not found", HTTPStatus.NOT_FOUND)
    return Response(file.content, media_type=file.mimetype)
