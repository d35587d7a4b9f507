"""Acting on buttons, selects and other elements of messages and views."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.blockkit.walk import find_element
from bot.sandbox.channels import Channel
from bot.sandbox.delivery.payloads import (
    block_suggestion,
    message_actions,
    message_place,
    view_actions,
    view_place,
    written_message,
)
from bot.sandbox.errors import PersonError
from bot.sandbox.messages import Message
from bot.sandbox.person.acting import Outcome, get_channel, get_message, get_view, tell_outcome
from bot.sandbox.person.saying import write_files
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.users import User
from bot.sandbox.views import View, keep_state

_CHOSEN = {
    "selected_channel",
    "selected_channels",
    "selected_conversation",
    "selected_conversations",
    "selected_date",
    "selected_date_time",
    "selected_option",
    "selected_options",
    "selected_time",
    "selected_user",
    "selected_users",
    "rich_text_value",
    "value",
}


@dataclass(frozen=True, slots=True)
class Container:
    """Where an element stands: in a message of a channel, or in a view."""

    channel: Channel | None = None
    message: Message | None = None
    view: View | None = None

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The blocks round the element."""
        if self.view is not None:
            return list(self.view.content["blocks"])
        return [*self.message.blocks] if self.message else []


def find_container(sandbox: Sandbox, user: User, raw: dict[str, Any]) -> Container:
    """Read a container: `{"type": "message", "channel", "ts"}` or `{"type": "view", "view_id"}`.

    Raises:
        PersonError: If the person does not see it.
    """
    if raw.get("type") == "view":
        return Container(view=get_view(sandbox, user, str(raw.get("view_id"))))
    channel = get_channel(sandbox, user, str(raw.get("channel")))
    message = get_message(sandbox, user, channel, str(raw.get("ts")))
    return Container(channel=channel, message=message)


async def act(
    sandbox: Sandbox, user: User, container: Container, raw: dict[str, Any], values: dict[str, Any]
) -> Outcome:
    """Act on an element.

    Args:
        sandbox: Where.
        user: Who.
        container: What the element stands in.
        raw: Slack's action object as far as the page knows it.
        values: `values[block_id][action_id]` of the inputs around it.

    Raises:
        PersonError: If the element is not there, or has no such choice.
    """
    action = complete_action(sandbox, container, raw)
    values = write_files(sandbox, values)
    sandbox.see(f"action:{action['action_id']}")
    trigger_id = sandbox.triggers.make(user.id)
    if container.view is not None:
        view = keep_state(container.view, values)
        sandbox.workspace.views.save(view)
        payload = view_actions(sandbox.identity, user, view, action, trigger_id)
    else:
        channel, message = _get_place(container)
        payload = message_actions(
            sandbox.identity,
            user,
            channel,
            message,
            written_message(sandbox.workspace, message, sandbox.config.base_url),
            action,
            values,
            trigger_id,
            sandbox.response_urls.make(channel.id, user.id, message.ts, message.thread_ts),
        )
    return tell_outcome(await sandbox.dispatcher.ask(payload), user)


def _get_place(container: Container) -> tuple[Channel, Message]:
    if container.channel is None or container.message is None:
        raise LookupError("a container is a view or a message")
    return container.channel, container.message


def complete_action(sandbox: Sandbox, container: Container, raw: dict[str, Any]) -> dict[str, Any]:
    """Slack's action object: what the page chose, and what the element itself says.

    Raises:
        PersonError: If the element is not there, or has no such choice.
    """
    block_id, action_id = str(raw.get("block_id")), str(raw.get("action_id"))
    found = find_element(container.blocks, block_id, action_id)
    if found is None:
        raise PersonError("element_not_found", "that element is gone", is_missing=True)
    _, element = found
    chosen = {name: value for name, value in raw.items() if name in _CHOSEN}
    _check_choice(element, chosen)
    action = {"type": element["type"], "block_id": block_id, "action_id": action_id} | chosen
    if element["type"] in ("button", "workflow_button", "icon_button"):
        action |= {name: element[name] for name in ("text", "value") if name in element}
    return action | {"action_ts": sandbox.clock.make_ts()}


def _check_choice(element: dict[str, Any], chosen: dict[str, Any]) -> None:
    options = list_options(element)
    picked = [*(chosen.get("selected_options") or [])]
    if chosen.get("selected_option"):
        picked.append(chosen["selected_option"])
    known = {str(option.get("value")) for option in options}
    if options and any(str(one.get("value")) not in known for one in picked):
        raise PersonError("option_not_found", "that option is not offered")
    if element["type"] == "feedback_buttons":
        buttons = (element["positive_button"], element["negative_button"])
        if chosen.get("value") not in {button["value"] for button in buttons}:
            raise PersonError("option_not_found", "that button is not offered")


def list_options(element: dict[str, Any]) -> list[dict[str, Any]]:
    """The options of an element, those in groups too."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or [])] + [one for group in groups for one in group["options"]]


async def suggest_options(
    sandbox: Sandbox,
    user: User,
    container: Container,
    block_id: str,
    action_id: str,
    value: str,
) -> dict[str, Any]:
    """Ask the bot for the options of an external select.

    Returns:
        `options` or `option_groups`; no options where the bot gave none.
    """
    if container.view is not None:
        place = view_place(sandbox.identity, container.view)
    else:
        channel, message = _get_place(container)
        written = written_message(sandbox.workspace, message, sandbox.config.base_url)
        place = message_place(channel, message, written)
    payload = block_suggestion(sandbox.identity, user, place, block_id, action_id, value)
    answer = (await sandbox.dispatcher.ask(payload)).fields
    given = {name: answer[name] for name in ("options", "option_groups") if answer.get(name)}
    return given or {"options": []}
