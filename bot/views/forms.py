"""The modals that ask for numbers: the headcount to keep, and a what-if to play with."""

from typing import Any

from bot.views import blocks as b
from bot.views.ids import Action, Block, Callback
from bot.views.language import Translator
from bot.views.plans import plan_blocks
from bot.views.text import escape
from bot.workspaces import Enquiry
from rules.facts import Facts, Role
from rules.plans import Plan
from rules.posts import NAMES

SKILLED, UNSKILLED, UNKNOWN = "yes", "no", "unknown"
OVERVIEW_BLOCKS = 3
"""Blocks at the head of a plan: its point, where the numbers come from, and the overview."""


def headcount_form(tr: Translator, facts: Facts | None, over: str = "") -> dict[str, Any]:
    """Return the modal that asks for the headcount to keep, with the last one filled in.

    Args:
        tr: The reader's language.
        facts: The last one; None before the first.
        over: The source that the numbers will stand over; empty where there is none.
    """
    intro = tr("Counts only, never names. Everybody in your workspace can read them here.")
    blocks = [b.section(intro)]
    if over:
        said = tr(
            "These numbers come from {source}. What you change stands over it, until an admin takes"
            " it away in App Home.",
            source=over,
        )
        blocks.append(b.section(f":warning: {escape(said)}"))
    return b.modal(
        Callback.HEADCOUNT_FORM,
        tr("Enter numbers"),
        [*blocks, *_headcount_fields(tr, facts, recomputes=False)],
        submit=tr("Save"),
        close=tr("Cancel"),
    )


def headcount_saved(tr: Translator, plan: Plan, enquiry: Enquiry) -> dict[str, Any]:
    """Return what the form turns into once the numbers are kept."""
    return b.modal(
        Callback.HEADCOUNT_FORM,
        tr("Saved"),
        [b.section(b.titled(tr("Saved. This is your plan now."))), *plan_blocks(tr, plan, enquiry)],
        close=tr("Close"),
    )


def what_if_form(tr: Translator, plan: Plan) -> dict[str, Any]:
    """Return the modal that recomputes the plan with every change."""
    return _what_if(tr, plan.facts, plan_blocks(tr, plan, Enquiry(plan.facts)))


def what_if_refused(tr: Translator, sentence: str) -> dict[str, Any]:
    """Return the same modal where the numbers cannot be true; the fields keep what was typed."""
    return _what_if(tr, None, [b.section(f":warning: {escape(sentence)}")])


def _what_if(tr: Translator, facts: Facts | None, result: list[b.Block]) -> dict[str, Any]:
    headcount = _headcount_fields(tr, facts, recomputes=True)
    return b.modal(
        Callback.WHAT_IF_FORM,
        tr("What if"),
        [
            *headcount[:2],
            # The point stands where the numbers are typed; the rest would be out of sight anyway.
            *result[:OVERVIEW_BLOCKS],
            b.divider(),
            *headcount[2:],
            *_situation_fields(tr, facts),
            *result[OVERVIEW_BLOCKS:],
        ],
        submit=tr("Recalculate"),
        close=tr("Close"),
    )


def _headcount_fields(tr: Translator, facts: Facts | None, *, recomputes: bool) -> list[b.Block]:
    return [
        _count(
            Block.CUSTOMER_FACING,
            tr("Customer-facing teammates"),
            facts,
            hint=tr("Everybody enablement supports: sales, customer success, support, partners."),
            recomputes=recomputes,
            is_optional=False,
        ),
        _count(
            Block.ENABLERS,
            tr("Enablers"),
            facts,
            hint=tr("Full-time equivalents: half of somebody's time is 0.5."),
            recomputes=recomputes,
        ),
        _count(Block.SALES, tr("Of the teammates: sales"), facts, recomputes=recomputes),
        _count(
            Block.CUSTOMER_SUCCESS,
            tr("Of the teammates: customer success"),
            facts,
            recomputes=recomputes,
        ),
    ]


def _situation_fields(tr: Translator, facts: Facts | None) -> list[b.Block]:
    return [
        _count(Block.STARTERS, tr("Starters a quarter"), facts),
        _count(Block.LAUNCHES, tr("Product launches a year"), facts),
        _count(Block.VERTICALS, tr("Verticals or product teams"), facts),
        _count(Block.PROGRAMMES, tr("Programmes in parallel"), facts),
        b.field(
            Block.IS_LEADER_SKILLED,
            tr("Does your leader know adult learning?"),
            b.select(Action.RECOMPUTE, _skill_options(tr), _skill(facts)),
            is_optional=True,
            recomputes=True,
        ),
        b.field(
            Block.FILLED,
            tr("Posts you already have"),
            b.multi_select(
                Action.RECOMPUTE,
                [b.option(tr.say(NAMES[role]), role.value) for role in Role],
                () if facts is None else [role.value for role in facts.filled],
            ),
            is_optional=True,
            recomputes=True,
        ),
    ]


def _skill_options(tr: Translator) -> list[dict[str, Any]]:
    return [
        b.option(tr("Yes"), SKILLED),
        b.option(tr("No"), UNSKILLED),
        b.option(tr("Not known"), UNKNOWN),
    ]


def _skill(facts: Facts | None) -> str | None:
    if facts is None:
        return None
    return {True: SKILLED, False: UNSKILLED, None: UNKNOWN}[facts.is_leader_skilled]


def _count(
    block: Block,
    label: str,
    facts: Facts | None,
    *,
    hint: str | None = None,
    recomputes: bool = True,
    is_optional: bool = True,
) -> b.Block:
    known = None if facts is None else getattr(facts, block.value)
    element = b.number_input(
        Action.RECOMPUTE,
        None if known is None else f"{known:f}" if block is Block.ENABLERS else str(known),
        may_be_fractional=block is Block.ENABLERS,
    )
    return b.field(block, label, element, hint=hint, is_optional=is_optional, recomputes=recomputes)
