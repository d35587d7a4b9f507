"""The roadmap journey: an answer, and a modal that recomputes for another target."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.listeners.calls import Call, after_ack
from bot.listeners.members import brief_known
from bot.listeners.questions import Question
from bot.services import Services
from bot.views.ids import Action, Block, Callback
from bot.views.language import Translator
from bot.views.notices import Message, refusal
from bot.views.roadmaps import roadmap_form, roadmap_message, roadmap_refused
from bot.views.values import decode_enquiry
from bot.workspaces import Enquiry
from rules.facts import FactsError
from rules.questions import parse_number, to_count
from rules.ratios import Bounds
from rules.roadmaps import build_roadmap


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.ROADMAP)(after_ack(open_roadmap))
    app.action(Action.RETARGET)(after_ack(retarget_roadmap))
    app.view(Callback.ROADMAP_FORM)(submit_roadmap)


def answer_roadmap(question: Question, text: str) -> Message:
    """Answer with the road to a headcount, or to the next stage where none is named."""
    enquiry = question.find_own_enquiry()
    if not isinstance(enquiry, Enquiry):
        return enquiry
    try:
        target = parse_target(text)
    except FactsError as error:
        return refusal(question.tr, error)
    roadmap = build_roadmap(enquiry.facts, question.briefing.workspace.bounds, target)
    return roadmap_message(question.tr, roadmap, enquiry)


def open_roadmap(call: Call) -> None:
    """Show the road for the plan whose button was pressed."""
    briefing, tr = call.brief()
    enquiry = decode_enquiry(call.action["value"])
    roadmap = build_roadmap(enquiry.facts, briefing.workspace.bounds)
    call.open(roadmap_form(tr, roadmap, enquiry))


def retarget_roadmap(call: Call) -> None:
    """Recompute the open modal after its target changed."""
    briefing, tr = call.brief()
    call.redraw(draw(tr, briefing.workspace.bounds, call.body["view"]))


def submit_roadmap(
    ack: Ack, view: dict[str, Any], context: BoltContext, services: Services
) -> None:
    """Recompute the modal when its button is pressed, keeping it open."""
    briefing, tr = brief_known(services, context)
    ack(response_action="update", view=draw(tr, briefing.workspace.bounds, view))


def draw(tr: Translator, bounds: Bounds, view: dict[str, Any]) -> dict[str, Any]:
    """Return the modal for the target typed into it.

    Args:
        tr: The reader's language.
        bounds: As configured.
        view: Slack's view; the enquiry is its `private_metadata`.
    """
    enquiry = decode_enquiry(view["private_metadata"])
    typed = view["state"]["values"][Block.TARGET][Action.RETARGET]["value"]
    try:
        roadmap = build_roadmap(enquiry.facts, bounds, parse_target(typed or ""))
    except FactsError as error:
        return roadmap_refused(tr, enquiry, tr.say(error.phrase))
    return roadmap_form(tr, roadmap, enquiry)


def parse_target(text: str) -> int | None:
    """Return the headcount to plan for; None where nothing was typed.

    Raises:
        FactsError: If it cannot be one.
    """
    if not text:
        return None
    return to_count("customer_facing", parse_number("customer_facing", text))
