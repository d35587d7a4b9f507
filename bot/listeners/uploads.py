"""Uploading a file: counted once, shown as a preview, and left to Slack."""

from typing import Any

from slack_bolt import App

from bot.connections import Run
from bot.errors import SourceError
from bot.listeners.admins import brief_known_admin
from bot.listeners.calls import Call
from bot.listeners.files import count_file
from bot.listeners.filled import NEEDED, read_files
from bot.listeners.home import show_home
from bot.listeners.mappings import draw_mapping
from bot.listeners.previews import draw_run
from bot.listeners.sources import draw_sources
from bot.listeners.windows import (
    Reply,
    View,
    Window,
    claim_submission,
    show,
    submitted,
)
from bot.views import blocks as b
from bot.views.ids import Action, Callback, Field
from bot.views.language import Translator, translator
from bot.views.origins import name_source, title_source
from bot.views.previews import reading_view, trouble_view
from bot.views.source_forms import upload_form
from rules.headcounts import SourceKind
from rules.wording import say

NOT_YOURS = say("Upload the file here, from your own computer.")


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.view(Callback.UPLOAD_FORM)(submitted(take_file))


def offer_upload(call: Call, tr: Translator) -> None:
    """Show the form that takes a file, with the template to copy."""
    from bot.sources.files.source import template_csv

    show(call, upload_form(tr, template_csv()))


def take_file(call: Call) -> Reply:
    """Count a file in the background; or say beside the field what is wrong."""
    briefing, tr = brief_known_admin(call.services, call.context)
    files = read_files(call.body["view"], Field.FILE)
    if not files:
        return Reply(errors={Field.FILE: tr.say(NEEDED)})
    if files[0].get("user") != briefing.member.user_id:
        # Only what this person has just uploaded is fetched, not whatever the bot may see.
        return Reply(errors={Field.FILE: tr.say(NOT_YOURS)})
    with call.services.database.sessions.begin() as session:
        is_new = claim_submission(session, call)
    if not is_new:
        return Reply(draw_sources(call, tr, briefing.workspace.id))
    return Reply(
        reading_view(tr, name_source(tr, SourceKind.FILE, "")),
        work=lambda begun, window: show_file(begun, window, files[0]),
    )


def show_file(call: Call, window: Window, file: dict[str, Any]) -> None:
    """Count a file and show what comes of it: titles to place first, else the preview."""
    tr = translator(call.context["language"])
    try:
        run = count_file(call, file)
    except SourceError as error:
        again = b.button(tr("Upload a File"), Action.CHOOSE_KIND, SourceKind.FILE.value)
        name = title_source(tr, SourceKind.FILE, "")
        window.show(trouble_view(tr, name, error.incident, again))
        return
    window.show(_draw(call, tr, run))
    show_home(call)


def _draw(call: Call, tr: Translator, run: Run) -> View:
    return draw_mapping(call, tr, run) if run.unmapped else draw_run(call, tr, run)
