"""Files in three steps, as Slack takes them, and canvases."""

import secrets
from dataclasses import replace
from typing import Any

from bot.sandbox.api.arguments import Arguments, fault
from bot.sandbox.api.places import check_may_post, find_thread, get_channel
from bot.sandbox.errors import SlackError
from bot.sandbox.files import LARGEST_FILE, Canvas, File, file_json
from bot.sandbox.ids import new_id
from bot.sandbox.live import Topic
from bot.sandbox.posting import Content, Judged, judge_content, parse_content, post
from bot.sandbox.sandbox import Sandbox

LONGEST_ALT_TEXT = 1_000


def get_upload_url(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """A place for the bytes of a file."""
    if not 0 < arguments.count("length", 0) <= LARGEST_FILE:
        raise SlackError("file_upload_size_restricted")
    alt_txt = arguments.find_text("alt_txt")
    if len(alt_txt or "") > LONGEST_ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    name, secret = arguments.text("filename"), secrets.token_urlsafe(18)
    file = File(
        id=new_id("F"),
        name=name,
        title=name,
        user=sandbox.identity.bot_user,
        created=sandbox.seconds(),
        alt_txt=alt_txt,
    )
    sandbox.workspace.files.expect(file, secret)
    url = f"{sandbox.config.base_url}/upload/v1/{secret}"
    return {"upload_url": url, "file_id": file.id}


def complete_upload(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Name the uploaded files and, if a channel was given, share them there."""
    named = arguments.parsed("files")
    if not isinstance(named, list) or not all(isinstance(one, dict) for one in named):
        raise fault("must be a list of objects", "files")
    files = tuple(_finish(sandbox, one) for one in named)
    if channel_id := arguments.find_text("channel_id"):
        _share(sandbox, arguments, channel_id, files)
    team, base_url = sandbox.identity.team_id, sandbox.config.base_url
    return {"files": [file_json(file, team, base_url) for file in files]}


def _finish(sandbox: Sandbox, named: dict[str, Any]) -> File:
    file = sandbox.workspace.files.find(str(named.get("id", "")))
    if file is None:
        raise SlackError("file_not_found")
    titled = replace(file, title=str(named.get("title") or file.name))
    sandbox.workspace.files.save(titled)
    return titled


def _share(
    sandbox: Sandbox, arguments: Arguments, channel_id: str, files: tuple[File, ...]
) -> None:
    channel = get_channel(sandbox, channel_id)
    check_may_post(sandbox, channel, "restricted_action")
    thread_ts = find_thread(sandbox, channel, arguments.find_text("thread_ts"))
    said = arguments.find_text("initial_comment")
    blocks = parse_content({"blocks": arguments.raw.get("blocks")}).blocks
    content = Content(text=said, blocks=blocks)
    judged = Judged("", (), (), ())
    if not content.is_empty:
        judged = judge_content(sandbox, content, "files.completeUploadExternal", channel.id)
    post(sandbox, channel, judged, thread_ts=thread_ts, files=files)


def file_info(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """One file."""
    file = sandbox.workspace.files.find(arguments.text("file"))
    if file is None:
        raise SlackError("file_not_found")
    return {"file": file_json(file, sandbox.identity.team_id, sandbox.config.base_url)}


def create_canvas(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """A document, alone or as a channel's tab."""
    content = arguments.parsed("document_content") or {}
    if not isinstance(content, dict):
        raise fault("must be an object", "document_content")
    if content and content.get("type") != "markdown":
        raise SlackError("canvas_creation_failed", detail="only markdown is known")
    channel = arguments.find_text("channel_id")
    canvas = Canvas(
        id=new_id("F"),
        title=arguments.text("title") or "Untitled",
        channel=get_channel(sandbox, channel).id if channel else None,
        markdown=str(content.get("markdown", "")),
        created_at=sandbox.clock.now(),
    )
    sandbox.workspace.files.canvases.append(canvas)
    sandbox.changes.mark(Topic.CANVASES)
    return {"canvas_id": canvas.id}
