"""The road ahead: what a boundary changes and when each hire falls due (domain.md 5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from rules.facts import Facts, Role
from rules.plans import Plan, build_plan
from rules.provenance import Statement, from_article, our_judgement
from rules.ratios import Bounds
from rules.roles import RoleAdvice
from rules.stages import BOUNDARIES, find_next_boundary
from rules.teams import PART_TIME_BELOW, lean_load, size_team
from rules.wording import say

MOST_HIRES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Crossing:
    """What changes at a boundary, and what to have ready by then."""

    at: int
    changes: tuple[Statement, ...]
    preparations: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Hire:
    """One more enabler on the way to a lean team.

    Attributes:
        number: Which enabler of the team this is, counted from one.
        due_at: Customer-facing teammates from which the lean team needs that many.
        post: The post to fill by our order; None where no further post is due.
    """

    number: int
    due_at: int
    post: RoleAdvice | None


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The road from today's headcount to a target.

    Attributes:
        today: The plan for today's facts.
        then: The plan for the target with today's team.
        hires: Enablers that fall due on the way, at most `MOST_HIRES_SHOWN`.
        further_hires: How many more fall due after those.
        hats: Posts due at the target that none of the hires fills.
        crossings: Boundaries passed on the way, in order.
        shrinking: What to do where the target is in an earlier stage; empty otherwise.
    """

    today: Plan
    then: Plan
    hires: tuple[Hire, ...]
    further_hires: int
    hats: tuple[RoleAdvice, ...]
    crossings: tuple[Crossing, ...]
    shrinking: tuple[Statement, ...]


def build_roadmap(facts: Facts, bounds: Bounds, target: int | None = None) -> Roadmap:
    """Return the road to a target.

    Args:
        facts: As known today.
        bounds: As configured.
        target: Customer-facing teammates to plan for; None for the next stage, or for today's
            headcount in the last one.

    Raises:
        FactsError: If the target is out of range.
    """
    here = facts.customer_facing
    there = find_next_boundary(here) or here if target is None else target
    then = build_plan(_facts_at(facts, there), bounds)
    numbers = _list_hire_numbers(facts.enablers, there, bounds)
    hires = _fill_hires(facts, numbers[:MOST_HIRES_SHOWN], bounds)
    filled = {hire.post.role for hire in hires if hire.post}
    return Roadmap(
        today=build_plan(facts, bounds),
        then=then,
        hires=tuple(hires),
        further_hires=max(0, len(numbers) - MOST_HIRES_SHOWN),
        hats=tuple(advice for advice in then.due if advice.role not in filled),
        crossings=tuple(CROSSINGS[at] for at in BOUNDARIES if here < at <= there),
        shrinking=SHRINKING if any(there < at <= here for at in BOUNDARIES) else (),
    )


def _fill_hires(facts: Facts, numbers: range, bounds: Bounds) -> list[Hire]:
    """Give each hire the first post that is due at its own moment and that no other has taken."""
    hires: list[Hire] = []
    taken: set[Role] = set()
    for number in numbers:
        due_at = _find_due_at(number, bounds)
        moment = build_plan(_facts_at(facts, max(facts.customer_facing, due_at)), bounds)
        post = next((advice for advice in moment.due if advice.role not in taken), None)
        if post is not None:
            taken.add(post.role)
        hires.append(Hire(number, due_at, post))
    return hires


def _find_due_at(number: int, bounds: Bounds) -> int:
    """Return the headcount from which the lean team needs this many enablers."""
    if number == 1:
        # Below that an owner for part of the week will do.
        return min(PART_TIME_BELOW.value, lean_load(bounds))
    return lean_load(bounds) * (number - 1) + 1


def _facts_at(facts: Facts, there: int) -> Facts:
    """Return the same company at another size; its audiences there are not known."""
    if there == facts.customer_facing:
        return facts
    return replace(facts, customer_facing=there, sales=None, customer_success=None)


def _list_hire_numbers(enablers: Decimal | None, there: int, bounds: Bounds) -> range:
    in_post = int(enablers or 0)
    if there == 0:
        return range(0)
    return range(in_post + 1, size_team(there, enablers, bounds).lean + 1)


CROSSINGS: Mapping[int, Crossing] = MappingProxyType(
    {
        crossing.at: crossing
        for crossing in (
            Crossing(
                50,
                changes=(
                    from_article(say("The leader moves towards half strategic work.")),
                    from_article(say("Specialists come into consideration.")),
                ),
                preparations=(
                    our_judgement(say("Write a charter: whom you serve, with what, and what not.")),
                    our_judgement(say("Log requests by type and audience.")),
                    our_judgement(say("Document onboarding so that somebody else can run it.")),
                    our_judgement(say("Find out how well your leader knows adult learning.")),
                ),
            ),
            Crossing(
                500,
                changes=(
                    from_article(say("The leader becomes fully strategic.")),
                    from_article(say("Sales and customer success enablement get leaders.")),
                    from_article(say("The families of posts stay; hire in proportion.")),
                ),
                preparations=(
                    our_judgement(say("Name deputies who own delivery.")),
                    our_judgement(say("Set up a programme office and baseline your KPIs.")),
                    our_judgement(say("Have a liaison for each product or vertical.")),
                ),
            ),
            Crossing(
                2000,
                changes=(
                    from_article(say("The leader stands level with peers, often under the CRO.")),
                    from_article(say("Change management becomes formal.")),
                    from_article(
                        say("Co-creation, a centre of excellence and shared ownership begin.")
                    ),
                ),
                preparations=(
                    our_judgement(say("Secure the sponsor and the leader's level.")),
                    our_judgement(say("Pick two or three pilots for co-creation.")),
                    our_judgement(say("Define what is central and what is local.")),
                    our_judgement(say("Write a playbook for change.")),
                ),
            ),
        )
    }
)
SHRINKING: tuple[Statement, ...] = (
    our_judgement(say("Step back to the earlier stage's way of working.")),
    our_judgement(say("Keep the programmes that people use; close those they do not.")),
    our_judgement(say("This is about tasks, not about people: nothing here asks for dismissals.")),
)
