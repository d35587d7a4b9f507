"""What an agent shows in its threads: status, title, suggested prompts."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.sandbox.manifest import Prompt


class SessionStatus(StrEnum):
    """Where an agent session stands."""

    PROCESSING = "processing"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Place:
    """A thread in a conversation; `thread_ts` None is the conversation itself."""

    channel: str
    thread_ts: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Prompts under a title."""

    title: str | None
    prompts: tuple[Prompt, ...]


@dataclass(slots=True)
class Sessions:
    """What is shown where, newest word first."""

    statuses: dict[Place, tuple[SessionStatus, str]] = field(default_factory=dict)
    titles: dict[Place, str] = field(default_factory=dict)
    suggestions: dict[Place, Suggestion] = field(default_factory=dict)
