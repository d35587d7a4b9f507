"""The shortest story that leads to each reason."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from rules.alert_rules import DriftRule, Rule
from rules.alerts import Action, DataState, Outlook, Reason
from rules.drift import NEWS
from tests.rules.stories import ABOVE, DAY, Story

FIRING = "505 505 "
CYCLE = "505 505 470 470 470 "
SEGMENT = replace(ABOVE, is_segment=True)


def tell(tokens: str, rule: DriftRule = ABOVE) -> Callable[[], Story]:
    def play() -> Story:
        story = Story(rule)
        story.sync(tokens)
        return story

    return play


def then(tokens: str, deed: Callable[[Story], object], more: str = "") -> Callable[[], Story]:
    def play() -> Story:
        story = Story()
        story.sync(tokens)
        deed(story)
        story.sync(more)
        return story

    return play


def forecast(*chances: str, is_overtaken: bool = False, is_known: bool = True) -> Story:
    story = Story(DriftRule(Rule.FORECAST))
    for run_id, chance in enumerate(chances, start=1):
        story.seen = replace(story.seen, outlook=Outlook(run_id, Decimal(chance)))
        story.sync("480", every=7 * DAY)
    outlook = story.seen.outlook if is_known else None
    story.seen = replace(story.seen, outlook=outlook, has_ratio_alert=is_overtaken)
    story.check()
    return story


def edit(story: Story) -> None:
    story.rule = replace(story.rule, version=2)
    story.check()


def remove_source() -> Story:
    story = Story(DriftRule(Rule.DATA_STALE))
    story.sync("480 _ _ _")
    story.seen = replace(story.seen, is_expected=False)
    story.check()
    return story


STORIES: Mapping[Reason, Callable[[], Story]] = {
    Reason.BREACHED: tell("505"),
    Reason.DROPPED: tell("505 480"),
    Reason.BREACH_CONFIRMED: tell(FIRING),
    Reason.WORSENED: tell(FIRING + "1001"),
    Reason.CROSSING_LIKELY: lambda: forecast("0.7", "0.7"),
    Reason.IN_THE_CLEAR: tell(FIRING + "470"),
    Reason.RELAPSED: tell(FIRING + "470 505"),
    Reason.RECOVERED: tell(CYCLE),
    Reason.CROSSING_UNLIKELY: lambda: forecast("0.7", "0.7", "0.2"),
    Reason.NO_ENABLER: tell(FIRING + "505/0"),
    Reason.NOBODY_TO_SUPPORT: tell(FIRING + "0/1"),
    Reason.TOO_SMALL: tell(FIRING + "24", SEGMENT),
    Reason.SEGMENT_REMOVED: tell(FIRING + "x x", SEGMENT),
    Reason.NOT_COUNTED: tell(FIRING + "505/-"),
    Reason.RULE_CHANGED: then(FIRING, edit),
    Reason.OVERTAKEN: lambda: forecast("0.7", "0.7", is_overtaken=True),
    Reason.NO_OUTLOOK: lambda: forecast("0.7", "0.7", is_known=False),
    Reason.SOURCE_REMOVED: remove_source,
    Reason.COUNTED_AGAIN: tell(FIRING + "505"),
    Reason.DATA_STALE: tell("480 _ _ _", DriftRule(Rule.DATA_STALE)),
    Reason.SYNC_HELD: tell("480 !", DriftRule(Rule.SYNC_HELD)),
    Reason.DATA_BACK: tell(FIRING + "! 505"),
    Reason.FLAPPING_STARTED: tell(CYCLE * 2),
    Reason.FLAPPING_STOPPED: tell(CYCLE * 2 + 6 * "470 "),
    Reason.ACKNOWLEDGED: then(FIRING, Story.acknowledge),
    Reason.ACK_EXPIRED: then(FIRING, Story.acknowledge, 30 * "505 "),
    Reason.SILENCED: then(FIRING, Story.silence),
    Reason.SILENCE_ENDED: then(FIRING, lambda story: story.silence(DAY), "505"),
    Reason.STILL_FIRING: tell(FIRING + 7 * "505 "),
    Reason.UNACKNOWLEDGED: tell(FIRING + 14 * "505 "),
}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_story_that_ends_with_it(reason: Reason) -> None:
    assert STORIES[reason]().events[-1].reason is reason


def test_every_action_is_somebodys() -> None:
    taken = {action for play in STORIES.values() for one in play().events for action in one.actions}
    assert taken == set(Action)


@pytest.mark.parametrize("data", DataState)
def test_every_state_of_the_data_is_news(data: DataState) -> None:
    tokens = {
        DataState.FRESH: "! 505",
        DataState.STALE: "_ _ _",
        DataState.SUSPECT: "!",
        DataState.MISSING: "x",
    }
    story = tell(FIRING + tokens[data])()
    assert story.state.data is data
    assert story.events[-1].reason is NEWS[data]
    assert story.events[-1].data is data
