"""The plan: the message that `/enablement-plan` answers with."""

from functools import lru_cache
from typing import Any

from bot.views import blocks as b
from bot.views.ids import Action
from bot.views.language import Translator
from bot.views.lines import Line, Part, caveats, small_print
from bot.views.origins import origin
from bot.views.plan_parts import detail_parts, overview_parts
from bot.views.text import escape
from bot.views.values import encode_enquiry
from bot.workspaces import Enquiry
from rules.forecasts import Target
from rules.headcounts import DEFINITION
from rules.plans import Plan
from rules.questions import swap


def plan_message(tr: Translator, plan: Plan, enquiry: Enquiry, place: str | None) -> dict[str, Any]:
    """Return the plan as a private answer with its buttons.

    Args:
        tr: The reader's language.
        plan: The advice.
        enquiry: What it was asked about.
        place: Where Share would post, as a reader names it; None once it has posted.
    """
    blocks = plan_blocks(tr, plan, enquiry)
    if enquiry.facts.looks_swapped:
        # Beside the buttons: Slack scrolls to the end of a long answer.
        blocks.append(_swap_offer(tr, enquiry))
    if enquiry.origin is not None and not enquiry.origin.is_synced:
        # Over a source only admins set numbers, and App Home has the button for them.
        blocks[1:2] = [_update_offer(tr, enquiry), b.context(tr.graded(DEFINITION))]
    return b.message(point(tr, plan), [*blocks, _buttons(tr, enquiry, place)])


def shared_plan(tr: Translator, plan: Plan, enquiry: Enquiry, user_id: str) -> dict[str, Any]:
    """Return the plan as a post that everybody in a channel sees."""
    shared_by = tr("Shared by {user}", user=f"<@{user_id}>")
    blocks = [b.context(shared_by), *plan_blocks(tr, plan, enquiry)]
    return b.message(f"{shared_by}: {point(tr, plan)}", blocks)


def plan_blocks(tr: Translator, plan: Plan, enquiry: Enquiry) -> list[b.Block]:
    """Return the plan itself, for messages and modals alike."""
    forecast = enquiry.find_forecast(Target.NEXT_STAGE)
    overview = [_mrkdwn(part) for part in overview_parts(tr, plan)]
    return [
        b.header(tr.say(plan.headline.phrase)),
        b.context(escape(origin(tr, enquiry)), tr.graded(DEFINITION)),
        *([b.fields(*overview)] if overview else []),
        *(b.section(_mrkdwn(part)) for part in detail_parts(tr, plan, forecast)),
        b.context(write_lines(caveats(tr) if plan.stage is None else small_print(tr))),
    ]


def point(tr: Translator, plan: Plan) -> str:
    """Return the plan in one sentence, mrkdwn."""
    return tr.mrkdwn(plan.headline.phrase)


def _update_offer(tr: Translator, enquiry: Enquiry) -> b.Block:
    """Return where the stored numbers come from, with the way to change them."""
    update = b.button(tr("Update Numbers"), Action.ENTER_NUMBERS, "update")
    return b.section(escape(origin(tr, enquiry)), accessory=update)


# Most parts of a plan are the same in every plan of a stage; writing one takes longer than finding it.
@lru_cache(maxsize=1_000)
def write_lines(lines: tuple[Line, ...]) -> str:
    """Return lines as mrkdwn."""
    return "\n".join(_write_line(line) for line in lines)


def _mrkdwn(part: Part) -> str:
    return b.titled(escape(part.title), write_lines(part.lines))


def _write_line(line: Line) -> str:
    text = f"*{escape(line.text)}*" if line.is_strong else escape(line.text)
    grade = f" _{escape(line.grade)}_" if line.grade else ""
    return f"{b.BULLET if line.is_item else ''}{text}{grade}"


def _swap_offer(tr: Translator, enquiry: Enquiry) -> b.Block:
    other = encode_enquiry(Enquiry(swap(enquiry.facts)))
    return b.section(
        escape(tr("More enablers than teammates: were the two numbers swapped?")),
        accessory=b.button(tr("Swap the Numbers"), Action.SWAP, other),
    )


def _buttons(tr: Translator, enquiry: Enquiry, place: str | None) -> b.Block:
    value = encode_enquiry(enquiry)
    buttons = [
        b.button(tr("What If…"), Action.WHAT_IF, value, is_primary=True),
        b.button(tr("Roadmap"), Action.ROADMAP, value),
        b.button(tr("Reporting Line"), Action.REPORTING, value),
    ]
    if place is not None:
        sharing = b.confirm(
            tr("Share this plan?"),
            tr("Everybody in {place} will see these headcounts.", place=place),
            tr("Share"),
            tr("Keep It Private"),
        )
        label = tr("Share in Channel")
        buttons.append(b.button(label, Action.SHARE, value, confirm=sharing))
    return b.actions(*buttons)
