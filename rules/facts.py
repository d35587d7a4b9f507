"""What is known about a company when advice is asked for."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from rules.wording import Phrase, say

MOST_PEOPLE = 10_000_000
LONGEST_ECHO = 40
"""Characters of what was typed that an answer repeats."""


class Role(StrEnum):
    """Posts of an enablement team."""

    LEADER = "leader"
    ADULT_LEARNING = "adult_learning"
    PROGRAMME_MANAGER = "programme_manager"
    SALES_ENABLEMENT = "sales_enablement"
    CS_ENABLEMENT = "cs_enablement"
    PRODUCT_ENABLEMENT = "product_enablement"
    LIAISON = "liaison"
    ENABLEMENT_OPS = "enablement_ops"
    CONTENT = "content"
    COMMUNICATIONS = "communications"
    REGIONAL = "regional"
    PARTNER = "partner"
    CHANGE_LEAD = "change_lead"
    CO_CREATION = "co_creation"
    COE_HEAD = "coe_head"


class FactsError(ValueError):
    """A number that cannot be true.

    Attributes:
        field: The attribute of `Facts` to put right.
        phrase: What was read and what would work.
    """

    def __init__(self, field_name: str, phrase: Phrase) -> None:
        super().__init__(f"{field_name}: {phrase.text}")
        self.field = field_name
        self.phrase = phrase


@dataclass(frozen=True, slots=True)
class Facts:
    """A company as far as it is known; None means unknown, which is not zero.

    Attributes:
        customer_facing: Teammates that enablement supports, 0 to ten million.
        enablers: Enablement staff in FTE, in tenths.
        sales: Those of `customer_facing` who sell.
        customer_success: Those of `customer_facing` in customer success.
        starters: New customer-facing teammates a quarter.
        launches: Product launches a year.
        verticals: Verticals or product teams that sell on their own.
        programmes: Enablement programmes running in parallel.
        is_leader_skilled: Whether the leader knows adult learning.
        filled: Posts that somebody holds already.

    Raises:
        FactsError: If a number is out of range or contradicts another.
    """

    customer_facing: int
    enablers: Decimal | None = None
    sales: int | None = None
    customer_success: int | None = None
    starters: int | None = None
    launches: int | None = None
    verticals: int | None = None
    programmes: int | None = None
    is_leader_skilled: bool | None = None
    filled: frozenset[Role] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        for name in COUNTS:
            check_range(name, getattr(self, name))
        if self.enablers is not None and self.enablers != round(self.enablers, 1):
            raise FactsError(
                "enablers",
                say(
                    "I read {read} enablers. Half of somebody's time is 0.5; one decimal is enough.",
                    read=shorten(f"{self.enablers:f}"),
                ),
            )
        known = (self.sales or 0) + (self.customer_success or 0)
        if known > self.customer_facing:
            raise FactsError(
                "customer_facing",
                say(
                    "Sales and customer success add up to {parts}, more than the {total} in all.",
                    parts=known,
                    total=self.customer_facing,
                ),
            )

    @property
    def looks_swapped(self) -> bool:
        """Return whether the enablers outnumber those they support."""
        return self.enablers is not None and 1 <= self.customer_facing < self.enablers


COUNTS = (
    "customer_facing",
    "enablers",
    "sales",
    "customer_success",
    "starters",
    "launches",
    "verticals",
    "programmes",
)


def shorten(text: str) -> str:
    """Return text short enough to be repeated in an answer."""
    return text if len(text) <= LONGEST_ECHO else f"{text[: LONGEST_ECHO - 1]}…"


def check_range(name: str, count: int | Decimal | None) -> None:
    """Refuse a headcount below zero or beyond belief.

    Raises:
        FactsError: Naming the field and what was read.
    """
    if count is None:
        return
    if count < 0:
        raise FactsError(
            name,
            say(
                "I read {read}. A headcount cannot be negative; try 320 6.",
                read=shorten(f"{count:f}"),
            ),
        )
    if count > MOST_PEOPLE:
        raise FactsError(
            name,
            say(
                "I read {read}. That is more than {limit} people; try a number such as 320.",
                read=shorten(f"{count:f}"),
                limit=MOST_PEOPLE,
            ),
        )
