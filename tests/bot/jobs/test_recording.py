"""Whom a run is told to, and how often."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.errors import SourceError
from bot.sources.readings import Reading
from bot.storage.alert_models import DeliveryRow
from bot.storage.engine import open_database
from bot.storage.workspaces import find_recipient, list_admins, save_member
from bot.workspaces import Standing
from rules.troubles import Trouble
from tests.bot.jobs.desk import Answer, Desk
from tests.builders import NOON, a_member, a_reading, customer_facing, enablement

UNAUTHORISED, LIMITED = SourceError(Trouble.UNAUTHORISED), SourceError(Trouble.RATE_LIMITED)
USUAL = a_reading(customer_facing(320), enablement(6))
FEWER = a_reading(customer_facing(90), enablement(6))
FEWEST = a_reading(customer_facing(50), enablement(6))
A_DAY = timedelta(days=1)


def tell(desk: Desk, *answers: Answer, is_delivered: bool = True) -> int:
    """Read one source once for each answer, and return how many notices were written."""
    [source] = desk.list_sources()
    seen: set[str] = set()
    for day, answer in enumerate(answers, 1):
        desk.says(source.name, answer)
        desk.sync(NOON + day * A_DAY)
        with desk.database.sessions.begin() as session:
            seen |= set(session.scalars(select(DeliveryRow.key)))
            if is_delivered:
                session.execute(update(DeliveryRow).values(ts="1.1", channel="D1"))
    return len(seen)


@pytest.mark.parametrize(
    ("answers", "notices"),
    [
        pytest.param([UNAUTHORISED] * 3, 1, id="one trouble"),
        pytest.param([UNAUTHORISED, LIMITED] * 3, 2, id="two that take turns"),
        pytest.param([FEWER, LIMITED] * 3, 2, id="held counts and a trouble"),
        pytest.param([UNAUTHORISED, USUAL, UNAUTHORISED], 2, id="well in between"),
        # Of two questions the first is not asked any more once the second is.
        pytest.param([FEWER, FEWEST, FEWER], 3, id="counts that are held anew"),
    ],
)
def test_each_trouble_is_told_once_until_the_source_has_counted_well(
    desk: Desk, answers: list[Reading | SourceError], notices: int
) -> None:
    desk.publish(customer_facing(320), enablement(6))
    assert tell(desk, *answers) == notices


def test_what_was_taken_back_before_anybody_saw_it_is_told_after_all(desk: Desk) -> None:
    desk.publish(customer_facing(320), enablement(6))
    assert tell(desk, UNAUTHORISED, LIMITED, UNAUTHORISED, is_delivered=False) == 3


def test_more_troubles_than_there_is_room_for_are_told(desk: Desk) -> None:
    desk.publish(customer_facing(320), enablement(6))
    troubles = [SourceError(trouble) for trouble in list(Trouble)[:12]]
    assert tell(desk, *troubles) == len(troubles)
    [source] = desk.list_sources()
    assert len(source.told) < 64


def test_whom_the_operator_named_is_told(desk: Desk, database_url: str) -> None:
    desk.write(save_member, a_member(standing=Standing.MEMBER))
    database = open_database(database_url, frozenset({"U1"}))
    with database.sessions.begin() as session:
        assert find_recipient(session, "T1", "") == "U1"
        assert list_admins(session, "T1") == ["U1"]
    database.close()
