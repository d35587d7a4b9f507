"""Answering alerts: take them on, silence them, look at the plan behind them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.errors import AlertNotFoundError
from bot.jobs.answering import silence, snooze, speak_again, take_on
from bot.jobs.deliver import deliver_due
from bot.listeners.admins import brief_admin, may_administer
from bot.listeners.calls import Call, after_ack
from bot.listeners.home import show_home
from bot.listeners.members import workspace_id
from bot.listeners.questions import find_own_enquiry
from bot.listeners.windows import Reply, claim_submission, read_id, submitted
from bot.storage.cards import find_card
from bot.storage.revivals import revive_deliveries
from bot.views.ids import Action, Callback
from bot.views.language import Translator
from bot.views.notices import (
    ALERT_IS_OVER,
    NOT_FOR_GUESTS,
    SILENCED,
    Message,
    notice,
    notice_view,
)
from bot.views.plans import plan_message
from bot.views.silences import FAULTS, read_silence, silence_form
from bot.workspaces import Briefing, Enquiry
from rules.plans import build_plan
from rules.silences import SilenceError

PROPOSED_DAYS = timedelta(days=14)
Answer = Callable[[Session, str, int, str, datetime], None]


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.ACKNOWLEDGE)(after_ack(acknowledge_alert))
    app.action(Action.SNOOZE)(after_ack(snooze_alert))
    app.action(Action.END_SILENCE)(after_ack(end_silence))
    app.action(Action.SILENCE)(after_ack(open_silence_form))
    app.action(Action.VIEW_PLAN)(after_ack(show_plan))
    app.action(Action.RETRY_DELIVERIES)(after_ack(retry_deliveries))
    app.view(Callback.SILENCE_FORM)(submitted(save_silence))


def acknowledge_alert(call: Call) -> None:
    """Take an alert on."""
    _answer(call, take_on)


def snooze_alert(call: Call) -> None:
    """Silence an alert for seven days."""
    _answer(call, snooze)


def end_silence(call: Call) -> None:
    """Let a silenced alert speak again."""
    _answer(call, speak_again)


def open_silence_form(call: Call) -> None:
    """Ask until when an alert shall be silent, and why."""
    briefing, tr = call.brief()
    if _refuse_guest(call, briefing, tr):
        return
    now = call.services.clock()
    with Session(call.services.database.reader) as session:
        card = find_card(session, briefing.workspace.id, read_id(call.action["value"]), now)
    if card is None or card.episode.closed_at is not None:
        call.open(notice_view(tr, ALERT_IS_OVER))
        return
    local = now.astimezone(ZoneInfo(briefing.workspace.time_zone))
    call.open(silence_form(tr, card, (local + PROPOSED_DAYS).date()))


def save_silence(call: Call) -> Reply:
    """Silence an alert as the form says, or say beside a field what is wrong."""
    briefing, tr = call.brief()
    if briefing.member.is_guest:
        return Reply(notice_view(tr, NOT_FOR_GUESTS))
    view, now = call.body["view"], call.services.clock()
    zone = ZoneInfo(briefing.workspace.time_zone)
    ends_at, comment = read_silence(view["state"]["values"], zone)
    episode_id = read_id(view["private_metadata"])
    try:
        with call.services.database.sessions.begin() as session:
            if claim_submission(session, call):
                silence(
                    session,
                    briefing.workspace.id,
                    episode_id,
                    briefing.member.user_id,
                    ends_at,
                    comment,
                    now,
                )
    except SilenceError as error:
        field, phrase = FAULTS[error.fault]
        return Reply(errors={field: tr.say(phrase)})
    except AlertNotFoundError:
        return Reply(notice_view(tr, ALERT_IS_OVER))
    return Reply(notice_view(tr, SILENCED), work=lambda begun, _: _deliver(begun))


def show_plan(call: Call) -> None:
    """Show the plan for the workspace's headcount, to the one who asked alone."""
    briefing, tr = call.brief()
    enquiry = find_own_enquiry(briefing, may_administer=may_administer(briefing, call.services))
    if not isinstance(enquiry, Enquiry):
        _say(call, enquiry)
        return
    plan = build_plan(enquiry.facts, briefing.workspace.bounds)
    _say(call, plan_message(tr, plan, enquiry, place=None))


def retry_deliveries(call: Call) -> None:
    """Try again what could not be told."""
    briefing, _ = brief_admin(call)
    with call.services.database.sessions.begin() as session:
        revive_deliveries(session, briefing.workspace.id, call.services.clock())
    _deliver(call)
    show_home(call)


def _answer(call: Call, answer: Answer) -> None:
    """Do what a button says; the message itself shows who did it."""
    briefing, tr = call.brief()
    if _refuse_guest(call, briefing, tr):
        return
    episode_id, now = read_id(call.action["value"]), call.services.clock()
    try:
        with call.services.database.sessions.begin() as session:
            answer(session, briefing.workspace.id, episode_id, briefing.member.user_id, now)
    except AlertNotFoundError:
        _say(call, notice(tr, ALERT_IS_OVER))
    _deliver(call)
    if "view" in call.body:
        show_home(call)


def _deliver(call: Call) -> None:
    """Bring the message up to date now, not at the next tick: somebody is looking at it."""
    database, now = call.services.database, call.services.clock()
    deliver_due(database, call.client, now, workspace_id(call.context))


def _refuse_guest(call: Call, briefing: Briefing, tr: Translator) -> bool:
    if briefing.member.is_guest:
        _say(call, notice(tr, NOT_FOR_GUESTS))
    return briefing.member.is_guest


def _say(call: Call, message: Message) -> None:
    """Tell the one who pressed, where they pressed; App Home has no place to answer in."""
    if "view" in call.body:
        call.client.chat_postMessage(channel=call.context.user_id or "", **message)
    else:
        call.answer(message | {"response_type": "ephemeral", "replace_original": False})
