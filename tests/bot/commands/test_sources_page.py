"""The documentation of sources: every example can be connected, and every key is named."""

import json
import re
from pathlib import Path

import pytest

from bot.commands.mapping_texts import CLASSES, Column, parse_mapping
from bot.commands.sources import READ_KINDS
from bot.sources.rest.presets import PresetInfo, list_presets
from bot.sources.rest.shapes import SecretPart
from bot.sources.secrets import list_secret_parts
from rules.headcounts import SourceKind
from rules.mappings import SegmentBy
from rules.placements import FUNCTIONS

TEXT = (Path(__file__).parents[3] / "docs" / "headcount-sources.md").read_text("utf-8")
EXAMPLES = re.findall(r"```json (\w+)\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_an_example_can_be_connected_as_it_is(kind: str, example: str) -> None:
    parts = list_secret_parts(SourceKind(kind), json.loads(example))
    section = TEXT.partition(f"### `{kind}`")[2].partition("\n### ")[0]
    assert all(f"`{part.upper()}`" in section for part in parts)


def test_every_kind_has_an_example() -> None:
    assert list(dict.fromkeys(kind for kind, _ in EXAMPLES)) == READ_KINDS


@pytest.mark.parametrize("preset", list_presets(), ids=lambda preset: str(preset.name))
def test_every_preset_is_named_with_what_it_asks_for(preset: PresetInfo) -> None:
    asked = [field.name.removeprefix("values.") for field in preset.fields]
    assert all(f"`{name}`" in TEXT for name in [preset.name, *asked, *preset.places])


def test_every_word_of_a_mapping_is_named() -> None:
    words = [*Column, *CLASSES, *FUNCTIONS, *(set(SegmentBy) - {SegmentBy.NOTHING})]
    assert [word for word in words if word and f"`{word}`" not in TEXT] == []
    assert [part for part in SecretPart if f"`{part.upper()}`" not in TEXT] == []


def test_the_mapping_shown_can_be_given_back() -> None:
    [example] = re.findall(r"```csv\n(.*?)```", TEXT, re.DOTALL)
    assert [rule.title for rule in parse_mapping(example)] == ["*assistant*", "Value Architect"]
