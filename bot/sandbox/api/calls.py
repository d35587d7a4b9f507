"""One Web API call from the request to the answer."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.api import agents, auth, chat, conversations, files, users, views
from bot.sandbox.api.arguments import Arguments, parse_body
from bot.sandbox.api.methods import METHODS, Method
from bot.sandbox.api.places import need_scope
from bot.sandbox.errors import SlackError
from bot.sandbox.installation import TokenKind
from bot.sandbox.log import Direction, Exchange
from bot.sandbox.sandbox import Sandbox

Handler = Callable[[Sandbox, Arguments], dict[str, Any]]

HANDLERS: dict[str, Handler] = {
    "api.test": auth.api_test,
    "auth.test": auth.auth_test,
    "apps.connections.open": auth.open_connection,
    "team.info": auth.team_info,
    "bots.info": auth.bot_info,
    "blocks.validate": auth.validate_blocks,
    "users.info": users.user_info,
    "users.list": users.list_users,
    "usergroups.list": users.list_groups,
    "usergroups.users.list": users.list_group_users,
    "conversations.info": conversations.conversation_info,
    "conversations.list": conversations.list_conversations,
    "conversations.members": conversations.list_members,
    "conversations.open": conversations.open_conversation,
    "conversations.join": conversations.join_conversation,
    "conversations.history": conversations.list_history,
    "conversations.replies": conversations.list_replies,
    "chat.postMessage": chat.post_message,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.update": chat.update_message,
    "chat.delete": chat.delete_message,
    "chat.getPermalink": chat.get_permalink,
    "views.open": views.open_modal,
    "views.push": views.push_modal,
    "views.update": views.update_any_view,
    "views.publish": views.publish_view,
    "files.getUploadURLExternal": files.get_upload_url,
    "files.completeUploadExternal": files.complete_upload,
    "files.info": files.file_info,
    "canvases.create": files.create_canvas,
    "assistant.threads.setSuggestedPrompts": agents.set_prompts,
    "assistant.threads.setStatus": agents.set_thread_status,
    "assistant.threads.setTitle": agents.set_thread_title,
    "agents.sessions.setStatus": agents.set_session_status,
    "agents.sessions.rename": agents.rename_session,
}


async def answer_call(request: Request) -> Response:
    """Answer `POST /api/{method}` or `GET /api/{method}` as Slack does."""
    sandbox: Sandbox = request.app.state.sandbox
    name, started = request.path_params["method"], sandbox.config.monotonic()
    raw: dict[str, Any] = {}
    try:
        body = parse_body(await request.body(), request.headers.get("content-type", ""))
        raw = {**request.query_params, **body}
        answer = {"ok": True, **_call(sandbox, name, raw, _find_token(request, raw))}
        response: Response = JSONResponse(answer)
    except SlackError as error:
        answer = error.to_json()
        response = _refuse(error, answer)
    granted = ",".join(sorted(sandbox.installations.current.scopes))
    response.headers["x-oauth-scopes"] = granted
    if name in METHODS:
        response.headers["x-accepted-oauth-scopes"] = ",".join(METHODS[name].scopes)
    duration_ms = (sandbox.config.monotonic() - started) * 1000
    _log(sandbox, name, raw, answer, response.status_code, duration_ms)
    return response


def _find_token(request: Request, raw: dict[str, Any]) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else str(raw.get("token", ""))


def _refuse(error: SlackError, answer: dict[str, Any]) -> Response:
    if error.code == "ratelimited":
        headers = {"Retry-After": str(error.retry_after or 1)}
        return JSONResponse(answer, HTTPStatus.TOO_MANY_REQUESTS, headers)
    is_down = error.code == "service_unavailable"
    return JSONResponse(answer, HTTPStatus.SERVICE_UNAVAILABLE if is_down else HTTPStatus.OK)


def _call(sandbox: Sandbox, name: str, raw: dict[str, Any], token: str) -> dict[str, Any]:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    if method.token is not None:
        _check_token(sandbox, method.token, token)
    need_scope(sandbox, *method.scopes)
    sandbox.limits.count_call(name, method.tier)
    arguments = Arguments(raw)
    _check_required(method, arguments)
    return HANDLERS[name](sandbox, arguments)


def _check_token(sandbox: Sandbox, needed: TokenKind, token: str) -> None:
    if not token:
        raise SlackError("not_authed")
    kind = sandbox.installations.find_kind(token)
    if kind is None:
        raise SlackError("invalid_auth")
    if not sandbox.installations.current.is_installed:
        raise SlackError("account_inactive")
    if kind is not needed:
        raise SlackError("not_allowed_token_type")


def _check_required(method: Method, arguments: Arguments) -> None:
    missing = [name for name in method.required if name not in arguments.raw]
    if missing:
        lines = [f"[ERROR] missing required field: {name}" for name in missing]
        raise SlackError("invalid_arguments", messages=lines)


def _log(
    sandbox: Sandbox,
    name: str,
    raw: dict[str, Any],
    answer: dict[str, Any],
    status: int,
    duration_ms: float,
) -> None:
    exchange = Exchange(
        direction=Direction.FROM_BOT,
        kind="api",
        name=name,
        request=raw,
        response=answer,
        status=status,
        duration_ms=round(duration_ms, 1),
        error=answer.get("error"),
    )
    sandbox.log.add(exchange, sandbox.clock.now())
