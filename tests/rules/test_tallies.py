from decimal import Decimal

import pytest

from rules.tallies import Tally, Traits, add_fte, count_people


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (Decimal("0.5"), Decimal("1.0"), Decimal("1.5")),
        (Decimal(0), Decimal("0.5"), Decimal("0.5")),
        (None, Decimal("0.5"), None),
        (Decimal("0.5"), None, None),
        (Decimal(0), None, None),
        (None, None, None),
    ],
)
def test_unknown_time_with_any_other_is_unknown(
    first: Decimal | None, second: Decimal | None, together: Decimal | None
) -> None:
    assert add_fte(first, second) == together


def test_people_of_all_tallies_are_counted() -> None:
    assert count_people([Tally(Traits("Sales"), 3), Tally(Traits("Sales"), 4)]) == 7
    assert count_people([]) == 0
