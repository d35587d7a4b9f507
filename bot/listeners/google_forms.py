"""What Google asks for in a form, and the source that comes of the answers."""

from collections.abc import Mapping
from typing import Any

from bot.connections import Connection
from bot.jobs.connecting import Wish
from bot.listeners.filled import read_supplies
from bot.sources.google.source import Product, parse_google_config
from bot.sources.google.tokens import KEY_FILE, SUBJECT, parse_google_secret
from bot.views.source_forms import Ask, Form
from rules.headcounts import SourceKind
from rules.titles import STARTER_MAPPING
from rules.wording import Phrase, say

ACCOUNT = Ask(
    KEY_FILE,
    say("Key file of the service account"),
    hint=say("The whole JSON file, as Google gives it"),
    is_secret=True,
    is_long=True,
)
ADMINISTRATOR = Ask(
    SUBJECT,
    say("E-mail address of an administrator"),
    hint=say("The service account reads the directory on their behalf."),
    is_secret=True,
)
FORMS = (
    Form(
        f"{SourceKind.GOOGLE}:{Product.DIRECTORY}",
        Phrase("Google Workspace", {}),
        say("Returns people, who are counted in memory and not kept."),
        (ACCOUNT, ADMINISTRATOR),
        supplies=True,
    ),
    Form(
        f"{SourceKind.GOOGLE}:{Product.SHEET}",
        Phrase("Google Sheets", {}),
        say("Counts that somebody keeps in a sheet, as in the file template."),
        (
            Ask("spreadsheet", say("Address of the spreadsheet")),
            Ask("range", say("Cells"), hint=say("As Headcount!A:F")),
            ACCOUNT,
        ),
        supplies=True,
    ),
)


def list_forms() -> Mapping[str, Form]:
    """Return what there is to ask, by choice."""
    return {form.choice: form for form in FORMS}


def read_wish(form: Form, view: dict[str, Any], answers: Mapping[str, str]) -> Wish:
    """Return the source that a form describes.

    Raises:
        SourceConfigError: If it cannot be connected so; its field is a block of the form.
    """
    product = Product(form.choice.partition(":")[2])
    fields = {ask.name: answers[ask.name] for ask in form.asks if not ask.is_secret}
    config = {"product": product.value, **fields}
    parse_google_config(config)
    secret = {ask.name: answers[ask.name] for ask in form.asks if ask.is_secret}
    _check(product, secret)
    name = form.title.text
    return Wish(SourceKind.GOOGLE, name, config, secret, read_supplies(view), STARTER_MAPPING)


def list_secret_asks(connection: Connection) -> tuple[Ask, ...]:
    """Return what makes up the credential of a connected source."""
    form = list_forms()[f"{SourceKind.GOOGLE}:{connection.config['product']}"]
    return tuple(ask for ask in form.asks if ask.is_secret)


def check_secret(connection: Connection, secret: Mapping[str, str]) -> None:
    """Refuse a credential that cannot be one.

    Raises:
        SourceConfigError: Naming the part that is wrong.
    """
    _check(Product(connection.config["product"]), secret)


def _check(product: Product, secret: Mapping[str, str]) -> None:
    parse_google_secret(secret, needs_subject=product is Product.DIRECTORY)
