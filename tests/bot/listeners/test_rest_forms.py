"""What a form of a source that is read over HTTP says of its own fields."""

import pytest

from bot.sources.rest.presets import FIELD_LABELS
from bot.views.language import translator
from bot.workspaces import Language, Standing
from tests.bot.source_kit import PASSWORD, choose
from tests.bot.workbench import Transport, Workbench


@pytest.fixture
def transport() -> Transport:
    return Transport.HTTP


@pytest.mark.parametrize("language", Language)
def test_a_refusal_calls_a_field_as_the_form_does(bench: Workbench, language: Language) -> None:
    bench.add_member(standing=Standing.ADMIN, language=language)
    asked = [
        ("rest:bamboohr", {"values__company": "a b", "api_key": PASSWORD}, "values.company"),
        ("rest:scim_rows", {"base_url": "no address", "token": PASSWORD}, "base_url"),
    ]
    for choice, typed, name in asked:
        errors = choose(bench, choice).submit(**typed).errors
        label = translator(language).say(FIELD_LABELS[name])
        assert label in errors[name]
        assert name not in errors[name]


def test_a_refusal_repeats_what_is_no_secret(bench: Workbench) -> None:
    bench.add_member(standing=Standing.ADMIN)
    typed = {"values__company": "a b", "api_key": PASSWORD}
    assert "“a b”" in choose(bench, "rest:bamboohr").submit(**typed).errors["values.company"]
    # An address may hold a credential.
    typed = {"base_url": f"https://me:{PASSWORD}@example.com", "token": "x"}
    errors = choose(bench, "rest:scim_rows").submit(**typed).errors
    assert PASSWORD not in errors["base_url"]
