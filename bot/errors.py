"""Errors the bot expects.

BotError
├── AlertNotFoundError       an alert was closed meanwhile
├── AllSilencedError         an alert cannot speak again while all of them are silenced
├── AnswerRefusedError       Slack did not take an answer
├── ConnectionNotFoundError  a headcount source was disconnected meanwhile
├── DatabaseUrlError         DATABASE_URL names no database we can open
├── DecidedAlreadyError      somebody has decided about these counts before
├── NotAdminError            somebody asked for what only admins may do
├── OutdatedButtonError      a button of an earlier version was pressed
├── PreferencesError         settings of a workspace cannot be as they were given
├── RunNotFoundError         a run of a source is not stored any more
├── SchemaError              the database is not at the version of the code
├── SourceConfigError        a source cannot be connected with these answers
├── SourceError              a headcount source gave no answer that can be used, or only a part
├── StartError               a process cannot begin its work
├── SettingsError            the environment, or a command's words, cannot be used
├── UnreadableError          a text means nothing as the setting it was given for
├── VaultLockedError         a credential cannot be kept, because there is no key
└── MemberNotFoundError      nothing is stored about that member yet
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rules.troubles import Detail, Incident, Trouble
from rules.wording import Phrase


class BotError(Exception):
    """Base of every error that the bot raises on purpose."""


class AlertNotFoundError(BotError):
    """An alert was closed meanwhile, or never was this workspace's."""


class AnswerRefusedError(BotError):
    """Slack did not take an answer at the response_url."""


class ConnectionNotFoundError(BotError):
    """A headcount source was disconnected meanwhile, or never was this workspace's."""


class DatabaseUrlError(BotError):
    """The database's address cannot be used."""


class DecidedAlreadyError(BotError):
    """Somebody has decided about these counts, or newer ones have come."""


class NotAdminError(BotError):
    """Somebody asked for what only admins may do."""


class OutdatedButtonError(BotError):
    """A button carries a value that an earlier version wrote."""


class PreferencesError(BotError):
    """Settings of a workspace cannot be as they were given.

    Attributes:
        faults: By setting, what was read and what would work.
    """

    def __init__(self, faults: Mapping[str, Phrase]) -> None:
        super().__init__(", ".join(faults))
        self.faults = dict(faults)


class AllSilencedError(BotError):
    """An alert cannot speak again alone while all of them are silenced."""


class RunNotFoundError(BotError):
    """A run of a source is not stored any more, or never was this workspace's."""


class SchemaError(BotError):
    """The database has another schema than the code expects."""


class SettingsError(BotError):
    """The environment, or what a command was given, holds values that cannot be used.

    Attributes:
        faults: One sentence for each, naming the variable or the key.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


class SourceConfigError(BotError):
    """A source cannot be connected with what was given.

    Attributes:
        field: Of the source's configuration.
        phrase: What was read and what would work.
    """

    def __init__(self, field: str, phrase: Phrase) -> None:
        super().__init__(f"{field}: {phrase.text}")
        self.field = field
        self.phrase = phrase


class SourceError(BotError):
    """A headcount source gave no answer that can be used, or only a part of one.

    It holds numbers and names that the admin gave; never what the source wrote.
    """

    def __init__(self, trouble: Trouble, **details: int | str) -> None:
        super().__init__(trouble.value)
        known = {Detail(name): value for name, value in details.items()}
        self.incident = Incident(trouble, known)

    def note_seen(self, pages: int, people: int) -> None:
        """Note how far the reading had come."""
        self.incident = replace(self.incident, pages=pages, people=people)


class StartError(BotError):
    """A process cannot begin: its port is taken, or Slack does not let it in."""


class UnreadableError(BotError):
    """A text means nothing as the setting it was given for.

    Attributes:
        phrase: What was read and what would work.
    """

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(phrase.text)
        self.phrase = phrase


class MemberNotFoundError(BotError):
    """Nothing is stored about that member yet."""


class VaultLockedError(BotError):
    """A credential cannot be kept, because there is no key to encrypt it with."""
