"""The form of the settings."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from babel.dates import get_day_names

from bot.preferences.changes import Setting
from bot.preferences.texts import NONE, quote_segment, split_names
from bot.views import blocks as b
from bot.views.ids import Action, Callback
from bot.views.ids import SettingField as Field
from bot.views.language import Translator
from bot.views.pickers import (
    channel_picker,
    lookup,
    multi_lookup,
    people_picker,
    time_picker,
    within_limits,
)
from bot.views.setting_fields import DAILY, remember, split_settings
from bot.views.settings import NAMES
from bot.views.time_zones import zone_option
from bot.workspaces import Digest, Language
from rules.schedules import WEEKDAYS
from rules.wording import Phrase, say

OWN_NAMES: Mapping[Language, str] = MappingProxyType(
    {Language.EN: "English", Language.JA: "日本語"}
)
"""Each language names itself, for whoever reads no other."""
RHYTHMS: Mapping[Digest, Phrase] = MappingProxyType(
    {
        Digest.OFF: say("No digest"),
        Digest.WEEKLY: say("Weekly"),
        Digest.MONTHLY: say("Monthly"),
    }
)
OVER_THE_SETTINGS = "settings"
"""The value of buttons that open another modal over the form, which keeps what was typed."""
Held = Mapping[Field, str]


def settings_form(tr: Translator, texts: Mapping[Setting, str], now: datetime) -> dict[str, Any]:
    """Return the form, filled in.

    Args:
        tr: The admin's language.
        texts: Every setting as `write_settings` gives it.
        now: Time zones are shown with how far they are from UTC at this moment.
    """
    held = split_settings(texts)
    return b.modal(
        Callback.SETTINGS_FORM,
        tr("Settings"),
        [
            b.actions(
                b.button(tr("Headcount Sources"), Action.SOURCES, OVER_THE_SETTINGS),
                b.button(tr("Alert Tuning"), Action.TUNING, OVER_THE_SETTINGS),
                b.button(tr("Push Token"), Action.PUSH_TOKEN, OVER_THE_SETTINGS),
            ),
            b.divider(),
            *_alert_fields(tr, held),
            *_quiet_fields(tr, held),
            *_place_fields(tr, held, now),
            *_headcount_fields(tr, held),
        ],
        submit=tr("Save"),
        close=tr("Cancel"),
        metadata=remember(held),
    )


def segment_options(tr: Translator, names: Iterable[str], typed: str) -> list[dict[str, Any]]:
    """Return the segments whose name holds what was typed, after the choice of none at all."""
    wanted = typed.casefold().strip()
    found = [_segment(tr, quote_segment(name)) for name in names if wanted in name.casefold()]
    return within_limits([_segment(tr, NONE), *found])


def _alert_fields(tr: Translator, held: Held) -> list[b.Block]:
    rhythms = [b.option(tr.say(name), digest.value) for digest, name in RHYTHMS.items()]
    return [
        b.field(
            Field.ALERT_CHANNEL,
            tr.say(NAMES[Setting.ALERT_CHANNEL]),
            channel_picker(Action.SETTING, held[Field.ALERT_CHANNEL] or None),
            hint=tr("I post a first message there to see whether I may. Empty: no alerts."),
            is_optional=True,
        ),
        b.field(
            Field.LOW_BOUND,
            tr("Fewest teammates per enabler"),
            b.number_input(Action.SETTING, held[Field.LOW_BOUND]),
        ),
        b.field(
            Field.HIGH_BOUND,
            tr("Most teammates per enabler"),
            b.number_input(Action.SETTING, held[Field.HIGH_BOUND]),
            hint=tr("At least twice the fewest. New bounds count at once."),
        ),
        b.field(
            Field.DIGEST,
            tr.say(NAMES[Setting.DIGEST]),
            b.select(Action.SETTING, rhythms, held[Field.DIGEST]),
        ),
    ]


def _quiet_fields(tr: Translator, held: Held) -> list[b.Block]:
    return [
        b.field(
            Field.QUIET_SINCE,
            tr("Quiet hours: from"),
            time_picker(Action.SETTING, held[Field.QUIET_SINCE] or None),
            is_optional=True,
        ),
        b.field(
            Field.QUIET_UNTIL,
            tr("Quiet hours: until"),
            time_picker(Action.SETTING, held[Field.QUIET_UNTIL] or None),
            hint=tr("Posts wait until they are over. Both empty: no quiet hours."),
            is_optional=True,
        ),
    ]


def _place_fields(tr: Translator, held: Held, now: datetime) -> list[b.Block]:
    languages = [b.option(name, language.value) for language, name in OWN_NAMES.items()]
    zone = zone_option(tr.language, held[Field.TIME_ZONE], now)
    return [
        b.field(
            Field.TIME_ZONE,
            tr.say(NAMES[Setting.TIME_ZONE]),
            lookup(Action.FIND_TIME_ZONE, zone, tr("Type a city")),
        ),
        b.field(
            Field.LANGUAGE,
            tr.say(NAMES[Setting.LANGUAGE]),
            b.select(Action.SETTING, languages, held[Field.LANGUAGE]),
            hint=tr("Private answers are in each reader's own language."),
        ),
    ]


def _headcount_fields(tr: Translator, held: Held) -> list[b.Block]:
    days = get_day_names("wide", locale=tr.language.value)
    rhythm = [b.option(tr("Every day"), DAILY)]
    rhythm += [b.option(days[number], day) for number, day in enumerate(WEEKDAYS)]
    return [
        b.field(
            Field.SYNC_DAY,
            tr.say(NAMES[Setting.SYNC_AT]),
            b.select(Action.SETTING, rhythm, held[Field.SYNC_DAY]),
        ),
        b.field(
            Field.SYNC_TIME,
            tr("At what time"),
            time_picker(Action.SETTING, held[Field.SYNC_TIME]),
            hint=tr("In the time zone above, within twenty minutes."),
        ),
        b.field(
            Field.SEGMENTS,
            tr.say(NAMES[Setting.SEGMENTS]),
            multi_lookup(
                Action.FIND_SEGMENT, _list_chosen(tr, held[Field.SEGMENTS]), tr("All segments")
            ),
            hint=tr("Those that are shown and judged on their own. Empty: all of them."),
            is_optional=True,
        ),
        b.field(
            Field.ADMINS,
            tr.say(NAMES[Setting.ADMINS]),
            people_picker(Action.SETTING, list(filter(None, held[Field.ADMINS].split(",")))),
            hint=tr("Besides the owners and admins of this Slack workspace. Guests never are."),
            is_optional=True,
        ),
    ]


def _list_chosen(tr: Translator, text: str) -> list[dict[str, Any]]:
    if text in {"", NONE}:
        return [_segment(tr, NONE)] if text else []
    return within_limits([_segment(tr, quote_segment(name)) for name in split_names(text)])


def _segment(tr: Translator, text: str) -> dict[str, Any]:
    """Return a segment as a choice, from its name as it stands among others."""
    label = tr("No segment at all") if text == NONE else split_names(text)[0]
    return b.option(label, text)
