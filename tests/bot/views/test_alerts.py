"""What alerts say: never more than is so, in every state, and always as Slack takes it."""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from bot.alerts import AlertCard, DeliveryKind
from bot.sandbox.blockkit.judge import judge_message
from bot.views.alert_texts import CLOSED, FIRING, tell_state
from bot.views.alerts import (
    MOST_IN_GROUP,
    REPLIES,
    alert_group,
    alert_reply,
    alert_root,
    channel_trouble,
    escalation_notice,
    stage_notice,
)
from bot.views.ids import Action
from bot.views.language import Translator, translator
from bot.views.text import escape, isolate
from bot.workspaces import Language
from rules.alert_rules import Rule
from rules.alerts import Condition, DataState, Reason
from rules.stages import Stage
from tests.blockkit import action_ids, check_message, check_message_schema, mrkdwn, texts
from tests.bot.cards import (
    PLACES,
    WATCHED,
    a_blind_card,
    a_card,
    a_closed_card,
    a_silenced_card,
)
from tests.bot.workbench import buttons
from tests.builders import NOON
from tests.slack_payloads import Payload

EN, JA = (translator(language) for language in Language)
OPEN_STATES = [
    state
    for condition, data, is_flapping in product(Condition, DataState, (False, True))
    if (state := {"condition": condition, "data": data, "is_flapping": is_flapping})
    and (is_flapping or condition in {Condition.FIRING, Condition.RECOVERING})
]
HOSTILE = [
    pytest.param("*bold* _it_ ~no~ `code`", id="mrkdwn"),
    pytest.param("<!channel> <@U1> <#C1>", id="mentions"),
    pytest.param("<https://evil.example|Sales>", id="a link"),
    pytest.param("\u202emoc.elpmaxe", id="right to left"),
    pytest.param("{ratio} {place}", id="places"),
    pytest.param("営業" * 40, id="eighty characters"),
    pytest.param("&lt;" * 20, id="escapes"),
]
RESOLVED = {Language.EN: "resolved", Language.JA: "解消しました"}


def check(message: Payload, *, may_show_braces: bool = False) -> None:
    check_message(message, may_mention=True, may_show_braces=may_show_braces)
    assert judge_message(message["text"], message["blocks"]) == []
    said = "\n".join([message["text"], *mrkdwn(message)])
    assert not re.search(r"<!(?!date)", said)


def root_of(card: AlertCard, tr: Translator = EN) -> str:
    return "\n".join(texts(alert_root(tr, card)))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("rule", "segment"), PLACES)
def test_every_alert_is_one_that_slack_takes(rule: Rule, segment: str, language: Language) -> None:
    for state in OPEN_STATES:
        card = a_card(rule, segment, state=state)
        check(alert_root(translator(language), card))
        check(alert_reply(translator(language), DeliveryKind.REMINDER, [card], Reason.WORSENED))


@pytest.mark.parametrize("language", Language)
def test_messages_follow_slacks_own_schema(language: Language) -> None:
    tr = translator(language)
    for rule, segment in PLACES:
        check_message_schema(alert_root(tr, a_card(rule, segment)))
    for kind in (DeliveryKind.RESOLVED, *REPLIES):
        check_message_schema(alert_reply(tr, kind, [a_card()], None))
    check_message_schema(alert_group(tr, [a_card(segment="EMEA")] * 4))


@pytest.mark.parametrize("tr", [EN, JA])
def test_an_alert_opens_with_a_fact_and_shows_its_numbers(tr: Translator) -> None:
    message = alert_root(tr, a_card())
    point = "全チーム：1:533です。" if tr is JA else "All teams: 1:533 is more than"
    assert message["text"].startswith(point)
    said = texts(message)
    assert any("1:533" in text and "1:50" in text and "1:500" in text for text in said[1:])
    assert any("1,424" in text for text in said)
    assert any(f"<!date^{int(NOON.timestamp())}^" in text for text in said)
    seen = int((NOON + timedelta(days=1)).timestamp())
    assert any(f"<!date^{seen}^" in text for text in said)


@pytest.mark.parametrize("tr", [EN, JA])
@pytest.mark.parametrize("reason", list(CLOSED))
def test_an_end_without_recovery_claims_none(reason: Reason, tr: Translator) -> None:
    for rule, segment in PLACES:
        said = root_of(a_closed_card(reason, rule, segment), tr)
        assert RESOLVED[tr.language] not in said
        assert "inside the bounds again" not in said
        assert "許容範囲内に戻" not in said


@pytest.mark.parametrize("tr", [EN, JA])
@pytest.mark.parametrize("rule", WATCHED)
def test_a_recovery_is_told_as_one(rule: Rule, tr: Translator) -> None:
    said = root_of(a_closed_card(Reason.RECOVERED, rule), tr)
    assert RESOLVED[tr.language] in said


def test_every_rule_and_every_end_has_its_words() -> None:
    assert set(FIRING) == set(WATCHED)
    assert {Reason.RECOVERED}.isdisjoint(CLOSED)
    for reason in CLOSED:
        check(alert_root(JA, a_closed_card(reason, segment="EMEA", customer_facing=12)))


def test_a_closed_alert_has_no_buttons_and_names_its_place() -> None:
    message = alert_root(EN, a_closed_card(Reason.TOO_SMALL, segment="EMEA", customer_facing=4))
    assert action_ids(message) == set()
    assert "EMEA" in message["text"]
    assert not any("÷" in text for text in texts(message))


@pytest.mark.parametrize("data", [one for one in DataState if one is not DataState.FRESH])
def test_figures_that_cannot_be_trusted_say_so(data: DataState) -> None:
    assert "Frozen" in root_of(a_blind_card(data))
    assert "Frozen" in "\n".join(texts(alert_group(EN, [a_blind_card(data)])))
    assert "Frozen" not in root_of(a_blind_card(data, Rule.DATA_STALE))
    assert "Frozen" not in root_of(a_blind_card(DataState.FRESH))


def test_a_decision_takes_the_place_of_its_button() -> None:
    taken = alert_root(EN, a_card(episode={"acked_by": "U1", "acked_at": NOON}))
    assert Action.ACKNOWLEDGE not in action_ids(taken)
    assert any("Acknowledged by <@U1>" in text for text in texts(taken))
    silenced = alert_root(EN, a_silenced_card())
    assert {Action.SNOOZE, Action.SILENCE}.isdisjoint(action_ids(silenced))
    assert Action.END_SILENCE in action_ids(silenced)
    assert any("Silenced by <@U2>" in text for text in texts(silenced))


@pytest.mark.parametrize("draw", [alert_root, lambda tr, card: alert_group(tr, [card])])
def test_why_it_is_silenced_is_shown_in_one_line(
    draw: Callable[[Translator, AlertCard], Payload],
) -> None:
    message = draw(EN, a_silenced_card(silenced_for="*Reorganisation*\n<!channel> " + "x" * 300))
    check_message(message, may_mention=True)
    [told] = [text for text in texts(message) if "Reason:" in text]
    assert "∗Reorganisation∗ &lt;!channel&gt; xxx" in told
    assert "x…" in told
    assert not any("Reason:" in text for text in texts(draw(EN, a_silenced_card())))


def test_an_answer_in_japanese_has_no_gap_between_its_sentences() -> None:
    said = alert_reply(JA, DeliveryKind.REMINDER, [a_card()], None)["text"]
    assert "。 " not in said


def test_who_took_an_alert_on_does_so_no_more_once_it_is_closed() -> None:
    acked = {"acked_by": "U1", "acked_at": NOON}
    assert "対応中です" in str(alert_root(JA, a_card(episode=acked)))
    closed = {**acked, "closed_at": NOON, "close_reason": Reason.RECOVERED}
    told = str(alert_root(JA, a_card(episode=closed)))
    assert "<@U1>さんが対応しました" in told
    assert "対応中" not in told


def test_bounds_can_be_changed_only_where_they_are_what_is_broken() -> None:
    for rule in WATCHED:
        has_bounds = rule in {Rule.RATIO_ABOVE, Rule.RATIO_BELOW}
        assert (Action.SETTINGS in action_ids(alert_root(EN, a_card(rule)))) == has_bounds


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("count", [1, 30])
def test_a_segment_may_have_any_name(name: str, count: int, language: Language) -> None:
    tr = translator(language)
    card = a_card(segment=name)
    for message in (
        alert_root(tr, card),
        alert_group(tr, [card] * 4),
        alert_reply(tr, DeliveryKind.RESOLVED, [card] * count, Reason.RECOVERED),
        escalation_notice(tr, [card] * count, "C1"),
    ):
        check(message, may_show_braces=True)
        said = re.sub(r"<#C1>|<!date[^>]*>", "", "\n".join([message["text"], *mrkdwn(message)]))
        assert not re.search(r"<[!@#h]", said)

        assert isolate(escape(name)) in said


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("count", [4, 20, 21, 30])
def test_a_group_stays_inside_the_limits(count: int, language: Language) -> None:
    cards = [
        a_card(segment="営業" * 39 + f"{place:02}", episode={"acked_by": "U1", "acked_at": NOON})
        for place in range(count)
    ]
    message = alert_group(translator(language), cards)
    check(message)
    shown = [block for block in message["blocks"] if block["type"] == "actions"]
    assert len(shown) == min(count, MOST_IN_GROUP)
    assert str(count) in message["text"]


def test_a_group_counts_what_is_still_open() -> None:
    cards = [a_card(segment="EMEA"), a_closed_card(Reason.SEGMENT_REMOVED, segment="APAC")]
    assert alert_group(EN, cards)["text"] == "Alerts are open for 1 of 2 segments."
    over = [a_closed_card(Reason.RECOVERED, segment=name) for name in ("EMEA", "APAC")]
    message = alert_group(EN, over)
    assert message["text"] == "None of these 2 segments has an open alert any more."
    assert buttons(message) == {}


@pytest.mark.parametrize("language", Language)
def test_notices_are_ones_that_slack_takes(language: Language) -> None:
    tr = translator(language)
    for before, after in product(Stage, repeat=2):
        check(stage_notice(tr, before, after, 520))
    for code in ("is_archived", "channel_not_found", "not_in_channel", "quite_new"):
        check(channel_trouble(tr, "C1", code))
    check(escalation_notice(tr, [a_card()], "C1"))


def test_a_reply_says_why_it_comes_and_what_is_so() -> None:
    for kind, phrase in REPLIES.items():
        said = alert_reply(EN, kind, [a_card()], None)["text"]
        assert said == f"{EN.say(phrase)} {EN.say(tell_state(a_card()))}"
