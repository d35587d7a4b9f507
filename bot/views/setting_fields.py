"""Settings taken apart into the fields of their form, and put together from them again."""

import json
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from bot.errors import OutdatedButtonError
from bot.preferences.changes import Setting
from bot.preferences.texts import ALL, NONE, OFF
from bot.views.ids import SettingField as Field

DAILY = "daily"
FIELDS: Mapping[Setting, tuple[Field, ...]] = MappingProxyType(
    {
        Setting.ALERT_CHANNEL: (Field.ALERT_CHANNEL,),
        Setting.BOUNDS: (Field.LOW_BOUND, Field.HIGH_BOUND),
        Setting.TIME_ZONE: (Field.TIME_ZONE,),
        Setting.LANGUAGE: (Field.LANGUAGE,),
        Setting.SYNC_AT: (Field.SYNC_DAY, Field.SYNC_TIME),
        Setting.DIGEST: (Field.DIGEST,),
        Setting.QUIET_HOURS: (Field.QUIET_SINCE, Field.QUIET_UNTIL),
        Setting.ADMINS: (Field.ADMINS,),
        Setting.SEGMENTS: (Field.SEGMENTS,),
    }
)
Typed = Mapping[Field, str]
"""What each field holds, as text; empty where it was left empty."""


def split_settings(texts: Mapping[Setting, str]) -> dict[Field, str]:
    """Return what each field holds for settings as `write_settings` gives them."""
    low, _, high = texts[Setting.BOUNDS].partition("-")
    *day, at = texts[Setting.SYNC_AT].split()
    since, _, until = _unless(OFF, texts[Setting.QUIET_HOURS]).partition("-")
    return {
        Field.ALERT_CHANNEL: _unless(NONE, texts[Setting.ALERT_CHANNEL]),
        Field.LOW_BOUND: low,
        Field.HIGH_BOUND: high,
        Field.DIGEST: texts[Setting.DIGEST],
        Field.QUIET_SINCE: since,
        Field.QUIET_UNTIL: until,
        Field.TIME_ZONE: texts[Setting.TIME_ZONE],
        Field.LANGUAGE: texts[Setting.LANGUAGE],
        Field.SYNC_DAY: "".join(day) or DAILY,
        Field.SYNC_TIME: at,
        Field.SEGMENTS: _unless(ALL, texts[Setting.SEGMENTS]),
        Field.ADMINS: _unless(NONE, texts[Setting.ADMINS]),
    }


def join_settings(typed: Typed) -> dict[Setting, str]:
    """Return settings as text from what the fields hold; it may be nonsense, as people type it."""
    day = _unless(DAILY, typed[Field.SYNC_DAY])
    quiet = f"{typed[Field.QUIET_SINCE]}-{typed[Field.QUIET_UNTIL]}"
    return {
        Setting.ALERT_CHANNEL: typed[Field.ALERT_CHANNEL] or NONE,
        Setting.BOUNDS: f"{typed[Field.LOW_BOUND]}-{typed[Field.HIGH_BOUND]}",
        Setting.TIME_ZONE: typed[Field.TIME_ZONE],
        Setting.LANGUAGE: typed[Field.LANGUAGE],
        Setting.SYNC_AT: f"{day} {typed[Field.SYNC_TIME]}".strip(),
        Setting.DIGEST: typed[Field.DIGEST],
        Setting.QUIET_HOURS: OFF if quiet == "-" else quiet,
        Setting.ADMINS: typed[Field.ADMINS] or NONE,
        Setting.SEGMENTS: typed[Field.SEGMENTS] or ALL,
    }


def read_fields(values: Mapping[str, Mapping[str, dict[str, Any]]]) -> dict[Field, str]:
    """Return what the fields of a submitted form hold.

    Args:
        values: Slack's `state.values[block_id][action_id]`.
    """
    return {field: _read(next(iter(values[field].values()))) for field in Field}


def remember(typed: Typed) -> str:
    """Return what tells later which fields were changed: a digest of each, for a form's metadata.

    The texts themselves could be longer than Slack keeps.
    """
    return json.dumps({field: _digest(text) for field, text in typed.items()})


def find_changed(typed: Typed, remembered: str) -> frozenset[Field]:
    """Return the fields that hold something else than when the form was opened.

    Raises:
        OutdatedButtonError: If an earlier version of us opened the form.
    """
    try:
        opened = json.loads(remembered)
        return frozenset(field for field, text in typed.items() if opened[field] != _digest(text))
    except (KeyError, TypeError, ValueError) as error:
        raise OutdatedButtonError(remembered) from error


def merge_changes(
    typed: Typed, changed: frozenset[Field], stored: Mapping[Setting, str]
) -> dict[Setting, str]:
    """Return the settings to change: of what was not touched, another admin's choice stays.

    Args:
        typed: What the fields hold.
        changed: Those that their admin changed.
        stored: Settings as they are now.
    """
    merged = split_settings(stored) | {field: typed[field] for field in changed}
    texts = join_settings(merged)
    return {setting: texts[setting] for setting in list_settings(changed)}


def list_settings(fields: frozenset[Field]) -> list[Setting]:
    """Return the settings that some fields belong to."""
    return [setting for setting in Setting if fields & set(FIELDS[setting])]


def find_field(setting: Setting, typed: Typed) -> Field:
    """Return the field beside which to say what is wrong with a setting."""
    fields = FIELDS[setting]
    return next((field for field in fields if not typed[field]), fields[-1])


def _read(answer: Mapping[str, Any]) -> str:
    """Return what one element holds, whatever its type."""
    for name in ("value", "selected_time", "selected_conversation"):
        if answer.get(name):
            return str(answer[name])
    if answer.get("selected_option"):
        return str(answer["selected_option"]["value"])
    options = [option["value"] for option in answer.get("selected_options") or ()]
    return ",".join(sorted([*options, *(answer.get("selected_users") or ())]))


def _unless(word: str, text: str) -> str:
    return "" if text == word else text


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
