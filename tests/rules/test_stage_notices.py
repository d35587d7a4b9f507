from dataclasses import replace
from datetime import datetime

import pytest

from rules.alerts import Observation, Outcome
from rules.silences import Silence
from rules.stage_notices import StageNotice, StageState, is_stage_candidate, step_stage
from rules.stages import Stage
from rules.tuning import DEFAULT_TUNING, Tuning
from tests.builders import NOON
from tests.rules.stories import DAY, counted

OUTCOMES = {"_": Outcome.FAILED, "!": Outcome.HELD, "x": Outcome.ABSENT}


def observe(token: str, sync_id: int, at: datetime) -> Observation:
    seen = counted("2000" if token in OUTCOMES else token, sync_id, at)
    return replace(seen, outcome=OUTCOMES.get(token, Outcome.COUNTED))


def play(tokens: str, tuning: Tuning = DEFAULT_TUNING) -> tuple[StageState, list[StageNotice]]:
    state, notices = StageState(), []
    for sync_id, token in enumerate(tokens.split(), start=1):
        now = NOON + sync_id * DAY
        state, notice = step_stage(state, observe(token, sync_id, now), tuning, now)
        notices += [notice] if notice else []
    return state, notices


@pytest.mark.parametrize(
    ("tokens", "announced"),
    [
        pytest.param("49 49 50", [], id="one sync is no proof"),
        pytest.param("49 49 50 50", [Stage.GROWTH], id="two agree"),
        pytest.param("49 49 50 51 52 53", [Stage.GROWTH], id="and say it once"),
        pytest.param("49 49 50 49 50", [], id="not in a row"),
        pytest.param("49 49 50 500 50", [], id="nor of one mind"),
        pytest.param("49 49 50 500 500", [Stage.SCALE], id="the later two of one mind"),
        pytest.param("49 49 50 _ ! x 50", [Stage.GROWTH], id="other syncs say nothing"),
        pytest.param("49 49 50 0 50", [], id="nobody is no stage"),
        pytest.param("49 49 0 0 50 50", [Stage.GROWTH], id="and none to come from"),
        pytest.param("500 500 499 499", [Stage.GROWTH], id="a company may shrink"),
        pytest.param("49 49 50 50 49 49", [Stage.GROWTH, Stage.TEAM_OF_ONE], id="and back"),
        pytest.param("49 50 50", [], id="the first agreement is no news"),
        pytest.param("2000/- 2000/- 1999/- 1999/-", [Stage.SCALE], id="enablers do not matter"),
    ],
)
def test_a_stage_is_announced_when_two_fresh_syncs_agree(
    tokens: str, announced: list[Stage]
) -> None:
    assert [notice.after for notice in play(tokens)[1]] == announced


def test_a_notice_tells_what_was_seen() -> None:
    _, (first, second) = play("49 49 50 50 499 500 510")
    assert first == StageNotice(
        1, NOON + 4 * DAY, Stage.TEAM_OF_ONE, Stage.GROWTH, 4, 50, may_post=True
    )
    assert (second.sequence, second.before, second.customer_facing) == (2, Stage.GROWTH, 510)


@pytest.mark.parametrize("tokens", ["49 49 50 49", "49 49 50 0", "49 49 50 50"])
def test_what_was_agreed_on_or_dropped_leaves_nothing_behind(tokens: str) -> None:
    state, _ = play(tokens)
    assert state.is_at_rest
    assert state.agreements == 0


def test_the_same_sync_counts_once() -> None:
    state, _ = play("49 49 50")
    seen = observe("50", 3, NOON + 3 * DAY)
    assert step_stage(state, seen, DEFAULT_TUNING, NOON + 3 * DAY) == (state, None)


def test_stale_counts_say_nothing() -> None:
    state, _ = play("49 49 50")
    seen = observe("50", 4, NOON)
    assert seen.stale_at is not None
    assert step_stage(state, seen, DEFAULT_TUNING, seen.stale_at) == (state, None)
    assert step_stage(state, replace(seen, stale_at=None), DEFAULT_TUNING, NOON) == (state, None)
    assert step_stage(state, seen, DEFAULT_TUNING, seen.stale_at - DAY)[1] is not None


def test_a_silence_keeps_a_notice_out_of_the_channel() -> None:
    state, _ = play("49 49 50")
    silence = Silence(NOON, NOON + 5 * DAY, "U1", "reorg")
    for at, may_post in ((NOON + 4 * DAY, False), (NOON + 5 * DAY, True)):
        seen = replace(observe("50", 4, at), silence=silence)
        _, notice = step_stage(state, seen, DEFAULT_TUNING, at)
        assert notice is not None
        assert notice.may_post is may_post


def test_how_many_must_agree_can_be_tuned() -> None:
    assert len(play("49 50", Tuning(stage_syncs=1))[1]) == 1
    assert len(play("49 49 49 50 50", Tuning(stage_syncs=3))[1]) == 0


@pytest.mark.parametrize(
    ("tokens", "next_token", "expected"),
    [
        ("49 49", "49", False),
        ("49 49", "50", True),
        ("49 49 50", "49", True),
        ("49 49", "0", False),
        ("49", "49", True),
    ],
)
def test_another_stage_or_one_on_its_way_is_a_candidate(
    tokens: str, next_token: str, expected: bool
) -> None:
    state, _ = play(tokens)
    assert is_stage_candidate(state, observe(next_token, 9, NOON)) is expected
