"""Our schema and Slack's own, on the same samples."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.sandbox.blockkit.blocks import BLOCK, BLOCK_TYPES, VIEW

REFERENCE = Path(__file__).parents[5] / "shared" / "slack-reference" / "blockkit.schema.json"
pytestmark = pytest.mark.skipif(
    not REFERENCE.exists(), reason="Slack's own schema is not on this machine"
)
# Limits of buttons for feedback and with icons, which Slack documents and its schema leaves out.
STRICTER = ("positive_button", "negative_button", "/value")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return dict(json.loads(REFERENCE.read_text()))


class Sampler:
    """Makes random values that a JSON schema accepts."""

    def __init__(self, schema: dict[str, Any], seed: int) -> None:
        self.definitions = schema["definitions"]
        self.random = random.Random(seed)  # noqa: S311 - samples, no secrets

    def sample(self, node: dict[str, Any], depth: int = 0) -> Any:
        node = self.merge(node)
        if "const" in node:
            return node["const"]
        if "enum" in node:
            return self.random.choice(node["enum"])
        kind = node.get("type")
        if kind == "array":
            return self.sample_array(node, depth)
        if kind == "string":
            return "x" * self.random.randint(max(1, node.get("minLength", 0)), 5)
        if kind in ("number", "boolean"):
            return self.random.randint(1, 5) if kind == "number" else True
        return self.sample_object(node, depth)

    def sample_array(self, node: dict[str, Any], depth: int) -> list[Any]:
        least = node.get("minItems", 0)
        return [self.sample(node["items"], depth + 1) for _ in range(max(least, depth < 4))]

    def sample_object(self, node: dict[str, Any], depth: int) -> dict[str, Any]:
        required = node.get("required", [])
        return {
            name: self.sample(inner, depth + 1)
            for name, inner in node.get("properties", {}).items()
            if name in required or (depth < 6 and self.random.random() < 0.5)
        }

    def merge(self, node: dict[str, Any]) -> dict[str, Any]:
        """The node with its references, choices and conditions made into one."""
        node = dict(node)
        if "$ref" in node:
            return self.merge(self.definitions[node["$ref"].rsplit("/", 1)[-1]])
        for word in ("anyOf", "oneOf"):
            if word in node:
                return self.merge(self.random.choice(node[word]))
        branches = node.pop("allOf", [])
        conditions = [one for one in branches if "if" in one]
        if conditions:
            return self.merge(self.random.choice(conditions)["then"])
        for branch in branches:
            node = combine(node, self.merge(branch))
        return node


def combine(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    both = copy.deepcopy(first) | copy.deepcopy(second)
    for word in ("properties", "required"):
        if word in first and word in second:
            both[word] = first[word] + second[word] if word == "required" else {}
    if "properties" in first and "properties" in second:
        names = [*first["properties"], *second["properties"]]
        both["properties"] = {
            name: combine(first["properties"].get(name, {}), second["properties"].get(name, {}))
            for name in names
        }
    return both


def walk(value: Any, path: str = "") -> Iterator[tuple[Any, Any, str]]:
    """Each place inside a value: what holds it, its key, its path."""
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in list(pairs):
        yield value, key, f"{path}/{key}"
        yield from walk(inner, f"{path}/{key}")


MUTATIONS: list[Callable[[Any, Any], Any]] = [
    lambda holder, key: holder.__setitem__(key, None),
    lambda holder, key: holder.__setitem__(key, "x" * 3001),
    lambda holder, key: holder.__setitem__(key, "x" * 151),
    lambda holder, key: holder.__setitem__(key, ""),
    lambda holder, key: holder.__setitem__(key, 7),
    lambda holder, key: holder.__setitem__(key, True),
    lambda holder, key: holder.__setitem__(key, []),
    lambda holder, key: holder.__setitem__(key, {}),
    lambda holder, key: holder.__setitem__(key, [copy.deepcopy(holder[key])] * 26),
    lambda holder, key: holder.__delitem__(key),
]


def mutate(sample: Any, rng: random.Random) -> tuple[Any, str]:
    changed = copy.deepcopy(sample)
    holder, key, path = rng.choice([*walk(changed)])
    if isinstance(holder, dict) and rng.random() < 0.1:
        holder["surplus"] = 1
    else:
        rng.choice(MUTATIONS)(holder, key)
    return changed, path


@pytest.mark.parametrize("kind", sorted(BLOCK_TYPES))
def test_both_say_the_same_of_a_block(kind: str, schema: dict[str, Any]) -> None:
    reference = Draft7Validator({**schema, "$ref": "#/definitions/KnownBlock"})
    sampler = Sampler(schema, seed=len(kind))
    [definition] = [
        branch["then"]
        for branch in schema["definitions"]["KnownBlock"]["allOf"]
        if branch["if"]["properties"]["type"]["const"] == kind
    ]
    for _ in range(40):
        sample = sampler.sample(definition)
        assert reference.is_valid(sample), "the sampler is wrong"
        sample.pop("tasks", None)  # Slack's schema takes any object for a task
        assert [*BLOCK(sample, "")] == []
        for _ in range(6):
            changed, path = mutate(sample, sampler.random)
            if not any(word in path for word in STRICTER):
                ours = not [*BLOCK(changed, "")]
                assert ours == reference.is_valid(changed), (path, changed)


@pytest.mark.parametrize("kind", ["HomeView", "ModalView"])
def test_both_say_the_same_of_a_view(kind: str, schema: dict[str, Any]) -> None:
    reference = Draft7Validator({**schema, "$ref": f"#/definitions/{kind}"})
    sampler = Sampler(schema, seed=3)
    for _ in range(40):
        sample = sampler.sample(schema["definitions"][kind]) | {"blocks": []}
        assert [*VIEW(sample, "")] == []
        changed, path = mutate(sample, sampler.random)
        ours = not [*VIEW(changed, "")]
        # An unknown field in blocks is ours to refuse: there Slack's schema takes anything.
        assert ours == reference.is_valid(changed) or "blocks" in path, (path, changed)


def test_we_know_every_block_of_slacks(schema: dict[str, Any]) -> None:
    assert set(schema["definitions"]["KnownBlock"]["properties"]["type"]["enum"]) == BLOCK_TYPES
