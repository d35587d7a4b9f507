"""Saying where titles count: page by page, kept as a draft, and previewed before it counts."""

from dataclasses import replace

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.connections import Cause, Connection, Run
from bot.errors import DecidedAlreadyError, RunNotFoundError, SourceError
from bot.jobs.connecting import draft_mapping
from bot.listeners.admins import brief_admin, brief_known_admin
from bot.listeners.calls import Call, after_ack
from bot.listeners.filled import read_choice, read_choices
from bot.listeners.home import show_home
from bot.listeners.members import workspace_id
from bot.listeners.previews import count, draw_idle, draw_run, draw_trouble, preview_reply, reading
from bot.listeners.windows import Reply, View, read_id, show, show_progress, submitted
from bot.storage.runs import find_newest_count
from bot.storage.sources import get_connection
from bot.views.ids import Action, Callback, Field
from bot.views.language import Translator
from bot.views.mappings import LEXICON, TITLE, Draft, mapping_form, rules_form, title_block
from rules.mappings import Mapping, SegmentBy
from rules.placements import Choice, identify_rule, keep_rules, list_own_rules, place
from rules.tallies import Traits


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.MAP_TITLES)(after_ack(open_mapping))
    app.action(Action.TURN_PAGE)(after_ack(turn_page))
    app.action(Action.TURN_BACK)(after_ack(turn_page))
    app.action(Action.SHOW_RULES)(after_ack(show_rules))
    app.view(Callback.MAPPING_FORM)(submitted(preview_mapping))
    app.view(Callback.RULES_FORM)(submitted(save_rules))


def open_mapping(call: Call) -> None:
    """Show the titles that no rule places; the source is read first where they are not kept."""
    briefing, tr = brief_admin(call)
    with Session(call.services.database.reader) as session:
        connection = get_connection(session, briefing.workspace.id, read_id(call.action["value"]))
        run = find_newest_count(session, connection.id)
    if run is not None and (run.unmapped or not run.unclassified):
        show(call, draw_mapping(call, tr, run))
        return
    window = show_progress(call, reading(tr, connection))
    window.show(_count_first(call, tr, connection))
    show_home(call)


def _count_first(call: Call, tr: Translator, connection: Connection) -> View:
    try:
        run = count(call, connection, Cause.PREVIEW)
    except SourceError as error:
        return draw_trouble(tr, connection, error.incident)
    if run is None:
        return draw_idle(tr, connection)
    return draw_run(call, tr, run) if run.incident else draw_mapping(call, tr, run)


def draw_mapping(call: Call, tr: Translator, run: Run) -> View:
    """Return the form that places the titles of a run."""
    with Session(call.services.database.reader) as session:
        connection = get_connection(session, run.workspace_id, run.connection_id or 0)
    return mapping_form(tr, _draft(connection, run, 0))


def turn_page(call: Call) -> None:
    """Keep what is chosen on this page, and show another."""
    _, tr = brief_admin(call)
    draft = _keep_choices(call)
    show(call, mapping_form(tr, _draft(draft.connection, draft.run, read_id(call.action["value"]))))


def show_rules(call: Call) -> None:
    """Keep what is chosen on this page, and show the rules there are."""
    _, tr = brief_admin(call)
    show(call, rules_form(tr, _keep_choices(call)))


def preview_mapping(call: Call) -> Reply:
    """Keep what is chosen as a draft, and count by it."""
    _, tr = brief_known_admin(call.services, call.context)
    return preview_reply(tr, _keep_choices(call).connection)


def save_rules(call: Call) -> Reply:
    """Take rules away, and our lexicon in or out, as a draft."""
    _, tr = brief_known_admin(call.services, call.context)
    view = call.body["view"]
    removed = set(read_choices(view, Field.OWN_RULES))
    has_lexicon = LEXICON in read_choices(view, Field.LEXICON)
    with call.services.database.sessions.begin() as session:
        draft = _load_draft(session, call)
        own = [rule for rule in list_own_rules(draft.mapping) if identify_rule(rule) not in removed]
        mapping = keep_rules(draft.mapping, own, has_lexicon=has_lexicon)
        draft = _save(session, draft, mapping)
    return Reply(mapping_form(tr, draft))


def _keep_choices(call: Call) -> Draft:
    """Keep what is chosen on a page of titles as a draft."""
    view = call.body["view"]
    with call.services.database.sessions.begin() as session:
        draft = _load_draft(session, call)
        if not draft.run.unmapped and _has_titles(view):
            # They went with a decision; nothing tells any more which was which.
            raise DecidedAlreadyError(str(draft.run.id))
        mapping = place(draft.mapping, _read_titles(view, draft))
        segment_by = read_choice(view, Field.SEGMENT_BY)
        if segment_by is not None:
            mapping = replace(mapping, segment_by=SegmentBy(segment_by))
        return _save(session, draft, mapping)


def _read_titles(view: View, draft: Draft) -> dict[Traits, Choice]:
    """Return where the titles of a page count; those left open stay as they are."""
    chosen = {tally.traits: read_choice(view, title_block(tally.traits)) for tally in draft.tallies}
    return {traits: Choice(value) for traits, value in chosen.items() if value is not None}


def _has_titles(view: View) -> bool:
    return any(block.startswith(TITLE) for block in view["state"]["values"])


def _load_draft(session: Session, call: Call) -> Draft:
    """Return what a form is about, as it stands now."""
    connection_id, _, page = str(call.body["view"]["private_metadata"]).partition(":")
    connection = get_connection(session, workspace_id(call.context), read_id(connection_id))
    run = find_newest_count(session, connection.id)
    if run is None:
        raise RunNotFoundError(connection_id)
    return _draft(connection, run, read_id(page))


def _save(session: Session, draft: Draft, mapping: Mapping) -> Draft:
    connection = draft.connection
    drafted = draft_mapping(session, connection.workspace_id, connection.id, mapping)
    return replace(draft, connection=drafted)


def _draft(connection: Connection, run: Run, page: int) -> Draft:
    return Draft(connection, run, page, f"{connection.id}:{page}")
