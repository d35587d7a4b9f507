"""The ratio journey."""

from bot.listeners.questions import Question, find_own_enquiry
from bot.views.notices import Message, refusal, usage
from bot.views.ratios import ratio_message, unknown_enablers_message
from bot.workspaces import Enquiry
from rules.facts import FactsError
from rules.headcounts import list_segments
from rules.questions import find_headcount
from rules.ratios import measure_ratio


def answer_ratio(question: Question, text: str) -> Message:
    """Answer with the workspace's ratio, or with that of the numbers typed."""
    if not text:
        return _answer_own_ratio(question)
    try:
        facts = find_headcount(text)
    except FactsError as error:
        return refusal(question.tr, error)
    if facts is None:
        return usage(question.tr, unread=text)
    return _show(question, Enquiry(facts))


def _answer_own_ratio(question: Question) -> Message:
    enquiry = find_own_enquiry(question)
    return _show(question, enquiry) if isinstance(enquiry, Enquiry) else enquiry


def _show(question: Question, enquiry: Enquiry) -> Message:
    facts = enquiry.facts
    if facts.enablers is None:
        return unknown_enablers_message(question.tr, enquiry)
    snapshot = None if enquiry.is_what_if else question.find_snapshot()
    segments = [] if snapshot is None else list_segments(snapshot)
    ratio = measure_ratio(facts.customer_facing, facts.enablers, question.briefing.workspace.bounds)
    return ratio_message(question.tr, ratio, enquiry, segments)
