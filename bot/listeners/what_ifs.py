"""The what-if modal: the plan recomputed in place, nothing stored."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.listeners.calls import Call, after_ack
from bot.listeners.headcounts import parse_facts
from bot.listeners.members import brief_known
from bot.services import Services
from bot.views.forms import what_if_form, what_if_refused
from bot.views.ids import Action, Callback
from bot.views.language import Translator
from bot.views.places import name_place
from bot.views.plans import plan_message
from bot.views.values import decode_enquiry
from rules.facts import FactsError
from rules.plans import build_plan
from rules.ratios import Bounds


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.WHAT_IF)(after_ack(open_what_if))
    app.action(Action.RECOMPUTE)(after_ack(recompute_what_if))
    app.action(Action.SWAP)(after_ack(show_swapped))
    app.view(Callback.WHAT_IF_FORM)(submit_what_if)


def open_what_if(call: Call) -> None:
    """Show the modal, filled in with the plan whose button was pressed."""
    briefing, tr = call.brief()
    plan = build_plan(decode_enquiry(call.action["value"]).facts, briefing.workspace.bounds)
    call.open(what_if_form(tr, plan))


def recompute_what_if(call: Call) -> None:
    """Recompute the open modal after a field changed."""
    briefing, tr = call.brief()
    call.redraw(draw(tr, briefing.workspace.bounds, call.body["view"]))


def submit_what_if(
    ack: Ack, view: dict[str, Any], context: BoltContext, services: Services
) -> None:
    """Recompute the modal when its button is pressed, or say beside a field what is wrong."""
    briefing, tr = brief_known(services, context)
    try:
        plan = build_plan(parse_facts(view), briefing.workspace.bounds)
    except FactsError as error:
        ack(response_action="errors", errors={error.field: tr.say(error.phrase)})
        return
    ack(response_action="update", view=what_if_form(tr, plan))


def show_swapped(call: Call) -> None:
    """Replace an answer by that for the same numbers the other way round."""
    briefing, tr = call.brief()
    enquiry = decode_enquiry(call.action["value"])
    plan = build_plan(enquiry.facts, briefing.workspace.bounds)
    place = name_place(tr, call.body["channel"]["name"])
    call.answer(plan_message(tr, plan, enquiry, place) | {"replace_original": True})


def draw(tr: Translator, bounds: Bounds, view: dict[str, Any]) -> dict[str, Any]:
    """Return the modal for what is typed into it, or with the reason why it cannot be true."""
    try:
        return what_if_form(tr, build_plan(parse_facts(view), bounds))
    except FactsError as error:
        return what_if_refused(tr, tr.say(error.phrase))
