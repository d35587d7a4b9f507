"""Bots behind a sandbox, over HTTP, for tests."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from tests.bot.sandbox.builders import SIGNING_SECRET
from tests.bot.sandbox.harness import PATIENCE, Page, listen, running


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
