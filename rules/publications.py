"""What counts for a workspace today: one source for each class, and what was set by hand over it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from rules.freshness import KEPT_BY_HAND, Lifespan, plan_lifespan
from rules.headcounts import HeadcountClass, HeadcountRow, Snapshot, SourceKind
from rules.mappings import merge_rows


@dataclass(frozen=True, slots=True)
class Supply:
    """What one source gives for the classes that it is the one truth for.

    Attributes:
        name: As an admin would call the source; empty for numbers entered by hand.
        rows: Of the classes it supplies, as it last published them.
        checked_at: When it last gave them, changed or not.
        changed_at: When they last changed.
        interval: Between two of its runs.
        source_id: Tells the source from others; None for numbers set by hand over one.
    """

    kind: SourceKind
    name: str
    rows: tuple[HeadcountRow, ...]
    as_of: date
    checked_at: datetime
    changed_at: datetime
    interval: timedelta
    source_id: int | None = None

    @property
    def lifespan(self) -> Lifespan:
        """Return until when these counts can be trusted."""
        if self.kind in KEPT_BY_HAND:
            # A file imported today may hold the counts of last winter.
            counted_at = datetime.combine(self.as_of, time(), UTC)
        elif self.kind is SourceKind.PUSH:
            # So may a push; one of today is as fresh as its hour.
            counted_at = datetime.combine(self.as_of + timedelta(days=1), time(), UTC)
        else:
            counted_at = self.checked_at
        return plan_lifespan(self.kind, min(counted_at, self.checked_at), self.interval)


@dataclass(frozen=True, slots=True)
class Publication:
    """What counts for a workspace.

    Attributes:
        snapshot: The counts of all classes; its source is that of the customer-facing ones.
        enablers: Where the enablers come from; None where nobody counts them.
        is_overridden: Whether a number set by hand stands over what a source gives.
        checked_at: When the least recently checked of its sources last gave its counts.
    """

    snapshot: Snapshot
    customer_facing: Supply
    enablers: Supply | None
    is_overridden: bool
    checked_at: datetime
    changed_at: datetime
    lifespan: Lifespan

    @property
    def source_ids(self) -> dict[HeadcountClass, int | None]:
        """Return which source each class comes from."""
        enablers = None if self.enablers is None else self.enablers.source_id
        return {
            HeadcountClass.CUSTOMER_FACING: self.customer_facing.source_id,
            HeadcountClass.ENABLEMENT: enablers,
        }


def publish(supplies: Iterable[Supply], overrides: Sequence[Supply]) -> Publication | None:
    """Return what counts, or None where nobody counts the customer-facing teammates.

    Args:
        supplies: Each with rows of classes that no other one has.
        overrides: Numbers set by hand, a row and a class each, which win over every source.
    """
    given = _by_class(supplies)
    set_by_hand = _by_class(overrides)
    by_class = given | set_by_hand
    first = by_class.get(HeadcountClass.CUSTOMER_FACING)
    if first is None:
        return None
    used = list(by_class.values())
    return Publication(
        snapshot=Snapshot(max(one.as_of for one in used), first.kind, _merge(by_class)),
        customer_facing=first,
        enablers=by_class.get(HeadcountClass.ENABLEMENT),
        is_overridden=bool(given.keys() & set_by_hand.keys()),
        checked_at=min(one.checked_at for one in used),
        changed_at=max(one.changed_at for one in used),
        lifespan=Lifespan(
            min(one.lifespan.stale_at for one in used),
            min(one.lifespan.expires_at for one in used),
        ),
    )


def _by_class(supplies: Iterable[Supply]) -> dict[HeadcountClass, Supply]:
    return {row.headcount_class: supply for supply in supplies for row in supply.rows}


def _merge(by_class: Mapping[HeadcountClass, Supply]) -> tuple[HeadcountRow, ...]:
    return merge_rows(
        [
            row
            for headcount_class, supply in by_class.items()
            for row in supply.rows
            if row.headcount_class is headcount_class
        ]
    )
