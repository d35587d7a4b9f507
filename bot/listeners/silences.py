"""Silencing all alerts of a workspace from App Home, and ending that: for admins."""

from zoneinfo import ZoneInfo

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.jobs.answering import silence_all, speak_again_all
from bot.jobs.check import check_due
from bot.jobs.deliver import deliver_due
from bot.listeners.admins import brief_admin, brief_known_admin
from bot.listeners.alerts import PROPOSED_DAYS
from bot.listeners.calls import Call, after_ack
from bot.listeners.home import show_home
from bot.listeners.members import workspace_id
from bot.listeners.windows import Reply, claim_submission, submitted
from bot.storage.silences import find_wide_silence
from bot.views.ids import Action, Callback
from bot.views.notices import EVERYTHING_SILENCED, notice_view
from bot.views.silences import FAULTS, read_silence, silence_all_form
from rules.silences import SilenceError


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.SILENCE_ALL)(after_ack(open_silence_all_form))
    app.action(Action.END_SILENCE_ALL)(after_ack(end_silence_of_all))
    app.view(Callback.SILENCE_ALL_FORM)(submitted(save_silence_of_all))


def open_silence_all_form(call: Call) -> None:
    """Ask until when all alerts shall be silent, and why; with what is chosen, if they are."""
    briefing, tr = brief_admin(call)
    now = call.services.clock()
    with Session(call.services.database.reader) as session:
        running = find_wide_silence(session, briefing.workspace.id, now)
    ends_at = now + PROPOSED_DAYS if running is None else running.ends_at
    ends_on = ends_at.astimezone(ZoneInfo(briefing.workspace.time_zone)).date()
    call.open(silence_all_form(tr, ends_on, running))


def save_silence_of_all(call: Call) -> Reply:
    """Silence all alerts as the form says, or say beside a field what is wrong."""
    briefing, tr = brief_known_admin(call.services, call.context)
    workspace, now = briefing.workspace, call.services.clock()
    zone = ZoneInfo(workspace.time_zone)
    ends_at, comment = read_silence(call.body["view"]["state"]["values"], zone)
    by = briefing.member.user_id
    try:
        with call.services.database.sessions.begin() as session:
            if claim_submission(session, call):
                silence_all(session, workspace.id, by, ends_at, comment, now)
    except SilenceError as error:
        field, phrase = FAULTS[error.fault]
        return Reply(errors={field: tr.say(phrase)})
    return Reply(notice_view(tr, EVERYTHING_SILENCED), work=lambda begun, _: _catch_up(begun))


def end_silence_of_all(call: Call) -> None:
    """Let all alerts speak again."""
    briefing, _ = brief_admin(call)
    by, now = briefing.member.user_id, call.services.clock()
    with call.services.database.sessions.begin() as session:
        speak_again_all(session, briefing.workspace.id, by, now)
    _catch_up(call)


def _catch_up(call: Call) -> None:
    """Judge and tell now, not at the next tick: somebody is looking at it."""
    database, now, of = call.services.database, call.services.clock(), workspace_id(call.context)
    check_due(database, now, of)
    deliver_due(database, call.client, now, of)
    show_home(call)
