"""The form in which admins tune alerts, in plain words and with the defaults beside."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.preferences.tuning import FORECAST_GAP, Knob, write_tuning
from bot.views import blocks as b
from bot.views.ids import Action, Callback
from bot.views.language import Translator
from rules.tuning import DEFAULT_TUNING, EARLY_MINUTES
from rules.wording import Phrase, say

GROUPS: tuple[tuple[Phrase, tuple[Knob, ...]], ...] = (
    (
        say("When an alert begins"),
        (Knob.PENDING_SYNCS, Knob.PENDING_FOR, Knob.MINIMUM_POPULATION),
    ),
    (
        say("When it ends"),
        (Knob.CLEAR_SYNCS, Knob.DEAD_BAND_PERCENT, Knob.MISSING_SYNCS),
    ),
    (
        say("When it keeps changing"),
        (Knob.FLAPPING_FROM, Knob.FLAPPING_WINDOW, Knob.SETTLED_UP_TO, Knob.SETTLED_WINDOW),
    ),
    (
        say("Reminders"),
        (Knob.REMINDERS, Knob.ACKNOWLEDGED_FOR, Knob.SEVERE_FACTOR, Knob.ESCALATES_AFTER),
    ),
    (
        say("When no headcount comes in"),
        (Knob.STALE_ESCALATES_AFTER, Knob.RESTART_GRACE),
    ),
    (
        say("Forecasts and stages"),
        (
            Knob.FORECAST_FROM_PERCENT,
            Knob.FORECAST_RUNS,
            Knob.FORECAST_PAUSE,
            Knob.STAGE_SYNCS,
        ),
    ),
)
LABELS: Mapping[Knob, Phrase] = MappingProxyType(
    {
        Knob.PENDING_SYNCS: say("Syncs outside the bounds before an alert"),
        Knob.PENDING_FOR: say("Hours at least from the first of these syncs to the last"),
        Knob.MINIMUM_POPULATION: say("Smallest segment I judge, in teammates"),
        Knob.CLEAR_SYNCS: say("Syncs inside the bounds before it ends"),
        Knob.DEAD_BAND_PERCENT: say("Margin before it ends, in per cent of the bound"),
        Knob.MISSING_SYNCS: say("Syncs without a segment before its alert is closed"),
        Knob.FLAPPING_FROM: say("Changes that make an alert restless"),
        Knob.FLAPPING_WINDOW: say("Days within which they count"),
        Knob.SETTLED_UP_TO: say("Most changes once it has settled"),
        Knob.SETTLED_WINDOW: say("Days it has to stay that quiet"),
        Knob.REMINDERS: say("Reminders, in days after it began"),
        Knob.ACKNOWLEDGED_FOR: say("Days that an acknowledgement holds"),
        Knob.SEVERE_FACTOR: say("Times the upper bound that is severe"),
        Knob.ESCALATES_AFTER: say("Days before I tell the admins"),
        Knob.STALE_ESCALATES_AFTER: say("Days before I tell the admins of an old headcount"),
        Knob.RESTART_GRACE: say("Hours that sources have after I was away"),
        Knob.FORECAST_FROM_PERCENT: say("Chance from which I warn of a passage, in per cent"),
        Knob.FORECAST_RUNS: say("Weekly forecasts in a row that agree on it"),
        Knob.FORECAST_PAUSE: say("Days between two warnings"),
        Knob.STAGE_SYNCS: say("Syncs that agree on a new stage before I tell"),
    }
)
HINTS: Mapping[Knob, Phrase] = MappingProxyType(
    {
        Knob.PENDING_SYNCS: say("Each on another day, so that one odd count alarms nobody."),
        Knob.PENDING_FOR: say(
            "A sync up to {minutes} minutes early still counts. With 1 sync, 0 hours let an alert"
            " come at once.",
            minutes=EARLY_MINUTES.value,
        ),
        Knob.MINIMUM_POPULATION: say("A smaller one is shown, but raises no alert."),
        Knob.CLEAR_SYNCS: say("Each on another day."),
        Knob.DEAD_BAND_PERCENT: say("How far inside the ratio has to be; keeps alerts steady."),
        Knob.MISSING_SYNCS: say("It was removed or renamed, so nothing is said to be resolved."),
        Knob.FLAPPING_FROM: say(
            "Each opening and each ending is one. I only edit the message of a restless alert."
        ),
        Knob.FLAPPING_WINDOW: say("Counted back from the newest change."),
        Knob.SETTLED_UP_TO: say("Fewer than make it restless. Then I post about it again."),
        Knob.SETTLED_WINDOW: say("No longer than the days within which changes count."),
        Knob.REMINDERS: say("While nobody has taken the alert on. Empty: none."),
        Knob.ACKNOWLEDGED_FOR: say("After that I ask again."),
        Knob.SEVERE_FACTOR: say("Beyond that I ask again, even if somebody has taken it on."),
        Knob.ESCALATES_AFTER: say("While nobody has taken the alert on."),
        Knob.STALE_ESCALATES_AFTER: say("Counted from when it turned too old to go by."),
        Knob.RESTART_GRACE: say(
            "If I was away for that long, I wait as long again before I call a headcount too old."
        ),
        Knob.FORECAST_FROM_PERCENT: say(
            "Within 13 weeks. I take it back once the chance has fallen by more than {gap} points.",
            gap=FORECAST_GAP,
        ),
        Knob.FORECAST_RUNS: say("So that one odd week warns nobody."),
        Knob.FORECAST_PAUSE: say("Counted from one warning to the next."),
        Knob.STAGE_SYNCS: say("Each on another day."),
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
            *(
                block
                for heading, knobs in GROUPS
                for block in (
                    b.header(tr.say(heading)),
                    *(_field(tr, knob, texts[knob], defaults[knob]) for knob in knobs),
                )
            ),
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
