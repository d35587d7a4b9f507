"""What an admin does while a source is being read is never lost."""

from dataclasses import replace
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from bot.connections import Connection, Decision
from bot.errors import SourceError
from bot.jobs.connecting import draft_mapping, renew_secret
from bot.jobs.decisions import disconnect, pause_source, resume_source
from bot.jobs.sync import SyncCounts
from bot.sources.readings import Reading
from bot.storage.sources import bring_forward, get_connection, save_connection
from bot.storage.workspaces import get_preferences, get_workspace, save_workspace
from bot.vault import Vault, make_key
from rules.headcounts import HeadcountClass, SourceKind
from rules.schedules import Schedule
from rules.troubles import RunStatus, Trouble
from tests.bot.jobs.desk import Desk, during
from tests.builders import NOON, a_mapping, a_reading, customer_facing, enablement, titled

A_MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
SELLERS = frozenset({HeadcountClass.CUSTOMER_FACING})
COACHES = frozenset({HeadcountClass.ENABLEMENT})
ROUNDS = 5
USUAL = a_reading()


def change_config(session: Session, source: Connection) -> None:
    known = get_connection(session, "T1", source.id)
    save_connection(session, replace(known, config={"preset": "other"}))


def choose_weekly(session: Session) -> None:
    weekly = replace(get_preferences(session, "T1"), schedule=Schedule(time(9), weekday=0))
    save_workspace(session, get_workspace(session, "T1"), weekly)


def test_pausing_while_it_is_read_is_kept_and_what_it_counted_does_not_count(desk: Desk) -> None:
    source = desk.publish(*USUAL.rows)
    other = a_reading(customer_facing(321), enablement(6))
    pause = during(lambda: desk.write(pause_source, "T1", source.id, "U2", NOON), other)
    desk.says(source.name, pause)
    desk.sync()
    known = desk.find(source)
    assert (known.is_paused, known.counts) == (True, USUAL.rows)
    assert desk.numbers() == (320, "6")
    [run] = desk.runs()
    assert (run.status, run.decision) == (RunStatus.HELD, Decision.PAUSED)


def test_pausing_and_resuming_while_it_is_read_has_it_read_again(desk: Desk) -> None:
    source = desk.connect()

    def pause_and_resume() -> None:
        desk.write(pause_source, "T1", source.id, "U2", NOON)
        desk.write(resume_source, "T1", source.id, NOON + A_MINUTE)

    desk.says(source.name, during(pause_and_resume, USUAL), USUAL)
    desk.sync()
    assert desk.find(source).due_at == NOON + A_MINUTE


def test_a_mapping_drafted_while_it_is_read_is_kept_and_does_not_count_yet(desk: Desk) -> None:
    old, new = a_mapping(["Seller"]), a_mapping(["Seller", "Baker"])
    source = desk.connect(mapping=old)
    listed = a_reading(rows=(), tallies=(titled("Seller", 300), titled("Baker", 9)))
    draft = during(lambda: desk.write(draft_mapping, "T1", source.id, new), listed)
    desk.says(source.name, draft)
    desk.sync()
    known = desk.find(source)
    assert (known.mapping, known.draft) == (old, new)
    assert desk.numbers() == (300, None)


def test_a_schedule_chosen_while_it_is_read_is_the_next_to_count(desk: Desk) -> None:
    source = desk.connect()
    desk.says(source.name, during(lambda: desk.write(choose_weekly), USUAL))
    desk.sync()
    due_at = desk.find(source).due_at
    assert due_at is not None
    # 2 March 2026 is a Monday, and nine in the morning is over.
    assert timedelta(days=6) < due_at - NOON < timedelta(days=7)
    headcount = desk.headcount()
    assert headcount is not None
    assert headcount.origin is not None
    assert headcount.origin.is_weekly


def test_a_source_that_is_told_to_read_something_else_meanwhile_is_read_again(desk: Desk) -> None:
    source = desk.connect()
    change = during(lambda: desk.write(change_config, source), USUAL)
    desk.says(source.name, change, a_reading(customer_facing(50)))
    assert desk.sync() == SyncCounts(due=1, ok=1)
    assert desk.find(source).config == {"preset": "other"}
    assert desk.numbers() == (50, None)


def test_a_new_credential_given_while_the_old_one_is_refused_is_tried_soon(desk: Desk) -> None:
    vault = Vault((make_key(),))
    source = desk.connect()
    later = NOON + A_MINUTE

    def refuse(_on: date) -> Reading:
        desk.write(renew_secret, vault, "T1", source.id, {"token": "new"}, later)
        raise SourceError(Trouble.UNAUTHORISED)

    desk.says(source.name, refuse, USUAL)
    desk.sync()
    assert desk.runs() == []
    assert desk.find(source).due_at == later
    assert desk.sync(later) == SyncCounts(due=1, ok=1)


def test_an_event_that_comes_while_it_is_read_has_it_read_again(desk: Desk) -> None:
    source = desk.connect()
    later = NOON + A_MINUTE
    forward = ("T1", SourceKind.REST, later, lambda _config: True)
    desk.says(source.name, during(lambda: desk.write(bring_forward, *forward), USUAL), USUAL)
    desk.sync()
    assert desk.find(source).due_at == later
    assert desk.sync(later) == SyncCounts(due=1, ok=1)
    assert desk.sync(later) == SyncCounts()


def test_disconnecting_while_it_is_read_leaves_nothing_behind(desk: Desk) -> None:
    source = desk.connect()
    gone = during(
        lambda: desk.write(disconnect, "T1", source.id, NOON, forgets_history=True), USUAL
    )
    desk.says(source.name, gone)
    assert desk.sync() == SyncCounts()
    assert desk.list_sources() == []
    assert desk.runs() == []
    assert desk.headcount() is None


def test_numbers_typed_while_it_is_read_stand_over_what_it_counts(desk: Desk) -> None:
    source = desk.publish(*USUAL.rows)
    typed = during(
        lambda: desk.enter(customer_facing(350), enablement(9)),
        a_reading(customer_facing(321), enablement(7)),
    )
    desk.says(source.name, typed)
    desk.sync()
    assert desk.numbers() == (350, "9")
    assert desk.find(source).counts == (customer_facing(321), enablement(7))
