"""Entering numbers by hand: a form, and the snapshot it becomes."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from sqlalchemy.orm import Session

from bot.connections import Connection
from bot.errors import NotAdminError
from bot.jobs.entries import enter_numbers
from bot.listeners.admins import brief_admin, may_administer
from bot.listeners.calls import Call, after_ack
from bot.listeners.members import brief_known
from bot.services import Services
from bot.storage.claims import claim_delivery
from bot.storage.sources import list_connections
from bot.views.forms import SKILLED, UNSKILLED, headcount_form, headcount_saved
from bot.views.ids import Action, Block, Callback
from bot.views.language import Translator
from bot.views.notices import NOT_FOR_GUESTS, kept_by_source, notice_view
from bot.views.origins import name_source
from bot.workspaces import Briefing, Enquiry
from rules.facts import COUNTS, Facts, FactsError, Role
from rules.freshness import PUSHED
from rules.headcounts import rows_from_facts
from rules.plans import build_plan
from rules.questions import parse_number, to_count
from rules.wording import say


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.ENTER_NUMBERS)(after_ack(open_headcount_form))
    app.view(Callback.HEADCOUNT_FORM)(save_headcount_form)


def open_headcount_form(call: Call) -> None:
    """Show the form, with the last numbers filled in; over a source to admins only."""
    briefing, tr = call.brief()
    synced = find_synced(call.services, briefing)
    if briefing.member.is_guest:
        view = notice_view(tr, NOT_FOR_GUESTS)
    elif synced is not None and not _may_override(call):
        view = notice_view(tr, kept_by_source(_name(tr, synced)))
    else:
        known = None if briefing.headcount is None else briefing.headcount.facts
        over = "" if synced is None else _name(tr, synced)
        view = headcount_form(tr, known, over)
    call.open(view)


def find_synced(services: Services, briefing: Briefing) -> Connection | None:
    """Return a source over which numbers typed by hand would stand, or None."""
    with Session(services.database.reader) as session:
        connections = list_connections(session, briefing.workspace.id)
    synced = (one for one in connections if one.kind not in PUSHED and one.is_confirmed)
    return next((one for one in synced if one.supplies), None)


def save_headcount_form(
    ack: Ack, view: dict[str, Any], context: BoltContext, services: Services
) -> None:
    """Keep the numbers typed into the form, or say beside each field what is wrong."""
    briefing, tr = brief_known(services, context)
    if briefing.member.is_guest:
        ack(response_action="update", view=notice_view(tr, NOT_FOR_GUESTS))
        return
    synced = find_synced(services, briefing)
    if synced is not None and not may_administer(briefing, services):
        ack(response_action="update", view=notice_view(tr, kept_by_source(_name(tr, synced))))
        return
    now = services.clock()
    try:
        facts = parse_facts(view)
    except FactsError as error:
        ack(response_action="errors", errors={error.field: tr.say(error.phrase)})
        return
    with services.database.sessions.begin() as session:
        # Slack sends a submission again when our answer is late; the hash tells the two apart.
        if claim_delivery(session, f"view:{view['id']}:{view['hash']}", now):
            enter_numbers(
                session,
                briefing.workspace.id,
                rows_from_facts(facts),
                briefing.member.user_id,
                now,
            )
    # Read back: a number over a source counts together with what other sources give.
    counted = brief_known(services, context)[0].headcount or Enquiry(facts)
    plan = build_plan(counted.facts, briefing.workspace.bounds)
    ack(response_action="update", view=headcount_saved(tr, plan, counted))


def _may_override(call: Call) -> bool:
    """Return whether the sender may set numbers over a source, as Slack says today."""
    try:
        brief_admin(call)
    except NotAdminError:
        return False
    return True


def _name(tr: Translator, connection: Connection) -> str:
    return name_source(tr, connection.kind, connection.name)


def parse_facts(view: dict[str, Any]) -> Facts:
    """Turn the answers of a form into facts.

    Args:
        view: Slack's view; the answers are at `state.values[block_id][action_id]`, and the block
            ids are the names of the facts. A form need not ask for all of them.

    Raises:
        FactsError: If a number is missing or cannot be true; its field is the block id.
    """
    answers = {block: next(iter(by.values())) for block, by in view["state"]["values"].items()}
    typed = {name: answers[name]["value"] for name in COUNTS if name in answers}
    numbers = {name: parse_number(name, text) for name, text in typed.items() if text}
    if "customer_facing" not in numbers:
        raise FactsError(
            "customer_facing", say("Give the number of customer-facing teammates; try 320.")
        )
    enablers = numbers.pop("enablers", None)
    counts = {name: to_count(name, number) for name, number in numbers.items()}
    return Facts(
        **counts,
        enablers=enablers,
        is_leader_skilled=_parse_skill(answers),
        filled=_parse_filled(answers),
    )


def _parse_skill(answers: dict[str, Any]) -> bool | None:
    chosen = (answers.get(Block.IS_LEADER_SKILLED) or {}).get("selected_option") or {}
    return {SKILLED: True, UNSKILLED: False}.get(chosen.get("value", ""))


def _parse_filled(answers: dict[str, Any]) -> frozenset[Role]:
    chosen = (answers.get(Block.FILLED) or {}).get("selected_options") or []
    return frozenset(Role(option["value"]) for option in chosen)
