"""App Home in every state it can be in, for whoever looks."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.connections import Cause, Override, Run
from bot.sandbox.blockkit.judge import judge_view
from bot.views.charts import list_ratio_points
from bot.views.home import SHOWN_ALERTS, Dashboard, home_view
from bot.views.ids import Action
from bot.views.language import translator
from bot.views.runs import SHELL
from bot.workspaces import Briefing, Digest, Enquiry, Language, Origin, Preferences
from rules.facts import Facts
from rules.freshness import Freshness
from rules.guards import Hold, HoldReason
from rules.headcounts import HeadcountClass, SourceKind
from rules.ratios import DEFAULT_BOUNDS
from rules.silences import Silence
from rules.troubles import Incident, RunStatus, Trouble
from tests.blockkit import action_ids, check_view, check_view_schema, texts
from tests.bot.cards import a_card
from tests.builders import (
    NOON,
    TODAY,
    a_connection,
    a_member,
    a_workspace,
    customer_facing,
    enablement,
    some_facts,
)
from tests.rules.histories import UPPER_BOUND

EN = translator(Language.EN)
PREFERENCES = Preferences(alert_channel="C1", digest=Digest.WEEKLY)
POINTS = list_ratio_points(
    [(TODAY - timedelta(weeks=week), 320 - week, Decimal(6)) for week in range(25, -1, -1)],
    DEFAULT_BOUNDS,
)


def a_run(status: RunStatus = RunStatus.OK, **changes: Any) -> Run:
    known: dict[str, Any] = {
        "workspace_id": "T1",
        "connection_id": 1,
        "kind": SourceKind.REST,
        "source": "HRIS <!channel>",
        "cause": Cause.SCHEDULE,
        "by": None,
        "started_at": NOON,
        "finished_at": NOON,
        "as_of": TODAY,
        "id": 1,
        **changes,
    }
    return Run(status=status, **known)


HELD = a_run(
    RunStatus.HELD,
    rows=(customer_facing(90), enablement(6)),
    holds=(Hold(HoldReason.TOTAL_CHANGED, None, 326, 96),),
)
RUNS = [a_run(), HELD, a_run(RunStatus.FAILED, incident=Incident(Trouble.UNREACHABLE))]
OVERRIDE = Override(HeadcountClass.ENABLEMENT, enablement(6, fte="5.5"), "U9", NOON)


SILENCE = Silence(NOON, NOON + timedelta(days=9), "U9", "Reorganisation <!channel>")


def a_headcount(facts: Facts | None = None, **changes: Any) -> Enquiry:
    origin = {"as_of": TODAY, "source": SourceKind.REST, "name": "HRIS", **changes}
    return Enquiry(facts or some_facts(), Origin(**origin), (replace(UPPER_BOUND, as_of=TODAY),))


def a_board(headcount: Enquiry | None = None, **changes: Any) -> Dashboard:
    """A quiet workspace as a member sees it."""
    member = a_member(is_guest=changes.pop("is_guest", False))
    values: dict[str, Any] = {
        "briefing": Briefing(a_workspace(), member, headcount),
        "preferences": PREFERENCES,
        "connections": [],
        "overrides": [],
        "points": [],
        "runs": [],
        "held": [],
        "alerts": [],
        "untold": 0,
        "silence": None,
        "may_administer": False,
        **changes,
    }
    return Dashboard(**values)


BOARDS = {
    "first visit": a_board(preferences=Preferences()),
    "channel missing": a_board(a_headcount(), preferences=Preferences()),
    "headcount missing": a_board(),
    "all is well": a_board(a_headcount(), points=POINTS),
    "nobody to support": a_board(a_headcount(Facts(0, Decimal(0)))),
    "no enabler": a_board(a_headcount(Facts(320, Decimal(0)))),
    "enablers unknown": a_board(a_headcount(Facts(320, None))),
    "biggest": a_board(a_headcount(Facts(10_000_000, Decimal("0.1")))),
    "stale": a_board(a_headcount(freshness=Freshness.STALE)),
    "expired": a_board(a_headcount(freshness=Freshness.EXPIRED)),
    "everything": a_board(
        a_headcount(is_overridden=True),
        connections=[a_connection()],
        overrides=[OVERRIDE],
        points=POINTS,
        runs=RUNS,
        held=[HELD],
        alerts=[a_card(), *[a_card(segment=f"<!here>{place}") for place in range(30)]],
        untold=3,
    ),
    "silenced": a_board(a_headcount(), silence=SILENCE, alerts=[a_card()]),
    "a guest": a_board(a_headcount(), is_guest=True, alerts=[a_card()], points=POINTS),
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", BOARDS)
def test_every_state_is_one_that_slack_takes(name: str, language: Language) -> None:
    for may_administer in (False, True):
        board = replace(BOARDS[name], may_administer=may_administer)
        view = home_view(translator(language), board)
        check_view(view, may_mention=True)
        check_view_schema(view)
        assert judge_view(view) == []
        assert not any("<!channel>" in text or "<!here>" in text for text in texts(view))


def said(board: Dashboard) -> str:
    return "\n".join(texts(home_view(EN, board)))


def controls(board: Dashboard) -> set[str]:
    return action_ids(home_view(EN, board))


def test_a_first_visit_says_what_this_is_and_what_to_do() -> None:
    told = said(BOARDS["first visit"])
    assert told.count(":white_large_square:") == 3
    assert "I keep counts, never names." in told
    assert Action.ENTER_NUMBERS in controls(BOARDS["first visit"])


def test_what_is_done_is_marked_and_then_goes_away() -> None:
    assert said(BOARDS["channel missing"]).count(":white_check_mark:") == 1
    assert said(BOARDS["headcount missing"]).count(":white_check_mark:") == 1
    assert "Three steps" not in said(BOARDS["all is well"])


def test_the_status_names_numbers_source_and_date() -> None:
    told = said(BOARDS["all is well"])
    assert "1:53 – 6 enablers for 320 customer-facing teammates" in told
    assert "Source: HRIS, read daily, as of March 2, 2026." in told
    assert "unlikely to reach" in told or "You reach" in told
    assert "are more than your bound of 1:500 allows" in told


def test_japanese_has_marks_of_its_own() -> None:
    told = "\n".join(texts(home_view(translator(Language.JA), BOARDS["all is well"])))
    assert "1:53（顧客対応メンバー320人" in told
    assert "–" not in told


def test_old_numbers_say_so() -> None:
    assert "These numbers are stale" in said(BOARDS["stale"])


def test_numbers_too_old_for_advice_give_none() -> None:
    told = said(BOARDS["expired"])
    assert "too old to give advice from" in told
    assert "1:53" not in told
    assert Action.WHAT_IF not in controls(BOARDS["expired"])


def test_only_admins_may_type_numbers_over_a_source() -> None:
    typed = a_board(a_headcount(source=SourceKind.MANUAL, name=""))
    assert Action.ENTER_NUMBERS in controls(typed)
    for name in ("all is well", "expired"):
        assert Action.ENTER_NUMBERS not in controls(BOARDS[name])
        assert Action.ENTER_NUMBERS in controls(replace(BOARDS[name], may_administer=True))


def test_beside_numbers_too_old_for_advice_counts_that_wait_claim_nothing_of_them() -> None:
    board = replace(BOARDS["expired"], held=[HELD])
    assert "Newer counts wait for an admin's decision." in said(board)
    told = said(replace(board, may_administer=True))
    assert "in force" not in told
    assert "Until you decide, the numbers published before are not replaced." in told


def test_a_guest_sees_what_this_is_and_nothing_of_the_company() -> None:
    told = said(BOARDS["a guest"])
    assert "320" not in told
    assert "1:533" not in told
    assert controls(BOARDS["a guest"]) == set()


def test_many_alerts_are_cut_with_how_many_there_are_more() -> None:
    board = BOARDS["everything"]
    shown = home_view(EN, board)["blocks"]
    assert sum(Action.VIEW_PLAN in action_ids(block) for block in shown) == SHOWN_ALERTS
    assert "and 21 more" in said(board)


def test_silence_over_all_alerts_is_shown_to_everybody_but_guests() -> None:
    member = BOARDS["silenced"]
    assert "All alerts are silenced until" in said(member)
    assert Action.END_SILENCE_ALL not in controls(member)
    assert "silenced" not in said(replace(BOARDS["a guest"], silence=SILENCE))


def test_admins_begin_it_where_they_find_the_settings() -> None:
    quiet = BOARDS["all is well"]
    assert Action.SILENCE_ALL not in controls(quiet)
    assert Action.SILENCE_ALL in controls(replace(quiet, may_administer=True))
    both = {Action.SILENCE_ALL, Action.END_SILENCE_ALL}
    assert both <= controls(replace(BOARDS["silenced"], may_administer=True))


def test_only_admins_decide_and_retry() -> None:
    for_admins = {Action.ACCEPT_RUN, Action.KEEP_OLD, Action.RETRY_DELIVERIES, Action.SOURCES}
    member = BOARDS["everything"]
    admin = replace(member, may_administer=True)
    assert for_admins.isdisjoint(controls(member))
    assert for_admins <= controls(admin)
    assert "3 messages could not be posted" in said(admin)
    assert "1 message could not be posted" in said(replace(admin, untold=1))


def test_a_number_set_in_a_shell_mentions_nobody() -> None:
    told = said(a_board(a_headcount(), overrides=[replace(OVERRIDE, set_by=SHELL)]))
    assert "5.5 enablers. somebody on the command line, " in told
    assert "<@" not in told
