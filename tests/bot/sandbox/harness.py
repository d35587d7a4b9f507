"""A sandbox, a bot and a person, on loopback, for tests."""

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import quote, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import build_sandbox, build_server
from tests.bot.sandbox.builders import BOT_TOKEN, SIGNING_SECRET, a_config

PATIENCE = 10.0


def refusal(call: Callable[..., Any], **arguments: Any) -> str:
    """The error code with which Slack refuses a call of its own client's."""
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self._told_to_stop = asyncio.Event()
        self.is_listening.set()

    async def main_loop(self) -> None:
        await self._told_to_stop.wait()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._told_to_stop.set)


def listen() -> socket.socket:
    """A free port, held open."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    return listening


@contextmanager
def running(**more: Any) -> Iterator["Page"]:
    """A sandbox that serves until the test is over."""
    with listen() as listening:
        config = a_config(port=listening.getsockname()[1], **more)
        application = build_sandbox(config)
        server = _Server(build_server(application).config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        assert server.is_listening.wait(PATIENCE)
        try:
            yield Page(config.base_url, application.state.sandbox)
        finally:
            server.stop()
            thread.join(PATIENCE)


@dataclass(slots=True)
class Reply:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.content)


def request(
    url: str, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None
) -> Reply:
    """One HTTP request."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, named, answer.read())
    finally:
        connection.close()


@dataclass(slots=True)
class Page:
    """What the page does, for whichever person."""

    url: str
    sandbox: Sandbox

    @property
    def client(self) -> WebClient:
        """Slack's own client, as a bot has it."""
        return WebClient(token=BOT_TOKEN, base_url=f"{self.url}/api/")

    def user(self, name: str = "alex") -> str:
        [found] = [one.id for one in self.sandbox.workspace.users.list_users() if one.name == name]
        return found

    def channel(self, name: str = "sales") -> str:
        channel = self.sandbox.workspace.channels.find_named(name)
        assert channel is not None
        return channel.id

    def im(self, user: str = "alex") -> str:
        return self.sandbox.workspace.find_im(self.user(user)).id

    def state(self, user: str = "alex") -> dict[str, Any]:
        return dict(request(f"{self.url}/sandbox/state?user={self.user(user)}").body)

    def send(self, path: str, fields: dict[str, Any]) -> Reply:
        body = json.dumps(fields).encode()
        headers = {"Content-Type": "application/json"}
        return request(f"{self.url}/sandbox/{path}", "POST", body, headers)

    def do(self, path: str, user: str = "alex", **fields: Any) -> dict[str, Any]:
        """Do something that must work."""
        reply = self.send(path, {"user": self.user(user), **fields})
        assert reply.status == 200, reply.content
        return dict(reply.body)

    def fail(self, path: str, user: str = "alex", **fields: Any) -> dict[str, Any]:
        """Do something that must be refused."""
        reply = self.send(path, {"user": self.user(user), **fields})
        assert reply.status in (400, 404), reply.content
        return dict(reply.body)

    def upload(self, name: str, content: bytes, user: str = "alex") -> Reply:
        query = f"user={self.user(user)}&filename={quote(name)}"
        return request(f"{self.url}/sandbox/files?{query}", "POST", content)

    def texts(self, channel: str, user: str = "alex") -> list[str]:
        return [message["text"] for message in self.state(user)["messages"][channel]]

    def log(self) -> list[dict[str, Any]]:
        return list(request(f"{self.url}/sandbox/log?limit=500").body["entries"])

    def wait_for(self, check: Callable[[], Any]) -> Any:
        """Look again after each change until there is something to see, and return it."""
        with self.watching() as changes:
            for _ in changes:
                if found := check():
                    return found
        raise AssertionError("the sandbox went away")

    @contextmanager
    def watching(self) -> Iterator[Iterator[dict[str, Any]]]:
        """The changes as a second tab sees them."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE)
        connection.request("GET", "/sandbox/live")
        answer = connection.getresponse()
        try:
            yield (json.loads(line[6:]) for line in answer if line.startswith(b"data: "))
        finally:
            answer.close()
            connection.close()


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's signature
        pass


class _ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a sandbox that gave up waiting has hung up."""


@dataclass(slots=True)
class Bot:
    """A real Bolt app and the sandbox it talks to."""

    app: App
    page: Page


@contextmanager
def serving(wsgi: Any, port: int) -> Iterator[None]:
    """A WSGI application that serves until the test is over."""
    server = _ThreadingServer(("127.0.0.1", port), _QuietHandler)
    server.set_app(wsgi)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(PATIENCE)
        server.server_close()


@contextmanager
def serving_app(page: Page, port: int) -> Iterator[App]:
    """A Bolt app over HTTP, for a while: a new process of the bot's, as far as Slack can tell."""
    app = App(client=page.client, signing_secret=SIGNING_SECRET, process_before_response=True)
    with serving(SlackRequestHandler(app), port):
        yield app
    app.listener_runner.listener_executor.shutdown()


@contextmanager
def running_bot(**more: Any) -> Iterator[Bot]:
    """A sandbox and, behind it, a Bolt app over HTTP."""
    with listen() as held:
        port = held.getsockname()[1]
    with (
        running(bot_url=f"http://127.0.0.1:{port}/slack/events", **more) as page,
        serving_app(page, port) as app,
    ):
        yield Bot(app, page)
