"""Every message and view is one that Slack accepts, whatever it is about and whoever typed it."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.listeners.plans import answer_plan
from bot.listeners.questions import Question
from bot.listeners.ratios import answer_ratio
from bot.storage.engine import open_database
from bot.views import blocks as b
from bot.views import notices
from bot.views.forms import headcount_form, headcount_saved, what_if_form, what_if_refused
from bot.views.ids import Subcommand
from bot.views.language import Translator, translator
from bot.views.places import name_place
from bot.views.plans import plan_message, shared_plan
from bot.views.ratios import ratio_message, unknown_enablers_message
from bot.views.reporting import reporting_message, reporting_view
from bot.views.roadmaps import roadmap_form, roadmap_message, roadmap_refused
from bot.views.text import clip
from bot.workspaces import Briefing, Enquiry, Language, Member, Standing, Workspace
from rules.facts import Facts, FactsError, Role
from rules.headcounts import Segment, SourceKind
from rules.plans import build_plan
from rules.questions import find_headcount, normalise
from rules.ratios import DEFAULT_BOUNDS, Bounds, Verdict, measure_ratio
from rules.roadmaps import build_roadmap
from rules.stages import STAGES, Stage, find_stage
from tests.blockkit import check_message, check_message_schema, check_view, check_view_schema, texts
from tests.bot.workbench import NOON

TODAY = date(2026, 3, 3)
UNREAD = open_database("sqlite://")
"""A what-if reads no database; this one has no tables."""
HOSTILE = {
    "a ping": "<!channel> <!here> <@U1> <#C1|x> <!subteam^S1>",
    "a ping in full width": "＜！ｃｈａｎｎｅｌ＞",
    "an escaped ping": "&lt;!channel&gt;",
    "entities": "&<>&amp;<https://example.com|click>",
    "3,000 characters": "x" * 3_000,
    "3,000 entities": "<" * 3_000,
    "right to left": "\u202eמחיר\u202c العربية 320",
    "emoji": "👩‍👩‍👧‍👦🏴‍☠️:tada:" * 20,
    "places": "{count} {} {0} %s %(x)s",
    "mrkdwn": "*a* _b_ `c` ```d``` > e\n\n\n• f",
    "control characters": "\x00\x07\x1b[31m\r\n\t",
}
# Each stage at its edges and inside, each with enablers that give each verdict that it can have.
COUNTS = (0, 1, 10, 49, 50, 320, 499, 500, 900, 1_999, 2_000, 120_000)
SHARES = (1, 30, 60, 300, 501)
BIGGEST = Facts(
    10_000_000,
    Decimal("9999999.9"),
    sales=5_000_000,
    customer_success=5_000_000,
    starters=10_000_000,
    launches=10_000_000,
    verticals=10_000_000,
    programmes=10_000_000,
    is_leader_skilled=False,
    filled=frozenset(Role),
)
BUSY = Facts(
    320,
    Decimal("3.5"),
    sales=180,
    customer_success=120,
    starters=60,
    launches=12,
    verticals=6,
    programmes=9,
    is_leader_skilled=False,
)


def companies() -> Iterator[Facts]:
    for count in COUNTS:
        yield Facts(count)
        for enablers in {Decimal(0), Decimal("0.5"), Decimal(1), Decimal(count + 1)}:
            yield Facts(count, enablers)
        for share in SHARES:
            yield Facts(count, round(Decimal(count) / share, 1))
    yield BIGGEST
    yield BUSY
    yield Facts(320, Decimal(6), filled=frozenset(Role) - {Role.CONTENT})


COMPANIES = sorted(set(companies()), key=str)
BY_COUNT = groupby(COMPANIES, key=lambda facts: facts.customer_facing)
GROUPS = [pytest.param(list(group), id=f"{count}") for count, group in BY_COUNT]


def messages(tr: Translator, facts: Facts) -> Iterator[dict[str, Any]]:
    plan = build_plan(facts, DEFAULT_BOUNDS)
    for enquiry in (Enquiry(facts), Enquiry(facts, TODAY, SourceKind.MANUAL)):
        yield plan_message(tr, plan, enquiry, "#sales")
        if facts.enablers is None:
            yield unknown_enablers_message(tr, enquiry)
        else:
            ratio = measure_ratio(facts.customer_facing, facts.enablers, DEFAULT_BOUNDS)
            yield ratio_message(tr, ratio, enquiry, [])
        for target in (None, 0, 500, 10_000_000):
            road = build_roadmap(facts, DEFAULT_BOUNDS, target)
            yield roadmap_message(tr, road, enquiry)
    yield reporting_message(tr, plan.stage)


def views(tr: Translator, facts: Facts) -> Iterator[dict[str, Any]]:
    plan = build_plan(facts, DEFAULT_BOUNDS)
    enquiry = Enquiry(facts, TODAY, SourceKind.MANUAL)
    yield headcount_form(tr, facts)
    yield headcount_form(tr, None)
    yield headcount_saved(tr, plan, enquiry)
    yield what_if_form(tr, plan)
    yield reporting_view(tr, plan.stage)
    for target in (None, 0, 2_500):
        yield roadmap_form(tr, build_roadmap(facts, DEFAULT_BOUNDS, target), enquiry)


def answers(language: Language, text: str) -> Iterator[dict[str, Any]]:
    """Yield what every place that takes typed text says to a text."""
    tr = translator(language)
    member = Member("T1", "U1", language, Standing.MEMBER, is_guest=False, refreshed_at=NOON)
    briefing = Briefing(Workspace("T1", language, "UTC"), member, None)
    for answer in (answer_plan, answer_ratio):
        for prefix in ("", f"{Subcommand.RATIO} ", "320 "):
            question = Question(prefix + text, text, briefing, UNREAD)
            yield answer(question, normalise(question.text))
    plan = build_plan(Facts(320), DEFAULT_BOUNDS)
    yield plan_message(tr, plan, Enquiry(plan.facts), name_place(tr, text))
    yield notices.notice(tr, notices.shared_note(name_place(tr, text)))
    yield ratio_message(
        tr,
        measure_ratio(60, Decimal(1), DEFAULT_BOUNDS),
        Enquiry(Facts(60, Decimal(1))),
        [Segment(text[:80], 60, Decimal(1)), Segment(text[:80], 6, Decimal(1))],
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("companies", GROUPS)
def test_every_message_about_a_company_is_inside_slacks_limits(
    companies: list[Facts], language: Language
) -> None:
    for facts in companies:
        for message in messages(translator(language), facts):
            check_message(message)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("companies", GROUPS)
def test_every_view_about_a_company_is_inside_slacks_limits(
    companies: list[Facts], language: Language
) -> None:
    for facts in companies:
        for view in views(translator(language), facts):
            check_view(view)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("companies", GROUPS)
def test_messages_and_views_are_of_slacks_schema(
    companies: list[Facts], language: Language
) -> None:
    tr = translator(language)
    for facts in companies[::4]:
        for message in messages(tr, facts):
            check_message_schema(message)
        for view in views(tr, facts):
            check_view_schema(view)


def test_the_companies_have_every_stage_and_verdict() -> None:
    assert {find_stage(facts.customer_facing) for facts in COMPANIES} == {None, *Stage}
    assert set(STAGES) == set(Stage)
    verdicts = {
        measure_ratio(facts.customer_facing, facts.enablers, DEFAULT_BOUNDS).verdict
        for facts in COMPANIES
        if facts.enablers is not None
    }
    assert verdicts == set(Verdict)


@pytest.mark.parametrize("language", Language)
def test_whole_people_make_whole_numbers(language: Language) -> None:
    for facts in COMPANIES:
        if facts.enablers is None or facts.enablers % 1 == 0:
            for message in messages(translator(language), facts):
                for text in texts(message):
                    assert not re.search(r"(?<![:\d])\d+\.\d", text), text


@pytest.mark.parametrize("language", Language)
def test_nothing_is_cut_short_in_an_answer_about_a_usual_company(language: Language) -> None:
    tr = translator(language)
    for facts in (Facts(320, Decimal(6)), BUSY, Facts(45), Facts(4_000, Decimal(20))):
        for payload in (*messages(tr, facts), *views(tr, facts)):
            for text in texts(payload):
                assert not (text.endswith("…") and len(text) > 100), text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_people_type_pings_nobody_and_fits(text: str, language: Language) -> None:
    for message in answers(language, text):
        check_message(message, may_show_braces="{" in text)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_people_type_is_of_slacks_schema(text: str, language: Language) -> None:
    for message in answers(language, text):
        check_message_schema(message)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_refused_modal_repeats_what_was_typed_without_pinging(
    text: str, language: Language
) -> None:
    tr = translator(language)
    for view in (
        what_if_refused(tr, text.replace("{", "(").replace("}", ")")),
        roadmap_refused(tr, Enquiry(Facts(320)), text.replace("{", "(").replace("}", ")")),
    ):
        check_view(view)
        check_view_schema(view)


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_text_at_all_pings_or_breaks(text: str) -> None:
    for message in answers(Language.JA, text):
        for shown in texts(message):
            assert "<!" not in shown
            assert "<@" not in shown
            assert "<#" not in shown


@pytest.mark.parametrize("language", Language)
def test_every_notice_is_one_that_slack_accepts(language: Language) -> None:
    tr = translator(language)
    phrases = [
        notices.NOT_FOR_GUESTS,
        notices.OUTDATED,
        notices.CONNECT_LATER,
        notices.failed("0123abcd"),
        *notices.LATER.values(),
        *notices.SHARE_TROUBLE.values(),
    ]
    for phrase in phrases:
        check_message(notices.notice(tr, phrase))
        check_view(notices.notice_view(tr, phrase))
        check_view_schema(notices.notice_view(tr, phrase))
    for message in (notices.usage(tr), notices.no_headcount(tr)):
        check_message(message)
        check_message_schema(message)


@pytest.mark.parametrize("language", Language)
def test_a_shared_plan_names_who_shared_it_and_pings_nobody_else(language: Language) -> None:
    for facts in COMPANIES[::5]:
        plan = build_plan(facts, DEFAULT_BOUNDS)
        post = shared_plan(translator(language), plan, Enquiry(facts), "U1")
        check_message(post, may_mention=True)
        assert json.dumps(post).count("<@U1>") == 2
        assert "<!" not in json.dumps(post)
        assert "action_id" not in json.dumps(post)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("bounds", [Bounds(1, 2), Bounds(30, 60), Bounds(2_000, 1_000_000)])
def test_unusual_bounds_make_no_unusual_text(bounds: Bounds, language: Language) -> None:
    tr = translator(language)
    for facts in COMPANIES[::4]:
        plan = build_plan(facts, bounds)
        check_message(plan_message(tr, plan, Enquiry(facts), "#sales"))
        check_view(what_if_form(tr, plan))
        check_message(roadmap_message(tr, build_roadmap(facts, bounds, 700), Enquiry(facts)))


def test_a_button_value_that_slack_would_cut_is_refused() -> None:
    with pytest.raises(ValueError, match="2001"):
        b.button("Go", "go", "x" * 2_001)
    assert b.button("Go", "go", "x" * 2_000)["value"]


@given(st.text(max_size=40), st.integers(1, 30))
def test_clipped_text_fits_and_shows_where_it_was_cut(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert len(clipped) <= limit
    assert clipped == text or clipped.endswith("…")


@given(st.text(alphabet="0123456789.,-kmKM cfe人", max_size=25))
@settings(max_examples=300)
def test_whatever_looks_like_numbers_is_read_or_refused(text: str) -> None:
    try:
        facts = find_headcount(text)
    except FactsError as error:
        check_message(notices.refusal(translator(Language.EN), error))
        return
    if facts is not None:
        check_message(
            plan_message(
                translator(Language.EN), build_plan(facts, DEFAULT_BOUNDS), Enquiry(facts), "x"
            )
        )
