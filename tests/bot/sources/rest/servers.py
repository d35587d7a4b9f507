"""A real server on this machine that answers as a test says."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    query: str
    params: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def first(self, name: str, default: str = "") -> str:
        return self.params.get(name, [default])[0]


@dataclass(frozen=True)
class Reply:
    """What is answered: anything but bytes goes out as JSON, an iterator piece by piece."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def pieces(self) -> Iterable[bytes]:
        if isinstance(self.body, Iterator):
            return self.body
        return [self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()]


Answer = Callable[[Asked], Reply | Any]


class Stub(ThreadingHTTPServer):
    """A server that answers as it is told, and remembers what it was asked."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: Any) -> None:
        """A client that has read enough hangs up: no fault of the server's."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Stub

    def answer(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length", 0))
        params = parse_qs(parts.query, keep_blank_values=True)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(
            self.command, parts.path, parts.query, params, headers, self.rfile.read(length)
        )
        self.server.asked.append(asked)
        found = self.server.answer(asked)
        self.reply(found if isinstance(found, Reply) else Reply(found))

    do_GET = answer  # noqa: N815 - http.server's name
    do_POST = answer  # noqa: N815 - http.server's name

    def reply(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if isinstance(reply.body, Iterator):
            # Without a length it ends when the connection does.
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(sum(map(len, reply.pieces()))))
        self.end_headers()
        for piece in reply.pieces():
            self.wfile.write(piece)

    def log_message(self, *_: Any) -> None:
        """A test has no use for a log of its own requests."""


@contextmanager
def run_stub(answer: Answer) -> Iterator[Stub]:
    stub = Stub(answer)
    thread = threading.Thread(target=stub.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.shutdown()
        thread.join()
        stub.server_close()
