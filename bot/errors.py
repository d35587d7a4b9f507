"""Errors the bot expects.

BotError
├── AnswerRefusedError       Slack did not take an answer
├── DatabaseUrlError         DATABASE_URL names no database we can open
├── OutdatedButtonError      a button of an earlier version was pressed
├── SchemaError              the database is not at the version of the code
├── StartError               a process cannot begin its work
├── SettingsError            the environment cannot be used as it is
└── MemberNotFoundError      nothing is stored about that member yet
"""

from collections.abc import Sequence


class BotError(Exception):
    """Base of every error that the bot raises on purpose."""


class AnswerRefusedError(BotError):
    """Slack did not take an answer at the response_url."""


class DatabaseUrlError(BotError):
    """The database's address cannot be used."""


class OutdatedButtonError(BotError):
    """A button carries a value that an earlier version wrote."""


class SchemaError(BotError):
    """The database has another schema than the code expects."""


class SettingsError(BotError):
    """The environment holds values that cannot be used.

    Attributes:
        faults: One sentence for each, naming the variable.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


class StartError(BotError):
    """A process cannot begin: its port is taken, or Slack does not let it in."""


class MemberNotFoundError(BotError):
    """Nothing is stored about that member yet."""
