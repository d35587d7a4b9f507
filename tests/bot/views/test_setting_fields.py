"""A setting comes out of its form's fields as it went in, and only what was touched changes."""

import pytest
from hypothesis import given

from bot.errors import OutdatedButtonError
from bot.preferences.changes import Setting, write_settings
from bot.views.ids import SettingField as Field
from bot.views.setting_fields import (
    FIELDS,
    find_changed,
    find_field,
    join_settings,
    merge_changes,
    remember,
    split_settings,
)
from bot.workspaces import Preferences
from tests.bot.preferences.test_changes import PREFERENCES
from tests.builders import a_workspace

DEFAULTS = write_settings(a_workspace(), Preferences())


@given(PREFERENCES)
def test_settings_come_out_of_the_fields_as_they_went_in(preferences: Preferences) -> None:
    texts = write_settings(a_workspace(), preferences)
    assert join_settings(split_settings(texts)) == texts


def test_every_field_belongs_to_one_setting() -> None:
    assert set(FIELDS) == set(Setting)
    assert sorted(field for fields in FIELDS.values() for field in fields) == sorted(Field)


@pytest.mark.parametrize("field", Field)
def test_a_field_that_was_touched_is_found(field: Field) -> None:
    held = split_settings(DEFAULTS)
    assert find_changed(held, remember(held)) == frozenset()
    assert find_changed(held | {field: "other"}, remember(held)) == {field}


def test_what_is_remembered_fits_into_a_view_however_much_was_chosen() -> None:
    admins = frozenset(f"U{number:010}" for number in range(10_000))
    held = split_settings(write_settings(a_workspace(admins=admins), Preferences()))
    assert len(remember(held)) < 3_000


@pytest.mark.parametrize("remembered", ["", "[]", "{}", "null", "?"])
def test_what_an_earlier_version_remembered_is_refused(remembered: str) -> None:
    with pytest.raises(OutdatedButtonError):
        find_changed(split_settings(DEFAULTS), remembered)


def test_what_was_not_touched_stays_as_another_admin_left_it() -> None:
    typed = split_settings(DEFAULTS) | {Field.LOW_BOUND: "40"}
    stored = DEFAULTS | {Setting.BOUNDS: "50-400", Setting.DIGEST: "weekly"}
    changed = frozenset({Field.LOW_BOUND})
    assert merge_changes(typed, changed, stored) == {Setting.BOUNDS: "40-400"}


@pytest.mark.parametrize(
    ("setting", "empty", "field"),
    [
        (Setting.QUIET_HOURS, {Field.QUIET_SINCE}, Field.QUIET_SINCE),
        (Setting.QUIET_HOURS, {Field.QUIET_UNTIL}, Field.QUIET_UNTIL),
        (Setting.QUIET_HOURS, set(), Field.QUIET_UNTIL),
        (Setting.BOUNDS, set(), Field.HIGH_BOUND),
        (Setting.TIME_ZONE, set(), Field.TIME_ZONE),
    ],
)
def test_a_fault_is_placed_beside_an_empty_field_or_the_last(
    setting: Setting, empty: set[Field], field: Field
) -> None:
    assert find_field(setting, {one: "" if one in empty else "1" for one in Field}) is field
