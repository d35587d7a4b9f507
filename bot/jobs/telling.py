"""Which messages have to be posted or edited after a check, in the check's own transaction."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.alerts import DeliveryKind, Watch
from bot.jobs.watching import Check
from bot.storage.deliveries import renew_delivery, want_delivery
from bot.storage.episodes import (
    close_episode,
    find_message,
    get_episode_id,
    link_message,
    note_acknowledgement,
    open_episode,
)
from bot.storage.workspaces import list_admins
from rules.alert_rules import Rule
from rules.alerts import Action, Event, Reason

GROUPED_FROM = 4
"""Segments that open in one pass and then share a message."""
REPLY_KINDS = {
    Action.REPLY_RESOLVED: DeliveryKind.RESOLVED,
    Action.REPLY_REMINDER: DeliveryKind.REMINDER,
    Action.REPLY_ESCALATION: DeliveryKind.ESCALATION,
}
EDITS = REPLY_KINDS.keys() | {Action.EDIT_ROOT}
ACKNOWLEDGEMENTS = frozenset({Reason.ACKNOWLEDGED, Reason.ACK_EXPIRED, Reason.WORSENED})


@dataclass(frozen=True, slots=True)
class _Reply:
    """An answer in the thread of a message; what one pass has to say there for one reason is one.

    By rule: the same reason is put in other words for each.
    """

    workspace_id: str
    message: int
    kind: DeliveryKind
    reason: Reason
    rule: Rule


StateIds = Mapping[tuple[int, Rule], int]
"""Of state rows, by target and rule."""


def want_told(
    session: Session, checks: Sequence[tuple[Watch, Check]], ids: StateIds, now: datetime
) -> None:
    """Keep the episodes of what happened, and have their messages posted or edited."""
    events = [
        (check, ids[check.target.id, kind], event)
        for _, check in checks
        for kind, event in check.events
    ]
    for _, state_id, event in events:
        _keep_episode(session, state_id, event)
    _want_roots(session, events, now)
    replies: defaultdict[_Reply, list[tuple[int, Event]]] = defaultdict(list)
    for check, state_id, event in events:
        for reply in _want_changes(session, check, state_id, event, now):
            replies[reply].append((state_id, event))
    for reply, answered in replies.items():
        _want_reply(session, reply, answered, now)
    for _, check in checks:
        _want_notice(session, check, now)


def _keep_episode(session: Session, state_id: int, event: Event) -> None:
    if Action.OPEN_EPISODE in event.actions:
        open_episode(session, state_id, event)
    if event.reason in ACKNOWLEDGEMENTS:
        note_acknowledgement(session, state_id, event)
    if Action.CLOSE_EPISODE in event.actions:
        close_episode(session, state_id, event)


def _want_roots(
    session: Session, events: Sequence[tuple[Check, int, Event]], now: datetime
) -> None:
    """Have what opened posted: a message each, or one for many segments of a workspace."""
    opened: defaultdict[tuple[str, bool], list[int]] = defaultdict(list)
    for check, state_id, event in events:
        if Action.POST_ROOT in event.actions:
            place = (check.target.workspace_id, bool(check.target.segment))
            opened[place].append(get_episode_id(session, state_id, event.episode))
    for (workspace_id, are_segments), episodes in opened.items():
        if are_segments and len(episodes) >= GROUPED_FROM:
            key, kind = f"group:{min(episodes)}", DeliveryKind.GROUP
            delivery = want_delivery(session, workspace_id, key, kind, {}, now)
            link_message(session, episodes, delivery)
            continue
        for episode in episodes:
            key, kind = f"episode:{episode}", DeliveryKind.ROOT
            delivery = want_delivery(session, workspace_id, key, kind, {}, now)
            link_message(session, [episode], delivery)


def _want_changes(
    session: Session, check: Check, state_id: int, event: Event, now: datetime
) -> Iterator[_Reply]:
    """Have the message of an episode brought up to date; yield what to answer in its thread."""
    if not event.actions:
        return
    message = find_message(session, state_id, event.episode)
    if message is None:
        return
    # Whoever reads an answer looks at the message above it: it is to show the same figures.
    if not EDITS.isdisjoint(event.actions):
        renew_delivery(session, message, now)
    for action in event.actions:
        if action in REPLY_KINDS:
            yield _Reply(
                check.target.workspace_id, message, REPLY_KINDS[action], event.reason, event.rule
            )


def _want_reply(
    session: Session, reply: _Reply, answered: Sequence[tuple[int, Event]], now: datetime
) -> None:
    kind, workspace_id = reply.kind, reply.workspace_id
    episodes = [get_episode_id(session, state_id, event.episode) for state_id, event in answered]
    payload = {"root": reply.message, "episodes": episodes, "reason": reply.reason.value}
    first_id, first = answered[0]
    key = f"reply:{first_id}:{first.sequence}"
    admins = list_admins(session, workspace_id) if kind is DeliveryKind.ESCALATION else []
    if kind is DeliveryKind.ESCALATION and not admins:
        # There is nobody to tell but the channel.
        kind = DeliveryKind.REMINDER
    want_delivery(session, workspace_id, key, kind, payload, now)
    for admin in admins:
        want_delivery(session, workspace_id, f"{key}:{admin}", kind, payload, now, recipient=admin)


def _want_notice(session: Session, check: Check, now: datetime) -> None:
    notice = check.notice
    if notice is None or not notice.may_post:
        return
    want_delivery(
        session,
        check.target.workspace_id,
        f"stage:{check.target.id}:{notice.sequence}",
        DeliveryKind.STAGE,
        {
            "before": notice.before.value,
            "after": notice.after.value,
            "customer_facing": notice.customer_facing,
        },
        now,
    )
