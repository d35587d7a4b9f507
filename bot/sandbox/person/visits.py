"""Opening the app, its shortcuts, and its stop button."""

from bot.sandbox.channels import Channel
from bot.sandbox.delivery.events import home_opened, session_stopped
from bot.sandbox.delivery.payloads import (
    global_shortcut,
    message_shortcut,
    written_message,
    written_view,
)
from bot.sandbox.errors import PersonError
from bot.sandbox.messages import Message
from bot.sandbox.person.acting import Outcome, need_app, tell_outcome
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.users import User

_TABS = ("home", "messages")


def open_tab(sandbox: Sandbox, user: User, tab: str) -> None:
    """Open the app's Home or its messages.

    Raises:
        PersonError: If there is no such tab, or no app.
    """
    need_app(sandbox)
    if tab not in _TABS:
        raise PersonError("tab_not_found", f"the app has no tab {tab}")
    home = sandbox.workspace.views.find_home(user.id) if tab == "home" else None
    view = written_view(sandbox.identity, home) if home else None
    channel = sandbox.workspace.find_im(user.id).id
    sandbox.announce(home_opened(user.id, channel, tab, view, sandbox.clock.make_ts()))


async def use_shortcut(
    sandbox: Sandbox,
    user: User,
    callback_id: str,
    place: tuple[Channel, Message] | None,
) -> Outcome:
    """Use a global shortcut, or with a `place` one on that message.

    Raises:
        PersonError: If the app has no such shortcut.
    """
    need_app(sandbox)
    kind = "global" if place is None else "message"
    known = {(one.type, one.callback_id) for one in sandbox.config.manifest.shortcuts}
    if (kind, callback_id) not in known:
        said = f"the app has no {kind} shortcut {callback_id}"
        raise PersonError("shortcut_not_found", said, is_missing=True)
    trigger_id, ts = sandbox.triggers.make(user.id), sandbox.clock.make_ts()
    if place is None:
        payload = global_shortcut(sandbox.identity, user, callback_id, trigger_id, ts)
    else:
        channel, message = place
        payload = message_shortcut(
            sandbox.identity,
            user,
            channel,
            written_message(sandbox.workspace, message, sandbox.config.base_url),
            callback_id,
            trigger_id,
            sandbox.response_urls.make(channel.id, user.id, message.ts, message.thread_ts),
            ts,
        )
    return tell_outcome(await sandbox.dispatcher.ask(payload), user)


def stop_session(sandbox: Sandbox, user: User, channel: Channel, thread_ts: str) -> None:
    """Press the stop button of a working agent; its status changes only by the agent itself."""
    ts = sandbox.clock.make_ts()
    sandbox.announce(session_stopped(channel.id, thread_ts, user.id, ts))
