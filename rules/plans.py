"""The plan: everything the advisor says about one company, put together (domain.md 2–5)."""

from dataclasses import dataclass

from rules.facts import Facts
from rules.headlines import NOTHING_TO_SIZE, write_headline
from rules.provenance import Statement
from rules.ratios import Bounds, Ratio, measure_ratio
from rules.roles import RoleAdvice, Status, advise_roles
from rules.stages import STAGES, StageProfile, find_near_boundary, find_next_boundary, find_stage
from rules.teams import EXTRAPOLATED, EXTRAPOLATED_ABOVE, TeamSize, size_team


@dataclass(frozen=True, slots=True)
class Plan:
    """The advice for one set of facts.

    Attributes:
        ratio: None where the enablers are unknown.
        stage: None where there is nobody to support; so are `team` and the rest of its advice.
        near_boundary: The boundary within ten per cent, to be named.
        next_boundary: Where the next stage begins; None in the last one.
        roles: Posts that nobody holds: those due, then those not yet, in our order.
        headline: The point, in one sentence.
        warnings: What limits this plan in particular.
    """

    facts: Facts
    bounds: Bounds
    ratio: Ratio | None
    stage: StageProfile | None
    near_boundary: int | None
    next_boundary: int | None
    team: TeamSize | None
    roles: tuple[RoleAdvice, ...]
    headline: Statement
    warnings: tuple[Statement, ...]

    @property
    def due(self) -> tuple[RoleAdvice, ...]:
        """Return the posts that are due."""
        return tuple(advice for advice in self.roles if advice.status is Status.SUGGESTED)


def build_plan(facts: Facts, bounds: Bounds) -> Plan:
    """Return the advice for these facts within these bounds.

    >>> from decimal import Decimal
    >>> from rules.ratios import DEFAULT_BOUNDS
    >>> plan = build_plan(Facts(320, Decimal(6)), DEFAULT_BOUNDS)
    >>> plan.stage.stage, plan.ratio.text, plan.team.lean, plan.team.typical
    (<Stage.GROWTH: 'growth'>, '1:53', 4, 6)
    """
    count, enablers = facts.customer_facing, facts.enablers
    ratio = None if enablers is None else measure_ratio(count, enablers, bounds)
    stage = find_stage(count)
    if stage is None:
        return Plan(facts, bounds, ratio, None, None, None, None, (), NOTHING_TO_SIZE, warnings=())
    team = size_team(count, enablers, bounds)
    return Plan(
        facts=facts,
        bounds=bounds,
        ratio=ratio,
        stage=STAGES[stage],
        near_boundary=find_near_boundary(count),
        next_boundary=find_next_boundary(count),
        team=team,
        roles=advise_roles(facts, stage, team.open_seats),
        headline=write_headline(facts, ratio, team),
        warnings=(EXTRAPOLATED,) if count > EXTRAPOLATED_ABOVE.value else (),
    )
