import json
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.rest.templates import ESCAPES, Quoting, fill, fill_path, list_places

TEXTS = st.text(st.sampled_from("ab '\"\\{}/%&+日"), max_size=12)


def test_every_language_has_its_escapes() -> None:
    assert set(ESCAPES) == set(Quoting)


@given(TEXTS)
def test_a_text_in_a_scim_filter_is_read_back_as_it_was(text: str) -> None:
    # RFC 7644 takes its strings from JSON.
    assert json.loads(fill('"{group}"', {"group": text}, ESCAPES[Quoting.SCIM])) == text


@given(TEXTS)
def test_a_text_in_odata_cannot_leave_its_quotes(text: str) -> None:
    filled = fill("'{group}'", {"group": text}, ESCAPES[Quoting.ODATA])
    assert filled[1:-1].replace("''", "") == text.replace("'", "")
    assert filled.count("'") == 2 + 2 * text.count("'")


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("O'Neil", "name = 'O\\'Neil'"),
        ("back\\", "name = 'back\\\\'"),
        ("\\' OR '1'='1", "name = '\\\\\\' OR \\'1\\'=\\'1'"),
    ],
)
def test_a_text_in_soql_cannot_leave_its_quotes(text: str, filled: str) -> None:
    assert fill("name = '{group}'", {"group": text}, ESCAPES[Quoting.SOQL]) == filled


@given(TEXTS)
def test_a_text_stays_one_part_of_a_path(text: str) -> None:
    filled = fill_path("/groups/{group}/count", {"group": text})
    before, part, after = filled.rsplit("/", 2)
    assert (before, unquote(part), after) == ("/groups", text, "count")
    assert "?" not in part


@pytest.mark.parametrize(
    ("tree", "filled"),
    [
        ("{a}-{b}-{c}", "1-{b}-{c}"),
        ({"x": ["{a}", {"y": "{a}"}], "n": 7, "none": None}, {"x": ["1", {"y": "1"}], "n": 7, "none": None}),
        ("{A} {a b} {} {a", "{A} {a b} {} {a"),
    ],
)  # fmt: skip
def test_only_places_with_a_value_are_filled(tree: Any, filled: Any) -> None:
    assert fill(tree, {"a": "1"}) == filled


def test_a_value_is_not_filled_in_turn() -> None:
    assert fill("{a}{b}", {"a": "{b}", "b": "{a}"}) == "{b}{a}"


def test_places_are_found_anywhere_in_their_order() -> None:
    assert list_places({"x": ["{b}", {"{c}": "{a}{b}"}], "y": 7}) == ["b", "c", "a"]
