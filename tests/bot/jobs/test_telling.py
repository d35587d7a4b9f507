"""Whom a source's trouble is told to, and how often: once for each trouble, until it is over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.alerts import DeliveryKind
from bot.connections import Cause, Run
from bot.errors import SourceError
from bot.jobs.decisions import accept_run, disconnect, keep_old, pause_source, resume_source
from bot.storage.alert_models import DeliveryRow
from bot.storage.models import MemberRow
from bot.storage.workspaces import (
    get_preferences,
    get_workspace,
    save_member,
    save_workspace,
)
from bot.workspaces import Standing
from rules.troubles import Trouble
from tests.bot.jobs.desk import Answer, Desk
from tests.builders import NOON, a_member, a_reading, customer_facing, enablement

A_DAY = timedelta(days=1)
UNTOLD = (
    select(DeliveryRow)
    .where(DeliveryRow.kind == DeliveryKind.RUN, DeliveryRow.ts.is_(None))
    .order_by(DeliveryRow.id)
)
USUAL = a_reading()
FAR_FEWER = a_reading(customer_facing(90), enablement(6))
FEWER_STILL = a_reading(customer_facing(80), enablement(6))
UNREACHABLE = SourceError(Trouble.UNREACHABLE)
UNAUTHORISED = SourceError(Trouble.UNAUTHORISED)


def name_admins(session: Session, *user_ids: str) -> None:
    named = replace(get_workspace(session, "T1"), admins=frozenset(user_ids))
    save_workspace(session, named, get_preferences(session, "T1"))


def forget_members(session: Session) -> None:
    session.execute(delete(MemberRow))


def waiting(desk: Desk) -> list[str]:
    """Return who is to be told, once for each notice."""
    with desk.database.sessions() as session:
        return [row.recipient or "" for row in session.scalars(UNTOLD)]


def tell(desk: Desk) -> int:
    """Take every notice as if Slack had; return how many there were."""
    count = len(waiting(desk))
    taken = update(DeliveryRow).values(ts="1.1", available_at=None)
    desk.write(lambda session: session.execute(taken))
    return count


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        pytest.param([UNREACHABLE] * 3, [1, 0, 0], id="the same failure"),
        pytest.param([UNREACHABLE, UNAUTHORISED], [1, 1], id="another failure"),
        pytest.param([UNREACHABLE, USUAL, UNREACHABLE], [1, 0, 1], id="again after a recovery"),
        pytest.param([FAR_FEWER] * 3, [1, 0, 0], id="the same held counts"),
        pytest.param([FAR_FEWER, FEWER_STILL], [1, 1], id="other held counts"),
        pytest.param([FAR_FEWER, USUAL, FAR_FEWER], [1, 0, 1], id="held again after a recovery"),
        pytest.param([FAR_FEWER, UNREACHABLE], [1, 1], id="held, then a failure"),
        pytest.param([USUAL] * 2, [0, 0], id="all is well"),
    ],
)
def test_each_trouble_is_told_once(desk: Desk, answers: list[Answer], told: list[int]) -> None:
    source = desk.publish(customer_facing(320), enablement(6))
    desk.says(source.name, *answers)
    seen = []
    for day in range(len(answers)):
        desk.sync(NOON + day * A_DAY)
        seen.append(tell(desk))
    assert seen == told


def test_what_was_not_told_before_it_was_over_is_taken_back(desk: Desk) -> None:
    desk.connect(UNREACHABLE, USUAL)
    desk.sync()
    assert waiting(desk) == ["U1"]
    desk.sync(NOON + A_DAY)
    assert waiting(desk) == []


def test_only_the_newest_trouble_is_told_where_none_was_yet(desk: Desk) -> None:
    desk.connect(UNREACHABLE, UNAUTHORISED)
    desk.sync()
    desk.sync(NOON + A_DAY)
    [newest] = desk.runs()[:1]
    with desk.database.sessions() as session:
        assert [row.payload["run"] for row in session.scalars(UNTOLD)] == [newest.id]


def test_counts_kept_back_are_not_asked_about_again_but_others_are(desk: Desk) -> None:
    source = desk.publish(customer_facing(320), enablement(6))
    desk.says(source.name, FAR_FEWER, FAR_FEWER, FEWER_STILL, FAR_FEWER)
    desk.sync()
    assert tell(desk) == 1
    held = desk.find_open_run(source)
    assert held is not None
    desk.write(keep_old, "T1", held.id, "U1", NOON)
    seen = []
    for day in range(1, 4):
        desk.sync(NOON + day * A_DAY)
        seen.append((tell(desk), desk.find_open_run(source) is not None))
    assert seen == [(0, False), (1, True), (0, False)]
    assert desk.numbers() == (320, "6")


def test_a_preview_is_told_to_nobody_but_who_asked(desk: Desk) -> None:
    source = desk.connect(FAR_FEWER, is_confirmed=False, due_at=None)
    desk.preview(source)
    desk.says(source.name, UNREACHABLE)
    desk.preview(source)
    assert waiting(desk) == []


def test_a_reading_on_demand_that_fails_is_told_as_any_other(desk: Desk) -> None:
    source = desk.connect(UNREACHABLE)
    desk.ask(source, Cause.DEMAND)
    assert waiting(desk) == ["U1"]


@pytest.mark.parametrize("decide", [accept_run, keep_old])
def test_a_decision_takes_the_question_back(desk: Desk, decide: Callable[..., Run]) -> None:
    source = desk.publish(customer_facing(320), enablement(6))
    desk.says(source.name, FAR_FEWER)
    desk.sync()
    held = desk.find_open_run(source)
    assert held is not None
    desk.write(decide, "T1", held.id, "U1", NOON)
    assert waiting(desk) == []


def test_pausing_takes_the_question_back_and_resuming_asks_it_again(desk: Desk) -> None:
    source = desk.publish(customer_facing(320), enablement(6))
    desk.says(source.name, FAR_FEWER)
    desk.sync()
    desk.write(pause_source, "T1", source.id, "U1", NOON)
    assert waiting(desk) == []
    desk.write(resume_source, "T1", source.id, NOON + A_DAY)
    desk.sync(NOON + A_DAY)
    assert waiting(desk) == ["U1"]


def test_disconnecting_takes_the_question_back(desk: Desk) -> None:
    source = desk.connect(UNREACHABLE)
    desk.sync()
    desk.write(disconnect, "T1", source.id, NOON, forgets_history=False)
    assert waiting(desk) == []


@pytest.mark.parametrize(
    ("members", "recipient"),
    [
        pytest.param(
            [("U1", Standing.MEMBER, 0), ("U2", Standing.OWNER, 9)], "U1", id="it is hers"
        ),
        pytest.param([("U2", Standing.ADMIN, 0), ("U3", Standing.OWNER, 9)], "U3", id="seen last"),
        pytest.param([("U2", Standing.MEMBER, 9), ("U3", Standing.ADMIN, 0)], "U3", id="an admin"),
        pytest.param([("U4", Standing.MEMBER, 0)], "U4", id="named in the settings"),
        pytest.param([("U2", Standing.MEMBER, 0)], None, id="nobody who may decide"),
    ],
)
def test_who_connected_a_source_is_told_else_an_admin(
    desk: Desk, members: list[tuple[str, Standing, int]], recipient: str | None
) -> None:
    desk.write(name_admins, "U4")
    desk.write(forget_members)
    for user_id, standing, minutes in members:
        refreshed_at = NOON + timedelta(minutes=minutes)
        member = a_member(user_id=user_id, standing=standing, refreshed_at=refreshed_at)
        desk.write(save_member, member)
    desk.connect(UNREACHABLE, connected_by="U1")
    desk.sync()
    assert waiting(desk) == ([] if recipient is None else [recipient])


def test_a_guest_is_never_told(desk: Desk) -> None:
    desk.write(save_member, a_member(is_guest=True))
    desk.connect(UNREACHABLE)
    desk.sync()
    assert waiting(desk) == []


def test_where_nobody_could_be_told_the_first_admin_who_comes_is(desk: Desk) -> None:
    desk.write(forget_members)
    desk.connect(UNREACHABLE)
    desk.sync()
    assert waiting(desk) == []
    desk.write(save_member, a_member(user_id="U9", standing=Standing.ADMIN))
    desk.sync(NOON + A_DAY)
    assert waiting(desk) == ["U9"]
