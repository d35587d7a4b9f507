"""What a company is asked about its reporting line, and what it can answer (domain.md 7)."""

from dataclasses import dataclass
from enum import StrEnum

from rules.seats import Seat
from rules.stages import STAGES, Stage


class Audience(StrEnum):
    """Whom enablement serves."""

    SALES = "sales"
    SALES_AND_CS = "sales_and_cs"
    CS = "cs"
    ALL = "all"


class Need(StrEnum):
    """The main need of the next twelve months."""

    DAILY_IMPACT = "daily_impact"
    PROCESS = "process"
    LAUNCHES = "launches"
    LEARNING = "learning"
    TRANSFORMATION = "transformation"


class Size(StrEnum):
    """The bands of customer-facing headcount that carry points."""

    UNDER_50 = "under_50"
    BETWEEN = "between"
    FROM_2000 = "from_2000"


class Question(StrEnum):
    """What the points depend on; ties among flips break in this order."""

    AUDIENCE = "audience"
    NEED = "need"
    SWAMPED = "swamped"
    HARD_TO_INFLUENCE = "hard_to_influence"
    SPONSOR = "sponsor"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Answers:
    """A company's answers; the attributes are the questions, in their order.

    Attributes:
        swamped: Whether the team drowns in the day-to-day.
        hard_to_influence: Whether the front line is hard to reach.
        sponsor: The seat with a committed executive sponsor; None without one.
    """

    audience: Audience
    need: Need
    swamped: bool
    hard_to_influence: bool
    sponsor: Seat | None
    size: Size


Answer = Audience | Need | bool | Seat | Size | None


def size_band(customer_facing: int) -> Size:
    """Return the band of a headcount."""
    if customer_facing >= STAGES[Stage.ENTERPRISE].starts_at.value:
        return Size.FROM_2000
    if customer_facing < STAGES[Stage.GROWTH].starts_at.value:
        return Size.UNDER_50
    return Size.BETWEEN
