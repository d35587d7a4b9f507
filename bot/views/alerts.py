"""Alert messages: one for each episode, kept current in place, and what is said in its thread."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.alerts import AlertCard, DeliveryKind
from bot.views import blocks as b
from bot.views.alert_texts import (
    list_considerations,
    tell_blindness,
    tell_clearing,
    tell_formula,
    tell_state,
)
from bot.views.charts import RatioPoint, ratio_chart
from bot.views.forecasts import forecast_line
from bot.views.ids import Action
from bot.views.language import Translator
from bot.views.settings import find_channel_trouble
from bot.views.text import escape, quote
from rules.alert_rules import Rule
from rules.alerts import Condition, Reason
from rules.forecasts import Forecast
from rules.stages import STAGES, Stage
from rules.teams import count_teammates
from rules.wording import Phrase, say

REPLIES: Mapping[DeliveryKind, Phrase] = MappingProxyType(
    {
        DeliveryKind.REMINDER: say("This is still open, and nobody has taken it on."),
        DeliveryKind.ESCALATION: say(
            "Nobody has taken this on for a while, so I also told the workspace's admins."
        ),
    }
)


def alert_root(
    tr: Translator,
    card: AlertCard,
    points: Sequence[RatioPoint] = (),
    forecasts: Sequence[Forecast] = (),
) -> dict[str, Any]:
    """Return the message of one episode as it is now.

    Args:
        tr: The workspace's language.
        card: The alert.
        points: The ratio's history; empty for a segment, which has none.
        forecasts: Of the bounds, where it warns of a passage.
    """
    point = tr.mrkdwn(tell_state(card))
    is_open = card.episode.closed_at is None
    blocks = [b.section(f"*{point}*")]
    if facts := _facts(tr, card):
        blocks.append(b.section("\n".join(facts)))
    if is_open:
        if forecasts:
            told = [forecast_line(tr, one) for one in forecasts]
            blocks.append(b.section(b.titled(tr("Forecast"), b.bullets(told))))
        blocks += ratio_chart(tr, points, card.drift_rule.bounds)
        lines = [tr.graded(one) for one in list_considerations(card)]
        if lines and card.state.condition is Condition.FIRING:
            blocks.append(b.section(b.titled(tr("To consider"), b.bullets(lines))))
    blocks.append(b.context(*_history(tr, card)))
    if is_open:
        blocks.append(alert_buttons(tr, card, is_alone=True))
    return b.message(point, blocks)


def alert_group(tr: Translator, cards: Sequence[AlertCard]) -> dict[str, Any]:
    """Return the message of many segments that changed at once."""
    still = sum(card.episode.closed_at is None for card in cards)
    point = escape(
        tr("Alerts are open for {open} of {total} segments.", open=still, total=len(cards))
        if still
        else tr("None of these {total} segments has an open alert any more.", total=len(cards))
    )
    blocks: list[b.Block] = [b.section(f"*{point}*")]
    for card in cards[:MOST_IN_GROUP]:
        blocks.append(alert_section(tr, card))
        if card.episode.closed_at is None:
            blocks.append(alert_buttons(tr, card))
    if len(cards) > MOST_IN_GROUP:
        blocks.append(b.context(tr("{count} more in App Home", count=len(cards) - MOST_IN_GROUP)))
    return b.message(point, blocks)


MOST_IN_GROUP = 20
"""A message holds fifty blocks."""


def alert_reply(
    tr: Translator, kind: DeliveryKind, cards: Sequence[AlertCard], reason: Reason | None
) -> dict[str, Any]:
    """Return what is said in the thread of a message about alerts.

    Args:
        tr: The workspace's language.
        kind: One that answers.
        cards: The alerts that it is about, as they are now; of a group, maybe many.
        reason: Of what it answers to; None for one from before that was kept.
    """
    occasion = _find_occasion(kind, cards[0], reason)
    said = _tell_states(tr, cards)
    if occasion is not None:
        why = tr.mrkdwn(occasion)
        said = tr.sentences([why, said]) if len(cards) == 1 else f"{why}\n{said}"
    return b.message(said, [b.section(said)])


def _tell_states(tr: Translator, cards: Sequence[AlertCard]) -> str:
    """Return what is true now, mrkdwn: a sentence, or a list of them."""
    states = [tr.mrkdwn(tell_state(card)) for card in cards[:MOST_IN_GROUP]]
    if len(cards) > MOST_IN_GROUP:
        states.append(tr("{count} more in App Home", count=len(cards) - MOST_IN_GROUP))
    return states[0] if len(cards) == 1 else b.bullets(states)


def _find_occasion(kind: DeliveryKind, card: AlertCard, reason: Reason | None) -> Phrase | None:
    """Return why something is said, in words; None where what is so says it all."""
    if kind is not DeliveryKind.REMINDER:
        return REPLIES.get(kind)
    match reason:
        case Reason.WORSENED if card.rule is Rule.RATIO_ABOVE:
            return say(
                "The ratio went beyond {factor} times its upper bound, which ends the"
                " acknowledgement: who takes it on now?",
                factor=card.drift_rule.tuning.severe_factor,
            )
        case Reason.WORSENED:
            return say(
                "There were as many enablers as teammates or more, which ends the"
                " acknowledgement: who takes it on now?"
            )
        case Reason.ACK_EXPIRED:
            return say("The acknowledgement has expired: who takes it on now?")
        case Reason.UNACKNOWLEDGED:
            return say(
                "Nobody has taken this on for a while, and I know no workspace admin to tell."
            )
        case _:
            return REPLIES[kind]


def escalation_notice(tr: Translator, cards: Sequence[AlertCard], channel: str) -> dict[str, Any]:
    """Return what a workspace admin is told about alerts that nobody takes on."""
    said = _tell_states(tr, cards)
    asked = tr("Nobody has taken this alert on; it is in {channel}.", channel=f"<#{channel}>")
    return b.message(said, [b.section(said), b.context(asked)])


def stage_notice(
    tr: Translator, before: Stage, after: Stage, customer_facing: int
) -> dict[str, Any]:
    """Return the announcement of another stage of growth."""
    point = escape(
        tr(
            "With {teammates} you are now in the stage: {stage}.",
            teammates=count_teammates(customer_facing),
            stage=STAGES[after].name,
        )
    )
    profile = STAGES[after]
    lines = [tr.graded(profile.team), tr.graded(profile.focus), tr.graded(profile.reporting)]
    was = tr(
        "Before: {stage}. As many syncs in a row agree as the settings ask for.",
        stage=STAGES[before].name,
    )
    return b.message(point, [b.section(b.titled(point, b.bullets(lines))), b.context(escape(was))])


def channel_trouble(tr: Translator, channel: str, code: str) -> dict[str, Any]:
    """Return what an admin is told about a channel that takes no message any more."""
    point = tr("I cannot post in the alert channel {channel} any more.", channel=f"<#{channel}>")
    trouble = find_channel_trouble(code)
    helps = tr.mrkdwn(trouble) if trouble else tr("Slack says: {code}", code=escape(code))
    kept = tr("No alert is lost: choose a channel in the settings, and what is open goes there.")
    settings = b.button(tr("Settings"), Action.SETTINGS, "trouble")
    return b.message(
        point, [b.section(f"*{point}*\n{helps}"), b.context(kept), b.actions(settings)]
    )


def _facts(tr: Translator, card: AlertCard) -> list[str]:
    """Return how it was computed, and whether it can be trusted, mrkdwn."""
    said = [
        tr.mrkdwn(phrase)
        for phrase in (tell_formula(card), tell_clearing(card))
        if phrase is not None
    ]
    if (blindness := tell_blindness(card)) is not None:
        said.append(f":warning: {tr.mrkdwn(blindness)}")
    return said


def alert_section(tr: Translator, card: AlertCard) -> b.Block:
    """Return an alert in brief, for where it stands among others."""
    lines = [f"*{tr.mrkdwn(tell_state(card))}*", *_facts(tr, card)]
    return b.section("\n".join([*lines, tr.sentences(_history(tr, card))]))


def _history(tr: Translator, card: AlertCard) -> list[str]:
    """Return since when, and who did what, mrkdwn."""
    episode, state = card.episode, card.state
    said = [tr("Since {moment}.", moment=tr.moment(episode.opened_at))]
    if episode.closed_at is not None:
        said.append(tr("Closed {moment}.", moment=tr.moment(episode.closed_at)))
    else:
        said.append(tr("Looked at {moment}.", moment=tr.moment(card.seen_at)))
    if episode.acked_by and episode.acked_at:
        person, moment = f"<@{episode.acked_by}>", tr.moment(episode.acked_at)
        said.append(
            tr("Acknowledged by {person}, {moment}.", person=person, moment=moment)
            if episode.closed_at is None
            else tr("It was acknowledged by {person}, {moment}.", person=person, moment=moment)
        )
    if card.silenced_by and state.silenced_until is not None:
        said.append(
            tr(
                "Silenced by {person} until {moment}.",
                person=f"<@{card.silenced_by}>",
                moment=tr.moment(state.silenced_until),
            )
        )
        if card.silenced_for:
            said.append(tr("Reason: {reason}", reason=quote(card.silenced_for)))
    if state.is_flapping and episode.closed_at is None:
        said.append(tr("It keeps changing, so I only edit this message until it settles."))
    return said


def alert_buttons(tr: Translator, card: AlertCard, *, is_alone: bool = False) -> b.Block:
    """Return what people can answer to an open alert; the value is the episode's id."""
    value = str(card.episode.id)
    buttons: list[b.Element] = []
    if not card.episode.acked_by:
        buttons.append(b.button(tr("Acknowledge"), Action.ACKNOWLEDGE, value, is_primary=is_alone))
    if card.silenced_by:
        buttons.append(b.button(tr("End Silence"), Action.END_SILENCE, value))
    else:
        buttons.append(b.button(tr("Snooze 7 Days"), Action.SNOOZE, value))
        buttons.append(b.button(tr("Silence…"), Action.SILENCE, value))
    buttons.append(b.button(tr("View Plan"), Action.VIEW_PLAN, value))
    if card.rule in {Rule.RATIO_ABOVE, Rule.RATIO_BELOW}:
        buttons.append(b.button(tr("Change Bounds"), Action.SETTINGS, "alert"))
    return b.actions(*buttons)
