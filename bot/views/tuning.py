"""The form in which admins tune alerts, in plain words and with the defaults beside."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.preferences.tuning import Knob, write_tuning
from bot.views import blocks as b
from bot.views.ids import Action, Callback
from bot.views.language import Translator
from rules.tuning import DEFAULT_TUNING
from rules.wording import Phrase, say

LABELS: Mapping[Knob, Phrase] = MappingProxyType(
    {
        Knob.PENDING_SYNCS: say("Syncs outside the bounds before an alert"),
        Knob.CLEAR_SYNCS: say("Syncs inside the bounds before it ends"),
        Knob.DEAD_BAND_PERCENT: say("Margin before it ends, in per cent of the bound"),
        Knob.MINIMUM_POPULATION: say("Smallest segment I judge, in teammates"),
        Knob.REMINDERS: say("Reminders, in days after it began"),
        Knob.ACKNOWLEDGED_FOR: say("Days that an acknowledgement holds"),
        Knob.ESCALATES_AFTER: say("Days before I tell the admins"),
        Knob.FORECAST_FROM_PERCENT: say("Chance from which I warn of a passage, in per cent"),
    }
)
HINTS: Mapping[Knob, Phrase] = MappingProxyType(
    {
        Knob.PENDING_SYNCS: say("Each on another day, so that one odd count alarms nobody."),
        Knob.CLEAR_SYNCS: say("Each on another day."),
        Knob.DEAD_BAND_PERCENT: say("How far inside the ratio has to be; keeps alerts steady."),
        Knob.MINIMUM_POPULATION: say("A smaller one is shown, but raises no alert."),
        Knob.REMINDERS: say("While nobody has taken the alert on. Empty: none."),
        Knob.ACKNOWLEDGED_FOR: say("After that I ask again."),
        Knob.ESCALATES_AFTER: say("While nobody has taken the alert on."),
        Knob.FORECAST_FROM_PERCENT: say("Within 13 weeks, by two weekly forecasts in a row."),
    }
)


def tuning_form(tr: Translator, texts: Mapping[Knob, str]) -> dict[str, Any]:
    """Return the form, filled in.

    Args:
        tr: The admin's language.
        texts: Every knob as `write_tuning` gives it.
    """
    intro = tr("When an alert comes, when it ends and how often I remind. It counts at once.")
    reset = b.button(
        tr("Reset to Defaults"),
        Action.RESET_TUNING,
        "defaults",
        confirm=b.confirm(
            tr("Reset to defaults?"),
            tr("What was tuned for this workspace is forgotten."),
            tr("Reset"),
            tr("Cancel"),
        ),
    )
    defaults = write_tuning(DEFAULT_TUNING)
    return b.modal(
        Callback.TUNING_FORM,
        tr("Alert tuning"),
        [
            b.section(intro, accessory=reset),
            *(_field(tr, knob, texts[knob], defaults[knob]) for knob in Knob),
        ],
        submit=tr("Save"),
        close=tr("Cancel"),
    )


def read_tuning(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[Knob, str]:
    """Return what the fields of a submitted form hold.

    Args:
        values: Slack's `state.values[block_id][action_id]`.
    """
    return {knob: values[knob][Action.ANSWER]["value"] or "" for knob in Knob}


def _field(tr: Translator, knob: Knob, held: str, default: str) -> b.Block:
    default_is = tr("Default: {value}.", value=default)
    element: b.Element
    if knob is Knob.REMINDERS:
        element = {"type": "plain_text_input", "action_id": Action.ANSWER, "max_length": 100}
        element |= {"initial_value": held} if held else {}
    else:
        element = b.number_input(Action.ANSWER, held)
    return b.field(
        knob,
        tr.say(LABELS[knob]),
        element,
        hint=tr.sentences([tr.say(HINTS[knob]), default_is]),
        is_optional=knob is Knob.REMINDERS,
    )
