"""Reading every source now, at an admin's word."""

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.connections import Cause, Connection
from bot.jobs.sync import list_readable, sync_one
from bot.listeners.admins import brief_admin
from bot.listeners.calls import Call, after_ack
from bot.listeners.home import show_home
from bot.listeners.questions import Later, Question
from bot.listeners.windows import show, show_progress
from bot.views.ids import Action
from bot.views.language import Translator
from bot.views.notices import NOTHING_TO_READ
from bot.views.sources import said_view
from bot.views.syncs import Outcome, synced_message, synced_view, syncing_view


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.SYNC_NOW)(after_ack(sync_now))


def answer_sync(_question: Question, _rest: str) -> Later:
    """Answer with a window in which sources are read one after the other."""
    return Later(sync_now)


def sync_now(call: Call) -> None:
    """Read every source that is read by itself, showing how far it is and what came of each."""
    briefing, tr = brief_admin(call)
    with Session(call.services.database.reader) as session:
        sources = list_readable(session, briefing.workspace.id)
    if not sources:
        show(call, said_view(tr, NOTHING_TO_READ))
        return
    _read_all(call, tr, sources)


def _read_all(call: Call, tr: Translator, sources: list[Connection]) -> None:
    services, by, done = call.services, call.context.user_id, list[Outcome]()
    window = show_progress(call, syncing_view(tr, done, sources[0], len(sources)))
    for source in sources:
        if done:
            window.report(syncing_view(tr, done, source, len(sources)))
        run = sync_one(
            services.database,
            services.open_source,
            source.id,
            Cause.DEMAND,
            by,
            services.clock(),
        )
        done.append(Outcome(source, run))
    if not window.show(synced_view(tr, done)) and call.context.response_url:
        call.answer(synced_message(tr, done) | {"replace_original": False})
    show_home(call)
