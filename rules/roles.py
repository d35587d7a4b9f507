"""Which posts an enablement team needs, and what would make each one due (domain.md 5).

The article names posts and gives no order. Every trigger below is weighed against the facts that
are known; the order in which open seats are filled is our judgement and is said to be.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rules.facts import Facts, Role
from rules.findings import Finding
from rules.posts import FIRST_STAGE
from rules.provenance import Statement, our_judgement
from rules.stages import Stage
from rules.triggers import RANKS, weigh_role
from rules.wording import say

OUR_ORDER = our_judgement(say("The source gives no order; this one is ours."))


class Status(StrEnum):
    """Whether a post is due."""

    SUGGESTED = "suggested"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class RoleAdvice:
    """One post, whether it is due, and the fact that says so.

    Attributes:
        is_decided: Whether that fact is known; if not, `why` says which one is missing.
    """

    role: Role
    status: Status
    why: Statement
    is_decided: bool


def advise_roles(facts: Facts, stage: Stage, open_seats: int) -> tuple[RoleAdvice, ...]:
    """Return the posts of this stage and the next that nobody holds: those due, then the others.

    A post is due when its trigger fired. Seats that are open beyond those go to posts whose
    deciding fact is not known, in our order, and say so.

    Args:
        facts: What is known; an enabler in a full post is taken to be the leader.
        stage: Of the same facts.
        open_seats: Whole people missing to the lean team.
    """
    findings = {role: weigh_role(role, facts, stage) for role in _list_open_roles(facts, stage)}
    due = [role for role, finding in findings.items() if finding.is_due]
    undecided = [role for role, finding in findings.items() if finding.is_due is None]
    seated = undecided[: max(0, open_seats - len(due))]
    suggested = [role for role in findings if role in due or role in seated]
    waiting = [role for role in findings if role not in suggested]
    return (
        *(_suggest(role, findings[role]) for role in suggested),
        *(_hold_back(role, findings[role]) for role in waiting),
    )


def _suggest(role: Role, finding: Finding) -> RoleAdvice:
    if finding.is_due:
        return RoleAdvice(role, Status.SUGGESTED, finding.why, is_decided=True)
    why = say("next in our order; {because}", because=finding.why.phrase)
    return RoleAdvice(role, Status.SUGGESTED, our_judgement(why), is_decided=False)


def _hold_back(role: Role, finding: Finding) -> RoleAdvice:
    return RoleAdvice(role, Status.NOT_YET, finding.why, is_decided=finding.is_due is not None)


def _list_open_roles(facts: Facts, stage: Stage) -> list[Role]:
    """Return the posts of this stage and the next that nobody holds, in our order."""
    filled = facts.filled
    if facts.enablers is not None and facts.enablers >= 1:
        filled |= {Role.LEADER}
    in_sight = RANKS[stage] + 1
    order = _order(
        is_leader_skilled=facts.is_leader_skilled is True,
        is_cs_larger=_is_cs_larger(facts),
    )
    return [role for role in order if RANKS[FIRST_STAGE[role]] <= in_sight and role not in filled]


def _is_cs_larger(facts: Facts) -> bool:
    """Return whether more teammates work in customer success than in sales, as far as is known."""
    if facts.customer_success is None:
        return False
    others = facts.customer_facing - facts.customer_success
    return facts.customer_success > (others if facts.sales is None else facts.sales)


@cache
def _order(*, is_leader_skilled: bool, is_cs_larger: bool) -> tuple[Role, ...]:
    """Return every post in the order in which we would fill it."""
    order = list(FIRST_STAGE)
    if is_leader_skilled:
        _move_before(order, Role.PROGRAMME_MANAGER, Role.ADULT_LEARNING)
    if is_cs_larger:
        _move_before(order, Role.CS_ENABLEMENT, Role.SALES_ENABLEMENT)
    return tuple(order)


def _move_before(order: list[Role], role: Role, other: Role) -> None:
    order.remove(role)
    order.insert(order.index(other), role)
