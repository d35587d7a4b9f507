"""What commands about sources share: one workspace's sources, and sentences for what goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import click
from sqlalchemy.orm import Session

from bot.commands.workspaces import open_services, pick_workspace
from bot.connections import Connection
from bot.errors import (
    ConnectionNotFoundError,
    DecidedAlreadyError,
    RunNotFoundError,
    SettingsError,
    SourceConfigError,
    VaultLockedError,
)
from bot.services import Services
from bot.settings import Settings, find_source_secret
from bot.storage.sources import get_connection
from bot.views.language import translator
from bot.workspaces import Language
from rules.freshness import PUSHED


@dataclass(frozen=True, slots=True)
class Desk:
    """One workspace's sources, at work."""

    services: Services
    workspace_id: str

    @property
    def now(self) -> datetime:
        """Return the time."""
        return self.services.clock()


@contextmanager
def open_desk(settings: Settings, wanted: str | None) -> Iterator[Desk]:
    """Lend a workspace's sources; what admins get wrong ends in a sentence and exit 2."""
    with open_services(settings) as services:
        with Session(services.database.reader) as session:
            workspace_id = pick_workspace(session, wanted)
        try:
            yield Desk(services, workspace_id)
        except SourceConfigError as error:
            sentence = translator(Language.EN).say(error.phrase)
            raise SettingsError([f"{error.field}: {sentence}"]) from None
        except ConnectionNotFoundError:
            raise SettingsError(["there is no such source; `source list` shows them"]) from None
        except RunNotFoundError:
            raise SettingsError(["there is no such run; `source history` shows them"]) from None
        except DecidedAlreadyError:
            raise SettingsError(
                ["that run is decided already, or a newer one has come; see `source history`"]
            ) from None
        except VaultLockedError as error:
            raise SettingsError([str(error)]) from None


def get_known(desk: Desk, source_id: int) -> Connection:
    """Return a source of the workspace.

    Raises:
        ConnectionNotFoundError: If there is none of this id.
    """
    with Session(desk.services.database.reader) as session:
        return get_connection(session, desk.workspace_id, source_id)


def get_readable(desk: Desk, source_id: int) -> Connection:
    """Return a source that the bot reads by itself.

    Raises:
        ConnectionNotFoundError: If there is none of this id.
        SettingsError: If people or programs bring it up to date.
    """
    known = get_known(desk, source_id)
    if known.kind in PUSHED:
        raise SettingsError([f"source {source_id} is brought up to date by hand, not read"])
    return known


def ask_secret(desk: Desk, parts: tuple[str, ...]) -> dict[str, str]:
    """Return a credential from the environment or a prompt; never from an argument.

    Raises:
        VaultLockedError: If it could not be kept: then nobody is asked for it.
    """
    if parts:
        desk.services.vault.check()
    return {
        part: find_source_secret(part)
        or click.prompt(part.replace("_", " "), hide_input=True, err=True)
        for part in parts
    }
