"""How large the enablement team should be (domain.md 4)."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from rules.provenance import OURS, Figure, Grade, Statement, our_judgement
from rules.ratios import TYPICAL_EDGE, Bounds
from rules.wording import Phrase, say, say_many

PART_TIME_BELOW = Figure(15, Grade.JUDGEMENT, OURS)
EXTRAPOLATED_ABOVE = Figure(10_000, Grade.JUDGEMENT, OURS)


@dataclass(frozen=True, slots=True)
class TeamSize:
    """How many enablers a company should have, in whole people.

    Attributes:
        minimum: Fewer would break the upper bound.
        lean: The least we advise.
        typical: The most we advise: one more would break the lower bound.
        gap: Whole people missing to `lean`; None where the team is unknown.
    """

    minimum: int
    lean: int
    typical: int
    gap: int | None

    @property
    def open_seats(self) -> int:
        """Return how many whole people are missing to the lean team; all of it if unknown."""
        return self.lean if self.gap is None else self.gap


def size_team(customer_facing: int, enablers: Decimal | None, bounds: Bounds) -> TeamSize:
    """Return how many enablers to have.

    Every whole team from lean to typical stays inside the bounds.

    Args:
        customer_facing: 1 or more.
        enablers: FTE today; None where unknown.
        bounds: As configured.

    >>> from rules.ratios import DEFAULT_BOUNDS
    >>> size_team(320, Decimal(2), DEFAULT_BOUNDS)
    TeamSize(minimum=1, lean=4, typical=6, gap=2)
    """
    lean = _ceil_divide(customer_facing, lean_load(bounds))
    return TeamSize(
        minimum=_ceil_divide(customer_facing, bounds.high),
        lean=lean,
        typical=max(1, customer_facing // bounds.low),
        gap=None
        if enablers is None
        else max(0, int((lean - enablers).to_integral_value(ROUND_CEILING))),
    )


def lean_load(bounds: Bounds) -> int:
    """Return how many customer-facing teammates one enabler of a lean team carries."""
    return min(bounds.high, max(TYPICAL_EDGE.value, 2 * bounds.low))


def _ceil_divide(count: int, share: int) -> int:
    return max(1, -(-count // share))


def count_teammates(count: int) -> Phrase:
    """Return `320 customer-facing teammates` in the right number."""
    return say_many(
        "{count} customer-facing teammate", "{count} customer-facing teammates", count=count
    )


def count_enablers(enablers: Decimal | int) -> Phrase:
    """Return `6 enablers` in the right number; a fraction takes the plural."""
    return say_many(
        "{number} enabler", "{number} enablers", count=1 if enablers == 1 else 2, number=enablers
    )


TOWARDS_TYPICAL: tuple[Phrase, ...] = (
    say("complex products"),
    say("many starters"),
    say("many regions or languages"),
    say("many audiences"),
    say("many launches"),
)
TOWARDS_LEAN: tuple[Phrase, ...] = (
    say("a simple product"),
    say("experienced sellers"),
    say("managers who coach"),
)
DRIVERS: tuple[Statement, ...] = (
    our_judgement(say("Towards the upper end: {drivers}.", drivers=TOWARDS_TYPICAL)),
    our_judgement(say("Towards the lower end: {drivers}.", drivers=TOWARDS_LEAN)),
)
PART_TIME_WILL_DO = our_judgement(
    say(
        "Below {limit} teammates an owner for part of the week is fine.",
        limit=PART_TIME_BELOW.value,
    )
)
EXTRAPOLATED = our_judgement(
    say(
        "Above {limit} teammates this extrapolates: size the team unit by unit.",
        limit=EXTRAPOLATED_ABOVE.value,
    )
)
