"""Puts a sandbox together and serves it, on this machine only."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from bot.sandbox.api.calls import answer_call
from bot.sandbox.clock import SandboxClock
from bot.sandbox.config import SandboxConfig, is_loopback
from bot.sandbox.delivery.answers import Transport
from bot.sandbox.delivery.dispatcher import Dispatcher
from bot.sandbox.delivery.http import HttpTransport
from bot.sandbox.delivery.socket import SocketTransport
from bot.sandbox.errors import PersonError
from bot.sandbox.headcount import Headcount
from bot.sandbox.hooks import answer_hook, give_private_file, take_upload
from bot.sandbox.installation import Installations
from bot.sandbox.limits import RateLimits
from bot.sandbox.live import Changes
from bot.sandbox.log import PayloadLog
from bot.sandbox.page.acts import ACTS, endpoint, take_file
from bot.sandbox.page.reading import (
    give_changes,
    give_file,
    give_history,
    give_log,
    give_state,
)
from bot.sandbox.page.switches import SWITCHES
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.sandbox import Sandbox, TimeBar, empty_rejections
from bot.sandbox.tour import Tour
from bot.sandbox.triggers import Triggers
from bot.sandbox.workspace import Identity, build_workspace


def build_sandbox(config: SandboxConfig) -> Starlette:
    """Assemble a sandbox; two of them share nothing.

    Returns:
        The ASGI application. Its `state.sandbox` holds the parts, such as `clock.now()` for the
        bot's own clock and `headcount.to_csv()` for a first import.
    """
    application = Starlette(
        routes=_list_routes(config.static),
        middleware=[Middleware(OnlyFromHere)],
        exception_handlers={PersonError: _explain},
        lifespan=_live,
    )
    application.state.sandbox = _assemble(config)
    return application


def _assemble(config: SandboxConfig) -> Sandbox:
    clock, changes = SandboxClock(config.wall), Changes()
    manifest, monotonic = config.manifest, config.monotonic
    log, workspace = PayloadLog(changes), build_workspace(config.company, manifest, clock.now())
    transport = _build_transport(config, workspace.identity, changes)
    today = clock.now().date()
    return Sandbox(
        config=config,
        clock=clock,
        changes=changes,
        log=log,
        workspace=workspace,
        installations=Installations(
            config.bot_token, config.app_token, manifest.scopes | manifest.optional_scopes
        ),
        triggers=Triggers(config.trigger_lives, monotonic),
        response_urls=ResponseUrls(config.base_url, monotonic),
        dispatcher=Dispatcher(transport, log, changes, config.retry_delays, clock.now, monotonic),
        limits=RateLimits(is_on=config.has_rate_limits, monotonic=monotonic),
        headcount=Headcount(config.company, workspace.groups, workspace.users, today),
        tour=Tour(config.company.tour),
        time_bar=TimeBar(),
        rejections=empty_rejections(),
    )


def _build_transport(config: SandboxConfig, identity: Identity, changes: Changes) -> Transport:
    ack_within = config.ack_within.total_seconds()
    if config.bot_url is None:
        return SocketTransport(identity.app_id, config.host, ack_within, changes)
    return HttpTransport(config.bot_url, config.signing_secret, ack_within)


def _list_routes(static: Path) -> list[Route | WebSocketRoute | Mount]:
    acts = [
        Route(f"/sandbox/{path}", endpoint(act), methods=["POST"])
        for path, act in (ACTS | SWITCHES).items()
    ]
    return [
        Route("/api/{method}", answer_call, methods=["GET", "POST"]),
        Route("/hooks/{secret}", answer_hook, methods=["POST"]),
        Route("/upload/v1/{secret}", take_upload, methods=["POST"]),
        Route("/files-pri/{place}/{name}", give_private_file),
        WebSocketRoute("/link/", _serve_socket),
        Route("/sandbox/state", give_state),
        Route("/sandbox/live", give_changes),
        Route("/sandbox/log", give_log),
        Route("/sandbox/history.csv", give_history),
        Route("/sandbox/files", take_file, methods=["POST"]),
        Route("/sandbox/files/{file_id}/{name}", give_file),
        *acts,
        Route("/archives/{rest:path}", _give_page),
        Mount("/", StaticFiles(directory=static, html=True))
        if static.is_dir()
        else Route("/", _give_page),
    ]


async def _serve_socket(socket: WebSocket) -> None:
    transport = socket.app.state.sandbox.dispatcher.transport
    if isinstance(transport, SocketTransport):
        await transport.serve(socket)
    else:
        await socket.close(1008)


async def _give_page(request: Request) -> Response:
    index = request.app.state.sandbox.config.static / "index.html"
    if not index.is_file():
        return PlainTextResponse("the page has not been built: make web", HTTPStatus.NOT_FOUND)
    return Response(index.read_bytes(), media_type="text/html")


async def _explain(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's signature
    if not isinstance(error, PersonError):
        raise error
    status = HTTPStatus.NOT_FOUND if error.is_missing else HTTPStatus.BAD_REQUEST
    return JSONResponse(error.to_json(), status)


@asynccontextmanager
async def _live(application: Starlette) -> AsyncIterator[None]:
    yield
    await application.state.sandbox.dispatcher.close()


class OnlyFromHere:
    """Turns away what other web sites make a browser send here.

    Listening on loopback alone does not help: any page a person visits can ask their browser to
    post to 127.0.0.1, or let its own name point there.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from this machine's own programs and pages."""
        if scope["type"] not in ("http", "websocket") or _comes_from_here(scope):
            await self._app(scope, receive, send)
            return
        refusal = PlainTextResponse("the sandbox answers this machine only", HTTPStatus.FORBIDDEN)
        await refusal(scope, receive, send)


def _comes_from_here(scope: Scope) -> bool:
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
    host = headers.get("host", "")
    origin = headers.get("origin")
    is_local = is_loopback(urlsplit(f"//{host}").hostname or "")
    return is_local and (origin is None or urlsplit(origin).netloc == host)


def open_socket(config: SandboxConfig) -> socket.socket:
    """Listen where the sandbox will be; from then on requests wait instead of failing.

    Raises:
        OSError: If something else listens there.
    """
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    return socket.create_server((config.host, config.port), family=family)


async def serve(application: Starlette, listening: socket.socket | None = None) -> None:
    """Serve a sandbox until the process is told to stop.

    Args:
        application: From `build_sandbox`.
        listening: From `open_socket`; None to open one.
    """
    with listening or open_socket(application.state.sandbox.config) as opened:
        await build_server(application).serve(sockets=[opened])


def build_server(application: Starlette) -> uvicorn.Server:
    """A server for a thread of its own: `run(sockets=[…])`, ended by `should_exit = True`."""
    settings = uvicorn.Config(
        application,
        ws="websockets-sansio",
        proxy_headers=False,
        lifespan="on",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(settings)
