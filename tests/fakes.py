"""A Slack to talk to: a real HTTP server on loopback that records, answers and fails as Slack does."""

import json
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from slack_sdk.signature import SignatureVerifier

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BOT_TOKEN = "xoxb-1-fake"
APP_TOKEN = "xapp-1-fake"
PATIENCE_SECONDS = 20
RESPONSE_URL = "response_url"
"""The name under which calls to a response_url are recorded."""

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers.

    Attributes:
        payload: JSON, or text where Slack would answer with a page.
        is_hanging: Answer only when released.
        is_reset: Hang up in the middle, as a broken connection does.
    """

    payload: JsonObject | str = field(default_factory=lambda: {"ok": True})
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    is_hanging: bool = False
    is_reset: bool = False


def ok(**payload: Any) -> Reply:
    return Reply({"ok": True, **payload})


def refused(code: str, **more: Any) -> Reply:
    """Slack says no with HTTP 200."""
    return Reply({"ok": False, "error": code, **more})


def a_user(**changes: Any) -> Reply:
    """What users.info answers."""
    user = {"id": "U111", "team_id": "T111", "locale": "en-US", "tz": "Europe/Berlin", **changes}
    return ok(user=user)


RATE_LIMITED = Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "30"})
BROKEN = Reply("<html>upstream request failed</html>", 500)
HANGING = Reply(is_hanging=True)
RESET = Reply(is_reset=True)


@dataclass(frozen=True, slots=True)
class Call:
    """One request that the server received."""

    method: str
    arguments: JsonObject
    token: str


class FakeSlack:
    """Slack's Web API under `api_url`, and its response_urls under `response_url`.

    What `on` sets up is answered in that order, the last again and again; everything else with ok.
    """

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._replies: dict[str, list[Reply]] = defaultdict(list)
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    @property
    def response_url(self) -> str:
        return f"{self.address}/{RESPONSE_URL}"

    @property
    def calls(self) -> list[Call]:
        with self._changed:
            return list(self._calls)

    @property
    def methods(self) -> list[str]:
        return [call.method for call in self.calls]

    def sent(self, method: str) -> list[JsonObject]:
        """Return the arguments of every call of a method."""
        return [call.arguments for call in self.calls if call.method == method]

    def forget(self) -> None:
        with self._changed:
            self._calls.clear()

    def on(self, method: str, *replies: Reply) -> None:
        with self._changed:
            self._replies[method] = list(replies)

    def wait_for(self, method: str, times: int = 1) -> JsonObject:
        """Return the arguments of the n-th call of a method, once it has come in."""
        with self._changed:
            assert self._changed.wait_for(
                lambda: len(self._arguments(method)) >= times, PATIENCE_SECONDS
            ), f"{method} was not called {times} times, only {[c.method for c in self._calls]}"
            return self._arguments(method)[times - 1]

    def release(self) -> None:
        """Let what hangs be answered."""
        self._closing.set()

    def close(self) -> None:
        self.release()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def receive(self, call: Call) -> Reply:
        """Record a call and return what to answer."""
        with self._changed:
            self._calls.append(call)
            self._changed.notify_all()
            replies = self._replies[call.method]
            reply = (replies.pop(0) if len(replies) > 1 else replies[0]) if replies else Reply()
        if reply.is_hanging:
            self._closing.wait(PATIENCE_SECONDS * 3)
        return reply

    def _arguments(self, method: str) -> list[JsonObject]:
        return [call.arguments for call in self._calls if call.method == method]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: whoever hung up did so on purpose."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        call = Call(
            address.path.removeprefix("/api/").strip("/"),
            _decode(address.query, body, self.headers.get("content-type") or ""),
            (self.headers.get("authorization") or "").removeprefix("Bearer "),
        )
        self._answer(self.server.slack.receive(call))

    def do_GET(self) -> None:
        self.do_POST()

    def _answer(self, reply: Reply) -> None:
        if reply.is_reset:
            # Lingering for no time makes the close a reset instead of an orderly end.
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            return
        is_page = isinstance(reply.payload, str)
        body = reply.payload if isinstance(reply.payload, str) else json.dumps(reply.payload)
        self.send_response_only(reply.status)
        headers = {
            "Date": formatdate(usegmt=True),
            "Content-Type": "text/html" if is_page else "application/json",
            "Content-Length": str(len(body.encode())),
            **reply.headers,
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _decode(query: str, body: str, content_type: str) -> JsonObject:
    """Return arguments as Slack understands them, wherever the client put them."""
    if "json" in content_type:
        arguments: JsonObject = json.loads(body or "{}")
    else:
        arguments = dict(parse_qsl(f"{query}&{body}", keep_blank_values=True))
    return {name: _unpack(value) for name, value in arguments.items()}


def _unpack(value: Any) -> Any:
    is_json = isinstance(value, str) and value[:2] in {'{"', "[{"}
    return json.loads(value) if is_json else value


def sign(body: str, secret: str = SIGNING_SECRET, at: float | None = None) -> dict[str, str]:
    """Return the headers that prove a request to be Slack's.

    Args:
        body: Exactly as it is sent.
        secret: The app's.
        at: When it was sent, in seconds since 1970; now if not given.
    """
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    assert signature is not None
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
