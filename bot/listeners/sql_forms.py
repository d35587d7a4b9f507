"""What a database asks for in a form, and the source that comes of the answers."""

from collections.abc import Mapping
from typing import Any

from bot.connections import Connection
from bot.jobs.connecting import Wish
from bot.listeners.filled import read_supplies
from bot.sources.sql.source import parse_sql_config
from bot.sources.sql.urls import parse_source_url
from bot.views.source_forms import LONGEST_NAME, Ask, Form
from bot.views.text import clip
from rules.headcounts import SourceKind
from rules.titles import STARTER_MAPPING
from rules.wording import say

FORM = Form(
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


def list_forms() -> Mapping[str, Form]:
    """Return what there is to ask, by choice."""
    return {FORM.choice: FORM}


def read_wish(_form: Form, view: dict[str, Any], answers: Mapping[str, str]) -> Wish:
    """Return the source that a form describes.

    Raises:
        SourceConfigError: If it cannot be connected so; its field is a block of the form.
    """
    secret = {"url": answers["url"]}
    parse_source_url(secret)
    config = {"query": parse_sql_config(answers).query}
    name = clip(answers["name"], LONGEST_NAME)
    return Wish(SourceKind.SQL, name, config, secret, read_supplies(view), STARTER_MAPPING)


def list_secret_asks(_connection: Connection) -> tuple[Ask, ...]:
    """Return what makes up the credential of a connected source."""
    return tuple(ask for ask in FORM.asks if ask.is_secret)


def check_secret(_connection: Connection, secret: Mapping[str, str]) -> None:
    """Refuse a credential that cannot be one.

    Raises:
        SourceConfigError: Naming the part that is wrong.
    """
    parse_source_url(secret)
