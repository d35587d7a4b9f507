"""What an alert says follows the counts it shows: a ratio is called inside its bounds where it is."""

from decimal import Decimal
from typing import Any

import pytest

from bot.alerts import AlertCard
from bot.views.alert_texts import tell_state
from bot.views.alerts import alert_root, stage_notice
from bot.views.language import translator
from bot.workspaces import Language
from rules.alert_rules import Rule
from rules.alerts import Condition, DataState, Reason
from rules.stages import Stage
from tests.blockkit import texts
from tests.bot.cards import a_card, a_closed_card

EN = translator(Language.EN)


def counted(people: int, enablers: str | None) -> dict[str, Any]:
    return {
        "customer_facing": people,
        "enablers": None if enablers is None else Decimal(enablers),
    }


def root_of(card: AlertCard) -> str:
    return "\n".join(texts(alert_root(EN, card)))


@pytest.mark.parametrize(
    ("rule", "people", "enablers", "said"),
    [
        pytest.param(
            Rule.RATIO_ABOVE,
            1_400,
            "3",
            "All teams: resolved. 1:467 is inside the bounds again.",
            id="inside again",
        ),
        pytest.param(
            Rule.RATIO_ABOVE,
            600,
            "30",
            "All teams: closed. 1:20 is no longer above the bounds, but below them.",
            id="from above to below",
        ),
        pytest.param(
            Rule.RATIO_BELOW,
            1_600,
            "3",
            "All teams: closed. 1:533 is no longer below the bounds, but above them.",
            id="from below to above",
        ),
        pytest.param(
            Rule.RATIO_ABOVE,
            30,
            "0",
            "All teams: closed. With 30 customer-facing teammates and no enabler there is no ratio.",
            id="nobody left to divide by",
        ),
        pytest.param(
            Rule.RATIO_ABOVE,
            40,
            "1",
            "All teams: resolved. "
            "A team of one is what this stage calls for, whatever the ratio says.",
            id="outside, but right for so few",
        ),
        pytest.param(
            Rule.RATIO_BELOW,
            60,
            "1",
            "All teams: resolved. 1:60 is inside the bounds again.",
            id="one enabler, but a ratio inside",
        ),
    ],
)
def test_an_end_is_called_a_recovery_only_where_it_is_one(
    rule: Rule, people: int, enablers: str, said: str
) -> None:
    card = a_closed_card(Reason.RECOVERED, rule, **counted(people, enablers))
    assert EN.say(tell_state(card)) == said


@pytest.mark.parametrize("condition", [Condition.FIRING, Condition.RECOVERING])
def test_on_the_way_to_the_other_bound_nothing_is_said_to_be_inside(condition: Condition) -> None:
    card = a_card(state={"condition": condition}, **counted(600, "30"))
    assert EN.say(tell_state(card)) == (
        "All teams: 1:20 is no longer above the bounds, but below them."
        " It ends if the next syncs agree."
    )


@pytest.mark.parametrize(
    ("rule", "people", "enablers", "said"),
    [
        pytest.param(
            Rule.RATIO_ABOVE, 1_000, "2", "1:500 is inside the bounds again.", id="on the bound"
        ),
        pytest.param(
            Rule.RATIO_BELOW, 105, "2", "1:53 is inside the bounds again.", id="just above the low"
        ),
        pytest.param(
            Rule.NO_ENABLER,
            48,
            "0",
            "With 48 customer-facing teammates, nobody has to own enablement yet.",
            id="just too few to need an owner",
        ),
    ],
)
def test_in_the_dead_band_it_is_too_close_to_be_over(
    rule: Rule, people: int, enablers: str, said: str
) -> None:
    told = EN.say(tell_state(a_card(rule, **counted(people, enablers))))
    assert told == f"All teams: {said} That is too close to call it over."


def test_one_head_over_the_bound_is_a_breach() -> None:
    said = EN.say(tell_state(a_card(**counted(1_001, "2"))))
    assert said == "All teams: 1:501 is more than one enabler can support."


def test_past_the_dead_band_only_more_syncs_have_to_agree() -> None:
    said = EN.say(tell_state(a_card(**counted(948, "2"))))
    assert said == "All teams: 1:474 is inside the bounds again. It ends if the next syncs agree."


def test_counts_that_break_a_rule_are_told_before_a_check_has_seen_them() -> None:
    said = EN.say(tell_state(a_card(state={"condition": Condition.RECOVERING})))
    assert said == "All teams: 1:533 is more than one enabler can support."


def test_a_message_in_the_dead_band_does_not_contradict_its_bounds() -> None:
    said = root_of(a_card(**counted(980, "2")))
    assert "more than one enabler can support" not in said
    assert "= 1:490; the bounds are 1:50 to 1:500." in said
    assert "clears at 949 teammates or fewer" in said


@pytest.mark.parametrize("rule", [Rule.RATIO_ABOVE, Rule.RATIO_BELOW, Rule.NO_ENABLER])
def test_where_nobody_counts_enablers_nothing_is_concluded_from_none(rule: Rule) -> None:
    card = a_card(rule, state={"data": DataState.MISSING}, **counted(1_040, None))
    message = alert_root(EN, card)
    assert message["text"] == (
        "All teams: enablers are not counted any more, so this cannot be judged."
    )
    said = "\n".join(texts(message))
    assert "Frozen: the last sync did not count both teammates and enablers." in said
    assert not any(word in said for word in ("–", "segment", "owner", "To consider"))


def test_a_segment_that_a_sync_left_out_is_named_as_what_is_missing() -> None:
    said = root_of(a_card(segment="EMEA", state={"data": DataState.MISSING}))
    assert "Frozen: the last sync did not count this segment." in said


def test_new_settings_say_nothing_of_a_forecast_before_the_next_one() -> None:
    card = a_closed_card(Reason.RULE_CHANGED, Rule.FORECAST)
    assert EN.say(tell_state(card)) == (
        "All teams: closed. The settings have changed; the next forecast judges by them."
    )


def test_a_forecast_that_became_less_likely_but_stays_open_promises_no_more_than_it_may() -> None:
    """It fires at a chance of 60 % and stays open down to 40 %."""
    assert EN.say(tell_state(a_card(Rule.FORECAST))) == (
        "On the present trend the ratio may well leave its bounds within 13 weeks."
    )


def test_new_settings_that_a_ratio_still_breaks_say_that_it_is_judged_anew() -> None:
    """It is closed by them only while it keeps changing: the next syncs have to confirm it."""
    card = a_closed_card(Reason.RULE_CHANGED, **counted(1_600, "3"))
    assert EN.say(tell_state(card)) == (
        "All teams: closed. The settings have changed, so it is judged anew."
    )


def test_new_settings_that_a_ratio_keeps_say_that_it_is_no_alert() -> None:
    card = a_closed_card(Reason.RULE_CHANGED, **counted(1_400, "3"))
    assert EN.say(tell_state(card)) == "All teams: closed. By the new settings this is no alert."


def test_a_new_stage_names_no_number_of_syncs_that_can_be_tuned() -> None:
    said = texts(stage_notice(EN, Stage.TEAM_OF_ONE, Stage.GROWTH, 60))[-1]
    assert said == ("Before: team of one. As many syncs in a row agree as the settings ask for.")


def test_too_few_people_are_no_recovery_while_more_syncs_have_to_agree() -> None:
    state = {"condition": Condition.RECOVERING}
    said = root_of(a_card(Rule.RATIO_ABOVE, "EMEA", state=state, customer_facing=12))
    assert "too small to judge" in said
    assert "inside the bounds" not in said


def test_a_company_that_shrank_still_has_no_owner() -> None:
    gone = a_closed_card(Reason.RECOVERED, Rule.NO_ENABLER, customer_facing=20)
    assert "Somebody owns" not in root_of(gone)
    found = a_closed_card(Reason.RECOVERED, Rule.NO_ENABLER, enablers=Decimal(1))
    assert "Somebody owns enablement again" in root_of(found)


def test_what_keeps_changing_says_what_is_true_now() -> None:
    outside = a_card(state={"condition": Condition.PENDING, "is_flapping": True})
    inside = a_card(state={"condition": Condition.OK, "is_flapping": True}, customer_facing=1_400)
    assert "1:533 is more than" in root_of(outside)
    assert "1:467 is inside the bounds again" in root_of(inside)
    assert all("keeps changing" in root_of(card) for card in (outside, inside))
    stale = a_card(Rule.DATA_STALE, state={"condition": Condition.OK, "is_flapping": True})
    assert "1:53" not in root_of(stale)
