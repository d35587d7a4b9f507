"""The ratio journey."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.errors import AnswerRefusedError
from bot.listeners.calls import Call
from bot.listeners.questions import Later, Question
from bot.storage.engine import Database
from bot.storage.forecasts import list_kept_forecasts
from bot.storage.snapshots import list_history
from bot.views.charts import RatioPoint, list_ratio_points, ratio_chart, without_charts
from bot.views.notices import Message, refusal, usage
from bot.views.ratios import ratio_message, unknown_enablers_message
from bot.workspaces import Briefing, Enquiry
from rules.facts import FactsError
from rules.forecast_scores import Record, build_record
from rules.questions import find_headcount
from rules.ratios import measure_ratio

SHOWN_HISTORY = timedelta(weeks=26)


def answer_ratio(question: Question, text: str) -> Message | Later:
    """Answer with the workspace's ratio and its history, or with the ratio of the numbers typed."""
    if not text:
        return _answer_own_ratio(question)
    try:
        facts = find_headcount(text)
    except FactsError as error:
        return refusal(question.tr, error)
    if facts is None:
        return usage(question.tr, unread=text)
    return _show(question, Enquiry(facts), [])


def _answer_own_ratio(question: Question) -> Message | Later:
    enquiry = question.find_own_enquiry()
    if not isinstance(enquiry, Enquiry):
        return enquiry
    if enquiry.facts.enablers is None:
        return unknown_enablers_message(question.tr, enquiry)
    # In the ack nobody could tell us that this Slack draws no charts yet.
    return Later(lambda call: _answer_with_history(call, question, enquiry))


def _answer_with_history(call: Call, question: Question, enquiry: Enquiry) -> None:
    points = list_points(question.database, question.briefing)
    with Session(question.database.reader) as session:
        kept = list_kept_forecasts(session, question.briefing.workspace.id)
    record = build_record(one.score for one in kept if one.score is not None)
    message = _show(question, enquiry, points, record) | {"response_type": "ephemeral"}
    try:
        call.answer(message)
    except AnswerRefusedError:
        if not points:
            raise
        plain = without_charts(question.tr, message["blocks"], points)
        call.answer(message | {"blocks": plain})


def list_points(database: Database, briefing: Briefing) -> list[RatioPoint]:
    """Return the ratio's last half year, for a chart; nothing before the first headcount."""
    headcount, workspace = briefing.headcount, briefing.workspace
    if headcount is None or headcount.origin is None:
        return []
    with Session(database.reader) as session:
        since = headcount.origin.as_of - SHOWN_HISTORY
        history = list_history(session, workspace.id, since)
    points = [(point.as_of, point.customer_facing, point.enablers) for point in history]
    return list_ratio_points(points, workspace.bounds)


def _show(
    question: Question,
    enquiry: Enquiry,
    points: list[RatioPoint],
    record: Record | None = None,
) -> Message:
    facts, bounds = enquiry.facts, question.briefing.workspace.bounds
    if facts.enablers is None:
        return unknown_enablers_message(question.tr, enquiry)
    segments = [] if enquiry.is_what_if else question.list_segments()
    ratio = measure_ratio(facts.customer_facing, facts.enablers, bounds)
    chart = ratio_chart(question.tr, points, bounds)
    return ratio_message(question.tr, ratio, enquiry, segments, chart, record)
