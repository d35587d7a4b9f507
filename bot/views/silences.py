"""The modal that silences an alert: until when, and why."""

from datetime import date
from typing import Any

from bot.alerts import AlertCard
from bot.views import blocks as b
from bot.views.alert_texts import tell_state
from bot.views.ids import Action, Callback, SilenceField
from bot.views.language import Translator
from rules.silences import LONGEST_DAYS, SNOOZE_DAYS, SilenceFault
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
    """Return the modal; the day it comes with can be changed."""
    intro = tr("While it is silenced, its message is kept up to date, but nothing new is posted.")
    return b.modal(
        Callback.SILENCE_FORM,
        tr("Silence this alert"),
        [
            b.section(b.titled(tr.mrkdwn(tell_state(card)), intro)),
            b.field(
                SilenceField.ENDS_ON,
                tr("Until"),
                {
                    "type": "datepicker",
                    "action_id": Action.ANSWER,
                    "initial_date": ends_on.isoformat(),
                },
            ),
            b.field(
                SilenceField.COMMENT,
                tr("Why"),
                {"type": "plain_text_input", "action_id": Action.ANSWER, "max_length": 300},
                hint=tr("Needed for more than {days} days.", days=SNOOZE_DAYS.value),
                is_optional=True,
            ),
        ],
        submit=tr("Silence"),
        close=tr("Cancel"),
        metadata=str(card.episode.id),
    )
