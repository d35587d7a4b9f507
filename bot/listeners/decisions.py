"""Deciding about counts that wait, wherever their buttons stand; the first decision is final."""

from collections.abc import Callable
from datetime import datetime

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.connections import Run
from bot.errors import DecidedAlreadyError, OutdatedButtonError
from bot.jobs import overrides
from bot.jobs.decisions import accept_run, find_decision, keep_old, pause_source
from bot.listeners.admins import brief_admin
from bot.listeners.calls import Call, after_ack
from bot.listeners.home import show_home
from bot.listeners.previews import draw_run
from bot.listeners.sources import draw_sources
from bot.listeners.windows import is_in_modal, read_id
from bot.storage.runs import get_run
from bot.views.ids import Action
from bot.views.language import Translator
from bot.views.notices import notice, paused_note
from bot.views.origins import title_source
from bot.views.runs import run_notice
from rules.headcounts import HeadcountClass

Decide = Callable[[Session, str, int, str, datetime], Run]


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.ACCEPT_RUN)(after_ack(accept))
    app.action(Action.KEEP_OLD)(after_ack(keep))
    app.action(Action.PAUSE_SOURCE)(after_ack(pause))
    app.action(Action.REMOVE_OVERRIDE)(after_ack(use_source))


def accept(call: Call) -> None:
    """Let counts count."""
    _decide(call, accept_run)


def keep(call: Call) -> None:
    """Leave the published numbers as they are."""
    _decide(call, keep_old)


def pause(call: Call) -> None:
    """Stop reading a source; counts of it that waited no longer do."""
    briefing, tr = brief_admin(call)
    workspace_id, connection_id = briefing.workspace.id, read_id(call.action["value"])
    with call.services.database.sessions.begin() as session:
        now, by = call.services.clock(), briefing.member.user_id
        connection, decided = pause_source(session, workspace_id, connection_id, by, now)
    if is_in_modal(call):
        call.redraw(draw_sources(call, tr, workspace_id))
    elif "view" not in call.body:
        name = title_source(tr, connection.kind, connection.name)
        said = notice(tr, paused_note(name)) if decided is None else run_notice(tr, decided)
        call.answer(said | {"replace_original": True})
    show_home(call)


def use_source(call: Call) -> None:
    """Take away a number that was set by hand over a source."""
    briefing, _ = brief_admin(call)
    headcount_class = _read_class(call.action["value"])
    with call.services.database.sessions.begin() as session:
        overrides.use_source(session, briefing.workspace.id, headcount_class, call.services.clock())
    show_home(call)


def _read_class(value: str) -> HeadcountClass:
    try:
        return HeadcountClass(value)
    except ValueError:
        raise OutdatedButtonError(value) from None


def _decide(call: Call, decide: Decide) -> None:
    briefing, tr = brief_admin(call)
    workspace_id, run_id = briefing.workspace.id, read_id(call.action["value"])
    services, by = call.services, briefing.member.user_id
    try:
        with services.database.sessions.begin() as session:
            run = decide(session, workspace_id, run_id, by, services.clock())
    except DecidedAlreadyError:
        with Session(services.database.reader) as session:
            run = find_decision(session, get_run(session, workspace_id, run_id))
        if run.is_open and "view" in call.body:
            raise
        # Pressed twice, or somebody else was quicker: who decided is what there is to see.
    _show(call, tr, run)


def _show(call: Call, tr: Translator, run: Run) -> None:
    """Let the buttons give way to who decided, where they stood; App Home follows."""
    if is_in_modal(call):
        call.redraw(draw_run(call, tr, run))
    elif "view" not in call.body:
        call.answer(run_notice(tr, run, is_over=True) | {"replace_original": True})
    show_home(call)
