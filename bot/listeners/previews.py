"""Counting a source while an admin waits: the preview, what came of it, and the counts that wait."""

from collections.abc import Sequence

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Run
from bot.errors import SourceError
from bot.jobs.histories import leave_old, list_newer
from bot.jobs.sync import sync_one
from bot.listeners.admins import brief_admin
from bot.listeners.calls import Call, after_ack
from bot.listeners.files import FILE, count_file, find_file
from bot.listeners.home import show_home
from bot.listeners.windows import Reply, View, Window, read_id, show, show_progress
from bot.storage.runs import get_run
from bot.storage.snapshots import read_current_snapshot
from bot.storage.sources import get_connection
from bot.views import blocks as b
from bot.views.ids import Action
from bot.views.language import Translator, translator
from bot.views.notices import BEING_READ, paused_note
from bot.views.origins import name_source, title_source
from bot.views.previews import preview_view, reading_view, tell_published, trouble_view
from bot.views.sources import said_view
from rules.headcounts import HeadcountRow, SourceKind
from rules.troubles import Incident, RunStatus


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.PREVIEW_SOURCE)(after_ack(preview_source))
    app.action(Action.REVIEW_RUN)(after_ack(review_run))


def preview_source(call: Call) -> None:
    """Count a source and show what comes of it, before any of it counts."""
    briefing, tr = brief_admin(call)
    with Session(call.services.database.reader) as session:
        connection = get_connection(session, briefing.workspace.id, read_id(call.action["value"]))
    show_count(call, show_progress(call, reading(tr, connection)), connection, Cause.PREVIEW)


def review_run(call: Call) -> None:
    """Show counts again that were read before, with what is decided about them."""
    briefing, tr = brief_admin(call)
    with Session(call.services.database.reader) as session:
        run = get_run(session, briefing.workspace.id, read_id(call.action["value"]))
    show(call, draw_run(call, tr, run))


def reading(tr: Translator, connection: Connection) -> View:
    """Return the modal that says that a source is being read."""
    return reading_view(tr, name_source(tr, connection.kind, connection.name))


def show_count(call: Call, window: Window, connection: Connection, cause: Cause) -> None:
    """Count a source and show what comes of it; App Home has it for whoever looks away."""
    window.show(draw_count(call, connection, cause))
    show_home(call)


def preview_reply(tr: Translator, connection: Connection, cause: Cause = Cause.PREVIEW) -> Reply:
    """Return the answer to a form after which a source is counted."""
    return Reply(
        reading(tr, connection),
        work=lambda call, window: show_count(call, window, connection, cause),
    )


def draw_count(call: Call, connection: Connection, cause: Cause) -> View:
    """Count a source now, and return what came of it as a modal."""
    tr = translator(call.context["language"])
    try:
        run = count(call, connection, cause)
    except SourceError as error:
        return draw_trouble(tr, connection, error.incident)
    return draw_idle(tr, connection) if run is None else draw_run(call, tr, run)


def count(call: Call, connection: Connection, cause: Cause) -> Run | None:
    """Count a source now and keep what came of it; None where it is paused, or being read.

    Raises:
        SourceError: If a file cannot be read; other sources leave a run that says so.
    """
    services, by = call.services, call.context.user_id or ""
    if connection.kind is SourceKind.FILE:
        return count_file(call, find_file(call, connection.config.get(FILE, "")))
    return sync_one(
        services.database, services.open_source, connection.id, cause, by, services.clock()
    )


def draw_idle(tr: Translator, connection: Connection) -> View:
    """Return why a source was not read: it is paused, or somebody else is reading it."""
    name = title_source(tr, connection.kind, connection.name)
    return said_view(tr, paused_note(name) if connection.is_paused else BEING_READ)


def draw_run(call: Call, tr: Translator, run: Run) -> View:
    """Return what a run came to, with the buttons that decide where it waits for a decision."""
    with Session(call.services.database.reader) as session:
        connection = get_connection(session, run.workspace_id, run.connection_id or 0)
        if run.incident is not None:
            return draw_trouble(tr, connection, run.incident)
        if run.status is RunStatus.OK and not run.is_history:
            return said_view(tr, tell_published(tr, run))
        newer = list_newer(session, connection, run.as_of)
        is_past = run.is_open and leave_old(run, connection, newer)[0].is_history
        before = _list_published(session, connection, run)
        return preview_view(tr, run, before, is_past=is_past)


def draw_trouble(tr: Translator, connection: Connection, incident: Incident) -> View:
    """Return why a source could not be counted, with the ways on."""
    name = title_source(tr, connection.kind, connection.name)
    ways = [b.button(tr("Try Again"), Action.PREVIEW_SOURCE, str(connection.id))]
    if connection.kind is SourceKind.FILE:
        ways = [b.button(tr("Upload a File"), Action.CHOOSE_KIND, SourceKind.FILE.value)]
    return trouble_view(tr, name, incident, *ways)


def _list_published(session: Session, connection: Connection, run: Run) -> Sequence[HeadcountRow]:
    """Return the numbers that those of a run would replace."""
    own = connection.supplied
    shown = {row.headcount_class for row in run.rows or ()}
    missing = (connection.supplies | shown) - {row.headcount_class for row in own}
    current = read_current_snapshot(session, connection.workspace_id)
    rows = () if current is None else current.rows
    return [*own, *(row for row in rows if row.headcount_class in missing)]
