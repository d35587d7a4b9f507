"""Every message and view is one that Slack accepts, whatever it is about and whoever typed it."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import pytest

from bot.views import notices
from bot.views.forms import headcount_form, headcount_saved, what_if_form
from bot.views.language import Translator, translator
from bot.views.plans import plan_message, shared_plan
from bot.views.ratios import ratio_message, unknown_enablers_message
from bot.views.reporting import reporting_message, reporting_view
from bot.views.roadmaps import roadmap_form, roadmap_message
from bot.workspaces import Enquiry, Language, Origin
from rules.facts import Facts, Role
from rules.headcounts import SourceKind
from rules.plans import build_plan
from rules.ratios import DEFAULT_BOUNDS, Bounds, Verdict, measure_ratio
from rules.roadmaps import build_roadmap
from rules.stages import STAGES, Stage, find_stage
from tests.blockkit import check_message, check_message_schema, check_view, check_view_schema, texts

TODAY = date(2026, 3, 3)

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
    for enquiry in (Enquiry(facts), Enquiry(facts, Origin(TODAY, SourceKind.MANUAL))):
        yield plan_message(tr, plan, enquiry, "#sales")
        if facts.enablers is None:
            yield unknown_enablers_message(tr, enquiry)
        else:
            ratio = measure_ratio(facts.customer_facing, facts.enablers, DEFAULT_BOUNDS)
            yield ratio_message(tr, ratio, enquiry, [], [])
        for target in (None, 0, 500, 10_000_000):
            road = build_roadmap(facts, DEFAULT_BOUNDS, target)
            yield roadmap_message(tr, road, enquiry)
    yield reporting_message(tr, plan.stage)


def views(tr: Translator, facts: Facts) -> Iterator[dict[str, Any]]:
    plan = build_plan(facts, DEFAULT_BOUNDS)
    enquiry = Enquiry(facts, Origin(TODAY, SourceKind.MANUAL))
    yield headcount_form(tr, facts)
    yield headcount_form(tr, None)
    yield headcount_saved(tr, plan, enquiry)
    yield what_if_form(tr, plan)
    yield reporting_view(tr, plan.stage)
    for target in (None, 0, 2_500):
        yield roadmap_form(tr, build_roadmap(facts, DEFAULT_BOUNDS, target), enquiry)


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
def test_every_notice_is_one_that_slack_accepts(language: Language) -> None:
    tr = translator(language)
    phrases = [
        notices.NOT_FOR_GUESTS,
        notices.OUTDATED,
        notices.failed("0123abcd"),
        *notices.LATER.values(),
        *notices.SHARE_TROUBLE.values(),
    ]
    for phrase in phrases:
        check_message(notices.notice(tr, phrase))
        check_view(notices.notice_view(tr, phrase))
        check_view_schema(notices.notice_view(tr, phrase))
    for message in (notices.usage(tr), notices.no_headcount(tr, may_administer=True)):
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
