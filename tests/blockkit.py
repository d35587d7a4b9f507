"""What Slack would accept: its limits as assertions, slack_sdk's models, and the schema where given."""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

JsonObject = dict[str, Any]

REFERENCE = Path(
    os.environ.get("SLACK_REFERENCE") or Path(__file__).parents[2] / "shared" / "slack-reference"
)
TEXT_LIMITS = {
    "header": 150,
    "button": 75,
    "option": 75,
    "section": 3_000,
    "field": 2_000,
    "context": 2_000,
    "label": 2_000,
    "title": 24,
}
NEWER_THAN_SDK = {"data_visualization"}
"""Only the schema knows what may stand in these."""
NEVER_SHOWN = re.compile(r"∞|\bNaN\b|\bNone\b|\bnull\b|\binf\b|Phrase\(|Decimal\(|E\+\d")
UNFILLED = re.compile(r"\{\w*\}")
DECIMAL_PEOPLE = re.compile(
    r"\d\.\d+ (?:customer-facing|teammates|hires|more)|メンバー[\d,]+\.\d", re.IGNORECASE
)
PING = re.compile(r"<[!@#]")
MOMENT = re.compile(r"<!date\^[^>|]*\|[^>]*>")


def reference(name: str) -> Any:
    """Return one of Slack's own references, or skip the test that asks for it."""
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"NOT TESTED AGAINST {name}: set SLACK_REFERENCE to the folder that has it")
    return json.loads(path.read_text(encoding="utf-8"))


def check_message(
    message: JsonObject, *, may_mention: bool = False, may_show_braces: bool = False
) -> None:
    """Check a message against everything that needs no file.

    Args:
        message: Text and blocks.
        may_mention: Whether it names somebody, as a shared plan names who shared it.
        may_show_braces: Whether a person typed braces.
    """
    assert message["text"]
    assert len(message["text"]) <= 4_000
    assert 1 <= len(message["blocks"]) <= 50
    _check_blocks(message["blocks"])
    read = texts(message)
    _check_text(read)
    seen = [MOMENT.sub("", text) for text in [message["text"], *mrkdwn(message)]]
    assert may_mention or not any(PING.search(text) for text in seen)
    assert may_show_braces or not any(UNFILLED.search(MOMENT.sub("", text)) for text in read)


def check_view(
    view: JsonObject, *, may_mention: bool = False, may_show_braces: bool = False
) -> None:
    """Check a modal against everything that needs no file.

    Args:
        view: With its blocks.
        may_mention: Whether it names somebody, as decisions do.
        may_show_braces: Whether a person typed braces.
    """
    assert 1 <= len(view["blocks"]) <= 100
    assert len(json.dumps(view, ensure_ascii=False).encode()) <= 250_000
    assert len(view.get("private_metadata", "")) <= 3_000
    for name in ("title", "submit", "close"):
        assert len(view.get(name, {}).get("text", "")) <= TEXT_LIMITS["title"]
        assert "…" not in view.get(name, {}).get("text", "")
    assert any(block["type"] == "input" for block in view["blocks"]) == ("submit" in view)
    _check_blocks(view["blocks"])
    read = texts(view)
    _check_text(read)
    assert may_mention or not any(PING.search(MOMENT.sub("", text)) for text in mrkdwn(view))
    assert may_show_braces or not any(UNFILLED.search(MOMENT.sub("", text)) for text in read)
    known = [block for block in view["blocks"] if block["type"] not in NEWER_THAN_SDK]
    View(**view | {"blocks": known}).validate_json()


def check_message_schema(message: JsonObject) -> None:
    """Check a message's blocks against the schema; skips where there is none."""
    _check_schema("MessageBlocks", message["blocks"])


def check_view_schema(view: JsonObject) -> None:
    """Check a view against the schema; skips where there is none."""
    definition = "HomeView" if view["type"] == "home" else "ModalView"
    _check_schema(definition, {**view, "blocks": []})
    # The view's own definition lets any object pass for a block.
    for block in view["blocks"]:
        _check_schema("KnownBlock", block)


def _check_schema(definition: str, payload: JsonObject | list[JsonObject]) -> None:
    errors = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
        for error in _validator(definition).iter_errors(payload)
    ]
    assert not errors, "\n".join(errors)


@cache
def _validator(definition: str) -> Draft7Validator:
    schema = reference("blockkit.schema.json")
    return Draft7Validator({**schema, "$ref": f"#/definitions/{definition}"})


def walk(payload: Any) -> Iterator[JsonObject]:
    """Yield every object inside a payload, the outermost first."""
    if isinstance(payload, dict):
        yield payload
        for value in payload.values():
            yield from walk(value)
    elif isinstance(payload, list):
        for value in payload:
            yield from walk(value)


def texts(payload: Any) -> list[str]:
    """Return everything a person reads in a message or view."""
    found = [part["text"] for part in walk(payload) if isinstance(part.get("text"), str)]
    return found + [str(part["initial_value"]) for part in walk(payload) if "initial_value" in part]


def mrkdwn(payload: Any) -> list[str]:
    """Return the texts in which Slack understands mentions."""
    return [part["text"] for part in walk(payload) if part.get("type") == "mrkdwn"]


def action_ids(payload: Any) -> set[str]:
    return {part["action_id"] for part in walk(payload) if "action_id" in part}


def _check_blocks(blocks: list[JsonObject]) -> None:
    parsed = Block.parse_all([block for block in blocks if block["type"] not in NEWER_THAN_SDK])
    for model in parsed:
        model.validate_json()
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))
    assert sum(part.get("style") == "primary" for part in walk(blocks)) <= 1
    for block in blocks:
        _check_block(block)


def _check_block(block: JsonObject) -> None:
    inside = [part["action_id"] for part in walk(block) if "action_id" in part]
    assert len(inside) == len(set(inside))
    for part in walk(block):
        for name in ("action_id", "block_id"):
            assert len(part.get(name, "")) <= 255
        if part.get("type") == "button":
            assert len(part["text"]["text"]) <= TEXT_LIMITS["button"]
            assert len(part["value"]) <= 2_000
        if "options" in part:
            assert 1 <= len(part["options"]) <= 100
            for option in part["options"]:
                assert len(option["text"]["text"]) <= TEXT_LIMITS["option"]
                assert len(option["value"]) <= 150
        if "confirm" in part and "deny" in part:
            assert len(part["title"]["text"]) <= 100
            assert len(part["text"]["text"]) <= 300
            assert max(len(part["confirm"]["text"]), len(part["deny"]["text"])) <= 30
    if block["type"] in {"header", "section"} and "text" in block:
        assert 1 <= len(block["text"]["text"]) <= TEXT_LIMITS[block["type"]]
    for text in block.get("fields", ()):
        assert 1 <= len(text["text"]) <= TEXT_LIMITS["field"]
    assert len(block.get("fields", ())) <= 10
    if block["type"] == "context":
        assert 1 <= len(block["elements"]) <= 10
        assert all(1 <= len(part["text"]) <= TEXT_LIMITS["context"] for part in block["elements"])
    if block["type"] == "actions":
        assert 1 <= len(block["elements"]) <= 25


def _check_text(read: list[str]) -> None:
    for text in read:
        assert not NEVER_SHOWN.search(text), text
        assert not DECIMAL_PEOPLE.search(text), text
