"""Alerts as their messages show them; a test names only what it is about."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.alerts import AlertCard, Episode
from rules.alert_rules import ABOUT_COUNTS, DriftRule, Rule
from rules.alerts import AlertState, Condition, DataState, Reason
from tests.builders import NOON

COUNTS: dict[Rule, tuple[int, str | None]] = {
    Rule.RATIO_ABOVE: (1_600, "3"),
    Rule.RATIO_BELOW: (60, "3"),
    Rule.NO_ENABLER: (320, "0"),
}
"""Which break each rule."""
WATCHED = [rule for rule in Rule if rule is not Rule.STAGE_CHANGED]
PLACES = [(rule, "") for rule in WATCHED] + [
    (rule, "EMEA") for rule in WATCHED if rule in ABOUT_COUNTS
]


def a_card(rule: Rule = Rule.RATIO_ABOVE, segment: str = "", **changes: Any) -> AlertCard:
    """An open alert that fires; `state` and `episode` change what stands inside."""
    people, enablers = COUNTS.get(rule, (320, "6"))
    state = {"condition": Condition.FIRING, "episode": 1, "opened_at": NOON}
    episode = {"id": 7, "number": 1, "opened_at": NOON}
    values: dict[str, Any] = {
        "customer_facing": people,
        "enablers": None if enablers is None else Decimal(enablers),
        "reason": Reason.BREACH_CONFIRMED,
        "silenced_by": "",
        "silenced_for": "",
        "seen_at": NOON + timedelta(days=1),
        **changes,
        "state": AlertState(**state | changes.get("state", {})),
        "episode": Episode(**episode | changes.get("episode", {})),
    }
    return AlertCard("T1", segment, DriftRule(rule, is_segment=bool(segment)), **values)


def a_closed_card(
    reason: Reason, rule: Rule = Rule.RATIO_ABOVE, segment: str = "", **changes: Any
) -> AlertCard:
    return a_card(
        rule,
        segment,
        state={"condition": Condition.OK},
        episode={"closed_at": NOON + timedelta(days=2), "close_reason": reason},
        **changes,
    )


def a_silenced_card(**changes: Any) -> AlertCard:
    state = {"silenced_until": NOON + timedelta(days=7)}
    return a_card(silenced_by="U2", state=state, **changes)


def a_blind_card(data: DataState, rule: Rule = Rule.RATIO_ABOVE) -> AlertCard:
    return a_card(rule, state={"data": data})
