"""What the counts that an alert shows come to, by the judgement that moves it."""

from decimal import Decimal

from bot.alerts import AlertCard
from rules.alert_rules import ABOUT_COUNTS, Rule
from rules.breaches import is_breach, is_clear
from rules.ratios import Verdict, judge_ratio, write_ratio

ABOUT_RATIO = frozenset({Rule.RATIO_ABOVE, Rule.RATIO_BELOW})


def is_uncounted(card: AlertCard) -> bool:
    """Return whether it is about enablers whom nobody counts."""
    return card.rule in ABOUT_COUNTS and card.enablers is None


def is_small(card: AlertCard) -> bool:
    """Return whether a segment has so few people that its figures say nothing, or too much."""
    return bool(card.segment) and card.customer_facing < card.drift_rule.tuning.minimum_population


def breaks_rule(card: AlertCard) -> bool:
    """Return whether the counts break the rule, if it is one about counts."""
    enablers = _find_judged(card)
    return enablers is not None and is_breach(card.customer_facing, enablers, card.drift_rule)


def is_in_dead_band(card: AlertCard) -> bool:
    """Return whether the counts are no breach, but too close to one to be in the clear."""
    enablers = _find_judged(card)
    return enablers is not None and not is_clear(card.customer_facing, enablers, card.drift_rule)


def judge_counts(card: AlertCard) -> Verdict:
    """Return how the ratio stands; as without an enabler where nobody counts them."""
    return judge_ratio(card.customer_facing, card.enablers or Decimal(0), card.drift_rule.bounds)


def is_between_bounds(card: AlertCard) -> bool:
    """Return whether a ratio lies between its bounds; the verdict may forgive one that does not."""
    enablers, bounds = card.enablers or Decimal(0), card.drift_rule.bounds
    return bounds.low * enablers <= card.customer_facing <= bounds.high * enablers


def show_ratio(card: AlertCard) -> str:
    """Return the ratio as text; a dash where there is none."""
    if not card.enablers or not card.customer_facing:
        return "–"
    return write_ratio(card.customer_facing, card.enablers, card.drift_rule.bounds)


def _find_judged(card: AlertCard) -> Decimal | None:
    """Return the enablers that the counts are judged with; None where these are not judged."""
    return card.enablers if card.rule in ABOUT_COUNTS and not is_small(card) else None
