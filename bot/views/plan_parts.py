"""The plan in the reader's words, before Slack or a terminal lays it out."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from bot.views.language import Translator
from rules.plans import Plan
from rules.posts import NAMES
from rules.provenance import Statement, our_judgement
from rules.ratios import CONSIDER, MEANING, Ratio
from rules.references import KPIS, OTHER_COUNTS
from rules.roadmaps import CROSSINGS
from rules.roles import OUR_ORDER, RoleAdvice, Status
from rules.stages import CAVEATS, STAGES, StageProfile, find_next_boundary
from rules.teams import DRIVERS, PART_TIME_BELOW, PART_TIME_WILL_DO, TeamSize
from rules.wording import say

MOST_ROLES_SHOWN = 6


class Line(NamedTuple):
    """One line of plain text; a tuple because a plan is made of fifty of them.

    Attributes:
        grade: How it is backed; empty for what is only a number of the reader's.
    """

    text: str
    grade: str = ""
    is_strong: bool = False
    is_item: bool = False


class Part(NamedTuple):
    """A titled part of the plan."""

    title: str
    lines: tuple[Line, ...]


def overview_parts(tr: Translator, plan: Plan) -> Iterator[Part]:
    """Yield what a leader takes in at a glance: stage, ratio, team and the leader's time."""
    if plan.stage is None or plan.team is None:
        return
    yield _stage(tr, plan, plan.stage)
    yield _ratio(tr, plan, plan.team)
    yield _team(tr, plan, plan.team)
    yield _leader(tr, plan.stage)


def detail_parts(tr: Translator, plan: Plan) -> Iterator[Part]:
    """Yield the rest: posts, way of working and what comes next."""
    if plan.stage is None or plan.team is None:
        return
    yield _roles(tr, plan, plan.team)
    yield Part(tr("Operating model"), (_graded(tr, plan.stage.working_mode),))
    yield Part(tr("Focus"), (_graded(tr, plan.stage.focus),))
    yield Part(tr("Reporting line"), (_graded(tr, plan.stage.reporting),))
    yield Part(tr("What to measure"), (_graded(tr, KPIS[plan.stage.stage]),))
    if plan.near_boundary is not None:
        yield _boundary(tr, plan, plan.near_boundary)
    if plan.next_boundary is not None:
        yield Part(tr("Next stage"), (Line(_next_stage(tr, plan, plan.next_boundary)),))
    yield Part(tr("To consider"), tuple(_item(tr, note) for note in _list_notes(plan)))


def caveats(tr: Translator) -> str:
    """Return what travels with every plan: its limits, and what the grades mean."""
    grades = tr(
        "Grades: source is the article by Trust Enablement, reference a publication we cite,"
        " our judgement is ours."
    )
    return tr.sentences((*(tr.say(caveat.phrase) for caveat in CAVEATS), grades))


def describe_size(tr: Translator, plan: Plan, team: TeamSize) -> str:
    """Return `4–6`: the lean to the typical team."""
    lean = 0 if plan.facts.customer_facing < PART_TIME_BELOW.value else team.lean
    if lean == team.typical:
        return tr.number(lean)
    return f"{tr.number(lean)}–{tr.number(team.typical)}"


def describe_bounds(ratio: Ratio) -> str:
    """Return `1:50–1:500`."""
    return f"1:{ratio.bounds.low}–1:{ratio.bounds.high}"


def _describe_span(tr: Translator, profile: StageProfile) -> str:
    """Return `50–499` or `2,000 or more`."""
    first = profile.starts_at.value
    later = find_next_boundary(first)
    if later is None:
        return tr("{first} or more", first=first)
    return tr("{first}–{last}", first=first, last=later - 1)


def _list_notes(plan: Plan) -> Iterator[Statement]:
    yield from plan.warnings
    if plan.ratio is not None:
        yield from CONSIDER[plan.ratio.verdict]
    yield from DRIVERS
    yield OTHER_COUNTS


def _graded(tr: Translator, statement: Statement) -> Line:
    return Line(tr.say(statement.phrase), tr.grade(statement.grade, statement.source))


def _item(tr: Translator, statement: Statement) -> Line:
    grade = tr.grade(statement.grade, statement.source)
    return Line(tr.say(statement.phrase), grade, is_item=True)


def _stage(tr: Translator, plan: Plan, profile: StageProfile) -> Part:
    name = tr("{stage} ({span})", stage=profile.name, span=_describe_span(tr, profile))
    count = tr("{count} customer-facing", count=plan.facts.customer_facing)
    lines = (Line(name, is_strong=True), Line(count), _graded(tr, profile.team))
    return Part(tr("Stage"), (*lines, *(_item(tr, addition) for addition in profile.additions)))


def _ratio(tr: Translator, plan: Plan, team: TeamSize) -> Part:
    ratio = plan.ratio
    if ratio is None:
        size = describe_size(tr, plan, team)
        hint = tr("Give your enablers to see it; {size} is typical.", size=size)
        return Part(tr("Ratio"), (Line(hint),))
    text = [Line(ratio.text, is_strong=True)] if ratio.text else []
    bounds = Line(tr("Your bounds: {bounds}", bounds=describe_bounds(ratio)))
    return Part(tr("Ratio"), (*text, bounds, _graded(tr, MEANING[ratio.verdict])))


def _team(tr: Translator, plan: Plan, team: TeamSize) -> Part:
    size = say("{size} enablers", size=describe_size(tr, plan, team))
    lines = [_graded(tr, our_judgement(size))._replace(is_strong=True)]
    if plan.facts.enablers is not None:
        lines.append(
            Line(tr("Now {now}, missing {gap}", now=plan.facts.enablers, gap=team.gap or 0))
        )
    if plan.facts.customer_facing < PART_TIME_BELOW.value:
        lines.append(_graded(tr, PART_TIME_WILL_DO))
    else:
        one_more = tr(
            "{more} would put you under 1:{low}.",
            more=team.typical + 1,
            low=str(plan.bounds.low),
        )
        lines.append(Line(one_more))
    return Part(tr("Team"), tuple(lines))


def _leader(tr: Translator, profile: StageProfile) -> Part:
    split = profile.leader
    shares = tr(
        "{tactical} % tactical, {strategic} % strategic",
        tactical=split.tactical,
        strategic=split.strategic,
    )
    lines = [
        Line(shares, is_strong=True),
        Line(tr.say(split.comment), tr.grade(split.grade, split.source)),
    ]
    if profile.strategic_work is not None:
        lines.append(_graded(tr, profile.strategic_work))
    return Part(tr("Leader's time"), tuple(lines))


def _roles(tr: Translator, plan: Plan, team: TeamSize) -> Part:
    lines = [_role(tr, advice) for advice in plan.due[:MOST_ROLES_SHOWN]]
    hidden = len(plan.due) - len(lines)
    if hidden:
        lines.append(Line(tr("and {count} more in Roadmap", count=hidden), is_item=True))
    if plan.due:
        lines.append(Line(_seats(tr, team, len(plan.due))))
        lines.append(_graded(tr, OUR_ORDER))
    else:
        lines.append(Line(tr("No post is due now.")))
    return Part(tr("Next roles"), (*lines, *_not_yet(tr, plan.roles)))


def _role(tr: Translator, advice: RoleAdvice) -> Line:
    why = tr.say(advice.why.phrase)
    text = tr("{post}: {why}", post=NAMES[advice.role], why=why)
    return Line(text, tr.grade(advice.why.grade, advice.why.source), is_item=True)


def _seats(tr: Translator, team: TeamSize, needs: int) -> str:
    seats = team.open_seats
    if seats == 0:
        return tr("No seat is open: these are hats for the people you have.")
    if seats < needs:
        return tr(
            "Open seats: {seats}, needs: {needs}. One person can wear several hats.",
            seats=seats,
            needs=needs,
        )
    return tr("Open seats: {seats}.", seats=seats)


def _not_yet(tr: Translator, roles: tuple[RoleAdvice, ...]) -> Iterator[Line]:
    """Yield one line for each reason, with the posts it holds back."""
    waiting = [advice for advice in roles if advice.status is Status.NOT_YET]
    for why, together in groupby(waiting, key=lambda advice: advice.why):
        posts = tr.list(tr.say(NAMES[advice.role]) for advice in together)
        text = tr("Not yet: {posts}; {why}", posts=posts, why=why.phrase)
        yield Line(text, tr.grade(why.grade, why.source))


def _boundary(tr: Translator, plan: Plan, boundary: int) -> Part:
    if plan.facts.customer_facing == boundary:
        title = tr("{boundary} is a boundary and belongs to the stage above", boundary=boundary)
    else:
        title = tr("Near the boundary at {boundary}", boundary=boundary)
    return Part(title, tuple(_item(tr, change) for change in CROSSINGS[boundary].changes))


def _next_stage(tr: Translator, plan: Plan, boundary: int) -> str:
    return tr(
        "The stage of {stage} begins at {boundary}: {distance} more.",
        stage=next(
            profile.name for profile in STAGES.values() if profile.starts_at.value == boundary
        ),
        boundary=boundary,
        distance=boundary - plan.facts.customer_facing,
    )
