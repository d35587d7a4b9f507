"""The plan in the reader's words, before Slack or a terminal lays it out."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import groupby

from bot.views.language import Translator
from bot.views.lines import Line, Part, graded, item
from rules.forecast_text import tell_forecast
from rules.forecasts import Forecast
from rules.plans import Plan
from rules.posts import NAMES
from rules.provenance import our_judgement
from rules.ratios import CONSIDER, MEANING, Bounds
from rules.references import KPIS
from rules.roadmaps import CROSSINGS
from rules.roles import OUR_ORDER, RoleAdvice, Status
from rules.stages import STAGES, Stage, StageProfile, find_next_boundary
from rules.teams import PART_TIME_BELOW, PART_TIME_WILL_DO, TeamSize, count_enablers
from rules.wording import say

MOST_ROLES_SHOWN = 6


def overview_parts(tr: Translator, plan: Plan) -> Iterator[Part]:
    """Yield what a leader takes in at a glance: stage, ratio, team and the leader's time."""
    if plan.stage is None or plan.team is None:
        return
    yield _stage(tr, plan, plan.stage)
    yield _ratio(tr, plan, plan.team)
    yield _team(tr, plan, plan.team)
    yield _leader(tr, plan.stage.stage)


def detail_parts(tr: Translator, plan: Plan, forecast: Forecast | None = None) -> Iterator[Part]:
    """Yield the rest: posts, way of working, what comes next and what to think about.

    Args:
        tr: The reader's language.
        plan: The advice.
        forecast: Of the next stage; None for a what-if, or where nothing can be said.
    """
    if plan.stage is None or plan.team is None:
        return
    if plan.near_boundary is not None:
        yield _boundary(tr, plan, plan.near_boundary)
    yield _roles(tr, plan, plan.team)
    yield _way_of_working(tr, plan.stage.stage)
    if plan.next_boundary is not None:
        lines = [Line(_next_stage(tr, plan, plan.next_boundary))]
        if forecast is not None:
            lines.append(graded(tr, tell_forecast(forecast, tr.date)))
        yield Part(tr("Next stage"), tuple(lines))
    considered = (*plan.warnings, *(CONSIDER[plan.ratio.verdict] if plan.ratio else ()))
    if considered:
        yield Part(tr("To consider"), tuple(item(tr, note) for note in considered))


def describe_size(tr: Translator, plan: Plan, team: TeamSize) -> str:
    """Return `4–6`: the lean to the typical team."""
    lean = 0 if plan.facts.customer_facing < PART_TIME_BELOW.value else team.lean
    if lean == team.typical:
        return tr.number(lean)
    return tr.span(tr.number(lean), tr.number(team.typical))


def describe_bounds(tr: Translator, bounds: Bounds) -> str:
    """Return `1:50–1:500`."""
    return tr.span(f"1:{bounds.low}", f"1:{bounds.high}")


def _describe_span(tr: Translator, profile: StageProfile) -> str:
    """Return `50–499` or `2,000 or more`."""
    first = profile.starts_at.value
    later = find_next_boundary(first)
    if later is None:
        return tr("{first} or more", first=first)
    return tr("{first}–{last}", first=first, last=later - 1)


def _stage(tr: Translator, plan: Plan, profile: StageProfile) -> Part:
    name = tr("{stage} ({span})", stage=profile.name, span=_describe_span(tr, profile))
    count = tr("{count} customer-facing", count=plan.facts.customer_facing)
    lines = (Line(name, is_strong=True), Line(count), graded(tr, profile.team))
    return Part(tr("Stage"), (*lines, *(item(tr, addition) for addition in profile.additions)))


def _ratio(tr: Translator, plan: Plan, team: TeamSize) -> Part:
    ratio = plan.ratio
    if ratio is None:
        size = describe_size(tr, plan, team)
        hint = tr("Add your number of enablers to see it; we advise {size}.", size=size)
        return Part(tr("Ratio"), (Line(hint),))
    text = [Line(ratio.text, is_strong=True)] if ratio.text else []
    bounds = Line(tr("Your bounds: {bounds}", bounds=describe_bounds(tr, ratio.bounds)))
    return Part(tr("Ratio"), (*text, bounds, graded(tr, MEANING[ratio.verdict])))


def _team(tr: Translator, plan: Plan, team: TeamSize) -> Part:
    size = say("{size} enablers", size=describe_size(tr, plan, team))
    one = count_enablers(team.typical) if describe_size(tr, plan, team) == "1" else size
    lines = [graded(tr, our_judgement(one))._replace(is_strong=True)]
    if plan.facts.customer_facing < PART_TIME_BELOW.value:
        return Part(tr("Team"), (*lines, graded(tr, PART_TIME_WILL_DO)))
    if plan.facts.enablers is not None:
        lines.append(Line(_now(tr, plan.facts.enablers, team.gap)))
    if plan.facts.customer_facing >= plan.bounds.low:
        too_many = tr(
            "More than {typical} would put you under 1:{low}.",
            typical=team.typical,
            low=str(plan.bounds.low),
        )
        lines.append(Line(too_many))
    return Part(tr("Team"), tuple(lines))


def _now(tr: Translator, enablers: Decimal, gap: int | None) -> str:
    if not gap:
        return tr("Now {now}, none missing", now=enablers)
    if enablers % 1:
        # Whole people are advised: one more beside 1.1 could already be too many.
        return tr("Now {now}", now=enablers)
    return tr("Now {now}, missing {gap}", now=enablers, gap=gap)


@cache
def _leader(tr: Translator, stage: Stage) -> Part:
    profile = STAGES[stage]
    split = profile.leader
    shares = tr(
        "{tactical}% tactical, {strategic}% strategic",
        tactical=split.tactical,
        strategic=split.strategic,
    )
    lines = [
        Line(shares, is_strong=True),
        Line(tr.say(split.comment), tr.grade(split.grade, split.source)),
    ]
    if profile.strategic_work is not None:
        lines.append(graded(tr, profile.strategic_work))
    return Part(tr("Leader's time"), tuple(lines))


def _roles(tr: Translator, plan: Plan, team: TeamSize) -> Part:
    lines = [_role(tr, advice) for advice in plan.due[:MOST_ROLES_SHOWN]]
    hidden = len(plan.due) - len(lines)
    if hidden:
        lines.append(Line(tr("and {count} more in Roadmap", count=hidden), is_item=True))
    if plan.due:
        lines.append(Line(_seats(tr, team, len(plan.due))))
        lines.append(graded(tr, OUR_ORDER))
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
    """Yield one line for each reason, with the posts it holds back; missing facts are one."""
    waiting = [advice for advice in roles if advice.status is Status.NOT_YET]
    unknown = [advice for advice in waiting if not advice.is_decided]
    if unknown:
        text = tr(
            "Depends on facts that nobody has given yet: {posts}",
            posts=_list_posts(tr, unknown),
        )
        yield Line(text)
    decided = [advice for advice in waiting if advice.is_decided]
    for why, together in groupby(decided, key=lambda advice: advice.why):
        text = tr("Not yet: {posts}; {why}", posts=_list_posts(tr, together), why=why.phrase)
        yield Line(text, tr.grade(why.grade, why.source))


def _list_posts(tr: Translator, roles: Iterable[RoleAdvice]) -> str:
    return tr.list(tr.say(NAMES[advice.role]) for advice in roles)


@cache
def _way_of_working(tr: Translator, stage: Stage) -> Part:
    profile = STAGES[stage]
    said = (profile.working_mode, profile.focus, profile.reporting, KPIS[profile.stage])
    labels = (
        tr("Operating model"),
        tr("Focus"),
        tr("Reporting line"),
        tr("What to measure (our grouping)"),
    )
    lines = (
        Line(
            tr("{label}: {text}", label=label, text=statement.phrase),
            tr.grade(statement.grade, statement.source),
            is_item=True,
        )
        for label, statement in zip(labels, said, strict=True)
    )
    return Part(tr("How to work"), tuple(lines))


def _boundary(tr: Translator, plan: Plan, boundary: int) -> Part:
    if plan.facts.customer_facing == boundary:
        title = tr("{boundary} is a boundary and belongs to the stage above", boundary=boundary)
    else:
        title = tr("Near the boundary at {boundary}", boundary=boundary)
    return Part(title, tuple(item(tr, change) for change in CROSSINGS[boundary].changes))


def _next_stage(tr: Translator, plan: Plan, boundary: int) -> str:
    return tr(
        "The stage of {stage} begins at {boundary}: {distance} more.",
        stage=next(
            profile.name for profile in STAGES.values() if profile.starts_at.value == boundary
        ),
        boundary=boundary,
        distance=boundary - plan.facts.customer_facing,
    )
