"""Nothing that people type can ping anybody, break a view or outgrow it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.listeners.plans import answer_plan
from bot.listeners.questions import Later, Question
from bot.listeners.ratios import answer_ratio
from bot.storage.engine import open_database
from bot.views import blocks as b
from bot.views import notices
from bot.views.forms import what_if_refused
from bot.views.ids import Subcommand
from bot.views.language import translator
from bot.views.places import name_place
from bot.views.plans import plan_message
from bot.views.ratios import ratio_message
from bot.views.roadmaps import roadmap_refused
from bot.views.text import clip, escape
from bot.workspaces import Briefing, Enquiry, Language, Member, Standing, Workspace
from rules.facts import Facts, FactsError
from rules.headcounts import Segment
from rules.plans import build_plan
from rules.questions import find_headcount, normalise
from rules.ratios import DEFAULT_BOUNDS, measure_ratio
from tests.blockkit import check_message, check_message_schema, check_view, check_view_schema, texts
from tests.bot.workbench import NOON

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


def answers(language: Language, text: str) -> Iterator[dict[str, Any]]:
    """Yield what every place that takes typed text says to a text."""
    tr = translator(language)
    member = Member("T1", "U1", language, Standing.MEMBER, is_guest=False, refreshed_at=NOON)
    briefing = Briefing(Workspace("T1", language, "UTC"), member, None)
    for answer in (answer_plan, answer_ratio):
        for prefix in ("", f"{Subcommand.RATIO} ", "320 "):
            question = Question(prefix + text, text, briefing, UNREAD, may_administer=False)
            said = answer(question, normalise(question.text))
            assert not isinstance(said, Later)
            yield said
    plan = build_plan(Facts(320), DEFAULT_BOUNDS)
    yield plan_message(tr, plan, Enquiry(plan.facts), name_place(tr, text))
    yield notices.notice(tr, notices.shared_note(name_place(tr, text)))
    yield ratio_message(
        tr,
        measure_ratio(60, Decimal(1), DEFAULT_BOUNDS),
        Enquiry(Facts(60, Decimal(1))),
        [Segment(text[:80], 60, Decimal(1)), Segment(text[:80], 6, Decimal(1))],
        [],
    )


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


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*a* _b_ ~c~ `d`", "∗a∗ ＿b＿ ∼c∼ ˋdˋ"),
        ("__a__ *_b_*", "＿＿a＿＿ ∗＿b＿∗"),
        ("a* and *b", "a∗ and ∗b"),
        ("TOKEN_ENCRYPTION_KEYS 2*3 north~west", "TOKEN_ENCRYPTION_KEYS 2*3 north~west"),
        ("営業*本部*", "営業*本部∗"),
    ],
)
def test_what_people_type_marks_nothing_up(typed: str, shown: str) -> None:
    assert escape(typed) == shown
    [message] = [notices.usage(translator(Language.EN), unread=typed)]
    assert f"“\u2068{shown}\u2069”" in message["blocks"][0]["text"]["text"]


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_text_at_all_pings_or_breaks(text: str) -> None:
    for message in answers(Language.JA, text):
        for shown in texts(message):
            assert "<!" not in shown
            assert "<@" not in shown
            assert "<#" not in shown


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
