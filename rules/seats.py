"""Where enablement can report, and what each side of that trade-off gives and costs (domain.md 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rules.provenance import Statement, from_article, our_judgement
from rules.references import (
    ENABLEMENT_OR_OPERATIONS,
    FIRST_OWNER_IN_JAPAN,
    HOMES_IN_JAPAN,
    WHICH_PARTS,
)
from rules.stages import Stage, StageProfile
from rules.wording import Phrase, say


class Seat(StrEnum):
    """Where enablement can sit in the org chart; ties break in this order."""

    SALES = "sales"
    CS = "cs"
    CRO = "cro"
    REVOPS = "revops"
    MARKETING = "marketing"
    HR = "hr"
    STRATEGY = "strategy"


INSIDE = frozenset({Seat.SALES, Seat.CS, Seat.CRO})
"""Seats in a revenue team. RevOps under a CRO is outside: it carries no quota."""

SEATS: Mapping[Seat, Phrase] = MappingProxyType(
    {
        Seat.SALES: say("Sales"),
        Seat.CS: say("Customer success"),
        Seat.CRO: say("Directly under the CRO"),
        Seat.REVOPS: say("Revenue Operations"),
        Seat.MARKETING: say("Product marketing"),
        Seat.HR: say("HR (learning and development)"),
        Seat.STRATEGY: say("Strategy (under the COO or CEO)"),
    }
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the trade-off.

    Attributes:
        seats: Those on this side, in the order of `Seat`.
        offsets: What softens the cost.
    """

    name: Phrase
    seats: tuple[Seat, ...]
    gain: Statement
    cost: Statement
    offsets: tuple[Statement, ...]


OUTSIDE_A_REVENUE_TEAM = Side(
    name=say("Outside a revenue team"),
    seats=tuple(seat for seat in Seat if seat not in INSIDE),
    gain=from_article(say("More strategic work; the day-to-day does not swallow it.")),
    cost=from_article(
        say("Further from the teams supported, so harder to influence them from day to day.")
    ),
    offsets=(
        our_judgement(say("Embed liaisons in the teams you support.")),
        our_judgement(say("Spend time in the field every week.")),
    ),
)
INSIDE_A_REVENUE_TEAM = Side(
    name=say("Inside a revenue team"),
    seats=tuple(seat for seat in Seat if seat in INSIDE),
    gain=from_article(say("A greater impact on the teams supported.")),
    cost=from_article(say("The work tends to turn tactical and lose its strategic part.")),
    offsets=(
        our_judgement(say("Ring-fence hours for strategic work.")),
        our_judgement(say("Add a dotted line to somebody outside the revenue team.")),
    ),
)
NO_SINGLE_ANSWER = from_article(say("There is not necessarily one right answer."))
REVOPS_IS_OUTSIDE = our_judgement(
    say("Revenue Operations under a CRO still counts as outside: it carries no quota.")
)


def list_reporting_notes(profile: StageProfile | None) -> tuple[Statement, ...]:
    """Return what the trade-off means at a stage, the most specific first.

    Args:
        profile: None where there is nobody to support.
    """
    general = (
        NO_SINGLE_ANSWER,
        REVOPS_IS_OUTSIDE,
        WHICH_PARTS,
        ENABLEMENT_OR_OPERATIONS,
        HOMES_IN_JAPAN,
        FIRST_OWNER_IN_JAPAN,
    )
    if profile is None or profile.stage in {Stage.GROWTH, Stage.SCALE}:
        return general
    return (profile.reporting, *general)
