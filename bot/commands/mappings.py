"""Where the titles of a source count, shown and changed in a shell."""

import json
import sys
from dataclasses import replace
from typing import Any

import click
from sqlalchemy.orm import Session

from bot.commands.configured import configured
from bot.commands.desks import Desk, get_known, open_desk
from bot.commands.mapping_texts import describe_rule, parse_mapping, write_mapping
from bot.commands.passes import json_option
from bot.commands.runs import run_data, write_decision, write_run
from bot.commands.sources import read_preview
from bot.commands.workspaces import workspace_option
from bot.connections import KEPT_UNMAPPED, Connection, Run
from bot.errors import SettingsError
from bot.jobs.connecting import draft_mapping
from bot.settings import Settings
from bot.storage.runs import find_newest_count
from bot.storage.sources import get_connection
from rules.headcounts import SourceKind
from rules.mappings import Mapping, MappingRule, SegmentBy
from rules.placements import is_mappable, keep_rules, list_own_rules, list_titles, uses_lexicon
from rules.tallies import Tally, count_people

WITHOUT_MAPPING = frozenset({SourceKind.MANUAL, SourceKind.PUSH, SourceKind.SLACK_USERGROUPS})
"""They say themselves where people count."""


@click.command("mapping")
@click.argument("source_id", metavar="ID", type=int)
@click.argument(
    "file",
    metavar="[FILE]",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    required=False,
)
@click.option(
    "--segments",
    type=click.Choice([one.value for one in SegmentBy]),
    help="What names a segment.",
)
@click.option("--lexicon/--no-lexicon", "lexicon", default=None, help="Whether ours places others.")
@workspace_option
@json_option
@configured
def mapping(
    settings: Settings,
    source_id: int,
    file: str | None,
    segments: str | None,
    lexicon: bool | None,  # noqa: FBT001 - click passes it by name
    wanted: str | None,
    *,
    as_json: bool,
) -> None:
    """Show or change where titles count.

    It is CSV with a rule a line, and below them the titles that no rule places, with where they
    probably count. FILE replaces the rules; - reads the input. What is changed counts once its
    preview is accepted.

    \b
    class     customer_facing, enablement or not_counted; empty: left open
    title     * stands for anything
    function  may be empty; sales, cs, support, se, partner or another
    people    is not read
    """  # noqa: D301 - click's mark for lines to leave alone
    with open_desk(settings, wanted) as desk:
        connection = _get_mapped(desk, source_id)
        if file is None and segments is None and lexicon is None:
            _show(connection, _find_run(desk, source_id), as_json=as_json)
            return
        own = None if file is None else parse_mapping(_read(file))
        with desk.services.database.sessions.begin() as session:
            known = _working(get_connection(session, desk.workspace_id, source_id))
            changed = _change(known, own, segments, lexicon)
            drafted = draft_mapping(session, desk.workspace_id, source_id, changed)
        click.echo(f"the mapping of source {source_id} is changed, as a draft", err=True)
        run = _preview(desk, drafted)
    if as_json:
        _show(drafted, run, as_json=True)
    elif run is not None:
        click.echo("\n".join([*write_run(run), *write_decision(run)]))
    if run is not None and run.incident is not None:
        sys.exit(1)


def _get_mapped(desk: Desk, source_id: int) -> Connection:
    connection = get_known(desk, source_id)
    if connection.kind in WITHOUT_MAPPING:
        raise SettingsError([f"source {source_id} says itself where people count"])
    return connection


def _working(connection: Connection) -> Mapping:
    """Return the mapping as it is drafted so far."""
    return connection.draft or connection.mapping


def _find_run(desk: Desk, source_id: int) -> Run | None:
    with Session(desk.services.database.reader) as session:
        return find_newest_count(session, source_id)


def _change(
    known: Mapping,
    own: tuple[MappingRule, ...] | None,
    segments: str | None,
    lexicon: bool | None,  # noqa: FBT001 - it has three states
) -> Mapping:
    """Return a mapping with what is given changed, and the rest as it was."""
    own = list_own_rules(known) if own is None else own
    has_lexicon = uses_lexicon(known) if lexicon is None else lexicon
    segment_by = known.segment_by if segments is None else SegmentBy(segments)
    return replace(keep_rules(known, own, has_lexicon=has_lexicon), segment_by=segment_by)


def _read(file: str) -> str:
    try:
        with click.open_file(file, encoding="utf-8") as content:
            return str(content.read())
    except UnicodeDecodeError:
        raise SettingsError([f"{file} is not a text in UTF-8: save it as one"]) from None


def _preview(desk: Desk, drafted: Connection) -> Run | None:
    """Count by a draft; None where that is for somebody else to begin."""
    if drafted.kind is SourceKind.FILE:
        click.echo("`import` the file again: that previews it", err=True)
        return None
    if drafted.is_paused:
        click.echo(f"`source resume {drafted.id}`, then preview it", err=True)
        return None
    return read_preview(desk, drafted.id)


def _show(connection: Connection, run: Run | None, *, as_json: bool) -> None:
    known = _working(connection)
    own, unmapped = list_own_rules(known), _list_unmapped(known, run)
    if as_json:
        data = {
            "source": connection.id,
            "draft": connection.draft is not None,
            "segments": known.segment_by.value,
            "lexicon": uses_lexicon(known),
            "rules": [describe_rule(rule) for rule in own],
            "unmapped": [_describe(tally) for tally in unmapped],
            "run": None if run is None else run_data(run),
        }
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    lexicon = "with our lexicon" if uses_lexicon(known) else "without our lexicon"
    state = "a draft that waits for its preview" if connection.draft else "what counts"
    click.echo(f"{state}, {lexicon}; segments: {known.segment_by}", err=True)
    _tell_coverage(connection.id, run)
    click.echo(write_mapping(own, unmapped), nl=False)


def _list_unmapped(known: Mapping, run: Run | None) -> tuple[Tally, ...]:
    """Return what no rule places, most people first; a draft may place more than a run did."""
    titles = list_titles(() if run is None else run.unmapped)
    return tuple(tally for tally in titles if known.find_placement(tally.traits) is None)


def _tell_coverage(source_id: int, run: Run | None) -> None:
    if run is None:
        click.echo("nothing has been counted yet", err=True)
        return
    click.echo(f"{run.classified} classified / {run.unclassified} unclassified", err=True)
    if run.unclassified and not run.unmapped:
        # They went with a decision; nothing tells any more which was which.
        click.echo(f"`source preview {source_id}` lists the unclassified titles again", err=True)
    nameless = count_people(tally for tally in run.unmapped if not is_mappable(tally.traits))
    if nameless:
        click.echo(f"{nameless} without a title or a department: no rule can say where", err=True)
    if len(run.unmapped) == KEPT_UNMAPPED:
        click.echo(f"only the {KEPT_UNMAPPED} most frequent titles are listed", err=True)


def _describe(tally: Tally) -> dict[str, Any]:
    traits = tally.traits
    return {
        "department": traits.department,
        "title": traits.title,
        "group": traits.group,
        "people": tally.people,
    }
