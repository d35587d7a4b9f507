"""`GET /sandbox/…`: the picture, what changes, the log, files."""

import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from bot.sandbox.errors import PersonError
from bot.sandbox.page.state import draw_state
from bot.sandbox.person.acting import get_person
from bot.sandbox.sandbox import Sandbox

BURST_SECONDS = 0.03
IDLE_SECONDS = 15.0
_MOST_ENTRIES = 500


async def give_state(request: Request) -> Response:
    """The whole picture for one person."""
    sandbox: Sandbox = request.app.state.sandbox
    user_id = request.query_params.get("user")
    people = sandbox.workspace.users.list_users()
    user = get_person(sandbox, user_id) if user_id else people[0]
    return JSONResponse(draw_state(sandbox, user))


async def give_changes(request: Request) -> Response:
    """Server-sent events: what is no longer what it was."""
    sandbox: Sandbox = request.app.state.sandbox
    headers = {"Cache-Control": "no-store"}
    return StreamingResponse(_stream(sandbox), media_type="text/event-stream", headers=headers)


async def _stream(sandbox: Sandbox) -> AsyncIterator[str]:
    async for topics in sandbox.changes.watch(BURST_SECONDS, IDLE_SECONDS):
        if topics:
            change = {"revision": sandbox.changes.revision, "changed": sorted(topics)}
            yield f"event: change\ndata: {json.dumps(change)}\n\n"
        else:
            yield ": still here\n\n"


async def give_log(request: Request) -> Response:
    """The newest exchanges with the bot."""
    sandbox: Sandbox = request.app.state.sandbox
    limit = _read_count(request, "limit") or 100
    entries = sandbox.log.list_newest(min(limit, _MOST_ENTRIES), _read_count(request, "before"))
    return JSONResponse({"entries": [entry.to_json() for entry in entries]})


def _read_count(request: Request, name: str) -> int | None:
    text = request.query_params.get(name)
    if text is not None and not text.isdecimal():
        raise PersonError("invalid_request", f"{name} must be a whole number")
    return None if text is None else int(text)


async def give_history(request: Request) -> Response:
    """The company's history as the aggregate template."""
    sandbox: Sandbox = request.app.state.sandbox
    headers = {"Content-Disposition": 'attachment; filename="headcount-history.csv"'}
    return PlainTextResponse(sandbox.headcount.to_csv(), media_type="text/csv", headers=headers)


async def give_file(request: Request) -> Response:
    """A file's bytes, never as something a browser runs."""
    sandbox: Sandbox = request.app.state.sandbox
    file = sandbox.workspace.files.find(request.path_params["file_id"])
    if file is None:
        raise PersonError("file_not_found", "there is no such file", is_missing=True)
    headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
    return Response(file.content, media_type=file.mimetype, headers=headers)
