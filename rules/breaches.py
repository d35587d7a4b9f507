"""When counts break a rule, how far they must come back, and when it is severe (domain.md 3)."""

from decimal import ROUND_CEILING, Decimal

from rules.alert_rules import DriftRule, Rule
from rules.ratios import (
    ABOVE,
    BELOW,
    NO_ENABLER_ALERTS_FROM,
    ONE_OWNER_BELOW,
    Verdict,
    judge_ratio,
)


def is_breach(customer_facing: int, enablers: Decimal, rule: DriftRule) -> bool:
    """Return whether counts break a rule about counts."""
    if rule.kind is Rule.NO_ENABLER:
        return has_no_owner(customer_facing, enablers)
    verdict = judge_ratio(customer_facing, enablers, rule.bounds)
    return verdict in (ABOVE if rule.kind is Rule.RATIO_ABOVE else BELOW)


def has_no_owner(customer_facing: int, enablers: Decimal) -> bool:
    """Return whether so many go without an enabler that it is a gap, and no question of a ratio."""
    return enablers == 0 and customer_facing >= NO_ENABLER_ALERTS_FROM.value


def is_clear(customer_facing: int, enablers: Decimal, rule: DriftRule) -> bool:
    """Return whether counts would be no breach even with the margin on top.

    So an alert that fired above 500 clears below 475, and one below 50 above 52.5.
    """
    margin = measure_margin(enablers, rule)
    if rule.kind is Rule.RATIO_BELOW:
        return not is_breach(max(1, customer_facing - margin), enablers, rule)
    return not is_breach(customer_facing + margin, enablers, rule)


def measure_margin(enablers: Decimal, rule: DriftRule) -> int:
    """Return how many heads lie between a breach and the clear: never none.

    >>> measure_margin(Decimal(1), DriftRule(Rule.RATIO_ABOVE))
    26
    """
    edge = {
        Rule.RATIO_ABOVE: rule.bounds.high * enablers,
        Rule.RATIO_BELOW: rule.bounds.low * enablers,
    }.get(rule.kind, NO_ENABLER_ALERTS_FROM.value)
    return int(edge * rule.tuning.dead_band_percent // 100) + 1


def find_clearing_count(enablers: Decimal, rule: DriftRule) -> int:
    """Return the customer-facing count at which an alert about counts clears.

    It clears at this count and beyond: fewer, or more for `RATIO_BELOW`.

    Args:
        enablers: As they are; more than 0 for a rule about the ratio.
        rule: One about counts.

    >>> find_clearing_count(Decimal(1), DriftRule(Rule.RATIO_ABOVE))
    474
    >>> find_clearing_count(Decimal(2), DriftRule(Rule.RATIO_BELOW))
    106
    """
    margin = measure_margin(enablers, rule)
    if rule.kind is Rule.NO_ENABLER:
        return NO_ENABLER_ALERTS_FROM.value - 1 - margin
    one_owner_below = max(ONE_OWNER_BELOW.value, rule.bounds.low)
    if rule.kind is Rule.RATIO_ABOVE:
        most = (int(rule.bounds.high * enablers), one_owner_below - 1)
        return max(count for count in most if not is_breach(count, enablers, rule)) - margin
    if not is_breach(1, enablers, rule):
        return 1
    least = (_ceil(rule.bounds.low * enablers), int(enablers) + 1)
    return min(count for count in least if not is_breach(count, enablers, rule)) + margin


def is_severe(customer_facing: int, enablers: Decimal, rule: DriftRule) -> bool:
    """Return whether a breach is one of those that end an acknowledgement."""
    if rule.kind is Rule.RATIO_ABOVE:
        return customer_facing > rule.tuning.severe_factor * rule.bounds.high * enablers
    if rule.kind is not Rule.RATIO_BELOW:
        return False
    return judge_ratio(customer_facing, enablers, rule.bounds) is Verdict.ONE_TO_ONE


def _ceil(count: Decimal) -> int:
    return int(count.to_integral_value(ROUND_CEILING))
