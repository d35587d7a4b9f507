"""Credentials at rest: encrypted with the first key, read with any, and never in an error."""

import traceback

import pytest
from sqlalchemy import select

from bot.errors import SourceError, VaultLockedError
from bot.storage.engine import Database
from bot.storage.source_models import SourceRow
from bot.storage.sources import add_connection, claim_source
from bot.storage.workspaces import ensure_workspace
from bot.vault import Vault, make_key
from rules.troubles import Trouble
from tests.builders import NOON, a_connection, a_workspace

SECRET = {"username": "svc-headcount", "password": "correct horse battery"}
OLD, NEW = make_key(), make_key()


def lock(*keys: str) -> str:
    return Vault(keys).lock(SECRET)


def test_what_is_locked_can_be_unlocked() -> None:
    vault = Vault((OLD,))
    assert vault.unlock(vault.lock(SECRET)) == SECRET


def test_nothing_of_a_secret_is_plain() -> None:
    locked = lock(OLD)
    for word in (*SECRET, *SECRET.values()):
        assert word not in locked


def test_the_same_secret_is_locked_differently_every_time() -> None:
    assert lock(OLD) != lock(OLD)


def test_a_secret_that_needs_none_is_empty() -> None:
    assert Vault(()).unlock(None) == {}


def test_the_first_key_locks_and_any_unlocks() -> None:
    rotated = Vault((NEW, OLD))
    assert rotated.unlock(lock(OLD)) == SECRET
    assert Vault((NEW,)).unlock(rotated.lock(SECRET)) == SECRET


@pytest.mark.parametrize("keys", [(), (NEW,)], ids=["no key", "another key"])
def test_without_its_key_a_secret_is_missing(keys: tuple[str, ...]) -> None:
    with pytest.raises(SourceError) as caught:
        Vault(keys).unlock(lock(OLD))
    assert caught.value.incident.trouble is Trouble.SECRET_MISSING


@pytest.mark.parametrize("locked", ["", "not a token", "gAAAAA", lock(OLD)[:-4], lock(OLD)[::-1]])
def test_what_was_damaged_is_missing_too(locked: str) -> None:
    with pytest.raises(SourceError) as caught:
        Vault((OLD,)).unlock(locked)
    assert caught.value.incident.trouble is Trouble.SECRET_MISSING


def test_an_error_tells_nothing_of_the_secret() -> None:
    locked = lock(OLD)
    with pytest.raises(SourceError) as caught:
        Vault((NEW,)).unlock(locked)
    told = "".join(traceback.format_exception(caught.value))
    assert locked not in told
    assert NEW not in told


def test_without_a_key_nothing_is_locked() -> None:
    with pytest.raises(VaultLockedError, match="TOKEN_ENCRYPTION_KEYS"):
        Vault(()).lock(SECRET)


def test_neither_key_nor_secret_shows_in_a_vaults_description() -> None:
    vault = Vault((OLD,))
    vault.lock(SECRET)
    assert OLD not in f"{vault!r} {vault}"


def test_a_secret_in_the_database_is_what_the_vault_made_of_it(database: Database) -> None:
    vault = Vault((OLD,))
    with database.sessions.begin() as session:
        ensure_workspace(session, a_workspace(), NOON)
        stored = add_connection(session, a_connection(), vault.lock(SECRET))
    with database.sessions() as session:
        kept = session.scalars(select(SourceRow.secret)).one()
    assert kept is not None
    assert not any(word in kept for word in SECRET.values())
    with database.sessions.begin() as session:
        claim = claim_source(session, stored.id)
    assert claim is not None
    assert vault.unlock(claim.secret) == SECRET
    # Not even somebody who prints what a worker holds sees it.
    assert "correct horse" not in repr(claim)
