"""Counting Slack user groups: which ones, and what each of them does."""

import json
from collections.abc import Sequence
from typing import Any

from slack_bolt import App

from bot.errors import OutdatedButtonError, SourceConfigError, SourceError
from bot.jobs.connecting import Wish
from bot.listeners.admins import brief_known_admin
from bot.listeners.calls import Call
from bot.listeners.filled import read_choice, read_options, read_text
from bot.listeners.previews import preview_reply
from bot.listeners.sources import connect_once, draw_sources
from bot.listeners.windows import Reply, View, show_progress, submitted
from bot.views.groups import (
    Group,
    function_block,
    functions_form,
    groups_form,
    parse_group,
    segment_block,
)
from bot.views.ids import Callback, Field
from bot.views.language import Translator
from bot.views.notices import NO_GROUPS
from bot.views.previews import reading_view, trouble_view
from bot.views.sources import said_view
from rules.headcounts import HeadcountClass, SourceKind
from rules.placements import PLACEMENTS, Choice, suggest_class
from rules.wording import say

CLASSES = {
    Field.CUSTOMER_FACING_GROUPS: HeadcountClass.CUSTOMER_FACING,
    Field.ENABLEMENT_GROUPS: HeadcountClass.ENABLEMENT,
}
CHOOSE_ONE = say("Choose at least one group, here or below.")
CHOSEN_TWICE = say("Chosen above as well: {groups}. Each group counts on one side only.")


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.view(Callback.GROUPS_FORM)(submitted(ask_what_groups_do))
    app.view(Callback.FUNCTIONS_FORM)(submitted(connect_groups))


def offer_groups(call: Call, tr: Translator) -> None:
    """Ask Slack for the user groups, and the admin which of them count."""
    from bot.sources.slack_usergroups import list_usergroups

    name = tr("Slack user groups")
    window = show_progress(call, reading_view(tr, name))
    try:
        found = list_usergroups(call.client)
    except SourceError as error:
        window.show(trouble_view(tr, name, error.incident))
        return
    groups = [
        Group(one.id, one.handle, one.name, one.people) for one in found if not one.is_disabled
    ]
    window.show(groups_form(tr, groups, _suggest(groups)) if groups else said_view(tr, NO_GROUPS))


def ask_what_groups_do(call: Call) -> Reply:
    """Ask what each chosen group does, or say what is wrong with the choice."""
    _, tr = brief_known_admin(call.services, call.context)
    view = call.body["view"]
    facing, enablement = (
        [parse_group(option) for option in read_options(view, field)] for field in CLASSES
    )
    if not facing and not enablement:
        return Reply(errors={Field.CUSTOMER_FACING_GROUPS: tr.say(CHOOSE_ONE)})
    ids = {group.id for group in facing}
    twice = [group.name for group in enablement if group.id in ids]
    if twice:
        phrase = say(CHOSEN_TWICE.text, groups=", ".join(twice))
        return Reply(errors={Field.ENABLEMENT_GROUPS: tr.say(phrase)})
    return Reply(functions_form(tr, facing, enablement, _write(facing, enablement)))


def connect_groups(call: Call) -> Reply:
    """Keep the chosen groups as a source, and preview it."""
    from bot.sources.slack_usergroups import parse_usergroups_config

    briefing, tr = brief_known_admin(call.services, call.context)
    view = call.body["view"]
    groups = _read_groups(view)
    config = {"groups": groups}
    try:
        parsed = parse_usergroups_config(config)
    except SourceConfigError as error:
        return Reply(said_view(tr, error.phrase))
    supplies = frozenset(group.headcount_class for group in parsed.groups)
    wish = Wish(SourceKind.SLACK_USERGROUPS, "", config, {}, supplies)
    connection = connect_once(call, briefing.workspace.id, wish)
    if connection is None:
        return Reply(draw_sources(call, tr, briefing.workspace.id))
    return preview_reply(tr, connection)


def _suggest(groups: Sequence[Group]) -> dict[Field, list[Group]]:
    return {
        field: [group for group in groups if suggest_class(group.name) is headcount_class]
        for field, headcount_class in CLASSES.items()
    }


def _write(facing: Sequence[Group], enablement: Sequence[Group]) -> str:
    """Return the choice as the next form brings it back: ids and handles, at most 55 of them."""
    chosen = {
        HeadcountClass.CUSTOMER_FACING: [[group.id, group.handle] for group in facing],
        HeadcountClass.ENABLEMENT: [[group.id, group.handle] for group in enablement],
    }
    return json.dumps(chosen, separators=(",", ":"))


def _read_groups(view: View) -> list[dict[str, Any]]:
    try:
        chosen = {
            HeadcountClass(name): [(str(group_id), str(handle)) for group_id, handle in groups]
            for name, groups in json.loads(view["private_metadata"]).items()
        }
    except (ValueError, TypeError, AttributeError):
        raise OutdatedButtonError(view["callback_id"]) from None
    return [
        {
            "id": group_id,
            "handle": handle,
            "headcount_class": headcount_class.value,
            "function": _read_function(view, group_id),
            "segment": read_text(view, segment_block(group_id)),
        }
        for headcount_class, groups in chosen.items()
        for group_id, handle in groups
    ]


def _read_function(view: View, group_id: str) -> str:
    chosen = read_choice(view, function_block(group_id))
    return "" if chosen is None else PLACEMENTS[Choice(chosen)].function
