"""Alerts told as stories: one line for each daily sync, what comes of it beside it.

    480      ok
    505/2    ok
    505      pending     breached
    505      firing      breach_confirmed: open post
    _        firing
    !        firing/suspect     sync_held: edit

A sync counts `505` teammates with one enabler, `505/2` with two, `505/-` with nobody counting the
enablers; it fails `_`, is held `!`, or leaves the segment out `x`. At `=` there is a check without
another sync. Data are named where they are not fresh.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from rules.acknowledgements import acknowledge
from rules.alert_rules import DriftRule, Rule
from rules.alerts import REPLIES, Action, AlertState, DataState, Event, Observation, Outcome
from rules.deadlines import next_due_at
from rules.drift import step
from rules.silences import Silence
from tests.builders import NOON

ABOVE = DriftRule(Rule.RATIO_ABOVE)
BELOW = DriftRule(Rule.RATIO_BELOW)
DAY = timedelta(days=1)
NEW_POSTS = REPLIES | {Action.POST_ROOT}
OUTCOMES = {"_": Outcome.FAILED, "!": Outcome.HELD, "x": Outcome.ABSENT}


def counted(counts: str = "505", sync_id: int = 1, at: datetime = NOON) -> Observation:
    count, _, enablers = counts.partition("/")
    return Observation(
        sync_id=sync_id,
        outcome=Outcome.COUNTED,
        stale_at=at + 2 * DAY + timedelta(hours=6),
        customer_facing=int(count),
        enablers=None if enablers == "-" else Decimal(enablers or 1),
    )


def may_ping(event: Event) -> bool:
    """Return whether it may draw anybody's attention; a forecast and an edit never do."""
    return event.rule is not Rule.FORECAST and not NEW_POSTS.isdisjoint(event.actions)


@dataclass
class Story:
    """An alert and the clock beside it."""

    rule: DriftRule = ABOVE
    now: datetime = NOON - DAY
    state: AlertState = field(default_factory=AlertState)
    seen: Observation = field(
        default_factory=lambda: Observation(0, Outcome.FAILED, None, enablers=None)
    )
    events: list[Event] = field(default_factory=list)
    is_swept: bool = True

    def sync(self, tokens: str, every: timedelta = DAY) -> Sequence[Event]:
        """Let each token happen a day after the last; return what came with the last one."""
        happened: Sequence[Event] = ()
        for token in tokens.split():
            happened = (*self._sweep(every), *self._observe(token))
        return happened

    def wait(self, time: timedelta) -> Sequence[Event]:
        """Let time pass without another sync; return what came of it."""
        return (*self._sweep(time), *self.check())

    def _sweep(self, time: timedelta) -> Sequence[Event]:
        """Check whenever something is due, as the sweep does, unless nobody is there to do it."""
        until = self.now + time
        happened: Sequence[Event] = ()
        while self.is_swept and (due_at := next_due_at(self.state, self.rule)) and due_at < until:
            assert due_at > self.now, "a sweep would find no end"
            self.now = due_at
            happened = (*happened, *self.check())
        self.now = until
        return happened

    def _observe(self, token: str) -> Sequence[Event]:
        sync_id = self.seen.sync_id + 1
        if token in OUTCOMES:
            self.seen = replace(self.seen, sync_id=sync_id, outcome=OUTCOMES[token])
            if token == "x":
                self.seen = replace(self.seen, stale_at=counted(at=self.now).stale_at)
        elif token != "=":
            news = counted(token, sync_id, self.now)
            self.seen = replace(news, silence=self.seen.silence, outlook=self.seen.outlook)
        return self.check()

    def check(self) -> Sequence[Event]:
        self.state, events = step(self.state, self.seen, self.rule, self.now)
        self.events += events
        return events

    def acknowledge(self, actor: str = "U1") -> Sequence[Event]:
        self.state, events = acknowledge(self.state, self.seen, self.rule, self.now, actor)
        self.events += events
        return events

    def silence(self, time: timedelta = timedelta(days=7)) -> Sequence[Event]:
        silence = Silence(self.now, self.now + time, "U1", comment="hiring freeze")
        self.seen = replace(self.seen, silence=silence)
        return self.check()


def write(events: Sequence[Event]) -> str:
    return " + ".join(map(write_event, events))


def write_event(event: Event) -> str:
    words = [action.removeprefix("reply_").split("_")[0] for action in event.actions]
    return f"{event.reason}: {' '.join(words)}" if words else event.reason


def check_story(text: str, rule: DriftRule = ABOVE) -> Story:
    """Play the first column and compare what comes of it with the others."""
    story = Story(rule)
    expected = [line.split(maxsplit=2) for line in text.strip().splitlines()]
    told = []
    for token, *_ in expected:
        events = story.sync(token)
        standing = [story.state.condition.value]
        if story.state.data is not DataState.FRESH:
            standing.append(story.state.data.value)
        told.append([token, "/".join(standing), *([write(events)] if events else [])])
    assert told == expected, "\n".join(map("   ".join, told))
    return story
