"""Going through blocks: their elements, and the ids Slack adds where an app left them out."""

import copy
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

_WITHOUT_ACTION = {"image", "plain_text", "mrkdwn"}


def list_blocks(blocks: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Each block, those inside containers and carousels too."""
    for block in blocks:
        if not isinstance(block, dict):
            continue
        yield block
        yield from list_blocks(block.get("child_blocks") or [])
        if block.get("type") == "carousel":
            yield from list_blocks(block.get("elements") or [])


def list_elements(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The elements of a block that a person can act on."""
    kind = block.get("type")
    found: list[Any] = [block.get("accessory"), block.get("element")]
    if kind in ("actions", "context_actions"):
        found += block.get("elements") or []
    if kind == "card":
        found += block.get("actions") or []
    for element in found:
        if isinstance(element, dict) and element.get("type") not in _WITHOUT_ACTION:
            yield element


def find_element(
    blocks: Sequence[Any], block_id: str, action_id: str
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The block and its element of these ids, or None."""
    for block in list_blocks(blocks):
        for element in list_elements(block):
            if block.get("block_id") == block_id and element.get("action_id") == action_id:
                return block, element
    return None


def list_inputs(blocks: Sequence[Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each input block with its element."""
    for block in list_blocks(blocks):
        if block.get("type") == "input":
            yield block, block["element"]


def name_blocks(blocks: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """A copy in which each block has its `block_id` and each element its `action_id`."""
    named = copy.deepcopy([*blocks])
    for block in list_blocks(named):
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in list_elements(block):
            element.setdefault("action_id", secrets.token_urlsafe(4))
    return tuple(named)
