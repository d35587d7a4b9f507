"""The documentation of presets: every example is one, and every setting is named."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.sources.rest.configs import parse_rest_config
from bot.sources.rest.plans import FteUnit, PagingType
from bot.sources.rest.preset_text import parse_preset_text
from bot.sources.rest.presets import find_tree, list_presets
from bot.sources.rest.shapes import SecretPart, Trait
from bot.sources.rest.templates import Quoting

TEXT = (Path(__file__).parents[4] / "docs" / "source-presets.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: str(text.split()[1]))
def test_an_example_can_be_pasted_as_it_is(text: str) -> None:
    preset = parse_rest_config({"preset": "custom", "definition": text}).preset
    assert preset.base_url.startswith("https://")


def test_the_vendors_without_a_preset_have_an_example() -> None:
    names = [parse_preset_text(text, "definition")["preset"] for text in EXAMPLES]
    assert names == [
        "hibob", "rippling", "gusto", "ukg", "workday_raas", "finch", "kombo", "hubspot",
    ]  # fmt: skip


def list_keys(tree: Any) -> set[str]:
    """Settings of the first two levels; below are names of others."""
    below = (tree[key] for key in ("auth", "paging", "state", "kind", "fte") if key in tree)
    return {*tree, *(key for level in below for key in level)}


def test_every_setting_of_our_own_presets_is_explained() -> None:
    trees = [find_tree(info.name) or {} for info in list_presets()]
    used = {key for tree in trees for key in list_keys(tree)}
    assert {key for key in used if f"`{key}`" not in TEXT} == set()


@pytest.mark.parametrize("choices", [PagingType, FteUnit, SecretPart, Trait, Quoting])
def test_every_choice_is_explained(choices: Any) -> None:
    assert [one for one in choices if not re.search(rf"`{{?{one}}}?`", TEXT)] == []
