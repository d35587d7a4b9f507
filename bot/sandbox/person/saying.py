"""Writing messages and uploading files."""

import uuid

from bot.sandbox.channels import Channel, ChannelKind
from bot.sandbox.delivery.events import app_mentioned, message_posted
from bot.sandbox.errors import PersonError
from bot.sandbox.files import LARGEST_FILE, File
from bot.sandbox.ids import new_id
from bot.sandbox.live import Topic
from bot.sandbox.messages import Message
from bot.sandbox.person.acting import choose, get_message
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.users import User


def say(
    sandbox: Sandbox,
    user: User,
    channel: Channel,
    text: str,
    thread_ts: str | None = None,
    files: tuple[File, ...] = (),
) -> Message:
    """Write a message, and let the bot hear what it subscribes to.

    Raises:
        PersonError: If the person may not write there, or says nothing.
    """
    check_may_say(sandbox, user, channel)
    if not text.strip() and not files:
        raise PersonError("no_text", "an empty message cannot be sent")
    if thread_ts is not None:
        root = get_message(sandbox, user, channel, thread_ts)
        thread_ts = root.thread_ts or root.ts
    message = Message(
        channel=channel.id,
        ts=sandbox.clock.make_ts(),
        user=user.id,
        text=text,
        files=files,
        thread_ts=thread_ts,
        client_msg_id=str(uuid.uuid4()),
    )
    sandbox.workspace.messages.save(message)
    sandbox.changes.mark(Topic.MESSAGES)
    _let_bot_hear(sandbox, user, channel, message)
    return message


def check_may_say(sandbox: Sandbox, user: User, channel: Channel) -> None:
    """Refuse a place where the person cannot write.

    Raises:
        PersonError: With the reason.
    """
    if channel.is_archived:
        raise PersonError("is_archived", "this channel is archived; nobody can write here")
    if user.id not in channel.members:
        raise PersonError("not_in_channel", "join the channel first")
    if channel.is_read_only and not user.is_admin:
        raise PersonError("restricted_action", "only admins can write here")
    manifest = sandbox.config.manifest
    if channel.kind is ChannelKind.IM and (
        manifest.is_messages_read_only or not manifest.has_messages_tab
    ):
        raise PersonError("messages_tab_disabled", "this app takes no messages")


def _let_bot_hear(sandbox: Sandbox, user: User, channel: Channel, message: Message) -> None:
    identity, base_url = sandbox.identity, sandbox.config.base_url
    is_mentioned = f"<@{identity.bot_user}>" in message.text
    if identity.bot_user not in channel.members:
        if is_mentioned:
            _suggest_invitation(sandbox, user, channel)
        return
    sandbox.announce(message_posted(identity, channel, message, base_url))
    if is_mentioned and channel.kind is not ChannelKind.IM:
        sandbox.announce(app_mentioned(identity, channel, message, base_url))


def _suggest_invitation(sandbox: Sandbox, user: User, channel: Channel) -> None:
    bot = f"<@{sandbox.identity.bot_user}>"
    said = choose(
        user,
        f"{bot} is not in this channel and does not hear you. Type `/invite` to add it.",
        f"{bot} はこのチャンネルのメンバーではありません。`/invite` で追加できます。",
    )
    sandbox.say_as_slackbot(channel, user.id, said)


def upload(sandbox: Sandbox, user: User, name: str, content: bytes) -> File:
    """Keep a file that a person picked.

    Raises:
        PersonError: If it has no name, is empty or is too large.
    """
    if not name.strip() or not content:
        raise PersonError("file_empty", "the file has no name or no content")
    if len(content) > LARGEST_FILE:
        raise PersonError("file_too_large", "the file is larger than 10 MB")
    file = File(new_id("F"), name, name, user.id, sandbox.seconds(), content)
    sandbox.workspace.files.save(file)
    return file


def find_files(sandbox: Sandbox, file_ids: list[str]) -> tuple[File, ...]:
    """The files of these ids.

    Raises:
        PersonError: If one of them is unknown.
    """
    files = []
    for file_id in file_ids:
        file = sandbox.workspace.files.find(file_id)
        if file is None:
            raise PersonError("file_not_found", f"there is no file {file_id}", is_missing=True)
        files.append(file)
    return tuple(files)
