from dataclasses import replace
from datetime import timedelta

import pytest

from rules.alert_rules import DriftRule, Rule
from rules.alerts import Condition
from rules.silences import Silence, SilenceError, SilenceFault, find_silence
from tests.builders import NOON
from tests.rules.stories import DAY, Story, write

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("length", "comment"),
    [
        pytest.param(7 * DAY, "", id="a snooze needs no comment"),
        pytest.param(7 * DAY + SECOND, "reorg", id="anything longer does"),
        pytest.param(90 * DAY, "reorg", id="ninety days are the most"),
        pytest.param(SECOND, "", id="a second"),
    ],
)
def test_a_silence_with_an_end_and_somebody_to_account_for_it_is_granted(
    length: timedelta, comment: str
) -> None:
    granted = Silence(NOON, NOON + length, "U1", comment, "", Rule.RATIO_ABOVE)
    assert granted.ends_at == NOON + length


@pytest.mark.parametrize(
    ("length", "created_by", "comment", "fault"),
    [
        (timedelta(), "U1", "reorg", SilenceFault.ENDS_TOO_SOON),
        (-DAY, "U1", "reorg", SilenceFault.ENDS_TOO_SOON),
        (90 * DAY + SECOND, "U1", "reorg", SilenceFault.ENDS_TOO_LATE),
        (DAY, "", "reorg", SilenceFault.NOBODY_SAID_SO),
        (7 * DAY + SECOND, "U1", "", SilenceFault.COMMENT_MISSING),
        (7 * DAY + SECOND, "U1", "  ", SilenceFault.COMMENT_MISSING),
    ],
)
def test_a_silence_that_nobody_could_account_for_is_refused(
    length: timedelta, created_by: str, comment: str, fault: SilenceFault
) -> None:
    with pytest.raises(SilenceError) as refusal:
        Silence(NOON, NOON + length, created_by, comment, "", Rule.RATIO_ABOVE)
    assert refusal.value.fault is fault
    assert str(refusal.value) == fault


def test_what_silences_everything_is_always_accounted_for() -> None:
    assert Silence(NOON, NOON + DAY, "U1", "reorg").is_wide
    assert not Silence(NOON, NOON + DAY, "U1", "reorg", segment="").is_wide
    assert not Silence(NOON, NOON + DAY, "U1", "reorg", rule=Rule.FORECAST).is_wide
    with pytest.raises(SilenceError) as refusal:
        Silence(NOON, NOON + DAY, "U1", " ")
    assert refusal.value.fault is SilenceFault.COMMENT_MISSING


def test_a_silence_holds_from_its_start_to_before_its_end() -> None:
    silence = Silence(NOON, NOON + DAY, "U1", "reorg")
    moments = (NOON - SECOND, NOON, NOON + DAY - SECOND, NOON + DAY)
    assert [silence.is_on(at) for at in moments] == [False, True, True, False]


def test_a_silence_covers_what_it_names() -> None:
    whole = Silence(NOON, NOON + DAY, "U1", "reorg")
    emea = Silence(NOON, NOON + DAY, "U1", segment="EMEA")
    above = Silence(NOON, NOON + DAY, "U1", segment="", rule=Rule.RATIO_ABOVE)
    assert whole.covers("EMEA", Rule.RATIO_BELOW)
    assert emea.covers("EMEA", Rule.RATIO_BELOW)
    assert not emea.covers("", Rule.RATIO_BELOW)
    assert above.covers("", Rule.RATIO_ABOVE)
    assert not above.covers("", Rule.RATIO_BELOW)
    assert not above.covers("EMEA", Rule.RATIO_ABOVE)


def test_the_silence_that_holds_longest_is_found() -> None:
    short = Silence(NOON, NOON + DAY, "U1", "reorg")
    long = Silence(NOON, NOON + 2 * DAY, "U2", "reorg")
    later = Silence(NOON + DAY, NOON + 5 * DAY, "U3", "reorg")
    other = Silence(NOON, NOON + 5 * DAY, "U4", rule=Rule.FORECAST)
    found = find_silence([short, long, later, other], "", Rule.RATIO_ABOVE, NOON)
    assert found is long
    assert find_silence([later, other], "", Rule.RATIO_ABOVE, NOON) is None


def test_a_silence_is_shown_and_ends_by_itself() -> None:
    story = Story()
    story.sync("505 505")
    assert write(story.silence(2 * DAY)) == "silenced: edit"
    assert story.events[-1].actor == "U1"
    story.sync("505")
    assert write(story.wait(DAY)) == "silence_ended: edit"
    assert story.events[-1].actor == ""


def test_what_opens_in_a_silence_is_told_when_it_ends() -> None:
    story = Story()
    story.sync("505")
    story.silence(3 * DAY)
    assert write(story.sync("505")) == "breach_confirmed: open"
    assert write(story.sync("505")) == "counted_again"
    assert write(story.wait(DAY)) == "silence_ended: post"
    # Who has just been told is not late.
    assert write(story.sync("505 505 505 505 505 505")) == "counted_again: edit"
    assert write(story.sync("505")) == "still_firing: reminder"


def test_what_opens_and_recovers_in_a_silence_is_never_told() -> None:
    story = Story()
    story.sync("505")
    story.silence()
    events = [*story.sync("505"), *story.sync("470 470 470")]
    assert write(events) == "breach_confirmed: open + recovered: close"
    assert story.sync("470 470 470 470") == ()


def test_what_recovers_in_a_silence_is_edited_but_not_answered() -> None:
    story = Story()
    story.sync("505 505")
    story.silence()
    assert write(story.sync("470")) == "in_the_clear: edit"
    assert write(story.sync("470 470")) == "recovered: close edit"


def test_a_reminder_waits_for_the_end_of_a_silence() -> None:
    story = Story()
    story.sync("505 505 505")
    story.silence()
    story.sync("505 505 505 505 505 505")
    assert write(story.sync("505")) == "silence_ended: edit + still_firing: reminder"


def test_what_is_on_its_way_to_recovery_is_not_told_when_a_silence_ends() -> None:
    story = Story()
    story.sync("505")
    story.silence(2 * DAY)
    story.sync("505")
    assert write(story.sync("470")) == "in_the_clear"
    assert write(story.sync("505")) == "relapsed + silence_ended: post"


def test_what_was_not_told_before_it_recovered_is_not_said_to_be_resolved() -> None:
    story = Story()
    story.sync("505")
    story.silence(2 * DAY)
    story.sync("505 470 470")
    assert write(story.sync("470")) == "recovered: close"


def test_a_silence_that_is_lifted_early_ends_at_the_next_check() -> None:
    story = Story()
    story.sync("505")
    story.silence(30 * DAY)
    story.sync("505")
    story.seen = replace(story.seen, silence=None)
    assert write(story.check()) == "silence_ended: post"


def test_a_silence_over_a_held_sync_keeps_the_question_for_later() -> None:
    story = Story(DriftRule(Rule.SYNC_HELD))
    story.sync("505")
    story.silence(2 * DAY)
    assert write(story.sync("!")) == "sync_held: open"
    assert write(story.wait(DAY)) == "silence_ended: post"


def test_a_silence_can_be_asked_for_while_the_counts_are_in_doubt() -> None:
    story = Story()
    story.sync("505 505 !")
    assert write(story.silence(DAY)) == "silenced: edit"
    assert write(story.wait(DAY)) == "silence_ended: edit"


def test_what_was_not_told_stays_so_until_the_counts_can_be_trusted() -> None:
    story = Story()
    story.sync("505")
    story.silence(2 * DAY)
    story.sync("505 !")
    assert story.wait(2 * DAY) == ()
    assert story.state.condition is Condition.FIRING
    assert write(story.sync("505")) == "data_back + silence_ended: post"
