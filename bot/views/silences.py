"""Silences: the modals that ask until when and why, and the one that App Home shows."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.alerts import AlertCard
from bot.views import blocks as b
from bot.views.alert_texts import tell_state
from bot.views.ids import Action, Callback, SilenceField
from bot.views.language import Translator
from bot.views.text import escape, isolate
from rules.silences import LONGEST_DAYS, SNOOZE_DAYS, Silence, SilenceFault
from rules.wording import Phrase, say

FAULTS: dict[SilenceFault, tuple[SilenceField, Phrase]] = {
    SilenceFault.ENDS_TOO_SOON: (SilenceField.ENDS_ON, say("Choose a day after today.")),
    SilenceFault.ENDS_TOO_LATE: (
        SilenceField.ENDS_ON,
        say("A silence lasts {days} days at most.", days=LONGEST_DAYS.value),
    ),
    SilenceFault.NOBODY_SAID_SO: (SilenceField.COMMENT, say("Say who asks for it.")),
    SilenceFault.COMMENT_MISSING: (
        SilenceField.COMMENT,
        say("Say why, such as a reorganisation or a hiring freeze."),
    ),
}


def silence_form(tr: Translator, card: AlertCard, ends_on: date) -> dict[str, Any]:
    """Return the modal for one alert; the day it comes with can be changed."""
    intro = tr("While it is silenced, its message is kept up to date, but nothing new is posted.")
    return b.modal(
        Callback.SILENCE_FORM,
        tr("Silence this alert"),
        [
            b.section(b.titled(tr.mrkdwn(tell_state(card)), intro)),
            _end(tr, ends_on),
            b.field(
                SilenceField.COMMENT,
                tr("Why"),
                _comment(""),
                hint=tr("Needed for more than {days} days.", days=SNOOZE_DAYS.value),
                is_optional=True,
            ),
        ],
        submit=tr("Silence"),
        close=tr("Cancel"),
        metadata=str(card.episode.id),
    )


def silence_all_form(tr: Translator, ends_on: date, running: Silence | None) -> dict[str, Any]:
    """Return the modal for all alerts of a workspace.

    Args:
        tr: The admin's language.
        ends_on: The day it comes with.
        running: What it would take the place of; None where nothing is.
    """
    effects = [
        tr("Nothing new is posted and nobody is reminded; what is posted is kept up to date."),
        tr("I go on judging: what still holds at the end is told then, what is over is not told."),
        tr("A new stage reached meanwhile is not announced. Digests still come."),
    ]
    return b.modal(
        Callback.SILENCE_ALL_FORM,
        tr("Silence all alerts"),
        [
            b.section(b.titled(tr("Every alert, in every segment"), b.bullets(effects))),
            _end(tr, ends_on),
            b.field(
                SilenceField.COMMENT,
                tr("Why"),
                _comment("" if running is None else running.comment),
                hint=tr("Such as a reorganisation or a hiring freeze. Everybody here can read it."),
            ),
        ],
        submit=tr("Silence"),
        close=tr("Cancel"),
    )


def silence_blocks(tr: Translator, silence: Silence, *, may_end: bool) -> list[b.Block]:
    """Return what silences all alerts, for App Home: until when, by whom, why, and what it does."""
    title = tr("All alerts are silenced until {moment}.", moment=tr.moment(silence.ends_at))
    reason = f"<@{silence.created_by}>: {isolate(escape(silence.comment))}"
    does = tr("Nothing new is posted. I go on judging, and tell then what still holds.")
    blocks = [b.section(f":no_bell: {b.titled(title, reason)}"), b.context(does)]
    if not may_end:
        return blocks
    return [
        *blocks,
        b.actions(
            b.button(tr("Change…"), Action.SILENCE_ALL, "home"),
            b.button(tr("End Silence"), Action.END_SILENCE_ALL, "home"),
        ),
    ]


def read_silence(
    values: Mapping[str, Mapping[str, Mapping[str, Any]]], zone: ZoneInfo
) -> tuple[datetime, str]:
    """Return until when, and why.

    Args:
        values: Slack's `state.values[block_id][action_id]`.
        zone: The workspace's, in which the day begins.
    """
    day = values[SilenceField.ENDS_ON][Action.ANSWER]["selected_date"]
    comment = values[SilenceField.COMMENT][Action.ANSWER]["value"]
    return datetime.combine(date.fromisoformat(day), time(), zone), comment or ""


def _end(tr: Translator, ends_on: date) -> b.Block:
    return b.field(
        SilenceField.ENDS_ON,
        tr("Until"),
        {"type": "datepicker", "action_id": Action.ANSWER, "initial_date": ends_on.isoformat()},
        hint=tr(
            "It ends when this day begins in the workspace's time zone, after {days} days at most.",
            days=LONGEST_DAYS.value,
        ),
    )


def _comment(held: str) -> b.Element:
    element = {"type": "plain_text_input", "action_id": Action.ANSWER, "max_length": 300}
    return element | {"initial_value": held} if held else element
