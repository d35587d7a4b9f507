"""Settings as text: read, refused with what would work, and written so that they can be read."""

from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PreferencesError
from bot.preferences.changes import Setting, change_settings, write_settings
from bot.preferences.texts import ABBREVIATIONS, list_zones
from bot.views.language import translator
from bot.workspaces import Digest, Language, Preferences, Workspace
from rules.ratios import Bounds
from rules.schedules import QuietHours, Schedule
from tests.builders import a_workspace

KNOWN = ("APAC", "EMEA", "Sales, EMEA", 'the "big" ones', "none")

READABLE = [
    (Setting.ALERT_CHANNEL, "C0123ABCD", "C0123ABCD"),
    (Setting.ALERT_CHANNEL, "G0123ABCD", "G0123ABCD"),
    (Setting.ALERT_CHANNEL, "none", None),
    (Setting.BOUNDS, "50-500", Bounds(50, 500)),
    (Setting.BOUNDS, " 1 – 2 ", Bounds(1, 2)),
    (Setting.BOUNDS, "1-10000000", Bounds(1, 10_000_000)),
    (Setting.TIME_ZONE, "Asia/Tokyo", "Asia/Tokyo"),
    (Setting.TIME_ZONE, "UTC", "UTC"),
    (Setting.BOUNDS, "５０-５００", Bounds(50, 500)),
    (Setting.BOUNDS, "５０ － ５００", Bounds(50, 500)),
    (Setting.BOUNDS, "50〜500", Bounds(50, 500)),
    (Setting.LANGUAGE, "ja", Language.JA),
    (Setting.SYNC_AT, "06:00", Schedule(time(6))),
    (Setting.SYNC_AT, "Mon 23:59", Schedule(time(23, 59), 0)),
    (Setting.DIGEST, "monthly", Digest.MONTHLY),
    (Setting.QUIET_HOURS, "22:00-07:00", QuietHours(time(22), time(7))),
    (Setting.QUIET_HOURS, "off", None),
    (Setting.ADMINS, "U0123ABCD, W0123ABCD", frozenset({"U0123ABCD", "W0123ABCD"})),
    (Setting.ADMINS, "none", frozenset()),
    (Setting.SEGMENTS, "all", None),
    (Setting.SEGMENTS, "none", ()),
    (Setting.SEGMENTS, "EMEA, APAC,EMEA", ("APAC", "EMEA")),
    (Setting.SEGMENTS, '"Sales, EMEA",APAC', ("APAC", "Sales, EMEA")),
    (Setting.SEGMENTS, '"none"', ("none",)),
]

UNREADABLE = [
    (Setting.ALERT_CHANNEL, "#sales", "C0123ABCD"),
    (Setting.ALERT_CHANNEL, "", "none"),
    (Setting.ALERT_CHANNEL, "D0123ABCD", "C0123ABCD"),
    (Setting.ALERT_CHANNEL, "C" + "0" * 40, "C0123ABCD"),
    (Setting.BOUNDS, "50", "50-500"),
    (Setting.BOUNDS, "50-500²", "50-500"),
    (Setting.BOUNDS, "-5-500", "50-500"),
    (Setting.BOUNDS, "1.5-500", "50-500"),
    (Setting.BOUNDS, "1-10000001", "50-500"),
    (Setting.BOUNDS, "1-" + "9" * 5_000, "50-500"),
    (Setting.BOUNDS, "50-99", "twice"),
    (Setting.BOUNDS, "0-500", "at least 1"),
    (Setting.TIME_ZONE, "tokyo", "Asia/Tokyo"),
    (Setting.TIME_ZONE, "Europa/Berlin", "Europe/Berlin"),
    (Setting.TIME_ZONE, "utc", "UTC"),
    (Setting.TIME_ZONE, "JST", "Did you mean Asia/Tokyo?"),
    (Setting.TIME_ZONE, "cst", "Asia/Shanghai"),
    (Setting.TIME_ZONE, "the moon", "Asia/Tokyo"),
    (Setting.TIME_ZONE, "", "Asia/Tokyo"),
    (Setting.TIME_ZONE, "Factory", "Factory"),
    (Setting.TIME_ZONE, "../../etc/passwd", "Asia/Tokyo"),
    (Setting.LANGUAGE, "fr", "en and ja"),
    (Setting.LANGUAGE, "JA", "en and ja"),
    (Setting.SYNC_AT, "25:00", "06:00"),
    (Setting.SYNC_AT, "daily 06:00", "mon 06:00"),
    (Setting.SYNC_AT, "", "06:00"),
    (Setting.DIGEST, "daily", "weekly"),
    (Setting.QUIET_HOURS, "22:00", "22:00-07:00"),
    (Setting.QUIET_HOURS, "22:00-", "22:00-07:00"),
    (Setting.QUIET_HOURS, "07:00-07:00", "another end"),
    (Setting.ADMINS, "U0123ABCD,@kim", "@kim"),
    (Setting.ADMINS, "U0123ABCD,", "U0123ABCD"),
    (Setting.ADMINS, "", "none"),
    (Setting.SEGMENTS, "EMEA,LATAM", "LATAM"),
    (Setting.SEGMENTS, "emea", "EMEA"),
    (Setting.SEGMENTS, "none,EMEA", "all or none of them"),
    (Setting.SEGMENTS, "EMEA, all", "all or none of them"),
    (Setting.SEGMENTS, "EMEA\nAPAC", "EMEA"),
    (Setting.SEGMENTS, "", "all"),
]


def change(setting: Setting, text: str) -> Any:
    """Return a setting's value after it was changed by its text."""
    changed = change_settings(a_workspace(), Preferences(), {setting: text}, KNOWN)
    attribute = {Setting.SYNC_AT: "schedule"}.get(setting, setting.value)
    return next(getattr(one, attribute) for one in changed if hasattr(one, attribute))


def refuse(changes: dict[Setting, str], *known: str) -> dict[str, str]:
    """Return what is said about settings that cannot be as they were given."""
    with pytest.raises(PreferencesError) as caught:
        change_settings(a_workspace(), Preferences(), changes, known)
    tr = translator(Language.EN)
    return {setting: tr.say(phrase) for setting, phrase in caught.value.faults.items()}


def test_what_an_abbreviation_stands_for_is_a_zone_and_the_abbreviation_is_none() -> None:
    assert set().union(*ABBREVIATIONS.values()) <= list_zones()
    assert not set(ABBREVIATIONS) & {zone.casefold() for zone in list_zones()}


@pytest.mark.parametrize(("setting", "text", "value"), READABLE)
def test_a_text_that_means_something_is_read(setting: Setting, text: str, value: Any) -> None:
    assert change(setting, text) == value


@pytest.mark.parametrize(("setting", "text", "helps"), UNREADABLE)
def test_a_text_that_means_nothing_is_refused_with_what_would_work(
    setting: Setting, text: str, helps: str
) -> None:
    faults = refuse({setting: text}, *KNOWN)
    assert list(faults) == [setting]
    assert helps in faults[setting]
    assert len(faults[setting]) < 300


def test_every_setting_is_tried_out_both_ways() -> None:
    assert {setting for setting, *_ in READABLE} == set(Setting)
    assert {setting for setting, *_ in UNREADABLE} == set(Setting)


def test_every_fault_is_named_at_once_and_nothing_is_changed() -> None:
    faults = refuse({Setting.BOUNDS: "9-9", Setting.LANGUAGE: "ja", Setting.TIME_ZONE: "tokyo"})
    assert list(faults) == [Setting.BOUNDS, Setting.TIME_ZONE]
    assert "9" in faults[Setting.BOUNDS]
    assert "tokyo" in faults[Setting.TIME_ZONE]


def test_only_what_was_named_changes() -> None:
    workspace, preferences = a_workspace(admins=frozenset({"U1A"})), Preferences("C1A")
    changed = change_settings(workspace, preferences, {Setting.BOUNDS: "40-400"})
    assert changed == (a_workspace(admins=frozenset({"U1A"}), bounds=Bounds(40, 400)), preferences)


def test_a_segment_chosen_before_may_stay_when_the_headcount_lost_it() -> None:
    before = Preferences(segments=("LATAM",))
    _, after = change_settings(a_workspace(), before, {Setting.SEGMENTS: "LATAM,EMEA"}, ("EMEA",))
    assert after.segments == ("EMEA", "LATAM")


def test_without_segments_there_is_nothing_to_choose() -> None:
    assert "has no segments" in refuse({Setting.SEGMENTS: "EMEA"})[Setting.SEGMENTS]


def test_only_a_few_of_many_segments_are_named() -> None:
    names = [f"segment {number}" for number in range(500)]
    assert len(refuse({Setting.SEGMENTS: "EMEA"}, *names)[Setting.SEGMENTS]) < 300


TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=80)
WORKSPACES = st.builds(
    Workspace,
    id=st.just("T1"),
    language=st.sampled_from(Language),
    time_zone=st.sampled_from(sorted(list_zones())),
    bounds=st.integers(1, 1_000).flatmap(
        lambda low: st.integers(2 * low, 10_000_000).map(lambda high: Bounds(low, high))
    ),
    admins=st.frozensets(st.from_regex(r"[UW][A-Z0-9]{2,20}", fullmatch=True)),
)
PREFERENCES = st.builds(
    Preferences,
    alert_channel=st.none() | st.from_regex(r"[CG][A-Z0-9]{2,20}", fullmatch=True),
    schedule=st.builds(Schedule, TIMES, st.none() | st.integers(0, 6)),
    digest=st.sampled_from(Digest),
    quiet_hours=st.none()
    | st.tuples(TIMES, TIMES).filter(lambda ends: ends[0] != ends[1]).map(lambda e: QuietHours(*e)),
    segments=st.none() | st.sets(NAMES).map(lambda names: tuple(sorted(names))),
)


@given(WORKSPACES, PREFERENCES)
def test_what_is_written_can_be_read_again(workspace: Workspace, preferences: Preferences) -> None:
    texts = write_settings(workspace, preferences)
    assert list(texts) == list(Setting)
    blank = Workspace("T1", Language.EN, "UTC")
    known = preferences.segments or ()
    assert change_settings(blank, Preferences(), texts, known) == (workspace, preferences)
