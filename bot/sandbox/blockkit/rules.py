"""What the fields alone do not say: surfaces, totals, fields that need each other."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from bot.sandbox.blockkit.violations import Severity, Violation
from bot.sandbox.blockkit.walk import list_blocks, list_elements


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


_MESSAGES = frozenset({Surface.MESSAGE})
_NOT_MODALS = frozenset({Surface.MESSAGE, Surface.HOME})
SURFACES = {
    "alert": frozenset({Surface.MODAL}),
    **dict.fromkeys(("context_actions", "file", "markdown", "plan", "task_card"), _MESSAGES),
    **dict.fromkeys(("carousel", "container", "table", "data_table"), _NOT_MODALS),
    "data_visualization": _NOT_MODALS,
}
_MOST_OF_A_TYPE = {"table": 1, "data_visualization": 2}
_MOST_CHARACTERS = {"table": 10_000, "data_table": 20_000, "markdown": 12_000}

Rule = Callable[[dict[str, Any], str], Iterator[Violation]]


def judge_together(blocks: Sequence[Any], surface: Surface, path: str) -> Iterator[Violation]:
    """What is wrong with blocks that are well-formed one by one; `path` points at their list."""
    yield from _judge_totals(blocks, path)
    for place, block in enumerate(blocks):
        where = f"{path}/{place}"
        if surface not in SURFACES.get(block["type"], frozenset(Surface)):
            said = f"{block['type']} cannot be shown in a {surface}"
            yield Violation(f"{where}/type", said, "wrong_surface")
        for inner in list_blocks([block]):
            yield from _judge_elements(inner, where)
            if rule := _RULES.get(inner["type"]):
                yield from rule(inner, where)


def _judge_totals(blocks: Sequence[Any], path: str) -> Iterator[Violation]:
    every = [*list_blocks(blocks)]
    types = Counter(block["type"] for block in every)
    for kind, most in _MOST_OF_A_TYPE.items():
        if types[kind] > most:
            yield Violation(path, f"has {types[kind]} {kind} blocks; at most {most}", "too_many")
    for kind, most in _MOST_CHARACTERS.items():
        length = sum(_count_characters(block) for block in every if block["type"] == kind)
        if length > most:
            said = f"{kind} blocks have {length:,} characters together; at most {most:,}"
            yield Violation(path, said, "too_long")
    ids = Counter(block["block_id"] for block in every if "block_id" in block)
    for block_id in (name for name, times in ids.items() if times > 1):
        yield Violation(path, f"has the block_id {block_id} more than once", "duplicate_id")
    primary = sum(one.get("style") == "primary" for block in every for one in list_elements(block))
    if primary > 1:
        said = f"has {primary} primary buttons; people look for one"
        yield Violation(path, said, "primary_buttons", Severity.WARNING)


def _count_characters(value: Any) -> int:
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(_count_characters(one) for one in value.values())
    return sum(map(_count_characters, value)) if isinstance(value, list) else 0


def _judge_elements(block: dict[str, Any], path: str) -> Iterator[Violation]:
    ids = Counter(one["action_id"] for one in list_elements(block) if "action_id" in one)
    for action_id in (name for name, times in ids.items() if times > 1):
        yield Violation(path, f"has the action_id {action_id} more than once", "duplicate_id")
    for element in list_elements(block):
        if element["type"] in ("static_select", "multi_static_select"):
            yield from _judge_options(element, path)


def _judge_options(element: dict[str, Any], path: str) -> Iterator[Violation]:
    if ("options" in element) == ("option_groups" in element):
        yield Violation(path, "a select needs options or option_groups, not both", "options")
    for group in element.get("option_groups", []):
        if not 1 <= len(group["options"]) <= 100:
            yield Violation(path, "an option group needs 1 to 100 options", "options")


def _judge_section(block: dict[str, Any], path: str) -> Iterator[Violation]:
    if not block.keys() & {"text", "fields"}:
        yield Violation(path, "a section needs text or fields", "missing")


def _judge_image(block: dict[str, Any], path: str) -> Iterator[Violation]:
    url = block.get("image_url", "https://")
    if not url.startswith(("https://", "http://")) or len(url) > 3000:
        yield Violation(f"{path}/image_url", "must be a web address of 3,000 characters", "url")


def _judge_alert(block: dict[str, Any], path: str) -> Iterator[Violation]:
    if len(block["text"]["text"]) > 200:
        yield Violation(f"{path}/text/text", "an alert has at most 200 characters", "too_long")


def _judge_table(block: dict[str, Any], path: str) -> Iterator[Violation]:
    if any(len(row) > 20 for row in block["rows"]):
        yield Violation(f"{path}/rows", "a row has at most 20 cells", "too_many")


def _judge_data_table(block: dict[str, Any], path: str) -> Iterator[Violation]:
    yield from _judge_table(block, path)
    if len(block["rows"]) > 201:
        said = f"has {len(block['rows'])} rows; at most 200 below the header"
        yield Violation(f"{path}/rows", said, "too_many")
    if any(cell["type"] == "rich_text" for cell in block["rows"][0]):
        yield Violation(f"{path}/rows/0", "header cells cannot be rich_text", "header")
    if not 1 <= block.get("page_size", 5) <= 100:
        yield Violation(f"{path}/page_size", "must be 1 to 100", "range")


def _judge_chart(block: dict[str, Any], path: str) -> Iterator[Violation]:
    if block["chart"]["type"] == "pie":
        return
    categories = block["chart"]["axis_config"]["categories"]
    for place, series in enumerate(block["chart"]["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            said = "needs one value for each category and no other"
            yield Violation(f"{path}/chart/series/{place}/data", said, "categories")


def _judge_plan(block: dict[str, Any], path: str) -> Iterator[Violation]:
    if len(block.get("tasks", [])) > 50:
        yield Violation(f"{path}/tasks", "a plan has at most 50 tasks", "too_many")


_RULES: dict[str, Rule] = {
    "section": _judge_section,
    "image": _judge_image,
    "alert": _judge_alert,
    "table": _judge_table,
    "data_table": _judge_data_table,
    "data_visualization": _judge_chart,
    "plan": _judge_plan,
}
