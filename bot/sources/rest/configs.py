"""What an admin says about a source: which preset, where it is, and who is asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sources.rest.parsing import parse_preset, parse_values
from bot.sources.rest.plans import FteUnit
from bot.sources.rest.preset_text import parse_preset_text
from bot.sources.rest.presets import CUSTOM, find_tree, list_presets
from bot.sources.rest.reader import IS_MISSING, Reader
from bot.sources.rest.shapes import CountPlan, Preset, Trait
from bot.sources.rest.templates import fill
from rules.headcounts import HeadcountClass
from rules.wording import say

LONGEST_NAME = 200
MOST_PLACES = 200
PART_OF_A_URL = say("letters, digits, dots, hyphens and underscores")
A_NAME = say("a name of at most {limit} characters", limit=LONGEST_NAME)

_PART_OF_A_URL = re.compile(r"[A-Za-z0-9._~-]{1,100}")


@dataclass(frozen=True, slots=True)
class Place:
    """Who is counted with one request, and where they count.

    Attributes:
        traits: What they have in common, such as `{"department": "Sales"}`.
    """

    headcount_class: HeadcountClass
    traits: Mapping[str, str]
    function: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class RestConfig:
    """A source, ready to be read but for its secret.

    Attributes:
        places: Who is counted, where the preset asks for one number each.
        counts_contractors: Whether people who are no employees count too.
    """

    preset: Preset
    places: tuple[Place, ...] = ()
    counts_contractors: bool = False


def parse_rest_config(config: Mapping[str, Any]) -> RestConfig:
    """Return what a stored configuration means.

    Args:
        config: `preset`, and what it asks for as `PresetInfo` has it: `base_url`, `login_url`,
            `values`, `definition`, or `places`, each with `class`, `function`, `segment` and the
            traits that the preset filters by. What may differ from a preset: `counts_contractors`,
            `end_inclusive` and `full_time_hours`; without effect where it has no use for them.

    Raises:
        SourceConfigError: Naming the field that does not fit, or that nobody knows.
    """
    reader = Reader(config)
    name = reader.text("preset")
    tree, field = _find_tree(reader, name)
    values = _parse_values(reader, parse_values(tree, field))
    preset = parse_preset(fill(_adjust(reader, tree), values), field)
    places = _parse_places(reader, preset.plan) if isinstance(preset.plan, CountPlan) else ()
    counts_contractors = reader.flag("counts_contractors", default=False)
    reader.finish()
    return RestConfig(preset, places, counts_contractors)


def _find_tree(reader: Reader, name: str) -> tuple[Mapping[str, Any], str]:
    """Return a preset's settings, and the field that its errors belong to."""
    if name == CUSTOM:
        return parse_preset_text(reader.long_text("definition"), "definition"), "definition"
    tree = find_tree(name)
    if tree is None:
        known = ", ".join(info.name for info in list_presets())
        reader.refuse_value("preset", say("one of: {choices}", choices=known))
    return tree, "preset"


def _parse_values(reader: Reader, defaults: Mapping[str, str | None]) -> Mapping[str, str]:
    """Return what the preset leaves open, as it is given or by its default."""
    given = reader.optional("values", reader.level) or Reader({}, path="values.")
    values = {name: given.text(name, default) for name, default in defaults.items()}
    for name, value in values.items():
        if not _PART_OF_A_URL.fullmatch(value):
            given.refuse_value(name, PART_OF_A_URL)
    given.finish()
    return values


def _adjust(reader: Reader, tree: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a preset as the admin wants it."""
    adjusted = dict(tree)
    if "base_url" not in tree or reader.has("base_url"):
        adjusted["base_url"] = reader.address("base_url")
    if "login_url" in tree and reader.has("login_url"):
        adjusted["login_url"] = reader.address("login_url")
    is_inclusive = reader.flag("end_inclusive", default=True)
    state, fte = tree.get("state"), tree.get("fte")
    if reader.has("end_inclusive") and isinstance(state, Mapping):
        adjusted["state"] = {**state, "end_inclusive": is_inclusive}
    hours = reader.optional("full_time_hours", reader.amount)
    if hours is not None and isinstance(fte, Mapping) and fte.get("unit") == FteUnit.HOURS:
        adjusted["fte"] = {**fte, "full_time": float(hours)}
    return adjusted


def _parse_places(reader: Reader, plan: CountPlan) -> tuple[Place, ...]:
    places = tuple(_parse_place(level, plan.places) for level in reader.levels("places"))
    if not places:
        reader.refuse("places", IS_MISSING)
    if len(places) > MOST_PLACES:
        reader.refuse("places", say("“{key}” has more than {limit} entries.", limit=MOST_PLACES))
    seen: set[tuple[str, ...]] = set()
    for number, place in enumerate(places, start=1):
        traits = tuple(place.traits.values())
        if traits in seen:
            reader.refuse(f"places.{number}", say("“{key}” would count the same people again."))
        seen.add(traits)
    return places


def _parse_place(reader: Reader, wanted: tuple[Trait, ...]) -> Place:
    place = Place(
        reader.choice("class", HeadcountClass),
        {trait.value: _parse_name(reader, trait) for trait in wanted},
        reader.optional("function", lambda key: _parse_name(reader, key)) or "",
        reader.optional("segment", lambda key: _parse_name(reader, key)) or "",
    )
    reader.finish()
    return place


def _parse_name(reader: Reader, key: str) -> str:
    name = reader.text(key).strip()
    # Dots alone would lead to another folder where a name stands in a path.
    if len(name) > LONGEST_NAME or not name.isprintable() or not name.strip("."):
        reader.refuse_value(key, A_NAME)
    return name
