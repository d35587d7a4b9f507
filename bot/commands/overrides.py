"""Numbers typed in a shell: over the source of a class, or kept by hand where none is read."""

import json
from decimal import Decimal
from typing import Any

import click
from sqlalchemy.orm import Session

from bot.commands.configured import configured
from bot.commands.desks import Desk, open_desk
from bot.commands.passes import SHELL, json_option
from bot.commands.workspaces import workspace_option
from bot.connections import Override
from bot.errors import SettingsError
from bot.jobs.entries import enter_numbers
from bot.jobs.overrides import use_source
from bot.settings import Settings
from bot.sources.files.records import MOST_SHARE
from bot.storage.headcounts import list_overrides
from bot.storage.sources import find_connection
from bot.views.language import translator
from bot.workspaces import Language
from rules.facts import Facts, FactsError
from rules.headcounts import HeadcountClass, HeadcountRow, SourceKind
from rules.questions import parse_number, to_count

CLASSES = click.Choice([one.value for one in HeadcountClass])


@click.command("override")
@click.argument("name", metavar="[CLASS]", type=CLASSES, required=False)
@click.argument("people", metavar="[PEOPLE]", required=False)
@click.option("--fte", metavar="N", help="The same in full-time equivalents, such as 5.5.")
@click.option("--remove", "is_removed", is_flag=True, help="Let the source of CLASS count again.")
@workspace_option
@json_option
@configured
def override(
    settings: Settings,
    name: str | None,
    people: str | None,
    fte: str | None,
    wanted: str | None,
    *,
    is_removed: bool,
    as_json: bool,
) -> None:
    """Show, set or take away numbers typed by hand.

    CLASS is customer_facing or enablement. Its number stands over the source that is read for it,
    at once and through every sync; without such a source it is kept by hand. Without CLASS: what
    stands over sources now.
    """
    headcount_class = None if name is None else HeadcountClass(name)
    if is_removed and (headcount_class is None or people or fte):
        raise SettingsError(["--remove takes a CLASS and nothing else"])
    if not people and not is_removed and (headcount_class is not None or fte is not None):
        raise SettingsError(["PEOPLE is missing: write `source override enablement 6`"])
    with open_desk(settings, wanted) as desk:
        said = "" if headcount_class else "no number stands over a source"
        if headcount_class is not None and is_removed:
            said = _remove(desk, headcount_class)
        elif headcount_class is not None and people is not None:
            said = _enter(desk, _parse_row(headcount_class, people, fte))
        found = _list(desk)
    if as_json:
        click.echo(json.dumps([_describe(one) for one in found]))
    elif headcount_class is not None or not found:
        click.echo(said)
    else:
        for one in found:
            click.echo(f"{_write(one.row)}, over the source since {one.set_at:%Y-%m-%d %H:%M} UTC")


def _parse_row(headcount_class: HeadcountClass, people: str, fte: str | None) -> HeadcountRow:
    """Return a number as the form in Slack would take it.

    Raises:
        SettingsError: Saying what was read and what would work.
    """
    try:
        count = to_count("customer_facing", parse_number("customer_facing", people))
        share = None if fte is None else parse_number("enablers", fte)
        Facts(0, share)
    except FactsError as error:
        field = "PEOPLE" if error.field == "customer_facing" else "--fte"
        said = translator(Language.EN).say(error.phrase)
        raise SettingsError([f"{field}: {said}"]) from None
    if share is not None and share > MOST_SHARE * Decimal(count):
        raise SettingsError([f"--fte: I read {share:f} for {count} people; that cannot be"])
    return HeadcountRow(headcount_class, count, fte=share)


def _enter(desk: Desk, row: HeadcountRow) -> str:
    classes = frozenset({row.headcount_class})
    with desk.services.database.sessions.begin() as session:
        enter_numbers(session, desk.workspace_id, (row,), SHELL, desk.now, classes)
    with Session(desk.services.database.reader) as session:
        by_hand = find_connection(session, desk.workspace_id, SourceKind.MANUAL)
    if row.headcount_class in {one.headcount_class for one in _list(desk)}:
        return f"{_write(row)}, over the source"
    if by_hand is not None and row.headcount_class in by_hand.supplies:
        return f"{_write(row)}, kept by hand"
    return f"{_write(row)}, as the source says: nothing stands over it"


def _remove(desk: Desk, headcount_class: HeadcountClass) -> str:
    if headcount_class not in {one.headcount_class for one in _list(desk)}:
        raise SettingsError([f"no number stands over the source of {headcount_class}"])
    with desk.services.database.sessions.begin() as session:
        use_source(session, desk.workspace_id, headcount_class, desk.now)
    return f"{headcount_class}: its source counts again"


def _list(desk: Desk) -> list[Override]:
    with Session(desk.services.database.reader) as session:
        return list_overrides(session, desk.workspace_id)


def _write(row: HeadcountRow) -> str:
    fte = "" if row.fte is None else f" ({row.fte} FTE)"
    return f"{row.headcount_class}: {row.people}{fte}"


def _describe(one: Override) -> dict[str, Any]:
    return {
        "class": one.headcount_class.value,
        "people": one.row.people,
        "fte": None if one.row.fte is None else float(one.row.fte),
        "by": one.set_by,
        "at": one.set_at.isoformat(),
    }
