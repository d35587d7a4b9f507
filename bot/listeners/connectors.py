"""What each kind of source asks for in a form, and the source that comes of the answers.

What reads a source is imported when somebody connects one, and not at every start.
"""

from typing import Any

from bot.connections import Connection
from bot.errors import OutdatedButtonError, SourceConfigError
from bot.jobs.connecting import Wish
from bot.listeners.filled import NEEDED, read_supplies, read_text
from bot.views.source_forms import Ask, Form
from bot.views.sources import Offer
from bot.views.text import clip
from rules.headcounts import SourceKind
from rules.titles import STARTER_MAPPING
from rules.wording import say

LONGEST_NAME = 80
SQL = Form(
    SourceKind.SQL,
    say("A database"),
    say(
        "One SELECT, read with a user of its own that may only read. It returns n beside class,"
        " function and segment; or beside department, title and region for a mapping to place."
    ),
    (
        Ask(
            "url",
            say("Address"),
            hint=say("As postgresql://reader:password@db.example.com/people"),
            is_secret=True,
        ),
        Ask(
            "query",
            say("Query"),
            hint=say("As SELECT department, title, count(*) AS n FROM people GROUP BY 1, 2"),
            is_long=True,
        ),
        Ask("name", say("What you call it"), default=""),
    ),
    supplies=True,
)


def list_offers() -> list[Offer]:
    """Return the products that are read over an API, by name."""
    from bot.listeners import rest_forms

    return rest_forms.list_offers()


def find_form(choice: str) -> Form:
    """Return what a kind of source asks for.

    Raises:
        OutdatedButtonError: If an earlier version offered it.
    """
    from bot.listeners.rest_forms import list_forms

    form = {SQL.choice: SQL, **list_forms()}.get(choice)
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
    if form is SQL:
        return _wish_sql(answers, view)
    from bot.listeners import rest_forms

    return rest_forms.read_wish(form, view, answers)


def list_secret_asks(connection: Connection) -> tuple[Ask, ...]:
    """Return what makes up the credential of a connected source.

    Raises:
        SourceConfigError: If an earlier version took a configuration that says nothing today.
    """
    if connection.kind is SourceKind.SQL:
        return tuple(ask for ask in SQL.asks if ask.is_secret)
    from bot.listeners import rest_forms

    return rest_forms.list_secret_asks(connection)


def read_secret(connection: Connection, view: dict[str, Any]) -> dict[str, str]:
    """Return the credential typed into a form.

    Raises:
        SourceConfigError: If a part is missing or cannot be one; its field is a block of the form.
    """
    secret = {ask.name: read_text(view, ask.name) for ask in list_secret_asks(connection)}
    for name, text in secret.items():
        if not text:
            raise SourceConfigError(name, NEEDED)
    if connection.kind is SourceKind.SQL:
        from bot.sources.sql.urls import parse_source_url

        parse_source_url(secret)
    return secret


def _wish_sql(answers: dict[str, str], view: dict[str, Any]) -> Wish:
    from bot.sources.sql.source import parse_sql_config
    from bot.sources.sql.urls import parse_source_url

    secret = {"url": answers["url"]}
    parse_source_url(secret)
    config = {"query": parse_sql_config(answers).query}
    name = clip(answers["name"], LONGEST_NAME)
    return Wish(SourceKind.SQL, name, config, secret, read_supplies(view), STARTER_MAPPING)
