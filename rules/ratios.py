"""The ratio of customer-facing teammates to enablers, and what to make of it (domain.md 1, 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from rules.provenance import (
    ARTICLE,
    OURS,
    Figure,
    Grade,
    Statement,
    from_article,
    our_judgement,
)
from rules.references import CHARTER_PAYS, EXPECTATIONS_PAY, FIRST_HIRES
from rules.wording import say

LOW = Figure(50, Grade.SOURCE, ARTICLE)
HIGH = Figure(500, Grade.SOURCE, ARTICLE)
TYPICAL_EDGE = Figure(100, Grade.JUDGEMENT, OURS)
ONE_OWNER_BELOW = Figure(50, Grade.SOURCE, ARTICLE)
NO_ENABLER_ALERTS_FROM = Figure(50, Grade.JUDGEMENT, OURS)


class Verdict(StrEnum):
    """How a team's ratio stands; the first that matches, in the order of `judge_ratio`."""

    NOBODY_TO_SUPPORT = "nobody_to_support"
    NO_ENABLER = "no_enabler"
    ONE_TO_ONE = "one_to_one"
    TEAM_OF_ONE = "team_of_one"
    OVER_SUPPORTED = "over_supported"
    TYPICAL = "typical"
    STRETCHED = "stretched"
    NO_BUY_IN = "no_buy_in"


BELOW = frozenset({Verdict.ONE_TO_ONE, Verdict.OVER_SUPPORTED})
ABOVE = frozenset({Verdict.NO_BUY_IN})
UNDEFINED = frozenset({Verdict.NOBODY_TO_SUPPORT, Verdict.NO_ENABLER})


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and most customer-facing teammates per enabler that a workspace accepts.

    Raises:
        ValueError: Unless high ≥ 2 × low ≥ 2.
    """

    low: int
    high: int

    def __post_init__(self) -> None:
        if not self.high >= 2 * self.low >= 2:
            raise ValueError(f"need high >= 2 x low >= 2, got {self.low} and {self.high}")


DEFAULT_BOUNDS = Bounds(LOW.value, HIGH.value)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A judged ratio.

    Attributes:
        text: As `1:53`; None where there is no ratio.
        value: Customer-facing teammates per enabler to one decimal, half up; None likewise.
        is_in_bounds: Whether it is no breach; None where there is no ratio.
    """

    text: str | None
    value: Decimal | None
    verdict: Verdict
    bounds: Bounds
    is_in_bounds: bool | None


def judge_ratio(customer_facing: int, enablers: Decimal, bounds: Bounds) -> Verdict:
    """Place a team against its bounds.

    Compares by multiplication, so no rounding can move a team across a bound.

    Args:
        customer_facing: Headcount, 0 or more.
        enablers: FTE, 0 or more, in tenths.
        bounds: Customer-facing teammates per enabler, both ends inside.

    >>> judge_ratio(500, Decimal(1), DEFAULT_BOUNDS)
    <Verdict.STRETCHED: 'stretched'>
    >>> judge_ratio(501, Decimal(1), DEFAULT_BOUNDS)
    <Verdict.NO_BUY_IN: 'no_buy_in'>
    """
    if customer_facing == 0:
        return Verdict.NOBODY_TO_SUPPORT
    if enablers == 0:
        return Verdict.NO_ENABLER
    # The second half matters only for low = 1, where exactly 1:1 lies on the bound, so inside.
    if customer_facing <= enablers and customer_facing < bounds.low * enablers:
        return Verdict.ONE_TO_ONE
    if enablers <= 1 and customer_facing < max(ONE_OWNER_BELOW.value, bounds.low):
        return Verdict.TEAM_OF_ONE
    if customer_facing < bounds.low * enablers:
        return Verdict.OVER_SUPPORTED
    if customer_facing <= min(TYPICAL_EDGE.value, bounds.high) * enablers:
        return Verdict.TYPICAL
    if customer_facing <= bounds.high * enablers:
        return Verdict.STRETCHED
    return Verdict.NO_BUY_IN


def measure_ratio(customer_facing: int, enablers: Decimal, bounds: Bounds) -> Ratio:
    """Judge a team and write its ratio down; arguments as for `judge_ratio`."""
    verdict = judge_ratio(customer_facing, enablers, bounds)
    if verdict in UNDEFINED:
        return Ratio(None, None, verdict, bounds, None)
    return Ratio(
        text=write_ratio(customer_facing, enablers, bounds),
        value=Decimal(_half_up(customer_facing, enablers, decimals=1)) / 10,
        verdict=verdict,
        bounds=bounds,
        is_in_bounds=verdict not in BELOW | ABOVE,
    )


def write_ratio(customer_facing: int, enablers: Decimal, bounds: Bounds) -> str:
    """Return `1:53`: whole from 10 on, else with one decimal, half up.

    A text that would read as a bound which the exact ratio breaks, or as nobody at all, gets
    decimals until it does not.

    Args:
        customer_facing: 1 or more.
        enablers: More than 0, in tenths.
        bounds: As configured.

    >>> write_ratio(499, Decimal(10), DEFAULT_BOUNDS), write_ratio(2001, Decimal(4), DEFAULT_BOUNDS)
    ('1:49.9', '1:500.3')
    """
    decimals = 0 if customer_facing >= 10 * enablers else 1
    while True:
        rounded = _half_up(customer_facing, enablers, decimals)
        scale: int = 10**decimals
        hides_a_breach = (
            rounded == bounds.low * scale and customer_facing < bounds.low * enablers
        ) or (rounded == bounds.high * scale and customer_facing > bounds.high * enablers)
        if rounded and not hides_a_breach:
            whole, fraction = divmod(rounded, scale)
            return f"1:{whole}.{fraction:0{decimals}}" if decimals else f"1:{whole}"
        decimals += 1


def _half_up(customer_facing: int, enablers: Decimal, decimals: int) -> int:
    """Return the ratio times 10**decimals, rounded half up in whole numbers."""
    tenths = int(enablers * 10)
    scale: int = 10**decimals
    return (20 * customer_facing * scale + tenths) // (2 * tenths)


MEANING: Mapping[Verdict, Statement] = MappingProxyType(
    {
        Verdict.NOBODY_TO_SUPPORT: our_judgement(
            say("There is nobody to support yet, so there is no ratio and nothing to size.")
        ),
        Verdict.NO_ENABLER: our_judgement(
            say("Nobody owns enablement. That is a question of ownership, not of a ratio.")
        ),
        Verdict.ONE_TO_ONE: from_article(
            say("As many enablers as teammates, or more: the closer to 1:1, the less efficient.")
        ),
        Verdict.TEAM_OF_ONE: from_article(
            say("A team of one is what this stage calls for, whatever the ratio says.")
        ),
        Verdict.OVER_SUPPORTED: our_judgement(
            say("Fewer teammates for each enabler than the least you accept.")
        ),
        Verdict.TYPICAL: from_article(
            say("Typical: about one enabler for every 50 customer-facing teammates.")
        ),
        Verdict.STRETCHED: our_judgement(
            say("Inside your bounds, but thin: expect to choose whom to serve first.")
        ),
        Verdict.NO_BUY_IN: from_article(
            say("Beyond the most you accept. Read it as a symptom that buy-in is missing.")
        ),
    }
)

CONSIDER: Mapping[Verdict, tuple[Statement, ...]] = MappingProxyType(
    {
        Verdict.NOBODY_TO_SUPPORT: (
            our_judgement(say("Come back when the first customer-facing teammates start.")),
        ),
        Verdict.NO_ENABLER: (
            our_judgement(say("Name one owner first, if only for part of the week.")),
            FIRST_HIRES,
            EXPECTATIONS_PAY,
        ),
        Verdict.ONE_TO_ONE: (
            our_judgement(say("Who is counted as an enabler, and who as customer-facing?")),
            our_judgement(say("Is a hiring wave coming that this team was built for?")),
        ),
        Verdict.TEAM_OF_ONE: (
            from_article(say("Let that one person do mostly one thing, and do it well.")),
        ),
        Verdict.OVER_SUPPORTED: (
            our_judgement(say("Who is counted as an enabler, and who as customer-facing?")),
            our_judgement(say("Is a hiring wave coming that this team was built for?")),
            our_judgement(say("Do complex products or many audiences ask for more support?")),
        ),
        Verdict.TYPICAL: (
            our_judgement(say("Keep hiring in step with the teammates you support.")),
        ),
        Verdict.STRETCHED: (
            our_judgement(say("Decide with leaders which audiences wait, and say so.")),
            our_judgement(say("Bring managers into coaching before adding programmes.")),
        ),
        Verdict.NO_BUY_IN: (
            our_judgement(say("Find an executive sponsor and agree on a charter.")),
            our_judgement(say("Hire in bulk only after that; before, it treats the symptom.")),
            CHARTER_PAYS,
        ),
    }
)
