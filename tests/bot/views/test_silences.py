"""The modals that silence one alert or all of them, and the silence that runs."""

from datetime import date, timedelta

import pytest

from bot.sandbox.blockkit.judge import judge_view
from bot.views.ids import Action
from bot.views.language import translator
from bot.views.silences import silence_all_form, silence_blocks, silence_form
from bot.workspaces import Language
from rules.alert_rules import Rule
from rules.silences import Silence
from tests.blockkit import action_ids, check_view, check_view_schema, texts
from tests.bot.cards import PLACES, a_card
from tests.builders import NOON

ENDS_ON = date(2026, 3, 17)
RUNNING = Silence(NOON, NOON + timedelta(days=30), "U7", "Hiring freeze <!here> *now*")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("rule", "segment"), PLACES)
def test_the_form_is_one_that_slack_takes(rule: Rule, segment: str, language: Language) -> None:
    view = silence_form(translator(language), a_card(rule, segment), ENDS_ON)
    check_view(view)
    check_view_schema(view)
    assert judge_view(view) == []


def test_a_name_in_the_form_mentions_nobody() -> None:
    view = silence_form(translator(Language.EN), a_card(segment="<!channel>"), ENDS_ON)
    assert "<!channel>" not in "\n".join(texts(view))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("running", [None, RUNNING])
def test_the_form_for_all_alerts_is_one_that_slack_takes(
    running: Silence | None, language: Language
) -> None:
    view = silence_all_form(translator(language), ENDS_ON, running)
    check_view(view)
    check_view_schema(view)
    assert judge_view(view) == []
    assert [block.get("optional") for block in view["blocks"][1:]] == [False, False]


@pytest.mark.parametrize("may_end", [False, True])
def test_the_silence_that_runs_is_shown_to_all_and_ended_by_those_who_may(*, may_end: bool) -> None:
    blocks = silence_blocks(translator(Language.EN), RUNNING, may_end=may_end)
    [told, does, *buttons] = blocks
    assert "<@U7>: \u2068Hiring freeze &lt;!here&gt; ∗now∗\u2069" in told["text"]["text"]
    assert "still holds" in str(does)
    controls = {Action.SILENCE_ALL, Action.END_SILENCE_ALL}
    assert action_ids({"blocks": buttons}) == (controls if may_end else set())
