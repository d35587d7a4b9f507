"""Nothing new counts before somebody has seen it: a first reading, or a changed mapping."""

from datetime import datetime, timedelta

import pytest

from bot.connections import Cause, Connection, Decision
from bot.errors import ConnectionNotFoundError, DecidedAlreadyError, VaultLockedError
from bot.jobs.connecting import Wish, connect, draft_mapping, renew_secret
from bot.jobs.decisions import accept_run, disconnect, keep_old
from bot.jobs.sync import SyncCounts
from bot.vault import Vault, make_key
from rules.headcounts import HeadcountClass, SourceKind
from rules.troubles import RunStatus, Trouble
from tests.bot.jobs.desk import Desk
from tests.builders import NOON, a_mapping, a_reading, customer_facing, enablement, titled

A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
BOTH = frozenset(HeadcountClass)
LISTED = (titled("Seller", 300), titled("Coach", 6), titled("Partner", 20))
PEOPLE = a_reading(rows=(), tallies=LISTED)
OLD = a_mapping(["Seller"], ["Coach"])
NEW = a_mapping(["Seller", "Partner"], ["Coach"])
NEWER = a_mapping(["Partner"], ["Coach"])


@pytest.fixture
def source(desk: Desk) -> Connection:
    """A source that counts by the old mapping, due tomorrow."""
    made = desk.connect(PEOPLE, mapping=OLD)
    desk.sync()
    assert desk.numbers() == (300, "6")
    return desk.find(made)


def test_a_first_reading_counts_once_it_is_accepted(desk: Desk) -> None:
    wish = Wish(SourceKind.REST, "HRIS", {"preset": "custom"}, {}, BOTH, OLD)
    made = desk.write(connect, Vault(()), "T1", wish, "U1", NOON)
    desk.says("HRIS", PEOPLE)
    assert desk.sync() == SyncCounts()
    run = desk.preview(made)
    assert (run.status, run.cause, run.by) == (RunStatus.HELD, Cause.PREVIEW, "U1")
    assert (run.classified, run.unclassified) == (306, 20)
    assert desk.headcount() is None
    desk.write(accept_run, "T1", run.id, "U1", NOON)
    assert desk.numbers() == (300, "6")
    due_at = desk.find(made).due_at
    assert due_at is not None
    assert NOON < due_at <= NOON + A_DAY


def test_a_first_preview_shows_what_differs_from_the_numbers_of_now(desk: Desk) -> None:
    desk.publish(customer_facing(900), enablement(6), name="before", due_at=None)
    made = desk.connect(PEOPLE, is_confirmed=False, due_at=None, mapping=OLD)
    assert desk.preview(made).holds
    assert desk.numbers() == (900, "6")


def test_a_source_that_was_never_accepted_counts_nothing_however_it_is_read(desk: Desk) -> None:
    made = desk.connect(PEOPLE, is_confirmed=False, mapping=OLD)
    assert desk.sync() == SyncCounts(due=1, held=1)
    assert desk.runs()[0].cause is Cause.PREVIEW
    assert desk.headcount() is None
    due_at = desk.find(made).due_at
    assert due_at is not None
    assert due_at > NOON


def test_a_first_preview_that_is_not_liked_leaves_nothing_that_counts(desk: Desk) -> None:
    made = desk.connect(PEOPLE, is_confirmed=False, due_at=None, mapping=OLD)
    run = desk.preview(made)
    desk.write(keep_old, "T1", run.id, "U1", NOON)
    assert desk.headcount() is None
    desk.write(disconnect, "T1", made.id, NOON, forgets_history=False)
    assert desk.list_sources() == []


def test_a_changed_mapping_counts_only_after_its_preview_was_accepted(
    desk: Desk, source: Connection
) -> None:
    desk.write(draft_mapping, "T1", source.id, NEW)
    desk.sync(NOON + A_DAY)
    assert desk.numbers() == (300, "6")
    run = desk.preview(source, NOON + A_DAY)
    assert run.rows == (customer_facing(320), enablement(6))
    desk.sync(NOON + 2 * A_DAY)
    assert desk.numbers() == (300, "6")
    known = desk.find(source)
    assert (known.mapping, known.draft) == (OLD, NEW)
    run = desk.preview(source, NOON + 2 * A_DAY)
    desk.write(accept_run, "T1", run.id, "U1", NOON + 2 * A_DAY)
    assert desk.numbers() == (320, "6")
    known = desk.find(source)
    assert (known.mapping, known.draft) == (NEW, None)
    assert desk.sync(NOON + 3 * A_DAY) == SyncCounts(due=1, ok=1)
    assert desk.numbers() == (320, "6")


def test_a_reading_after_the_preview_makes_it_out_of_date(desk: Desk, source: Connection) -> None:
    desk.write(draft_mapping, "T1", source.id, NEW)
    run = desk.preview(source)
    desk.sync(NOON + A_DAY)
    with pytest.raises(DecidedAlreadyError):
        desk.write(accept_run, "T1", run.id, "U1", NOON + A_DAY)
    assert desk.find(source).draft == NEW


def test_a_mapping_that_changed_after_its_preview_is_not_accepted_with_it(
    desk: Desk, source: Connection
) -> None:
    desk.write(draft_mapping, "T1", source.id, NEW)
    run = desk.preview(source)
    desk.write(draft_mapping, "T1", source.id, NEWER)
    with pytest.raises(DecidedAlreadyError):
        desk.write(accept_run, "T1", run.id, "U1", NOON)
    known = desk.find(source)
    assert (known.mapping, known.draft) == (OLD, NEWER)
    assert desk.numbers() == (300, "6")


def test_a_preview_from_before_the_draft_leaves_the_draft_waiting(
    desk: Desk, source: Connection
) -> None:
    run = desk.preview(source)
    desk.write(draft_mapping, "T1", source.id, NEW)
    desk.write(accept_run, "T1", run.id, "U1", NOON)
    known = desk.find(source)
    assert (known.mapping, known.draft) == (OLD, NEW)


def test_a_preview_that_is_not_liked_goes_with_its_mapping(desk: Desk, source: Connection) -> None:
    desk.write(draft_mapping, "T1", source.id, NEW)
    run = desk.preview(source)
    decided = desk.write(keep_old, "T1", run.id, "U1", NOON)
    assert decided.decision is Decision.KEPT
    known = desk.find(source)
    assert (known.mapping, known.draft, known.kept) == (OLD, None, "")


def test_a_newer_draft_outlives_a_preview_that_is_not_liked(desk: Desk, source: Connection) -> None:
    desk.write(draft_mapping, "T1", source.id, NEW)
    run = desk.preview(source)
    desk.write(draft_mapping, "T1", source.id, NEWER)
    desk.write(keep_old, "T1", run.id, "U1", NOON)
    assert desk.find(source).draft == NEWER


@pytest.mark.parametrize("due_at", [NOON, NOON + A_DAY], ids=["due", "due tomorrow"])
def test_a_preview_neither_moves_the_schedule_nor_confirms_the_numbers(
    desk: Desk, due_at: datetime
) -> None:
    made = desk.publish(customer_facing(300), enablement(6), mapping=OLD, due_at=due_at)
    desk.says(made.name, PEOPLE)
    desk.preview(made, NOON + A_MINUTE)
    assert desk.find(made) == made


def test_the_mapping_editor_finds_the_titles_of_the_newest_counts_only(
    desk: Desk, source: Connection
) -> None:
    desk.says(source.name, a_reading(rows=(), tallies=(*LISTED, titled("Baker", 2))))
    desk.preview(source)
    desk.says(source.name, ConnectionError())
    desk.sync(NOON + A_DAY)
    failed, newest, first = desk.runs()
    assert failed.unmapped == first.unmapped == ()
    assert newest.unmapped == (titled("Partner", 20), titled("Baker", 2))


def test_a_new_credential_is_tried_soon(desk: Desk) -> None:
    vault = Vault((make_key(),))
    made = desk.connect(PEOPLE, due_at=NOON + A_DAY, errors=4, told=Trouble.UNAUTHORISED)
    renewed = desk.write(renew_secret, vault, "T1", made.id, {"token": "t"}, NOON)
    assert (renewed.due_at, renewed.errors, renewed.told) == (NOON, 0, "")


def test_a_credential_is_not_stored_without_a_key(desk: Desk) -> None:
    wish = Wish(SourceKind.REST, "HRIS", {}, {"token": "t"}, BOTH)
    with pytest.raises(VaultLockedError):
        desk.write(connect, Vault(()), "T1", wish, "U1", NOON)
    assert desk.list_sources() == []


def test_a_source_that_is_gone_takes_no_mapping(desk: Desk) -> None:
    with pytest.raises(ConnectionNotFoundError):
        desk.write(draft_mapping, "T1", 404, NEW)
