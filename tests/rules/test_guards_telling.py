"""How holds are told, and how decided counts are recognised."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from bot.views.language import translator
from bot.workspaces import Language
from rules.guards import Hold, HoldReason, describe_hold, fingerprint
from rules.headcounts import HeadcountClass, HeadcountRow
from tests.builders import customer_facing, enablement

CF, E = HeadcountClass.CUSTOMER_FACING, HeadcountClass.ENABLEMENT
SAYS_AFTER = {
    HoldReason.GREW,
    HoldReason.TOTAL_CHANGED,
    HoldReason.CLASS_CHANGED,
    HoldReason.MORE_UNCLASSIFIED,
}


def example(reason: HoldReason) -> Hold:
    everybody = {HoldReason.NOBODY_LEFT, HoldReason.GREW, HoldReason.TOTAL_CHANGED}
    is_about_all = reason in everybody | {HoldReason.MORE_UNCLASSIFIED}
    return Hold(reason, None if is_about_all else CF, 320, 17)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", HoldReason)
def test_every_reason_is_told_with_its_numbers(reason: HoldReason, language: Language) -> None:
    said = translator(language).say(describe_hold(example(reason)))
    assert "320" in said
    assert ("17" in said) is (reason in SAYS_AFTER)


def test_equal_counts_share_a_fingerprint_whatever_their_order() -> None:
    one = [customer_facing(3, "cs"), customer_facing(4, "sales"), enablement(2, fte="1.0")]
    other = [enablement(2, fte="1"), customer_facing(4, "sales"), customer_facing(3, "cs")]
    split = [*other[:2], customer_facing(1, "cs"), customer_facing(2, "cs")]
    assert fingerprint(one) == fingerprint(other) == fingerprint(split)


@pytest.mark.parametrize(
    "other",
    [
        [customer_facing(4, "cs", "EMEA")],
        [customer_facing(3, "sales", "EMEA")],
        [customer_facing(3, "cs", "APAC")],
        [HeadcountRow(E, 3, "cs", "EMEA")],
        [HeadcountRow(CF, 3, "cs", "EMEA", Decimal(3))],
        [],
    ],
)
def test_other_counts_have_another_fingerprint(other: Sequence[HeadcountRow]) -> None:
    assert fingerprint(other) != fingerprint([customer_facing(3, "cs", "EMEA")])
