"""What the page is shown of single things."""

from typing import Any

from bot.sandbox.channels import Channel
from bot.sandbox.delivery.payloads import written_view
from bot.sandbox.files import Canvas, File
from bot.sandbox.messages import Message
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.users import Role, User
from bot.sandbox.views import View


def user_shape(user: User) -> dict[str, Any]:
    """Somebody with a face."""
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "locale": user.locale,
        "tz": user.tz,
        "is_admin": user.is_admin,
        "is_owner": user.role is Role.OWNER,
        "is_guest": user.role is Role.GUEST,
        "is_bot": user.role is Role.BOT,
        "may_act": user.may_act,
        "title": user.title,
        "color": user.color,
    }


def channel_shape(channel: Channel, user: User, bot_user: str) -> dict[str, Any]:
    """A conversation as one person sees it."""
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "purpose": channel.purpose,
        "is_archived": channel.is_archived,
        "is_read_only": channel.is_read_only,
        "is_member": user.id in channel.members,
        "is_bot_member": bot_user in channel.members,
        "members": sorted(channel.members),
    }


def file_shape(file: File) -> dict[str, Any]:
    """A file and where the page gets it."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "size": file.size,
        "url": f"/sandbox/files/{file.path}",
        "user": file.user,
        "alt_txt": file.alt_txt,
    }


def message_shape(message: Message, replies: list[Message]) -> dict[str, Any]:
    """A message and what hangs below it."""
    return {
        "ts": message.ts,
        "channel": message.channel,
        "thread_ts": message.thread_ts,
        "user": message.user,
        "bot_id": message.bot_id,
        "text": message.text,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "files": [file_shape(file) for file in message.files],
        "is_ephemeral": message.visible_to is not None,
        "edited_at": message.edited_ts,
        "reply_count": len(replies),
        "reply_users": [*dict.fromkeys(reply.user for reply in replies)],
        "latest_reply": replies[-1].ts if replies else None,
        "metadata": message.metadata,
        "violations": [one.to_json() for one in message.violations],
    }


def view_shape(sandbox: Sandbox, view: View) -> dict[str, Any]:
    """A modal or a Home, with what was wrong with it."""
    return written_view(sandbox.identity, view) | {
        "errors": view.errors,
        "violations": [one.to_json() for one in view.violations],
    }


def canvas_shape(canvas: Canvas) -> dict[str, Any]:
    """A document."""
    return {
        "id": canvas.id,
        "title": canvas.title,
        "channel": canvas.channel,
        "markdown": canvas.markdown,
        "created_at": canvas.created_at.isoformat(),
    }
