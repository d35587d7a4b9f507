"""The reporting-line journey: both sides of the trade-off, for the asker's stage."""

from slack_bolt import App

from bot.listeners.calls import Call, after_ack
from bot.listeners.questions import Question
from bot.views.ids import Action
from bot.views.notices import Message
from bot.views.reporting import reporting_message, reporting_view
from bot.views.values import decode_enquiry
from rules.stages import STAGES, StageProfile, find_stage


def register(app: App) -> None:
    """Attach this journey's listeners."""
    app.action(Action.REPORTING)(after_ack(open_reporting_view))


def answer_reporting(question: Question, _rest: str) -> Message:
    """Answer with the trade-off; a guest's has no stage, which would tell the headcount."""
    briefing = question.briefing
    if briefing.headcount is None or briefing.member.is_guest:
        return reporting_message(question.tr, None)
    count = briefing.headcount.facts.customer_facing
    return reporting_message(question.tr, find_profile(count))


def open_reporting_view(call: Call) -> None:
    """Show the trade-off for the plan whose button was pressed."""
    _, tr = call.brief()
    facts = decode_enquiry(call.action["value"]).facts
    call.open(reporting_view(tr, find_profile(facts.customer_facing)))


def find_profile(customer_facing: int) -> StageProfile | None:
    """Return the stage's profile, or None where there is nobody to support."""
    stage = find_stage(customer_facing)
    return None if stage is None else STAGES[stage]
