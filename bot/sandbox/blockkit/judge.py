"""The verdict on what an app wants to show."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.sandbox.blockkit.blocks import BLOCK, VIEW
from bot.sandbox.blockkit.checks import array
from bot.sandbox.blockkit.rules import Surface, judge_together
from bot.sandbox.blockkit.violations import Severity, Violation
from bot.sandbox.blockkit.walk import list_inputs

LARGEST_VIEW = 250_000
RECOMMENDED_TEXT = 4_000
_MESSAGE_BLOCKS = array(BLOCK, 0, 50)


def judge_message(text: str, blocks: Sequence[Any], path: str = "/blocks") -> list[Violation]:
    """What is wrong with a message, errors first by place, then what a person would miss."""
    found = _judge_blocks(blocks, path)
    if blocks and not text:
        said = "there is no text beside the blocks: notifications and screen readers get nothing"
        found.append(Violation("/text", said, "no_fallback", Severity.WARNING))
    if len(text) > RECOMMENDED_TEXT:
        said = f"has {len(text):,} characters; {RECOMMENDED_TEXT:,} are recommended"
        found.append(Violation("/text", said, "long_text", Severity.WARNING))
    return found


def _judge_blocks(blocks: Sequence[Any], path: str) -> list[Violation]:
    # What belongs together is only asked of blocks that are well-formed by themselves.
    broken = [*_MESSAGE_BLOCKS(blocks, path)]
    return broken or [*judge_together(blocks, Surface.MESSAGE, path)]


def judge_view(view: Any, path: str = "/view") -> list[Violation]:
    """What is wrong with a modal or an App Home."""
    broken = [*VIEW(view, path)]
    return broken or [*_judge_whole_view(view, path)]


def _judge_whole_view(view: Mapping[str, Any], path: str) -> Iterator[Violation]:
    yield from judge_together(view["blocks"], Surface(view["type"]), f"{path}/blocks")
    if view["type"] == "modal" and "submit" not in view and any(list_inputs(view["blocks"])):
        yield Violation(path, "a modal with an input needs submit", "missing")


def is_too_large(view: Any) -> bool:
    """Whether a view is beyond what Slack stores."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST_VIEW


def list_errors(violations: Sequence[Violation]) -> list[Violation]:
    """Those for which Slack refuses."""
    return [one for one in violations if one.severity is Severity.ERROR]


def list_warnings(violations: Sequence[Violation]) -> list[Violation]:
    """Those which Slack lets pass."""
    return [one for one in violations if one.severity is Severity.WARNING]
