"""Whether what is said comes true, on headcounts grown by chance from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from statistics import fmean

import pytest

from rules.forecast_scores import forecast_count, score_forecast
from rules.passages import Passage, measure_passage, simulate_walks
from rules.trends import find_trend
from tests.rules.histories import a_history, grow

COMPANIES = 100
AHEAD = 26
NEVER = 10**6
NINE_IN_TEN = Decimal("0.9")


@dataclass(frozen=True)
class Outcome:
    """What was said about one company, and what came."""

    passage: Passage
    passed_in: int | None
    is_count_hit: bool

    @property
    def is_in_band(self) -> bool:
        earliest, passed = self.passage.earliest_week or NEVER, self.passed_in or NEVER
        return earliest <= passed <= (self.passage.latest_week or NEVER)


def play(weeks: int) -> Iterator[Outcome]:
    """Foresee so many companies from so many weeks, then let them go on as they were."""
    rng = Random(weeks)  # noqa: S311 - companies to try out, not a secret
    for _ in range(COMPANIES):
        start, leavers = rng.randint(150, 900), rng.uniform(0.001, 0.005)
        growth = start * rng.uniform(-0.003, 0.01)
        hires = max(0.2, start * leavers + growth)
        counts = grow(rng, weeks + AHEAD, start=start, hires=hires, leavers=leavers)
        way = max(1, round(abs(growth) * rng.uniform(3, 20)))
        yield foresee(counts[:weeks], counts[weeks:], way if growth > 0 else -way)


def foresee(known: list[int], future: list[int], way: int) -> Outcome:
    history = a_history(known)
    trend, told = find_trend(history), forecast_count(history)
    assert trend is not None
    assert told is not None
    people, is_downward = known[-1] + way, way < 0
    beyond = [at <= people if is_downward else at >= people for at in future[: history.horizon]]
    passage = measure_passage(simulate_walks(trend), people, is_downward=is_downward)
    passed_in = beyond.index(True) + 1 if True in beyond else None
    return Outcome(passage, passed_in, score_forecast(told, future[7]).is_hit)


@pytest.mark.parametrize("weeks", [8, 13, 26])
def test_what_is_said_comes_true_about_as_often_as_said(weeks: int) -> None:
    outcomes = list(play(weeks))
    # Said: 80 in 100. A week is the finest step, so the band may hold somewhat more.
    assert 75 <= sum(outcome.is_in_band for outcome in outcomes) <= 95
    assert 70 <= sum(outcome.is_count_hit for outcome in outcomes) <= 90
    said = fmean(float(outcome.passage.chance) for outcome in outcomes)
    assert abs(said - fmean(outcome.passed_in is not None for outcome in outcomes)) <= 0.1
    sure = [outcome for outcome in outcomes if outcome.passage.chance == NINE_IN_TEN]
    assert len(sure) >= 15
    assert sum(outcome.passed_in is not None for outcome in sure) >= 0.8 * len(sure)
