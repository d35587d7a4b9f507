"""The tuning of alerts: a form over the settings, for admins."""

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.errors import PreferencesError
from bot.jobs.preferences import reset_tuning, save_tuning_changes
from bot.listeners.admins import brief_admin, brief_known_admin
from bot.listeners.calls import Call, after_ack
from bot.listeners.windows import Reply, submitted
from bot.preferences.tuning import write_tuning
from bot.storage.watches import get_tuning
from bot.views.ids import Action, Callback
from bot.views.notices import TUNING_RESET, TUNING_SAVED, notice_view
from bot.views.tuning import read_tuning, tuning_form


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.TUNING)(after_ack(open_tuning))
    app.action(Action.RESET_TUNING)(after_ack(forget_tuning))
    app.view(Callback.TUNING_FORM)(submitted(save_tuning_form))


def open_tuning(call: Call) -> None:
    """Show the form over the settings, with what is chosen at present."""
    briefing, tr = brief_admin(call)
    with Session(call.services.database.reader) as session:
        tuning = get_tuning(session, briefing.workspace.id)
    call.push(tuning_form(tr, write_tuning(tuning)))


def save_tuning_form(call: Call) -> Reply:
    """Keep what the form holds, or say beside each field what is wrong."""
    briefing, tr = brief_known_admin(call.services, call.context)
    texts = read_tuning(call.body["view"]["state"]["values"])
    try:
        with call.services.database.sessions.begin() as session:
            save_tuning_changes(session, briefing.workspace.id, texts, call.services.clock())
    except PreferencesError as error:
        return Reply(errors={knob: tr.say(phrase) for knob, phrase in error.faults.items()})
    return Reply(notice_view(tr, TUNING_SAVED))


def forget_tuning(call: Call) -> None:
    """Go back to the defaults, and say so in place of the form."""
    briefing, tr = brief_admin(call)
    with call.services.database.sessions.begin() as session:
        reset_tuning(session, briefing.workspace.id, call.services.clock())
    call.redraw(notice_view(tr, TUNING_RESET))
