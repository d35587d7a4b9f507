"""The list of connected sources, and what an admin can do with each."""

from datetime import datetime

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.connections import Cause, Connection
from bot.jobs.connecting import Wish, connect
from bot.jobs.decisions import disconnect, resume_source
from bot.listeners.admins import brief_admin, brief_known_admin
from bot.listeners.calls import Call, after_ack
from bot.listeners.filled import read_choice
from bot.listeners.previews import reading, show_count
from bot.listeners.windows import (
    Reply,
    View,
    claim_submission,
    read_id,
    show,
    show_progress,
    submitted,
)
from bot.storage.runs import find_open_run, list_runs
from bot.storage.sources import get_connection, list_connections
from bot.storage.workspaces import get_preferences
from bot.views.ids import Action, Callback, Field
from bot.views.language import Translator
from bot.views.settings_form import OVER_THE_SETTINGS
from bot.views.source_forms import Snapshots, disconnect_form
from bot.views.sources import Status, history_view, sources_view
from rules.freshness import PUSHED, Freshness
from rules.publications import Supply
from rules.schedules import Schedule

SHOWN_RUNS = 20


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.SOURCES)(after_ack(open_sources))
    app.action(Action.SHOW_HISTORY)(after_ack(show_history))
    app.action(Action.RESUME_SOURCE)(after_ack(resume))
    app.action(Action.DISCONNECT_SOURCE)(after_ack(ask_about_disconnecting))
    app.view(Callback.DISCONNECT_FORM)(submitted(disconnect_one))


def open_sources(call: Call) -> None:
    """Show what is connected; the button says which page, where there are several."""
    briefing, tr = brief_admin(call)
    value = call.action.get("value", "")
    page = int(value) if value.isascii() and value.isdecimal() else 0
    view = draw_sources(call, tr, briefing.workspace.id, page)
    if value == OVER_THE_SETTINGS:
        # What was typed into their form is still there once this one is closed.
        call.push(view)
    else:
        show(call, view)


def draw_sources(call: Call, tr: Translator, workspace_id: str, page: int = 0) -> View:
    """Return the list of a workspace's sources."""
    now = call.services.clock()
    with Session(call.services.database.reader) as session:
        return sources_view(tr, list_statuses(session, workspace_id, now), page)


def list_statuses(session: Session, workspace_id: str, now: datetime) -> list[Status]:
    """Return how each source of a workspace stands."""
    schedule = get_preferences(session, workspace_id).schedule
    return [
        Status(
            connection,
            _judge_freshness(connection, schedule, now),
            next(iter(list_runs(session, workspace_id, 1, connection.id)), None),
            find_open_run(session, connection.id),
        )
        for connection in list_connections(session, workspace_id)
    ]


def connect_once(call: Call, workspace_id: str, wish: Wish) -> Connection | None:
    """Store a source that a form describes; None where Slack has sent the same form again.

    Raises:
        VaultLockedError: If it has a credential and there is no key to encrypt it with.
    """
    services, by = call.services, call.context.user_id or ""
    with services.database.sessions.begin() as session:
        if not claim_submission(session, call):
            return None
        return connect(session, services.vault, workspace_id, wish, by, services.clock())


def show_history(call: Call) -> None:
    """Show the newest runs of a source."""
    briefing, tr = brief_admin(call)
    with Session(call.services.database.reader) as session:
        connection = get_connection(session, briefing.workspace.id, read_id(call.action["value"]))
        runs = list_runs(session, briefing.workspace.id, SHOWN_RUNS, connection.id)
    show(call, history_view(tr, connection, runs))


def resume(call: Call) -> None:
    """Read a paused source again, and at once; what a program pushes counts from the next push."""
    briefing, tr = brief_admin(call)
    connection_id = read_id(call.action["value"])
    with call.services.database.sessions.begin() as session:
        now = call.services.clock()
        connection = resume_source(session, briefing.workspace.id, connection_id, now)
    if connection.kind in PUSHED:
        show(call, draw_sources(call, tr, briefing.workspace.id))
        return
    cause = Cause.DEMAND if connection.is_confirmed else Cause.PREVIEW
    show_count(call, show_progress(call, reading(tr, connection)), connection, cause)


def ask_about_disconnecting(call: Call) -> None:
    """Ask before a source goes, and what becomes of its counts."""
    briefing, tr = brief_admin(call)
    with Session(call.services.database.reader) as session:
        connection = get_connection(session, briefing.workspace.id, read_id(call.action["value"]))
    show(call, disconnect_form(tr, connection))


def disconnect_one(call: Call) -> Reply:
    """Delete a source with its credential, and its counts where that is wished."""
    briefing, tr = brief_known_admin(call.services, call.context)
    view = call.body["view"]
    forgets = read_choice(view, Field.SNAPSHOTS) == Snapshots.DELETE
    connection_id = read_id(view["private_metadata"])
    with call.services.database.sessions.begin() as session:
        if claim_submission(session, call):
            now = call.services.clock()
            disconnect(session, briefing.workspace.id, connection_id, now, forgets_history=forgets)
    return Reply(draw_sources(call, tr, briefing.workspace.id))


def _judge_freshness(connection: Connection, schedule: Schedule, now: datetime) -> Freshness | None:
    # A source that is confirmed has been read; the types cannot know it.
    if not (connection.as_of and connection.checked_at and connection.changed_at):
        return None
    supply = Supply(
        connection.kind,
        connection.name,
        connection.counts,
        connection.as_of,
        connection.checked_at,
        connection.changed_at,
        schedule.interval,
    )
    return supply.lifespan.judge(now)
