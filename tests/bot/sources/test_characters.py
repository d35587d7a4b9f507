import pytest

from bot.sources.characters import is_text


@pytest.mark.parametrize(
    "name", ["", "営業 (EMEA)", "Vente\u00a0– Été", "👩\u200d💻 Tools", "two\r\n\tlines", "\ue000"]
)
def test_names_are_text(name: str) -> None:
    assert is_text(name)


@pytest.mark.parametrize("name", ["a\x00b", "\x1b[31m", "\x7f", "\ud800", "x\udfff"])
def test_what_no_database_keeps_is_none(name: str) -> None:
    assert not is_text(name)
