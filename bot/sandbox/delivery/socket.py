"""Socket Mode: the bot connects, envelopes go out, acknowledgements come back."""

import asyncio
import json
import secrets
import uuid
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.delivery.answers import (
    TIMED_OUT,
    UNREACHABLE,
    Answer,
    AnswerStatus,
    Payload,
    PayloadKind,
    Retry,
)
from bot.sandbox.live import Changes, Topic

MOST_CONNECTIONS = 10
_ENVELOPES = {PayloadKind.COMMAND: "slash_commands", PayloadKind.EVENT: "events_api"}


class SocketTransport:
    """Sends each request to one of the bot's connections, in turn.

    Args:
        app_id: Whom the connections belong to.
        host: What connections are told they are connected to.
        ack_within: Seconds until a request counts as not answered.
        changes: Learns when a connection comes or goes.
    """

    name = "socket"

    def __init__(self, app_id: str, host: str, ack_within: float, changes: Changes) -> None:
        self._app_id = app_id
        self._host = host
        self._ack_within = ack_within
        self._changes = changes
        self._tickets: set[str] = set()
        self._connections: list[WebSocket] = []
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}

    @property
    def is_connected(self) -> bool:
        """Whether at least one connection is open."""
        return bool(self._connections)

    def make_ticket(self) -> str:
        """A ticket for one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def send(self, payload: Payload, retry: Retry | None = None) -> Answer:
        """Send an envelope to one connection and wait for its acknowledgement."""
        if not self._connections:
            return UNREACHABLE
        envelope = _wrap(payload, retry)
        acked = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = acked
        try:
            await self._next_connection().send_text(json.dumps(envelope))
            body = await asyncio.wait_for(acked, self._ack_within)
        except TimeoutError:
            return TIMED_OUT
        except (WebSocketDisconnect, RuntimeError):
            # Starlette raises the latter where the peer has just gone.
            return UNREACHABLE
        finally:
            del self._waiting[envelope["envelope_id"]]
        return Answer(AnswerStatus.ACKED, body or None)

    def _next_connection(self) -> WebSocket:
        self._connections.append(self._connections.pop(0))
        return self._connections[-1]

    async def serve(self, socket: WebSocket) -> None:
        """Talk to one connection until it ends."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets or len(self._connections) >= MOST_CONNECTIONS:
            await socket.close(1008)
            return
        self._tickets.remove(ticket)
        await socket.accept()
        self._connections.append(socket)
        self._changes.mark(Topic.BOT)
        try:
            await socket.send_text(json.dumps(self._hello()))
            while True:
                self._take(await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._connections = [one for one in self._connections if one is not socket]
            self._changes.mark(Topic.BOT)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": self._host, "approximate_connection_time": 18060},
        }

    def _take(self, text: str) -> None:
        try:
            ack = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.get(ack.get("envelope_id", "")) if isinstance(ack, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.get("payload") or {})

    async def refresh(self) -> None:
        """Ask all connections to connect anew, as Slack does every few hours."""
        for socket in self._connections:
            message = {
                "type": "disconnect",
                "reason": "refresh_requested",
                "debug_info": {"host": self._host},
            }
            await socket.send_text(json.dumps(message))


def _wrap(payload: Payload, retry: Retry | None) -> dict[str, Any]:
    envelope: dict[str, Any] = {
        "envelope_id": str(uuid.uuid4()),
        "type": _ENVELOPES.get(payload.kind, "interactive"),
        "payload": payload.body,
        "accepts_response_payload": payload.kind is not PayloadKind.EVENT,
    }
    if payload.kind is PayloadKind.EVENT:
        envelope["retry_attempt"] = retry.attempt if retry else 0
        envelope["retry_reason"] = retry.reason if retry else ""
    return envelope
