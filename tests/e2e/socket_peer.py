"""Slack's end of Socket Mode: greets, sends envelopes, and waits for their acknowledgements."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Queue
from typing import Any

from websockets.exceptions import ConnectionClosedError
from websockets.sync.server import ServerConnection, serve

from tests.fakes import PATIENCE_SECONDS
from tests.slack_payloads import Payload


class SocketPeer:
    """One listening WebSocket server."""

    def __init__(self) -> None:
        self.connections: Queue[ServerConnection] = Queue()
        self._answers: Queue[dict[str, Any]] = Queue()
        self._server = serve(self._talk, "127.0.0.1", 0)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self._current: ServerConnection | None = None

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/link/?ticket=verysecret"

    def wait_for_connection(self) -> None:
        self._current = self.connections.get(timeout=PATIENCE_SECONDS)

    def send(self, kind: str, payload: Payload, envelope_id: str = "e-1") -> dict[str, Any]:
        """Send an envelope and return the one that acknowledges it."""
        self.send_only(kind, payload, envelope_id)
        return self._answers.get(timeout=PATIENCE_SECONDS)

    def send_only(self, kind: str, payload: Payload, envelope_id: str = "e-1") -> None:
        assert self._current is not None
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": True,
        }
        self._current.send(json.dumps(envelope))

    def hang_up(self) -> None:
        assert self._current is not None
        self._current.close()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join(PATIENCE_SECONDS)

    def _talk(self, connection: ServerConnection) -> None:
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        self.connections.put(connection)
        with suppress(ConnectionClosedError):  # a killed bot says no goodbye
            for message in connection:
                self._answers.put(json.loads(message))


@contextmanager
def listening() -> Iterator[SocketPeer]:
    peer = SocketPeer()
    try:
        yield peer
    finally:
        peer.close()
