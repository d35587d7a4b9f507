from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.clock import SandboxClock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_time_runs_with_the_wall_clock_and_ahead_of_it() -> None:
    clock = SandboxClock(lambda: NOON)
    clock.move(timedelta(weeks=1))
    assert clock.now() == NOON + timedelta(weeks=1)


def test_time_never_runs_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        SandboxClock(lambda: NOON).move(timedelta(seconds=-1))


def test_no_two_messages_have_the_same_ts() -> None:
    clock = SandboxClock(lambda: NOON)
    stamps = [clock.make_ts() for _ in range(3)]
    assert stamps == ["1795435200.000000", "1795435200.000001", "1795435200.000002"]
