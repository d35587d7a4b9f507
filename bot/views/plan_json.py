"""The plan as data: the shape that `plan --json` promises."""

from decimal import Decimal
from typing import Any

from bot.views.language import Translator
from rules.plans import Plan
from rules.ratios import Ratio
from rules.stages import CAVEATS, StageProfile
from rules.teams import TeamSize


def plan_data(tr: Translator, plan: Plan) -> dict[str, Any]:
    """Return a plan ready for JSON; all keys are always present."""
    profile = plan.stage
    enablers = plan.facts.enablers
    return {
        "customer_facing": plan.facts.customer_facing,
        "enablers": None if enablers is None else _number(enablers),
        "stage": None if profile is None else _stage(plan, profile),
        "ratio": None if plan.ratio is None else _ratio(plan.ratio),
        "team": None if plan.team is None else _team(plan.team),
        "leader": None
        if profile is None
        else {"tactical": profile.leader.tactical, "strategic": profile.leader.strategic},
        "operating_model": None if profile is None else profile.operating_model.value,
        "roles": [
            {
                "key": advice.role.value,
                "status": advice.status.value,
                "why": tr.say(advice.why.phrase),
                "grade": advice.why.grade.value,
            }
            for advice in plan.roles
        ],
        "reporting": None
        if profile is None
        else {"hint": tr.say(profile.reporting.phrase), "grade": profile.reporting.grade.value},
        "caveats": [tr.say(note.phrase) for note in (*CAVEATS, *plan.warnings)],
    }


def _stage(plan: Plan, profile: StageProfile) -> dict[str, Any]:
    at = plan.next_boundary
    distance = None if at is None else at - plan.facts.customer_facing
    return {
        "key": profile.stage.value,
        "near_boundary": plan.near_boundary,
        "next": None if at is None else {"at": at, "distance": distance},
    }


def _ratio(ratio: Ratio) -> dict[str, Any]:
    return {
        "value": None if ratio.value is None else float(ratio.value),
        "text": ratio.text,
        "verdict": ratio.verdict.value,
        "bounds": [ratio.bounds.low, ratio.bounds.high],
        "in_bounds": ratio.is_in_bounds,
    }


def _team(team: TeamSize) -> dict[str, Any]:
    return {
        "minimum": team.minimum,
        "lean": team.lean,
        "typical": team.typical,
        "gap": team.gap,
    }


def _number(enablers: Decimal) -> int | float:
    return float(enablers) if enablers % 1 else int(enablers)
