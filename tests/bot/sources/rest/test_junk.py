"""Whatever stands in a preset or an answer is read or refused; nothing else happens."""

import json
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import SourceConfigError, SourceError
from bot.sources.rest.configs import parse_rest_config
from bot.sources.rest.counting import PeopleCounter
from bot.sources.rest.parsing import parse_preset
from bot.sources.rest.presets import find_tree, list_presets
from bot.sources.rest.shapes import PeoplePlan
from tests.bot.sources.rest.readings import DAY, a_config

TREES = [
    {"base_url": "https://hr.example.com", **tree}
    for info in list_presets()
    if (tree := find_tree(info.name))
]
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["{department}", "{on}", "{token}", "{x}", "a.b", "/", "none", "index"])
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def list_paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a tree."""
    inner = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    return [path, *(found for key, part in inner for found in list_paths(part, (*path, key)))]


def put(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return a copy with another value at a place."""
    if not path:
        return value
    copied = dict(tree) if isinstance(tree, dict) else list(tree)
    copied[path[0]] = put(copied[path[0]], path[1:], value)
    return copied


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_value_anywhere_in_a_preset_is_read_or_refused(data: st.DataObject) -> None:
    tree = data.draw(st.sampled_from(TREES))
    path = data.draw(st.sampled_from([path for path in list_paths(tree) if path]))
    junk = put(tree, path, data.draw(VALUES))
    with suppress(SourceConfigError):
        parse_preset(junk)


@given(
    VALUES,
    st.sampled_from(
        [
            "preset",
            "base_url",
            "values",
            "places",
            "definition",
            "end_inclusive",
            "full_time_hours",
            "x",
        ]
    ),
)
def test_any_value_anywhere_in_a_configuration_is_read_or_refused(value: Any, key: str) -> None:
    for config in ({"preset": "personio"}, {"preset": "scim", "base_url": "https://x.example"}):
        with suppress(SourceConfigError):
            parse_rest_config({**config, key: value})


@given(VALUES)
def test_any_definition_is_read_or_refused(value: Any) -> None:
    config = a_config("https://hr.example.com", {"state": value, "fte": value})
    with suppress(SourceConfigError):
        parse_rest_config({**config, "end_inclusive": False, "full_time_hours": 38})


@given(st.data())
def test_any_value_anywhere_in_a_row_is_counted_or_refused(data: st.DataObject) -> None:
    row = {
        "id": 1,
        "employment_status": "ACTIVE",
        "start_date": "2020-01-01",
        "groups": [{"type": "DEPARTMENT", "name": "Sales"}],
        "employments": [{"job_title": "AE", "effective_date": "2020-01-01"}],
        "team": {"name": "Mid-market"},
    }
    path = data.draw(st.sampled_from(list_paths(row)))
    junk = json.loads(json.dumps(put(row, path, data.draw(VALUES))))
    plan = parse_preset(find_tree("merge") or {}).plan
    assert isinstance(plan, PeoplePlan)
    counter = PeopleCounter(plan, DAY, counts_contractors=False)
    with suppress(SourceError):
        counter.add([junk])
        counter.finish()
