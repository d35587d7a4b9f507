"""Send the same signed request again and again over kept-open connections."""

import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

SECRET = "bench-secret"


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load.

    Attributes:
        rate: Answers a second, all clients together.
        middle: Median time of one answer, seconds.
        slowest: Longest time of one answer, seconds.
    """

    rate: float
    middle: float
    slowest: float


def command(user_id: str, text: str, response_url: str = "http://127.0.0.1:9/") -> bytes:
    """Return a signed slash command as bytes on the wire."""
    body = urlencode(
        {
            "command": "/enablement-plan",
            "text": text,
            "team_id": "T1",
            "user_id": user_id,
            "channel_id": "C1",
            "channel_name": "general",
            "trigger_id": "1.2.3",
            "response_url": response_url,
        }
    )
    now = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {now}\r\n"
        f"X-Slack-Signature: v0={digest}\r\n\r\n"
    )
    return f"{head}{body}".encode()


def ask(connection: socket.socket, request: bytes) -> bytes:
    """Send one request and return the whole answer.

    Raises:
        ConnectionError: If the server closes before it has answered.
    """
    connection.sendall(request)
    answer = b""
    while True:
        chunk = connection.recv(65536)
        if not chunk:
            raise ConnectionError(answer.decode(errors="replace"))
        answer += chunk
        head, found, body = answer.partition(b"\r\n\r\n")
        if found and len(body) >= _content_length(head):
            return answer


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ConnectionError("an answer without a length")


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    """Yield a connection to a server on this machine."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield connection


def press(port: int, request: bytes, *, clients: int = 16, requests: int = 150) -> Load:
    """Send `requests` from each of several clients at once and return what happened."""
    times: list[float] = []
    ready = threading.Barrier(clients + 1)

    def send_all() -> None:
        with connected(port) as connection:
            ask(connection, request)
            ready.wait()
            for _ in range(requests):
                begun = time.perf_counter()
                answer = ask(connection, request)
                times.append(time.perf_counter() - begun)
                if not answer.startswith(b"HTTP/1.1 200"):
                    raise ConnectionError(answer[:200].decode(errors="replace"))

    threads = [threading.Thread(target=send_all) for _ in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait(timeout=30)
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    if len(times) != clients * requests:
        raise ConnectionError(f"{len(times)} of {clients * requests} answers")
    return Load(len(times) / took, median(times), max(times))
