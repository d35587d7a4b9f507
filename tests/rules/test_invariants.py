"""What holds for every alert, whatever happens to it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rules.alert_rules import DriftRule, Rule
from rules.alerts import REPLIES, Action, AlertState, Condition, DataState, Event, Outlook, Reason
from rules.deadlines import next_due_at
from rules.drift import is_candidate, step
from rules.ratios import Bounds
from tests.rules.stories import DAY, Story, may_ping

KINDS = [kind for kind in Rule if kind is not Rule.STAGE_CHANGED]
TOKENS = ["505", "1001", "470", "490", "505/0", "30/1.1", "60/2", "200/2", "24/2", "0/1"]
TOKENS += ["505/-", "_", "!", "x", "="]

Deed = Callable[[Story], object]


def sync(token: str, hours: int, chance: int) -> Deed:
    def do(story: Story) -> None:
        run_id = story.seen.sync_id // 3 + 1
        if story.seen.outlook is None or story.seen.outlook.run_id < run_id:
            story.seen = replace(story.seen, outlook=Outlook(run_id, Decimal(chance) / 10))
        story.sync(token, every=timedelta(hours=hours))

    return do


def wait(hours: int) -> Deed:
    return lambda story: story.wait(timedelta(hours=hours))


def silence(days: int) -> Deed:
    return lambda story: story.silence(timedelta(days=days))


def edit(high: int) -> Deed:
    def do(story: Story) -> None:
        version = story.rule.version + 1
        story.rule = replace(story.rule, bounds=Bounds(50, high), version=version)
        story.check()

    return do


syncs = st.builds(
    sync, st.sampled_from(TOKENS), st.sampled_from([1, 23, 24, 25, 60]), st.integers(0, 10)
)
waits = st.builds(wait, st.sampled_from([-30, -1, 1, 12, 200, 800]))
deeds = (
    syncs
    | syncs
    | syncs
    | waits
    | st.builds(silence, st.integers(1, 90))
    | st.builds(edit, st.sampled_from([400, 500, 600]))
    | st.just(Story.acknowledge)
)
scripts = st.lists(deeds, max_size=40)
rules = st.sampled_from(KINDS).flatmap(
    lambda kind: st.builds(
        DriftRule,
        st.just(kind),
        is_segment=st.booleans() if kind in KINDS[:3] else st.just(False),
    )
)


def play(script: Iterable[Deed], rule: DriftRule, *, is_swept: bool = True) -> Story:
    story = Story(rule, is_swept=is_swept)
    for deed in script:
        deed(story)
        judge(story)
    return story


def judge(story: Story) -> None:
    """Hold one state to what must be true of all."""
    state = story.state
    assert state.is_at_rest is not (state.is_open or state.condition is Condition.PENDING)
    assert (state.since is None) is (state.condition is Condition.OK)
    assert state.aged_from is None or not state.is_at_rest
    assert state.reminders == 0 or state.is_open
    assert not (state.is_escalated and not state.is_open)
    assert not (state.is_told and not state.is_open)
    assert not (state.acked_until and not state.is_open)
    assert not (state.is_severe and not state.is_open)
    assert (state.breaches > 0) is (state.condition is Condition.PENDING)
    assert (state.clears > 0) is (state.condition is Condition.RECOVERING)
    for at in (state.since, state.aged_from, state.blind_from, state.opened_at, *state.flips):
        assert at is None or at <= story.now
    due_at = next_due_at(state, story.rule)
    assert due_at is None or due_at > story.now


@given(scripts, rules)
def test_an_episode_opens_once_and_closes_once(script: list[Deed], rule: DriftRule) -> None:
    open_episode, last = None, 0
    for event in play(script, rule).events:
        if Action.OPEN_EPISODE in event.actions:
            assert open_episode is None
            open_episode, last = event.episode, last + 1
            assert event.episode == last
        elif Action.CLOSE_EPISODE in event.actions:
            assert open_episode == event.episode
            open_episode = None
        elif event.actions:
            assert open_episode == event.episode


@given(scripts, rules)
def test_nothing_is_edited_answered_or_resolved_that_was_never_told(
    script: list[Deed], rule: DriftRule
) -> None:
    told: set[int] = set()
    for event in play(script, rule).events:
        if Action.POST_ROOT in event.actions:
            assert event.episode not in told
            told.add(event.episode)
        elif set(event.actions) - {Action.OPEN_EPISODE, Action.CLOSE_EPISODE}:
            assert event.episode in told
        assert len(REPLIES & set(event.actions)) <= 1


@given(scripts, rules)
def test_events_follow_one_another(script: list[Deed], rule: DriftRule) -> None:
    events = play(script, rule).events
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    condition = Condition.OK
    for event in events:
        assert event.before is condition
        condition = event.after


@given(scripts, rules, st.booleans())
def test_the_same_story_ends_the_same_way(script: list[Deed], rule: DriftRule, swept: bool) -> None:
    first, second = (play(script, rule, is_swept=swept) for _ in range(2))
    assert (first.state, first.events) == (second.state, second.events)


@given(scripts, rules)
def test_a_second_look_changes_nothing(script: list[Deed], rule: DriftRule) -> None:
    story = play(script, rule)
    story.check()
    assert step(story.state, story.seen, story.rule, story.now) == (story.state, ())


@given(scripts, rules, st.integers(0, 1000))
def test_nothing_happens_before_it_is_due(script: list[Deed], rule: DriftRule, part: int) -> None:
    story = play(script, rule)
    due_at = next_due_at(story.state, story.rule) or story.now + 100 * DAY
    now = story.now + (due_at - story.now) * part / 1001
    assert step(story.state, story.seen, story.rule, now)[1] == ()


@given(scripts, rules)
def test_one_step_posts_at_most_once(script: list[Deed], rule: DriftRule) -> None:
    story = Counting(rule, is_swept=False)
    for deed in script:
        deed(story)
    story.wait(99 * DAY)


class Counting(Story):
    """A story that counts what each step posts."""

    def check(self) -> tuple[Event, ...]:
        events = tuple(super().check())
        assert sum(may_ping(event) for event in events) <= 1
        return events


@given(st.lists(syncs | waits, max_size=40), st.sampled_from(KINDS[:3]))
def test_a_sync_moves_an_alert_about_counts_once(script: list[Deed], kind: Rule) -> None:
    moved = [one for one in play(script, DriftRule(kind)).events if one.before is not one.after]
    ids = [event.sync_id for event in moved]
    assert ids == sorted(set(ids))


@given(scripts, rules.filter(lambda rule: rule.freezes))
def test_only_counts_that_can_be_trusted_move_an_alert_about_them(
    script: list[Deed], rule: DriftRule
) -> None:
    story = play(script, rule)
    for event in story.events:
        if event.before is not event.after and event.data is not DataState.FRESH:
            assert event.reason in {Reason.SEGMENT_REMOVED, Reason.NOT_COUNTED}
    state, _ = step(story.state, story.seen, story.rule, story.now + 5 * DAY)
    assert state.condition is story.state.condition


@given(st.lists(syncs, max_size=60), st.sampled_from(KINDS))
def test_a_sweep_of_candidates_sees_all_that_a_sweep_of_everything_sees(
    script: list[Deed], kind: Rule
) -> None:
    everything = play(script, DriftRule(kind))
    candidates = Candidates(DriftRule(kind))
    for deed in script:
        deed(candidates)
    assert candidates.events == everything.events
    assert candidates.state.condition is everything.state.condition


class Candidates(Story):
    """A story in which only candidates are looked at, and what is due."""

    def check(self) -> tuple[Event, ...]:
        due_at = next_due_at(self.state, self.rule)
        is_due = due_at is not None and due_at <= self.now
        if is_due or is_candidate(self.state, self.seen, self.rule, self.now):
            return tuple(super().check())
        # Whoever publishes a sync stores from when on it is stale.
        self.state = replace(self.state, stale_at=self.seen.stale_at)
        return ()


def test_a_state_that_was_never_touched_is_at_rest() -> None:
    assert AlertState().is_at_rest
    assert not AlertState().is_open
