"""The modals that ask which Slack user groups count, and for what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.views import blocks as b
from bot.views import inputs as i
from bot.views.ids import Action, Callback, Field
from bot.views.language import Translator
from bot.views.text import clip, escape
from rules.placements import CUSTOMER_FACING, FUNCTIONS, PLACEMENTS, suggest_function

MOST_CUSTOMER_FACING = 40
MOST_ENABLEMENT = 15
"""Two fields for each of the former and one for each of the latter fit into a modal."""
MOST_OFFERED = 250
"""More would not fit into a modal, which asks for them twice."""
LONGEST_SEGMENT = 80
LONGEST_HEADING = 20
LONGEST_NAME = 50
GAP = " · "


@dataclass(frozen=True, slots=True)
class Group:
    """A user group that can be chosen, or was.

    Attributes:
        people: How many members Slack counts.
    """

    id: str
    handle: str
    name: str
    people: int = 0


def groups_form(
    tr: Translator, groups: Sequence[Group], suggested: Mapping[Field, Sequence[Group]]
) -> dict[str, Any]:
    """Return the modal that asks which groups count, those that we would choose preselected.

    Args:
        tr: The reader's language.
        groups: All there are.
        suggested: Those to preselect, by field.
    """
    likely = {group.id for chosen in suggested.values() for group in chosen}
    by_likelihood = sorted(groups, key=lambda group: (group.id not in likely, -group.people))
    offered = by_likelihood[:MOST_OFFERED]
    headings = _head(tr, sorted(offered, key=lambda group: group.name.casefold()))
    facing, enablement = Field.CUSTOMER_FACING_GROUPS, Field.ENABLEMENT_GROUPS
    blocks = [
        b.section(
            b.titled(
                tr("Which groups count?"),
                tr("I count their members every day and keep numbers only."),
                tr("Whoever is in two of the groups is counted once."),
            )
        ),
        _menu(tr("Customer-facing teammates"), facing, headings, suggested, MOST_CUSTOMER_FACING),
        _menu(tr("Enablers"), enablement, headings, suggested, MOST_ENABLEMENT),
    ]
    if len(groups) > MOST_OFFERED:
        cut = tr(
            "Only {count} groups are listed: those that sound like it, and the largest.",
            count=MOST_OFFERED,
        )
        blocks.append(b.context(escape(cut)))
    return b.modal(
        Callback.GROUPS_FORM,
        tr("Slack user groups"),
        blocks,
        submit=tr("Next"),
        close=tr("Cancel"),
    )


def functions_form(
    tr: Translator, facing: Sequence[Group], enablement: Sequence[Group], metadata: str
) -> dict[str, Any]:
    """Return the modal that asks what each chosen group does.

    Args:
        tr: The reader's language.
        facing: Chosen as customer-facing.
        enablement: Chosen as enablers.
        metadata: What the form brings back: the choice.
    """
    options = [
        b.option(tr.say(FUNCTIONS[PLACEMENTS[choice].function]), choice.value)
        for choice in CUSTOMER_FACING
    ]
    blocks = [
        b.section(tr("What does each group do? A segment is a region, say; it may stay empty."))
    ]
    for group in facing:
        element = b.select(Action.ANSWER, options, suggest_function(group.name))
        blocks.append(b.field(function_block(group.id), group.name, element))
        blocks.append(_segment(tr, group))
    blocks += [_segment(tr, group) for group in enablement]
    return b.modal(
        Callback.FUNCTIONS_FORM,
        tr("Slack user groups"),
        blocks,
        submit=tr("Preview"),
        close=tr("Cancel"),
        metadata=metadata,
    )


def parse_group(option: Mapping[str, Any]) -> Group:
    """Return the group that a chosen option stands for."""
    group_id, _, handle = str(option["value"]).partition(":")
    return Group(group_id, handle, str(option["text"]["text"]).rpartition(GAP)[0])


def function_block(group_id: str) -> str:
    """Return the block id of what a group does."""
    return f"function.{group_id}"


def segment_block(group_id: str) -> str:
    """Return the block id of a group's segment."""
    return f"segment.{group_id}"


def _menu(
    label: str,
    name: Field,
    headings: Mapping[str, Sequence[dict[str, Any]]],
    suggested: Mapping[Field, Sequence[Group]],
    most: int,
) -> b.Block:
    initial = [_write(group) for group in suggested.get(name, ())]
    element = i.grouped_multi_select(Action.ANSWER, headings, initial, most=most)
    # Nobody has to connect both classes from the same source.
    return b.field(name, label, element, is_optional=True)


def _segment(tr: Translator, group: Group) -> b.Block:
    element = i.text_input(Action.ANSWER, limit=LONGEST_SEGMENT)
    label = tr("Segment of {group}", group=group.name)
    return b.field(segment_block(group.id), label, element, is_optional=True)


def _head(tr: Translator, groups: Sequence[Group]) -> dict[str, list[dict[str, Any]]]:
    """Return the options under headings, because a menu takes a hundred under each."""
    starts = range(0, len(groups), i.MOST_OPTIONS)
    parts = [groups[start : start + i.MOST_OPTIONS] for start in starts]
    if len(parts) == 1:
        return {tr("User groups"): [_option(tr, group) for group in parts[0]]}
    return {
        f"{number}: {_cut(part[0])} – {_cut(part[-1])}": [_option(tr, group) for group in part]
        for number, part in enumerate(parts, start=1)
    }


def _option(tr: Translator, group: Group) -> dict[str, Any]:
    label = f"{clip(group.name or group.handle, LONGEST_NAME)}{GAP}{tr.number(group.people)}"
    return b.option(label, _write(group))


def _write(group: Group) -> str:
    return f"{group.id}:{group.handle}"


def _cut(group: Group) -> str:
    return clip(group.name, LONGEST_HEADING)
