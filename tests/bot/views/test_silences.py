"""The modal that silences an alert, about any alert."""

from datetime import date

import pytest

from bot.sandbox.blockkit.judge import judge_view
from bot.views.language import translator
from bot.views.silences import silence_form
from bot.workspaces import Language
from rules.alert_rules import Rule
from tests.blockkit import check_view, check_view_schema, texts
from tests.bot.cards import PLACES, a_card

ENDS_ON = date(2026, 3, 17)


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
