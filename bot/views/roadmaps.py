"""The road ahead, as a message and as a modal that recomputes."""

from typing import Any

from bot.views import blocks as b
from bot.views.forecasts import forecast_blocks
from bot.views.ids import Action, Block, Callback
from bot.views.language import Translator
from bot.views.lines import caveats
from bot.views.origins import origin
from bot.views.plan_parts import describe_size
from bot.views.plans import write_lines
from bot.views.text import escape
from bot.views.values import encode_enquiry
from bot.workspaces import Enquiry
from rules.forecasts import STAGE_TARGETS
from rules.headcounts import DEFINITION
from rules.plans import Plan
from rules.posts import NAMES
from rules.roadmaps import Crossing, Hire, Roadmap
from rules.roles import OUR_ORDER, RoleAdvice, Status
from rules.teams import count_teammates


def roadmap_message(tr: Translator, roadmap: Roadmap, enquiry: Enquiry) -> dict[str, Any]:
    """Return the road ahead as a private answer."""
    what_if = b.button(tr("What If…"), Action.WHAT_IF, encode_enquiry(enquiry), is_primary=True)
    blocks = [*roadmap_blocks(tr, roadmap, enquiry), b.actions(what_if)]
    return b.message(escape(_point(tr, roadmap)), blocks)


def roadmap_form(tr: Translator, roadmap: Roadmap, enquiry: Enquiry) -> dict[str, Any]:
    """Return the modal that recomputes the road for another target."""
    return _form(tr, enquiry, roadmap_blocks(tr, roadmap, enquiry))


def roadmap_refused(tr: Translator, enquiry: Enquiry, sentence: str) -> dict[str, Any]:
    """Return the same modal where the target cannot be true."""
    return _form(tr, enquiry, [b.section(f":warning: {escape(sentence)}")])


def _form(tr: Translator, enquiry: Enquiry, result: list[b.Block]) -> dict[str, Any]:
    target = b.field(
        Block.TARGET,
        tr("Customer-facing teammates to plan for"),
        b.number_input(Action.RETARGET, None),
        hint=tr("Empty: the next stage."),
        is_optional=True,
        recomputes=True,
    )
    return b.modal(
        Callback.ROADMAP_FORM,
        tr("Roadmap"),
        [target, b.divider(), *result],
        submit=tr("Recalculate"),
        close=tr("Close"),
        metadata=encode_enquiry(enquiry),
    )


def roadmap_blocks(tr: Translator, roadmap: Roadmap, enquiry: Enquiry) -> list[b.Block]:
    """Return the road itself."""
    return [
        b.header(_point(tr, roadmap)),
        b.context(escape(origin(tr, enquiry)), tr.graded(DEFINITION)),
        *forecast_blocks(tr, enquiry, STAGE_TARGETS),
        *_hires(tr, roadmap),
        *_posts(tr, tr("Posts without a seat: hats for the people you have"), roadmap.hats),
        *_posts(tr, tr("Not yet"), _waiting(roadmap.then)),
        *(b.section(_crossing(tr, crossing)) for crossing in roadmap.crossings),
        *_shrinking(tr, roadmap),
        b.context(write_lines(caveats(tr))),
    ]


def _point(tr: Translator, roadmap: Roadmap) -> str:
    there = roadmap.then
    if there.team is None:
        return tr.say(there.headline.phrase)
    teammates = count_teammates(there.facts.customer_facing)
    size = describe_size(tr, there, there.team)
    hires = len(roadmap.hires) + roadmap.further_hires
    if not hires:
        return tr("{teammates}: a team of {size}, nobody to hire.", teammates=teammates, size=size)
    return tr(
        "{teammates}: a team of {size}, {hires} to hire from here.",
        teammates=teammates,
        size=size,
        hires=hires,
    )


def _hires(tr: Translator, roadmap: Roadmap) -> list[b.Block]:
    if not roadmap.hires:
        return [b.section(tr("No hire falls due on this road."))]
    here = roadmap.today.facts.customer_facing
    lines = [_hire(tr, hire, here) for hire in roadmap.hires]
    if roadmap.further_hires:
        lines.append(tr("and {count} more, in the same steps", count=roadmap.further_hires))
    order = f"_{tr.mrkdwn(OUR_ORDER.phrase)}_"
    return [b.section(b.titled(tr("Hires in order"), b.bullets(lines), order))]


def _hire(tr: Translator, hire: Hire, here: int) -> str:
    moment = (
        tr("due now")
        if hire.due_at <= here
        else tr("from {teammates} on", teammates=count_teammates(hire.due_at))
    )
    number = tr("No. {number}, {moment}", number=hire.number, moment=moment)
    if hire.post is None:
        return tr("{number}: where demand is highest", number=number)
    post = f"*{tr.mrkdwn(NAMES[hire.post.role])}*"
    return " ".join((tr("{label}: {text}", label=number, text=post), tr.graded(hire.post.why)))


def _waiting(there: Plan) -> tuple[RoleAdvice, ...]:
    return tuple(advice for advice in there.roles if advice.status is Status.NOT_YET)


def _posts(tr: Translator, title: str, posts: tuple[RoleAdvice, ...]) -> list[b.Block]:
    lines = [
        tr("{label}: {text}", label=tr.mrkdwn(NAMES[post.role]), text=tr.graded(post.why))
        for post in posts
    ]
    return [b.section(b.titled(title, b.bullets(lines)))] if lines else []


def _crossing(tr: Translator, crossing: Crossing) -> str:
    changes = b.titled(
        tr("Crossing {boundary}: what changes", boundary=crossing.at),
        b.bullets(tr.graded(change) for change in crossing.changes),
    )
    preparations = b.titled(
        tr("Have ready by then"),
        b.bullets(tr.graded(preparation) for preparation in crossing.preparations),
    )
    return f"{changes}\n{preparations}"


def _shrinking(tr: Translator, roadmap: Roadmap) -> list[b.Block]:
    if not roadmap.shrinking:
        return []
    lines = b.bullets(tr.graded(advice) for advice in roadmap.shrinking)
    return [b.section(b.titled(tr("On the way down"), lines))]
