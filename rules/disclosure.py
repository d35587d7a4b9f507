"""What a channel may see of small segments (product.md 4).

Totals are exact: enablement teams are one to ten people, and a function's headcount is organisational.
A segment of a few people is not told, nor so much of the others that it could be worked out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rules.headcounts import Segment
from rules.provenance import OURS, Figure, Grade

TOLD_FROM = Figure(5, Grade.JUDGEMENT, OURS)


@dataclass(frozen=True, slots=True)
class DisclosedSegment:
    """A segment as a channel may see it.

    Attributes:
        customer_facing: None where it is hidden.
        enablers: None likewise: with a ratio beside them they would give the others away.
        is_small: Whether it may be said that fewer than `TOLD_FROM` are in it.
    """

    name: str
    customer_facing: int | None
    enablers: Decimal | None
    is_small: bool = False


def disclose(segments: Sequence[Segment]) -> tuple[DisclosedSegment, ...]:
    """Return segments as a channel may see them, in their order.

    Small ones are hidden; where one alone would be, the next smallest is hidden too, and further ones
    until no hidden count follows from the total, what is shown and what is known to be small. Where
    the total has not even `TOLD_FROM` for each segment nothing is told of any: four and four of eight
    cannot be called small without telling them.
    """
    counts = [segment.customer_facing for segment in segments]
    if len(counts) > 1 and sum(counts) < TOLD_FROM.value * len(counts):
        return tuple(DisclosedSegment(segment.name, None, None) for segment in segments)
    smallest = sorted(range(len(counts)), key=counts.__getitem__)
    hidden = set(smallest[: _count_hidden(sorted(counts))])
    return tuple(
        DisclosedSegment(segment.name, None, None, segment.customer_facing < TOLD_FROM.value)
        if place in hidden
        else DisclosedSegment(segment.name, segment.customer_facing, segment.enablers)
        for place, segment in enumerate(segments)
    )


def _count_hidden(counts: Sequence[int]) -> int:
    """Return how many of the smallest counts have to be hidden; `counts` ascend."""
    small = sum(count < TOLD_FROM.value for count in counts)
    if not small:
        return 0
    for hidden in range(max(2, small), len(counts)):
        # Equals go together: which of two was hidden would say that the other came later.
        if counts[hidden - 1] < counts[hidden] and _is_secret(counts, hidden):
            return hidden
    return len(counts)


def _is_secret(counts: Sequence[int], hidden: int) -> bool:
    """Return whether each hidden count could be another one for all that a reader knows.

    A reader knows what the hidden ones add up to, which of them are small, and that the others are
    smaller than what is shown. Where that sum is neither the least nor the most that it can be, one
    of them may be higher and another lower.
    """
    small = sum(count < TOLD_FROM.value for count in counts[:hidden])
    others, largest = hidden - small, counts[hidden] - 1
    least = others * TOLD_FROM.value
    most = others * largest + small * (TOLD_FROM.value - 1)
    return least < sum(counts[:hidden]) < most and (not others or largest > TOLD_FROM.value)
