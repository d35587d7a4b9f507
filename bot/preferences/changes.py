"""Change a workspace's settings, and write them; every text that is written can be read again."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.errors import PreferencesError, UnreadableError
from bot.preferences.texts import (
    ALL,
    NONE,
    OFF,
    quote_segment,
    read_admins,
    read_bounds,
    read_channel,
    read_digest,
    read_language,
    read_quiet_hours,
    read_schedule,
    read_segments,
    read_zone,
)
from bot.workspaces import Preferences, Workspace
from rules.wording import Phrase


class Setting(StrEnum):
    """What a workspace may choose, named as in the shell."""

    ALERT_CHANNEL = "alert_channel"
    BOUNDS = "bounds"
    TIME_ZONE = "time_zone"
    LANGUAGE = "language"
    SYNC_AT = "sync_at"
    DIGEST = "digest"
    QUIET_HOURS = "quiet_hours"
    ADMINS = "admins"
    SEGMENTS = "segments"


def change_settings(
    workspace: Workspace,
    preferences: Preferences,
    changes: Mapping[Setting, str],
    segments: Collection[str] = (),
) -> tuple[Workspace, Preferences]:
    """Return the settings with some of them changed.

    Args:
        workspace: As stored.
        preferences: As stored.
        changes: By setting, its text as `write_settings` gives it.
        segments: Those of the present headcount; they and those chosen before may be chosen.

    Raises:
        PreferencesError: Naming every setting at fault; nothing is changed then.
    """
    known = {*segments, *(preferences.segments or ())}
    values: dict[Setting, Any] = {}
    faults: dict[str, Phrase] = {}
    for setting, text in changes.items():
        try:
            values[setting] = _read(setting, text.strip(), known)
        except UnreadableError as error:
            faults[setting] = error.phrase
    if faults:
        raise PreferencesError(faults)
    return (
        replace(workspace, **_rename(values, _OF_WORKSPACE)),
        replace(preferences, **_rename(values, _OF_PREFERENCES)),
    )


def write_settings(workspace: Workspace, preferences: Preferences) -> dict[Setting, str]:
    """Return every setting as text, in the order of the enum."""
    quiet, segments = preferences.quiet_hours, preferences.segments
    return {
        Setting.ALERT_CHANNEL: preferences.alert_channel or NONE,
        Setting.BOUNDS: f"{workspace.bounds.low}-{workspace.bounds.high}",
        Setting.TIME_ZONE: workspace.time_zone,
        Setting.LANGUAGE: workspace.language.value,
        Setting.SYNC_AT: preferences.schedule.write(),
        Setting.DIGEST: preferences.digest.value,
        Setting.QUIET_HOURS: OFF if quiet is None else quiet.write(),
        Setting.ADMINS: _list(workspace.admins),
        Setting.SEGMENTS: ALL if segments is None else _list(map(quote_segment, segments)),
    }


def _list(names: Iterable[str]) -> str:
    return ",".join(sorted(names)) or NONE


def _read(setting: Setting, text: str, known_segments: Collection[str]) -> Any:
    if setting is Setting.SEGMENTS:
        return read_segments(text, known_segments)
    return _READERS[setting](text)


def _rename(values: Mapping[Setting, Any], names: Mapping[Setting, str]) -> dict[str, Any]:
    return {name: values[setting] for setting, name in names.items() if setting in values}


_READERS: Mapping[Setting, Callable[[str], Any]] = MappingProxyType(
    {
        Setting.ALERT_CHANNEL: read_channel,
        Setting.BOUNDS: read_bounds,
        Setting.TIME_ZONE: read_zone,
        Setting.LANGUAGE: read_language,
        Setting.SYNC_AT: read_schedule,
        Setting.DIGEST: read_digest,
        Setting.QUIET_HOURS: read_quiet_hours,
        Setting.ADMINS: read_admins,
    }
)
_OF_WORKSPACE: Mapping[Setting, str] = MappingProxyType(
    {
        Setting.BOUNDS: "bounds",
        Setting.TIME_ZONE: "time_zone",
        Setting.LANGUAGE: "language",
        Setting.ADMINS: "admins",
    }
)
_OF_PREFERENCES: Mapping[Setting, str] = MappingProxyType(
    {
        Setting.ALERT_CHANNEL: "alert_channel",
        Setting.SYNC_AT: "schedule",
        Setting.DIGEST: "digest",
        Setting.QUIET_HOURS: "quiet_hours",
        Setting.SEGMENTS: "segments",
    }
)
