"""`/enablement-plan`: the plan, and whatever else the command is asked for."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.listeners.questions import Later, Question
from bot.listeners.ratios import answer_ratio
from bot.listeners.reporting import answer_reporting
from bot.listeners.roadmaps import answer_roadmap
from bot.listeners.settings import answer_settings
from bot.listeners.syncs import answer_sync
from bot.views.ids import Subcommand
from bot.views.notices import LATER, Message, notice, refusal, usage
from bot.views.plans import plan_message
from bot.workspaces import Enquiry
from rules.facts import FactsError
from rules.plans import build_plan
from rules.questions import find_headcount


def answer_plan(question: Question, text: str) -> Message | Later:
    """Answer `/enablement-plan` by its grammar."""
    word, *rest = text.split(maxsplit=1) or [""]
    if not word:
        return _answer_own_plan(question)
    if word in SUBCOMMANDS:
        return SUBCOMMANDS[Subcommand(word)](question, "".join(rest))
    return _answer_what_if(question)


def _answer_own_plan(question: Question) -> Message:
    enquiry = question.find_own_enquiry()
    return _show(question, enquiry) if isinstance(enquiry, Enquiry) else enquiry


def _answer_what_if(question: Question) -> Message:
    try:
        facts = find_headcount(question.text)
    except FactsError as error:
        return refusal(question.tr, error)
    if facts is None:
        return usage(question.tr, unread=question.text)
    return _show(question, Enquiry(facts))


def _show(question: Question, enquiry: Enquiry) -> Message:
    plan = build_plan(enquiry.facts, question.briefing.workspace.bounds)
    return plan_message(question.tr, plan, enquiry, question.place)


def _answer_usage(question: Question, _rest: str) -> Message:
    return usage(question.tr)


def _answer_later(subcommand: Subcommand) -> Callable[[Question, str], Message]:
    return lambda question, _rest: notice(question.tr, LATER[subcommand])


SUBCOMMANDS: Mapping[Subcommand, Callable[[Question, str], Message | Later]] = MappingProxyType(
    {
        Subcommand.RATIO: answer_ratio,
        Subcommand.ROADMAP: answer_roadmap,
        Subcommand.REPORTING: answer_reporting,
        Subcommand.SYNC: answer_sync,
        Subcommand.SETTINGS: answer_settings,
        Subcommand.HELP: _answer_usage,
        **{subcommand: _answer_later(subcommand) for subcommand in LATER},
    }
)
