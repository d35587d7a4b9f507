"""The whole picture for one person."""

from collections import defaultdict
from dataclasses import asdict
from typing import Any

from bot.sandbox.api.agents import STOPPED
from bot.sandbox.channels import Channel
from bot.sandbox.company import FunctionClass, in_language
from bot.sandbox.headcount import Week
from bot.sandbox.messages import Message
from bot.sandbox.page.shapes import (
    canvas_shape,
    channel_shape,
    message_shape,
    user_shape,
    view_shape,
)
from bot.sandbox.person.acting import can_see
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.sessions import SessionStatus
from bot.sandbox.steering import SOURCE_ERRORS
from bot.sandbox.users import Role, User


def draw_state(sandbox: Sandbox, user: User) -> dict[str, Any]:
    """Everything the page needs to show the workspace as this person sees it."""
    workspace, manifest = sandbox.workspace, sandbox.config.manifest
    channels = [one for one in workspace.channels.list_channels() if can_see(user, one)]
    identity, home = sandbox.identity, workspace.views.find_home(user.id)
    is_installed = sandbox.installations.current.is_installed
    return {
        "revision": sandbox.changes.revision,
        "workspace": {
            "id": identity.team_id,
            "name": identity.team_name,
            "domain": identity.domain,
        },
        "me": user.id,
        "users": [user_shape(one) for one in workspace.users.list_users() if _has_face(one)],
        "bot": _draw_bot(sandbox, user),
        "channels": [channel_shape(one, user, identity.bot_user) for one in channels],
        "messages": {one.id: _draw_messages(sandbox, one, user) for one in channels},
        "views": [view_shape(sandbox, view) for view in workspace.views.stack(user.id)],
        "home": view_shape(sandbox, home) if home else None,
        **_draw_agent(sandbox),
        "commands": [asdict(one) for one in manifest.commands] if is_installed else [],
        "shortcuts": [asdict(one) for one in manifest.shortcuts] if is_installed else [],
        "canvases": [canvas_shape(one) for one in workspace.files.canvases],
        "rejections": [one.to_json() for one in sandbox.rejections],
        **_draw_time(sandbox, user),
    }


def _has_face(user: User) -> bool:
    return user.may_act or user.role is Role.BOT


def _draw_bot(sandbox: Sandbox, user: User) -> dict[str, Any]:
    manifest, identity = sandbox.config.manifest, sandbox.identity
    installation, transport = sandbox.installations.current, sandbox.dispatcher.transport
    return {
        "user_id": identity.bot_user,
        "bot_id": identity.bot_id,
        "app_id": identity.app_id,
        "name": manifest.bot_name,
        "description": manifest.description,
        "is_installed": installation.is_installed,
        "transport": transport.name,
        "is_connected": transport.is_connected,
        "im_channel": sandbox.workspace.find_im(user.id).id,
        "home_tab": manifest.has_home_tab,
        "messages_tab": manifest.has_messages_tab,
        "messages_read_only": manifest.is_messages_read_only,
        "agent": asdict(manifest.agent) if manifest.agent else None,
        "scopes": {
            "granted": sorted(installation.scopes),
            "optional": sorted(manifest.optional_scopes),
        },
    }


def _draw_messages(sandbox: Sandbox, channel: Channel, user: User) -> list[dict[str, Any]]:
    messages = sandbox.workspace.messages.list_messages(channel.id, user.id)
    replies: defaultdict[str | None, list[Message]] = defaultdict(list)
    for one in messages:
        if one.is_reply and one.visible_to is None:
            replies[one.thread_ts].append(one)
    return [message_shape(one, [] if one.is_reply else replies[one.ts]) for one in messages]


def _draw_agent(sandbox: Sandbox) -> dict[str, Any]:
    sessions = sandbox.workspace.sessions
    can_stop = STOPPED in sandbox.config.manifest.events
    return {
        "prompts": [
            asdict(place) | asdict(suggestion) for place, suggestion in sessions.suggestions.items()
        ],
        "statuses": [
            asdict(place)
            | {
                "status": status,
                "text": text,
                "can_stop": can_stop and status is SessionStatus.PROCESSING,
            }
            for place, (status, text) in sessions.statuses.items()
        ],
        "titles": [asdict(place) | {"title": title} for place, title in sessions.titles.items()],
    }


def _draw_time(sandbox: Sandbox, user: User) -> dict[str, Any]:
    bar, broken_with = sandbox.time_bar, sandbox.workspace.groups.broken_with
    return {
        "clock": asdict(bar) | {"now": sandbox.clock.now().isoformat()},
        "company": _draw_company(sandbox, user),
        "source": {
            "is_broken": broken_with is not None,
            "error": broken_with,
            "errors": SOURCE_ERRORS,
        },
        "limits": {"is_on": sandbox.limits.is_on},
        "tour": _draw_tour(sandbox, user),
    }


def _draw_company(sandbox: Sandbox, user: User) -> dict[str, Any]:
    headcount, company = sandbox.headcount, sandbox.config.company
    now = Week(sandbox.clock.now().date(), headcount.counts())
    functions = [
        {
            "key": one.key,
            "label": in_language(one.labels, user.locale),
            "class": one.function_class,
            "count": now.counts[one.key],
            "last_week": headcount.weeks[-1].counts[one.key],
            "usergroup": headcount.group_of(one).id,
            "handle": one.handle,
        }
        for one in company.functions
    ]
    history = [
        {"as_of": week.as_of.isoformat()} | _draw_totals(sandbox, week) for week in headcount.weeks
    ]
    totals = _draw_totals(sandbox, now)
    return {"name": company.name, "functions": functions, "totals": totals, "history": history}


def _draw_totals(sandbox: Sandbox, week: Week) -> dict[str, int]:
    return {one.value: sandbox.headcount.total(week, one) for one in FunctionClass}


def _draw_tour(sandbox: Sandbox, user: User) -> dict[str, Any]:
    steps = [
        {
            "key": step.key,
            "title": in_language(step.titles, user.locale),
            "text": in_language(step.texts, user.locale),
            "hint": step.hint,
            "is_done": step.key in sandbox.tour.done,
        }
        for step in sandbox.tour.steps
    ]
    return {"is_dismissed": sandbox.tour.is_dismissed, "steps": steps}
