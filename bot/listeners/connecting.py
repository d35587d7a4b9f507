"""Connecting a source: what kind, what it needs, its credential, and the first preview."""

from slack_bolt import App
from sqlalchemy.orm import Session

from bot.connections import Cause
from bot.errors import SourceConfigError
from bot.jobs.connecting import renew_secret
from bot.listeners.admins import brief_admin, brief_known_admin
from bot.listeners.calls import Call, after_ack
from bot.listeners.connectors import (
    find_form,
    list_offers,
    list_secret_asks,
    read_secret,
    read_wish,
)
from bot.listeners.groups import offer_groups
from bot.listeners.previews import preview_reply
from bot.listeners.sources import connect_once, draw_sources
from bot.listeners.uploads import offer_upload
from bot.listeners.windows import Reply, read_id, show, submitted
from bot.services import Services
from bot.storage.sources import get_connection
from bot.views.ids import Action, Callback
from bot.views.source_forms import Form, connect_form, secret_form
from bot.views.sources import chooser_view
from rules.headcounts import SourceKind


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.CONNECT_SOURCE)(after_ack(ask_what_to_connect))
    app.action(Action.CHOOSE_KIND)(after_ack(ask_for_details))
    app.action(Action.RENEW_SECRET)(after_ack(ask_for_secret))
    app.view(Callback.CONNECT_FORM)(submitted(connect_one))
    app.view(Callback.SECRET_FORM)(submitted(save_secret))


def ask_what_to_connect(call: Call) -> None:
    """Show what can be connected."""
    _, tr = brief_admin(call)
    show(call, chooser_view(tr, list_offers()))


def ask_for_details(call: Call) -> None:
    """Show the form of the kind that was chosen."""
    _, tr = brief_admin(call)
    chosen = call.action.get("selected_option") or call.action
    choice = str(chosen["value"])
    if choice == SourceKind.FILE:
        offer_upload(call, tr)
    elif choice == SourceKind.SLACK_USERGROUPS:
        offer_groups(call, tr)
    else:
        form = find_form(choice)
        _check_key(call.services, form)
        show(call, connect_form(tr, form))


def connect_one(call: Call) -> Reply:
    """Keep a source that a form describes, and preview it; or say beside a field what is wrong."""
    briefing, tr = brief_known_admin(call.services, call.context)
    view = call.body["view"]
    form = find_form(view["private_metadata"])
    try:
        wish = read_wish(form, view)
    except SourceConfigError as error:
        return Reply(errors={error.field: tr.say(error.phrase)})
    connection = connect_once(call, briefing.workspace.id, wish)
    if connection is None:
        return Reply(draw_sources(call, tr, briefing.workspace.id))
    asks = () if wish.secret else list_secret_asks(connection)
    if asks:
        # What a preset of one's own wants to know is known only once it is read.
        return Reply(secret_form(tr, connection, asks))
    return preview_reply(tr, connection)


def ask_for_secret(call: Call) -> None:
    """Show the form that takes a new credential."""
    briefing, tr = brief_admin(call)
    with Session(call.services.database.reader) as session:
        connection = get_connection(session, briefing.workspace.id, read_id(call.action["value"]))
    call.services.vault.lock({})
    show(call, secret_form(tr, connection, list_secret_asks(connection)))


def save_secret(call: Call) -> Reply:
    """Keep a new credential, and read the source with it."""
    briefing, tr = brief_known_admin(call.services, call.context)
    view, services, workspace_id = call.body["view"], call.services, briefing.workspace.id
    connection_id = read_id(view["private_metadata"])
    with services.database.sessions.begin() as session:
        connection = get_connection(session, workspace_id, connection_id)
        try:
            secret = read_secret(connection, view)
        except SourceConfigError as error:
            return Reply(errors={error.field: tr.say(error.phrase)})
        now = services.clock()
        renew_secret(session, services.vault, workspace_id, connection_id, secret, now)
    return preview_reply(tr, connection, Cause.DEMAND if connection.is_confirmed else Cause.PREVIEW)


def _check_key(services: Services, form: Form) -> None:
    """Say at once that a credential could not be kept, not after it was typed.

    Raises:
        VaultLockedError: If it could not.
    """
    if any(ask.is_secret for ask in form.asks):
        services.vault.lock({})
