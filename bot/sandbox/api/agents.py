"""What an agent shows: prompts, status, title."""

from typing import Any

from bot.sandbox.api.arguments import Arguments, fault
from bot.sandbox.api.places import get_channel
from bot.sandbox.errors import SlackError
from bot.sandbox.live import Topic
from bot.sandbox.manifest import Prompt
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.sessions import Place, SessionStatus, Suggestion

STOPPED = "agent_session_stopped"


def _get_place(sandbox: Sandbox, arguments: Arguments) -> Place:
    channel = get_channel(sandbox, arguments.text("channel_id"))
    return Place(channel.id, arguments.find_text("thread_ts"))


def _get_thread(sandbox: Sandbox, arguments: Arguments) -> Place:
    place = _get_place(sandbox, arguments)
    root = sandbox.workspace.messages.find(place.channel, place.thread_ts or "")
    if place.thread_ts and root is None:
        raise SlackError("invalid_thread_ts", detail="Thread not found")
    return place


def set_prompts(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Offer prompts, in a thread or in the whole DM."""
    if sandbox.config.manifest.agent is None:
        raise SlackError("not_agent_app")
    place = _get_thread(sandbox, arguments)
    prompts = arguments.parsed("prompts")
    if not isinstance(prompts, list) or not all(map(_is_prompt, prompts)):
        raise fault("must be a list of objects with title and message", "prompts")
    offered = tuple(Prompt(one["title"], one["message"]) for one in prompts)
    suggestion = Suggestion(arguments.find_text("title"), offered)
    sandbox.workspace.sessions.suggestions[place] = suggestion
    sandbox.changes.mark(Topic.AGENT)
    return {}


def _is_prompt(value: Any) -> bool:
    return isinstance(value, dict) and {"title", "message"} <= value.keys()


def set_thread_status(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Say what the assistant is doing; an empty text says that it is done."""
    place, text = _get_thread(sandbox, arguments), arguments.text("status")
    status = SessionStatus.PROCESSING if text else SessionStatus.ACTIVE
    sandbox.workspace.sessions.statuses[place] = (status, text)
    sandbox.changes.mark(Topic.AGENT)
    return {}


def set_thread_title(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Give a thread a title."""
    place = _get_thread(sandbox, arguments)
    sandbox.workspace.sessions.titles[place] = arguments.text("title")
    sandbox.changes.mark(Topic.AGENT)
    return {}


def _get_session(sandbox: Sandbox, arguments: Arguments) -> Place:
    if sandbox.config.manifest.agent is None:
        raise SlackError("feature_disabled")
    place = _get_place(sandbox, arguments)
    if place.thread_ts is None:
        raise SlackError("thread_ts_required")
    return place


def set_session_status(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Move a session on, or begin it."""
    place, sessions = _get_session(sandbox, arguments), sandbox.workspace.sessions
    try:
        status = SessionStatus(arguments.text("status"))
    except ValueError:
        raise SlackError("invalid_status") from None
    sessions.statuses[place] = (status, "")
    if title := arguments.find_text("title"):
        sessions.titles.setdefault(place, title)
    sandbox.changes.mark(Topic.AGENT)
    body: dict[str, Any] = {"status": status.value, "agent_status": status.value}
    body["title"] = sessions.titles.get(place, "")
    if status is SessionStatus.PROCESSING and STOPPED not in sandbox.config.manifest.events:
        warning = "missing_agent_session_stopped_event_subscription"
        body |= {"warning": warning, "response_metadata": {"warnings": [warning]}}
    return body


def rename_session(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Give a session a title."""
    place, sessions = _get_session(sandbox, arguments), sandbox.workspace.sessions
    if sandbox.workspace.messages.find(place.channel, place.thread_ts or "") is None:
        raise SlackError("session_not_found")
    sessions.titles[place] = arguments.text("title")
    sandbox.changes.mark(Topic.AGENT)
    return {"title": arguments.text("title")}
