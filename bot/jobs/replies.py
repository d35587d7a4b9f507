"""What is answered in the thread of an alert, or said to an admin alone."""

from datetime import timedelta

from bot.alerts import AlertCard, DeliveryKind, DeliveryStatus
from bot.jobs.letters import NOTHING_TO_SAY, Composed, Desk
from bot.storage.deliveries import STOPPED, Place, find_place
from bot.views.alerts import alert_reply, escalation_notice
from bot.views.blocks import plain_text
from bot.views.language import translator
from rules.alerts import Condition, Reason

ROOT_IS_COMING = timedelta(seconds=5)
ROOT_MAY_COME = timedelta(minutes=10)


def compose_reply(desk: Desk) -> Composed:
    """Return what is said in a thread, or to an admin alone where the row names one."""
    root = find_place(desk.session, int(desk.delivery.payload["root"]))
    cards = [] if root is None else _list_cards(desk, root)
    if root is None or not cards:
        return NOTHING_TO_SAY
    if root.status in STOPPED:
        return Composed(later=desk.now + ROOT_MAY_COME, why="root_stopped")
    if root.status is DeliveryStatus.DELIVERED and root.ts is None:
        return NOTHING_TO_SAY
    if root.channel is None or root.ts is None:
        return Composed(later=desk.now + ROOT_IS_COMING, why="root_is_coming")
    recipient = desk.delivery.recipient
    if recipient is not None:
        told = escalation_notice(desk.speak_to(recipient), cards, root.channel)
        return Composed(recipient, (told, plain_text(told)))
    reason = desk.delivery.payload.get("reason")
    said = alert_reply(
        translator(desk.workspace.language),
        desk.delivery.kind,
        cards,
        None if reason is None else Reason(reason),
    )
    return Composed(root.channel, (said, plain_text(said)), root.ts)


def _list_cards(desk: Desk, root: Place) -> list[AlertCard]:
    """Return the alerts of which there is still something to say."""
    payload = desk.delivery.payload
    # A reply from before those of a group were one names its only episode.
    episodes = payload["episodes"] if "episodes" in payload else [payload["episode"]]
    found = [card for card in desk.cards if card.episode.id in episodes]
    return [card for card in found if not _is_pointless(desk, card, root)]


def _is_pointless(desk: Desk, card: AlertCard, root: Place) -> bool:
    """Return whether a reply comes too late.

    A message that was posted after it has told the same, and nobody need be urged on about what is
    over, taken on or silenced by now.
    """
    if root.posted_at is not None and desk.delivery.created_at <= root.posted_at:
        return True
    if desk.delivery.kind is DeliveryKind.RESOLVED:
        return desk.is_all_silenced()
    is_firing = card.episode.closed_at is None and card.state.condition is Condition.FIRING
    return not is_firing or desk.is_ahead(card.state.acked_until) or desk.is_silenced(card)
