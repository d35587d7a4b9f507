"""A Slack that keeps what is posted, and that fails now and then, as the real one does."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from tests.fakes import (
    BROKEN,
    PATIENCE_SECONDS,
    RESET,
    Call,
    FakeSlack,
    JsonObject,
    Reply,
    ok,
    refused,
)

PAUSE = Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"})
UNAVAILABLE = Reply("<html>try later</html>", 503)
HANGS_FOR_SECONDS = 1.5
WRITES = {"chat.postMessage", "chat.update"}


class Fault(StrEnum):
    """What goes wrong with a message."""

    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    BROKEN = "broken"
    INTERNAL = "internal"
    ANSWER_LOST = "answer_lost"
    HANGING = "hanging"


BAD_DAY = {
    Fault.RATE_LIMITED: 0.05,
    Fault.UNAVAILABLE: 0.02,
    Fault.BROKEN: 0.04,
    Fault.INTERNAL: 0.03,
    Fault.ANSWER_LOST: 0.06,
    Fault.HANGING: 0.01,
}


@dataclass(slots=True)
class Posted:
    """A message as a channel shows it."""

    channel: str
    ts: str
    thread_ts: str | None
    shown: JsonObject
    metadata: JsonObject = field(default_factory=dict)
    edits: int = 0

    @property
    def delivery_id(self) -> str:
        return str(self.metadata.get("event_payload", {}).get("delivery_id", ""))


class SlackRooms(FakeSlack):
    """Takes posts and edits, shows history; what `on` sets up is answered instead.

    Args:
        faults: How likely each fault is; a write is then done or not, as in real life.
        has_history: Whether the app has the scopes to read channels.
        seed: Of the faults.
    """

    def __init__(
        self,
        faults: dict[Fault, float] | None = None,
        *,
        has_history: bool = True,
        seed: int = 0,
    ) -> None:
        self.messages: dict[tuple[str, str], Posted] = {}
        self.has_history = has_history
        self.faults_met: Counter[Fault] = Counter()
        self._faults = faults or {}
        self._dice = Random(seed)  # noqa: S311 - no secret
        self._room = threading.Condition()
        self._busy = 0
        self._gate: threading.Event | None = None
        self.held = 0
        self._to_lose = 0
        super().__init__()

    def receive(self, call: Call) -> Reply:
        with self._room:
            self._busy += 1
        try:
            scripted = super().receive(call)
            self._wait_at_gate(call)
            return self._act(call) if scripted == Reply() else scripted
        finally:
            with self._room:
                self._busy -= 1
                self._room.notify_all()

    def lose_answers(self, number: int) -> None:
        """Do what is written next, but hang up instead of answering."""
        self._to_lose = number

    def hold_writes(self) -> threading.Event:
        """Do nothing about what is written from now on before the event is set."""
        self._gate, self.held = threading.Event(), 0
        return self._gate

    def let_pass(self) -> None:
        """Do at once what is written from now on; what is held stays so."""
        self._gate = None

    def settle(self) -> None:
        """Return once nothing that was sent is still being done."""
        with self._room:
            assert self._room.wait_for(lambda: not self._busy, 10 * HANGS_FOR_SECONDS)

    def posted(self, channel: str | None = None) -> list[Posted]:
        """Return the messages that a channel shows, the oldest first."""
        with self._room:
            kept = sorted(self.messages.values(), key=lambda one: float(one.ts))
        return [one for one in kept if channel in {None, one.channel}]

    def texts(self, channel: str | None = None) -> list[str]:
        return [str(one.shown["text"]) for one in self.posted(channel)]

    def remove(self, message: Posted) -> None:
        """Delete a message, as an admin of the workspace may."""
        with self._room:
            del self.messages[message.channel, message.ts]

    def _wait_at_gate(self, call: Call) -> None:
        gate = self._gate
        if gate is not None and call.method in WRITES:
            with self._room:
                self.held += 1
            gate.wait(PATIENCE_SECONDS)

    def _act(self, call: Call) -> Reply:
        with self._room:
            fault = self._find_fault() if call.method in WRITES else None
            if fault is Fault.RATE_LIMITED:
                return PAUSE
            if fault is Fault.UNAVAILABLE:
                return UNAVAILABLE
            if fault in {Fault.BROKEN, Fault.INTERNAL} and self._dice.random() < 0.5:
                return BROKEN if fault is Fault.BROKEN else refused("internal_error")
            answer = self._do(call)
        if fault is Fault.HANGING:
            self._closing.wait(HANGS_FOR_SECONDS)
        if fault in {Fault.BROKEN, Fault.INTERNAL}:
            return BROKEN if fault is Fault.BROKEN else refused("internal_error")
        return RESET if fault is Fault.ANSWER_LOST else answer

    def _find_fault(self) -> Fault | None:
        if self._to_lose:
            self._to_lose -= 1
            return Fault.ANSWER_LOST
        roll = self._dice.random()
        for fault, share in self._faults.items():
            roll -= share
            if roll < 0:
                self.faults_met[fault] += 1
                return fault
        return None

    def _do(self, call: Call) -> Reply:
        arguments = call.arguments
        match call.method:
            case "chat.postMessage":
                return self._post(arguments)
            case "chat.update":
                return self._edit(arguments)
            case "conversations.history" | "conversations.replies":
                return self._show(arguments) if self.has_history else refused("missing_scope")
            case "chat.delete":
                del self.messages[arguments["channel"], arguments["ts"]]
            case "conversations.open":
                return ok(channel={"id": f"D{arguments['users']}"})
        return Reply()

    def _post(self, arguments: JsonObject) -> Reply:
        channel = str(arguments["channel"])
        if channel.startswith("U"):
            channel = f"D{channel}"
        thread_ts = arguments.get("thread_ts")
        if thread_ts is not None and (channel, thread_ts) not in self.messages:
            return refused("thread_not_found")
        newest = max((float(ts) for _, ts in self.messages), default=0.0)
        ts = f"{max(time.time(), newest + 0.000002):.6f}"
        self.messages[channel, ts] = Posted(
            channel,
            ts,
            thread_ts,
            _pick_shown(arguments),
            arguments.get("metadata", {}),
        )
        return ok(channel=channel, ts=ts)

    def _edit(self, arguments: JsonObject) -> Reply:
        found = self.messages.get((str(arguments["channel"]), str(arguments["ts"])))
        if found is None:
            return refused("message_not_found")
        found.shown = _pick_shown(arguments)
        found.edits += 1
        return ok(channel=found.channel, ts=found.ts)

    def _show(self, arguments: JsonObject) -> Reply:
        shown = [
            {"ts": one.ts, "metadata": one.metadata, **one.shown}
            for one in sorted(self.messages.values(), key=lambda one: float(one.ts), reverse=True)
            if one.channel == arguments["channel"]
            and one.thread_ts == arguments.get("ts")
            and float(one.ts) >= float(arguments.get("oldest", 0))
        ]
        start, size = int(arguments.get("cursor") or 0), int(arguments.get("limit", 100))
        rest = start + size if start + size < len(shown) else ""
        more = {"response_metadata": {"next_cursor": str(rest)}}
        return ok(messages=shown[start : start + size], **more)


def _pick_shown(arguments: JsonObject) -> JsonObject:
    return {name: arguments[name] for name in ("text", "blocks") if name in arguments}
