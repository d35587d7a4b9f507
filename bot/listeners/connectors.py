"""What each kind of source asks for in a form, and the source that comes of the answers.

What reads a source is imported when somebody connects one, and not at every start.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.connections import Connection
from bot.errors import OutdatedButtonError, SourceConfigError
from bot.jobs.connecting import Wish
from bot.listeners.filled import NEEDED, read_text
from bot.views.source_forms import Ask, Form
from bot.views.sources import Offer
from rules.headcounts import SourceKind


class Kind(Protocol):
    """What is known about a kind of source; a module each."""

    def list_forms(self) -> Mapping[str, Form]:
        """Return what there is to ask, by choice."""

    def read_wish(self, form: Form, view: dict[str, Any], answers: Mapping[str, str], /) -> Wish:
        """Return the source that a form describes."""

    def list_secret_asks(self, connection: Connection, /) -> tuple[Ask, ...]:
        """Return what makes up the credential of a connected source."""

    def check_secret(self, connection: Connection, secret: Mapping[str, str], /) -> None:
        """Refuse a credential that cannot be one."""


def list_offers() -> list[Offer]:
    """Return what is read over an API, by name."""
    forms = [form for form in _list_forms().values() if form.choice != SourceKind.SQL]
    # A preset of one's own is the last resort.
    *named, own = forms
    named.sort(key=lambda form: form.title.text)
    return [Offer(form.choice, form.title, form.intro) for form in (*named, own)]


def find_form(choice: str) -> Form:
    """Return what a kind of source asks for.

    Raises:
        OutdatedButtonError: If an earlier version offered it.
    """
    form = _list_forms().get(choice)
    if form is None:
        raise OutdatedButtonError(choice)
    return form


def read_wish(form: Form, view: dict[str, Any]) -> Wish:
    """Return the source that a form describes.

    Raises:
        SourceConfigError: If it cannot be connected so; its field is a block of the form.
    """
    answers = {ask.name: read_text(view, ask.name) for ask in form.asks}
    for ask in form.asks:
        if ask.default is None and not answers[ask.name]:
            raise SourceConfigError(ask.name, NEEDED)
    kind = _list_kinds()[SourceKind(form.choice.partition(":")[0])]
    return kind.read_wish(form, view, answers)


def list_secret_asks(connection: Connection) -> tuple[Ask, ...]:
    """Return what makes up the credential of a connected source.

    Raises:
        SourceConfigError: If an earlier version took a configuration that says nothing today.
    """
    return _list_kinds()[connection.kind].list_secret_asks(connection)


def read_secret(connection: Connection, view: dict[str, Any]) -> dict[str, str]:
    """Return the credential typed into a form.

    Raises:
        SourceConfigError: If a part is missing or cannot be one; its field is a block of the form.
    """
    secret = {ask.name: read_text(view, ask.name) for ask in list_secret_asks(connection)}
    for name, text in secret.items():
        if not text:
            raise SourceConfigError(name, NEEDED)
    _list_kinds()[connection.kind].check_secret(connection, secret)
    return secret


def _list_forms() -> Mapping[str, Form]:
    forms: dict[str, Form] = {}
    for kind in _list_kinds().values():
        forms |= kind.list_forms()
    return forms


def _list_kinds() -> Mapping[SourceKind, Kind]:
    from bot.listeners import google_forms, rest_forms, sql_forms

    return {
        SourceKind.SQL: sql_forms,
        SourceKind.GOOGLE: google_forms,
        SourceKind.REST: rest_forms,
    }
