"""The settings journey: a form for admins, and an alert channel that has to prove itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from sqlalchemy.orm import Session

from bot.errors import PreferencesError
from bot.jobs.introductions import introduce
from bot.jobs.preferences import get_settings, list_known_segments, save_changes
from bot.listeners.admins import brief_admin, brief_known_admin
from bot.listeners.calls import Call, after_ack
from bot.listeners.home import show_home
from bot.listeners.questions import Later, Question
from bot.listeners.windows import Reply, Window, claim_submission, submitted
from bot.preferences.changes import Setting, write_settings
from bot.preferences.texts import NONE
from bot.services import Services
from bot.storage.workspaces import get_preferences, get_workspace
from bot.views.ids import Action, Callback, SettingField
from bot.views.language import Translator
from bot.views.notices import notice
from bot.views.pickers import within_limits
from bot.views.setting_fields import find_changed, find_field, merge_changes, read_fields
from bot.views.settings import channel_refused, channel_tested, settings_saved
from bot.views.settings_form import segment_options, settings_form
from bot.views.time_zones import zone_options
from rules.wording import Phrase

Typed = Mapping[SettingField, str]


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.SETTINGS)(after_ack(open_settings))
    app.view(Callback.SETTINGS_FORM)(submitted(save_settings_form))
    app.options(Action.FIND_TIME_ZONE)(suggest_time_zones)
    app.options(Action.FIND_SEGMENT)(suggest_segments)


def answer_settings(_question: Question, _rest: str) -> Later:
    """Answer with the form; a modal needs Slack."""
    return Later(open_settings)


def open_settings(call: Call) -> None:
    """Show the form with what is chosen at present; to admins only."""
    briefing, tr = brief_admin(call)
    with Session(call.services.database.reader) as session:
        workspace = get_workspace(session, briefing.workspace.id)
        preferences = get_preferences(session, briefing.workspace.id)
    texts = write_settings(workspace, preferences)
    call.open(settings_form(tr, texts, call.services.clock()))


@dataclass(frozen=True, slots=True)
class Saving:
    """What became of a submitted form.

    Attributes:
        changed: Settings that count from now on.
        untried: The channel that has to prove itself before it counts; None where there is none.
        is_first: False where Slack sent the same submission before.
    """

    changed: list[Setting]
    untried: str | None
    is_first: bool


def save_settings_form(call: Call) -> Reply:
    """Keep what was changed in the form, or say beside each field what is wrong."""
    briefing, tr = brief_known_admin(call.services, call.context)
    typed = read_fields(call.body["view"]["state"]["values"])
    try:
        saving = save(call, briefing.workspace.id, typed)
    except PreferencesError as error:
        return Reply(errors=_place(tr, error.faults, typed))
    if saving.untried is None:
        return Reply(settings_saved(tr, saving.changed), work=draw_home)
    work = partial(try_channel, channel=saving.untried, changed=saving.changed)
    return Reply(channel_tested(tr, saving.changed), work=work if saving.is_first else None)


def draw_home(call: Call, _window: Window) -> None:
    """Let App Home follow: its checklist, its verdict and its controls depend on settings."""
    show_home(call)


def save(call: Call, workspace_id: str, typed: Typed) -> Saving:
    """Write what was changed since the form was opened, save for a channel not tried yet.

    Raises:
        PreferencesError: Naming every setting at fault; nothing is written then.
        OutdatedButtonError: If an earlier version of us opened the form.
    """
    changed = find_changed(typed, call.body["view"]["private_metadata"])
    with call.services.database.sessions.begin() as session:
        stored = write_settings(*get_settings(session, workspace_id))
        changes = merge_changes(typed, changed, stored)
        channel = changes.get(Setting.ALERT_CHANNEL, NONE)
        untried = channel if channel not in {NONE, stored[Setting.ALERT_CHANNEL]} else None
        if untried is not None:
            del changes[Setting.ALERT_CHANNEL]
        is_first = claim_submission(session, call)
        if is_first:
            save_changes(session, workspace_id, changes, call.services.clock())
    return Saving(list(changes), untried, is_first)


def try_channel(call: Call, window: Window, channel: str, changed: list[Setting]) -> None:
    """Post the first message in a channel; only where it arrives, alerts go there from now on."""
    briefing, tr = brief_admin(call)
    workspace = briefing.workspace
    trouble = introduce(call.client, channel, workspace, briefing.member.user_id)
    if trouble is not None:
        if not window.show(channel_refused(tr, trouble)):
            call.client.chat_postMessage(channel=briefing.member.user_id, **notice(tr, trouble))
        return
    with call.services.database.sessions.begin() as session:
        changes = {Setting.ALERT_CHANNEL: channel}
        save_changes(session, workspace.id, changes, call.services.clock())
    everything = [one for one in Setting if one in {*changed, Setting.ALERT_CHANNEL}]
    window.show(settings_saved(tr, everything))
    show_home(call)


def suggest_time_zones(
    ack: Ack, body: dict[str, Any], context: BoltContext, services: Services
) -> None:
    """Offer the time zones that what an admin typed may mean."""
    _, tr = brief_known_admin(services, context)
    ack(options=within_limits(zone_options(tr, body["value"], services.clock())))


def suggest_segments(
    ack: Ack, body: dict[str, Any], context: BoltContext, services: Services
) -> None:
    """Offer the segments whose names hold what an admin typed."""
    briefing, tr = brief_known_admin(services, context)
    with Session(services.database.reader) as session:
        names = list_known_segments(session, briefing.workspace.id)
    ack(options=segment_options(tr, names, body["value"]))


def _place(tr: Translator, faults: Mapping[str, Phrase], typed: Typed) -> dict[str, str]:
    return {
        find_field(Setting(setting), typed): tr.say(phrase) for setting, phrase in faults.items()
    }
