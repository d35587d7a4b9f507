"""Who acts, where, and what came of it."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.channels import Channel
from bot.sandbox.delivery.answers import Answer, AnswerStatus
from bot.sandbox.errors import PersonError
from bot.sandbox.messages import Message
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.users import User
from bot.sandbox.views import View


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person sees where they clicked; `message` is None if all went well."""

    status: AnswerStatus
    message: str | None = None

    def to_json(self) -> dict[str, Any]:
        """For the page."""
        return {"status": self.status, "message": self.message}


def tell_outcome(answer: Answer, user: User) -> Outcome:
    """What Slack's client shows beside a button or in a form."""
    if answer.status is AnswerStatus.ACKED:
        return Outcome(answer.status)
    said = {
        AnswerStatus.TIMED_OUT: (
            "The app took longer than three seconds. It may still finish; try again in a while.",
            "アプリが3秒以内に応答しませんでした。処理が続いている場合があります。少し待って再度お試しください。",
        ),
        AnswerStatus.FAILED: (
            "The app could not be reached or answered with an error. Try again.",
            "アプリに接続できないか、エラーが返されました。もう一度お試しください。",
        ),
    }
    return Outcome(answer.status, choose(user, *said[answer.status]))


def choose(user: User, english: str, japanese: str) -> str:
    """The sentence in the person's language."""
    return japanese if user.locale.startswith("ja") else english


def get_person(sandbox: Sandbox, user_id: str) -> User:
    """Somebody the page can be.

    Raises:
        PersonError: For anybody else.
    """
    user = sandbox.workspace.users.find(user_id)
    if user is None or not user.may_act:
        said = f"there is nobody here with the id {user_id or '(none)'}"
        raise PersonError("user_not_found", said, is_missing=True)
    return user


def can_see(user: User, channel: Channel) -> bool:
    """Members see their channels; public ones are seen by all but guests."""
    is_open = channel.kind == "public" and user.role != "guest"
    return user.id in channel.members or is_open


def get_channel(sandbox: Sandbox, user: User, channel_id: str) -> Channel:
    """A conversation the person sees.

    Raises:
        PersonError: For any other.
    """
    channel = sandbox.workspace.channels.find(channel_id)
    if channel is None or not can_see(user, channel):
        said = f"{user.name} sees no conversation {channel_id or '(none)'}"
        raise PersonError("channel_not_found", said, is_missing=True)
    return channel


def get_message(sandbox: Sandbox, user: User, channel: Channel, ts: str) -> Message:
    """A message the person sees.

    Raises:
        PersonError: For any other.
    """
    message = sandbox.workspace.messages.find(channel.id, ts)
    if message is None or message.visible_to not in (None, user.id):
        raise PersonError("message_not_found", "that message is gone", is_missing=True)
    return message


def get_view(sandbox: Sandbox, user: User, view_id: str) -> View:
    """A view the person has before them.

    Raises:
        PersonError: For any other.
    """
    view = sandbox.workspace.views.find(view_id)
    if view is None or view.user != user.id:
        raise PersonError("view_not_found", "that window is gone", is_missing=True)
    return view


def need_app(sandbox: Sandbox) -> None:
    """Refuse what only an installed app can answer.

    Raises:
        PersonError: If it is not installed.
    """
    if not sandbox.installations.current.is_installed:
        raise PersonError("app_not_installed", "the app is not installed in this workspace")
