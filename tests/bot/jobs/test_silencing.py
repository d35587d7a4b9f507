"""Silencing everything: what is kept back, what goes on, and what is told when it ends."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.alerts import DeliveryKind
from bot.errors import AllSilencedError
from bot.jobs.answering import silence_all, snooze, speak_again, speak_again_all
from bot.storage.alert_models import SilenceRow
from bot.storage.silences import find_wide_silence
from rules.silences import LONGEST, Silence, SilenceError
from tests.bot.jobs.watch import CHANNEL, DAY, Watch, in_segments, some_counts

REORG = "Reorganisation"


def silence(watch: Watch, length: timedelta, by: str = "U7", comment: str = REORG) -> None:
    watch.write(silence_all, "T1", by, watch.now + length, comment, watch.now)


def find_running(watch: Watch, at: datetime) -> Silence | None:
    with watch.database.sessions() as session:
        return find_wide_silence(session, "T1", at)


def test_what_is_open_stays_current_and_says_who_asked_for_silence(watch: Watch) -> None:
    message = watch.fire()
    silence(watch, 30 * DAY)
    watch.check()
    watch.deliver()
    assert "Silenced by <@U7>" in str(message.shown)
    for _ in range(20):
        watch.pass_day(*some_counts(1_050))
    assert "1,050" in str(message.shown)
    assert len(watch.rooms.posted(CHANNEL)) == 1
    assert watch.rooms.posted("DU1") == []


def test_no_rule_of_no_segment_says_anything_new_and_what_still_holds_is_told_at_the_end(
    watch: Watch,
) -> None:
    silence(watch, 5 * DAY)
    for _ in range(4):
        watch.pass_day(*in_segments(800, "DACH", "UK"))
    assert len(watch.episodes()) == 3
    assert watch.rooms.posted(CHANNEL) == []
    watch.pass_day(*in_segments(800, "DACH", "UK"))
    told = " ".join(str(message.shown) for message in watch.rooms.posted(CHANNEL))
    assert "DACH" in told
    assert "UK" in told


def test_a_new_stage_is_not_announced(watch: Watch) -> None:
    watch.pass_day(*some_counts(400, "4"))
    watch.pass_day(*some_counts(400, "4"))
    silence(watch, 3 * DAY)
    for _ in range(4):
        watch.pass_day(*some_counts(700, "4"))
    assert DeliveryKind.STAGE not in [row.kind for row in watch.deliveries()]


def test_silence_over_one_alert_of_the_workspace_keeps_no_stage_back(watch: Watch) -> None:
    for _ in range(2):
        watch.pass_day(*some_counts(499, "0.9"))
    watch.write(snooze, "T1", watch.episodes()[0].id, "U7", watch.now)
    assert find_running(watch, watch.now) is None
    for _ in range(2):
        watch.pass_day(*some_counts(700, "0.9"))
    assert DeliveryKind.STAGE in [row.kind for row in watch.deliveries()]


def test_ended_early_what_still_holds_is_told_at_once(watch: Watch) -> None:
    silence(watch, LONGEST)
    watch.open_alert()
    watch.deliver()
    assert watch.rooms.posted(CHANNEL) == []
    watch.write(speak_again_all, "T1", "U8", watch.now)
    watch.check()
    watch.deliver()
    assert len(watch.rooms.posted(CHANNEL)) == 1
    assert find_running(watch, watch.now) is None
    with watch.database.sessions() as session:
        assert session.scalars(select(SilenceRow.ended_by)).all() == ["U8"]


def test_another_one_takes_the_place_of_the_first(watch: Watch) -> None:
    silence(watch, 30 * DAY)
    silence(watch, DAY, by="U8", comment="Shorter")
    found = find_running(watch, watch.now)
    assert found is not None
    assert (found.created_by, found.comment, found.ends_at) == ("U8", "Shorter", watch.now + DAY)
    assert find_running(watch, watch.now + DAY) is None


def test_what_cannot_be_granted_leaves_the_one_that_holds(watch: Watch) -> None:
    silence(watch, DAY)
    for length, comment in ((DAY, " "), (LONGEST + DAY, REORG), (timedelta(), REORG)):
        with pytest.raises(SilenceError):
            silence(watch, length, comment=comment)
    assert find_running(watch, watch.now) is not None


def test_an_alerts_own_silence_ends_but_not_the_one_over_everything(watch: Watch) -> None:
    watch.fire()
    episode_id = watch.episodes()[0].id
    watch.write(snooze, "T1", episode_id, "U7", watch.now)
    silence(watch, DAY)
    watch.write(speak_again, "T1", episode_id, "U8", watch.now)
    with pytest.raises(AllSilencedError):
        watch.write(speak_again, "T1", episode_id, "U8", watch.now)
    assert find_running(watch, watch.now) is not None


def test_a_workspace_silences_itself_alone(watch: Watch) -> None:
    watch.add_workspace("T2", "C2")
    silence(watch, DAY)
    watch.write(speak_again_all, "T2", "U8", watch.now)
    watch.open_alert(workspace_id="T2")
    watch.deliver()
    assert len(watch.rooms.posted("C2")) == 1
