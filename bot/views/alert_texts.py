"""What alerts say in words: what is true now, why, and since when."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.alerts import AlertCard
from bot.views.alert_counts import (
    ABOUT_RATIO,
    breaks_rule,
    is_between_bounds,
    is_in_dead_band,
    is_small,
    is_uncounted,
    judge_counts,
    show_ratio,
)
from bot.views.text import isolate
from rules.alert_rules import ABOUT_COUNTS, Rule
from rules.alerts import Condition, DataState, Reason
from rules.breaches import find_clearing_count
from rules.forecast_text import WEEKS_IN_A_QUARTER
from rules.provenance import Statement, our_judgement
from rules.ratios import ABOVE, BELOW, CONSIDER, MEANING, Verdict
from rules.teams import count_enablers, count_teammates
from rules.wording import Phrase, say

FIRING: Mapping[Rule, Callable[[AlertCard], Phrase]] = MappingProxyType(
    {
        Rule.RATIO_ABOVE: lambda card: say(
            "{place}: {ratio} is more than one enabler can support.",
            place=name_place(card),
            ratio=show_ratio(card),
        ),
        Rule.RATIO_BELOW: lambda card: say(
            "{place}: {ratio} is fewer than one enabler is meant to support.",
            place=name_place(card),
            ratio=show_ratio(card),
        ),
        Rule.NO_ENABLER: lambda card: say(
            "{place}: {teammates}, and nobody owns enablement.",
            place=name_place(card),
            teammates=count_teammates(card.customer_facing),
        ),
        Rule.DATA_STALE: lambda _: say("The headcount is stale: nothing has confirmed it in time."),
        Rule.SYNC_HELD: lambda _: say("The newest headcount is hard to believe, so it is held."),
        Rule.FORECAST: lambda _: say(
            "On the present trend the ratio may well leave its bounds within {weeks} weeks.",
            weeks=WEEKS_IN_A_QUARTER,
        ),
    }
)
"""`STAGE_CHANGED` is a notice and has no episode."""

CLOSED: Mapping[Reason, Phrase] = MappingProxyType(
    {
        Reason.TOO_SMALL: say("It is now too small to judge."),
        Reason.CROSSING_UNLIKELY: say("A passage of the bounds has become unlikely."),
        Reason.NO_ENABLER: say("With no enabler left there is no ratio; that is another alert."),
        Reason.NOBODY_TO_SUPPORT: say("There is nobody to support any more."),
        Reason.SEGMENT_REMOVED: say("The source no longer has this segment."),
        Reason.NOT_COUNTED: say("The source no longer counts this."),
        Reason.RULE_CHANGED: say("By the new settings this is no alert."),
        Reason.OVERTAKEN: say("The ratio has an alert of its own now."),
        Reason.NO_OUTLOOK: say("There is no forecast any more."),
        Reason.SOURCE_REMOVED: say("No headcount is expected any more."),
    }
)
"""Ends that are no recovery: of these nothing is claimed but what is true now."""

BREACHED = frozenset({Condition.PENDING, Condition.FIRING})
"""An episode is open while pending only where it keeps changing."""

BLIND: Mapping[DataState, Phrase] = MappingProxyType(
    {
        DataState.STALE: say("Frozen: the headcount is stale, so nothing is concluded from it."),
        DataState.SUSPECT: say("Frozen: newer counts are held until an admin decides."),
        DataState.MISSING: say("Frozen: the last sync did not count this segment."),
    }
)

CONSIDERED: Mapping[Rule, tuple[Statement, ...]] = MappingProxyType(
    {
        Rule.NO_ENABLER: CONSIDER[Verdict.NO_ENABLER],
        Rule.DATA_STALE: (
            our_judgement(say("An admin can see in App Home what the source says, and retry.")),
        ),
        Rule.SYNC_HELD: (
            our_judgement(say("Was there a reorganisation, or is the source broken?")),
            our_judgement(say("An admin accepts the counts or keeps the old ones in App Home.")),
        ),
        Rule.FORECAST: (
            our_judgement(say("Hiring an enabler takes months: decide now whether to begin.")),
        ),
    }
)
"""For the rules that the verdict on a ratio says nothing about."""


def tell_state(card: AlertCard) -> Phrase:
    """Return what is true now, in one sentence."""
    place = name_place(card)
    if card.episode.closed_at is not None:
        return _tell_end(card)
    if is_uncounted(card):
        return say(
            "{place}: enablers are not counted any more, so this cannot be judged.", place=place
        )
    if _is_breached(card):
        return FIRING[card.rule](card)
    other = _find_other_end(card)
    change = other or _tell_recovery(card)
    if other is None and card.state.condition in BREACHED and is_in_dead_band(card):
        return say(
            "{place}: {change} That is too close to call it over.", place=place, change=change
        )
    if card.state.is_flapping:
        return say("{place}: {change} It has changed often of late.", place=place, change=change)
    return say("{place}: {change} It ends if the next syncs agree.", place=place, change=change)


def _tell_end(card: AlertCard) -> Phrase:
    place, why = name_place(card), _find_closing(card)
    if why is not None:
        return say("{place}: closed. {why}", place=place, why=why)
    return say("{place}: resolved. {change}", place=place, change=_tell_recovery(card))


def _find_closing(card: AlertCard) -> Phrase | None:
    """Return why it is closed without a recovery; None after one."""
    reason = card.episode.close_reason
    if reason is Reason.RULE_CHANGED and card.rule is Rule.FORECAST:
        # Of the new settings there is no forecast yet: the passage may have come nearer.
        return say("The settings have changed; the next forecast judges by them.")
    if reason is Reason.RULE_CHANGED and breaks_rule(card):
        return say("The settings have changed, so it is judged anew.")
    if reason is not None and reason in CLOSED:
        return CLOSED[reason]
    return _find_other_end(card)


def _is_breached(card: AlertCard) -> bool:
    if card.rule in ABOUT_COUNTS:
        return breaks_rule(card)
    return card.state.condition in BREACHED


def _find_other_end(card: AlertCard) -> Phrase | None:
    """Return what is so instead where a breach is gone without a recovery; None for a recovery."""
    if is_small(card):
        return CLOSED[Reason.TOO_SMALL]
    if card.rule not in ABOUT_RATIO:
        return None
    verdict = judge_counts(card)
    if verdict is Verdict.NOBODY_TO_SUPPORT:
        return CLOSED[Reason.NOBODY_TO_SUPPORT]
    if verdict is Verdict.NO_ENABLER:
        return say(
            "With {teammates} and no enabler there is no ratio.",
            teammates=count_teammates(card.customer_facing),
        )
    if card.rule is Rule.RATIO_ABOVE and verdict in BELOW:
        return say("{ratio} is no longer above the bounds, but below them.", ratio=show_ratio(card))
    if card.rule is Rule.RATIO_BELOW and verdict in ABOVE:
        return say("{ratio} is no longer below the bounds, but above them.", ratio=show_ratio(card))
    return None


def _tell_recovery(card: AlertCard) -> Phrase:
    match card.rule:
        case Rule.NO_ENABLER if card.enablers:
            return say("Somebody owns enablement again.")
        case Rule.NO_ENABLER:
            return say(
                "With {teammates}, nobody has to own enablement yet.",
                teammates=count_teammates(card.customer_facing),
            )
        case Rule.DATA_STALE:
            return say("The headcount has been confirmed again.")
        case Rule.SYNC_HELD:
            return say("No count is held any more.")
        case Rule.FORECAST:
            return CLOSED[Reason.CROSSING_UNLIKELY]
        case _ if judge_counts(card) is Verdict.TEAM_OF_ONE and not is_between_bounds(card):
            return MEANING[Verdict.TEAM_OF_ONE].phrase
        case _:
            return say("{ratio} is inside the bounds again.", ratio=show_ratio(card))


def tell_formula(card: AlertCard) -> Phrase | None:
    """Return how the ratio was computed; None where there is none, or none worth telling."""
    has_ratio = card.rule in ABOUT_RATIO and card.customer_facing > 0
    if not has_ratio or not card.enablers or is_small(card) or card.episode.close_reason in CLOSED:
        return None
    bounds = card.drift_rule.bounds
    return say(
        "{teammates} ÷ {enablers} = {ratio}; the bounds are 1:{low} to 1:{high}.",
        teammates=count_teammates(card.customer_facing),
        enablers=count_enablers(card.enablers),
        ratio=show_ratio(card),
        low=bounds.low,
        high=bounds.high,
    )


def tell_clearing(card: AlertCard) -> Phrase | None:
    """Return the headcount at which an open alert clears; None where there is none to name."""
    is_breached = card.episode.closed_at is None and card.state.condition in BREACHED
    if not is_breached or tell_formula(card) is None or not card.enablers:
        return None
    clears = find_clearing_count(card.enablers, card.drift_rule)
    if card.rule is Rule.RATIO_ABOVE:
        return say("With these enablers it clears at {count} teammates or fewer.", count=clears)
    return say("With these enablers it clears at {count} teammates or more.", count=clears)


def tell_blindness(card: AlertCard) -> Phrase | None:
    """Return why the figures of an open alert cannot be trusted; None where they can."""
    is_frozen = card.episode.closed_at is None and card.drift_rule.freezes
    if not is_frozen or card.state.data is DataState.FRESH:
        return None
    if card.state.data is DataState.MISSING and not card.segment:
        return say("Frozen: the last sync did not count both teammates and enablers.")
    return BLIND[card.state.data]


def list_considerations(card: AlertCard) -> tuple[Statement, ...]:
    """Return what to consider while it is open; nothing where nobody can tell what is so."""
    if is_uncounted(card):
        return ()
    if card.rule in CONSIDERED:
        return CONSIDERED[card.rule]
    return CONSIDER[judge_counts(card)]


def name_place(card: AlertCard) -> Phrase | str:
    """Return what the alert is about; a segment's name may come in any script."""
    return isolate(card.segment) if card.segment else say("All teams")
