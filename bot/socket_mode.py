"""Socket Mode with Bolt's built-in client; answers leave in frames of our own making.

The client masks a frame byte by byte, 330 µs for a plan, decodes and encodes its JSON once more,
sends it with `socket.send`, which may leave the rest of it behind, and cannot frame 64 KiB.
"""

import json
import logging
import os
import time

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

logger = logging.getLogger(__name__)

DEAF_AFTER_SECONDS = 60
"""Both ends ping every few seconds; a connection silent for this long is dead."""
_TEXT_FRAME, _MASKED = 0x81, 0x80


class SocketMode(SocketModeHandler):
    """Bolt's handler with a quicker way out."""

    def handle(  # type: ignore[override]  # as in Bolt's own handler
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        """Answer one envelope."""
        response = run_bolt_app(self.app, req)
        if response.status == 200:
            _send(client, write_acknowledgement(req.envelope_id, response))
        else:
            logger.info("not acknowledged, status=%s", response.status)

    def describe(self) -> str:
        """Return `ok` while the connection is not only open but answering."""
        last = getattr(self.client.current_session, "last_ping_pong_time", None)
        is_fresh = last is not None and time.time() - last < DEAF_AFTER_SECONDS
        return "ok" if self.client.is_connected() and is_fresh else "not connected"


def write_acknowledgement(envelope_id: str, response: BoltResponse) -> str:
    """Return the JSON that acknowledges an envelope, with the answer in it if there is one."""
    head = f'{{"envelope_id": {json.dumps(envelope_id)}'
    if not response.body:
        return head + "}"
    content_type = response.headers.get("content-type", [""])[0]
    is_json = content_type.startswith("application/json")
    payload = response.body if is_json else json.dumps({"text": response.body})
    return f'{head}, "payload": {payload}}}'


def build_frame(text: str) -> bytes:
    """Return a text frame as RFC 6455 wants it from a client: masked, in one piece."""
    data = text.encode()
    size = len(data)
    if size <= 125:
        head = bytes((_TEXT_FRAME, _MASKED | size))
    elif size < 1 << 16:
        head = bytes((_TEXT_FRAME, _MASKED | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((_TEXT_FRAME, _MASKED | 127)) + size.to_bytes(8, "big")
    key = os.urandom(4)
    mask = (key * (size // 4 + 1))[:size]
    masked = int.from_bytes(data, "big") ^ int.from_bytes(mask, "big")
    return head + key + masked.to_bytes(size, "big")


def _send(client: SocketModeClient, text: str) -> None:
    session = client.current_session
    if session is not None and session.sock is not None:
        frame = build_frame(text)
        try:
            with session.sock_send_lock:
                session.sock.sendall(frame)
        except OSError:
            logger.info("connection replaced while answering")
        else:
            return
    # The client's own way waits for the new connection.
    client.send_message(text)
