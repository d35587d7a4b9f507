"""The modals that ask for what a source needs; one form for all kinds, drawn from what each asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.connections import Connection
from bot.views import blocks as b
from bot.views import inputs as i
from bot.views.ids import Action, Callback, Field
from bot.views.language import Translator
from bot.views.origins import name_source, title_source
from bot.views.text import escape
from rules.placements import CLASSES, LABELS, Choice
from rules.wording import Phrase

LONGEST_NAME = 80
"""Of a source; as the tables hold it."""
FILE_TYPES = ("csv", "xlsx", "xls", "ods", "tsv", "txt")


class Snapshots(StrEnum):
    """What becomes of a source's counts when it is disconnected."""

    KEEP = "keep"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a form asks for.

    Attributes:
        name: Of the field in the source's configuration or secret; errors are shown beside it.
        default: What counts where it is left empty; None where it has to be given.
        is_secret: Typed once, and never shown again.
    """

    name: str
    label: Phrase
    default: str | None = None
    hint: Phrase | None = None
    is_secret: bool = False
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What one kind of source asks for.

    Attributes:
        choice: Tells the kinds apart, as `rest:bamboohr`.
        title: What to call it.
        intro: What it does with what it is given.
        supplies: Whether to ask which classes it supplies.
        places: For a source that counts what it is told by name: where its names can count.
        switches: What may be switched on.
    """

    choice: str
    title: Phrase
    intro: Phrase
    asks: tuple[Ask, ...] = ()
    supplies: bool = False
    places: tuple[Choice, ...] = ()
    places_hint: Phrase | None = None
    switches: tuple[tuple[str, Phrase], ...] = ()


def place_block(choice: Choice) -> str:
    """Return the block id of the names that count at one place."""
    return f"place.{choice}"


def connect_form(tr: Translator, form: Form) -> dict[str, Any]:
    """Return the modal that asks for what a source needs."""
    blocks = [b.section(b.titled(escape(tr.say(form.title)), tr.mrkdwn(form.intro)))]
    blocks += [_ask(tr, ask) for ask in form.asks if ask.default is None]
    if form.supplies:
        blocks.append(_supplies(tr))
    blocks += [_place(tr, form, choice) for choice in form.places]
    if form.switches:
        options = [b.option(tr.say(label), name) for name, label in form.switches]
        element = i.checkboxes(Action.ANSWER, options)
        blocks.append(b.field(Field.SWITCHES, tr("Special cases"), element, is_optional=True))
    blocks += [_ask(tr, ask) for ask in form.asks if ask.default is not None]
    if any(ask.is_secret for ask in form.asks):
        blocks.append(b.context(_secrecy(tr)))
    return b.modal(
        Callback.CONNECT_FORM,
        tr("Connect a source"),
        blocks,
        submit=tr("Preview"),
        close=tr("Cancel"),
        metadata=form.choice,
    )


def secret_form(tr: Translator, connection: Connection, asks: Sequence[Ask]) -> dict[str, Any]:
    """Return the modal that takes a credential in place of the one before."""
    name = escape(title_source(tr, connection.kind, connection.name))
    return b.modal(
        Callback.SECRET_FORM,
        tr("New credential"),
        [
            b.section(b.titled(name, tr("What you give here takes the place of what was there."))),
            *(_ask(tr, ask) for ask in asks),
            b.context(_secrecy(tr)),
        ],
        submit=tr("Save"),
        close=tr("Cancel"),
        metadata=str(connection.id),
    )


def upload_form(tr: Translator, template: str, sentence: str | None = None) -> dict[str, Any]:
    """Return the modal that takes a file.

    Args:
        tr: The reader's language.
        template: The aggregate template, to copy.
        sentence: What was wrong with the file before.
    """
    wrong = [] if sentence is None else [b.section(f":warning: {escape(sentence)}")]
    element = i.file_input(Action.ANSWER, FILE_TYPES)
    hint = tr("CSV or a spreadsheet of at most 10 MB.")
    return b.modal(
        Callback.UPLOAD_FORM,
        tr("Upload a file"),
        [
            *wrong,
            b.section(
                tr(
                    "Counts as in the template below; or a row for each person without a name, with"
                    " department, title, region, status, start, end and fte."
                )
            ),
            b.field(Field.FILE, tr("File"), element, hint=hint),
            b.section(b.titled(tr("The template, to copy"), f"```{escape(template.strip())}```")),
            b.context(
                tr("I read the file once and keep only counts; the file itself stays in Slack.")
            ),
        ],
        submit=tr("Preview"),
        close=tr("Cancel"),
    )


def disconnect_form(tr: Translator, connection: Connection) -> dict[str, Any]:
    """Return the modal that asks before a source goes, and what becomes of its counts."""
    name = name_source(tr, connection.kind, connection.name)
    options = [
        b.option(tr("Keep them: charts and forecasts go on using them"), Snapshots.KEEP),
        b.option(tr("Delete them, and nobody can bring them back"), Snapshots.DELETE),
    ]
    return b.modal(
        Callback.DISCONNECT_FORM,
        tr("Disconnect"),
        [
            b.section(
                b.titled(
                    escape(tr("Disconnect {source}?", source=name)),
                    tr("What it counts no longer counts, and a credential is deleted."),
                )
            ),
            b.field(
                Field.SNAPSHOTS,
                tr("The numbers it has counted so far"),
                i.radio_buttons(Action.ANSWER, options, Snapshots.KEEP),
            ),
        ],
        submit=tr("Disconnect"),
        close=tr("Cancel"),
        metadata=str(connection.id),
    )


def _ask(tr: Translator, ask: Ask) -> b.Block:
    element = i.text_input(Action.ANSWER, is_long=ask.is_long)
    hint = None if ask.hint is None else tr.say(ask.hint)
    if ask.default:
        hint = tr("Left empty, it is {default}", default=ask.default)
    return b.field(
        ask.name, tr.say(ask.label), element, hint=hint, is_optional=ask.default is not None
    )


def _supplies(tr: Translator) -> b.Block:
    options = [b.option(tr.say(label), one.value) for one, label in CLASSES.items()]
    element = b.multi_select(Action.ANSWER, options, CLASSES)
    hint = tr("It becomes the one source for these numbers; others keep the rest.")
    return b.field(Field.SUPPLIES, tr("What it counts"), element, hint=hint)


def _place(tr: Translator, form: Form, choice: Choice) -> b.Block:
    hint = None if form.places_hint is None else tr.say(form.places_hint)
    element = i.text_input(Action.ANSWER, is_long=True)
    return b.field(
        place_block(choice), tr.say(LABELS[choice]), element, hint=hint, is_optional=True
    )


def _secrecy(tr: Translator) -> str:
    return tr("Credentials are encrypted and never shown again. No names of people are kept.")
