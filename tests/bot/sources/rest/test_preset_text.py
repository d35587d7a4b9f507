import pytest

from bot.errors import SourceConfigError
from bot.sources.rest.preset_text import LONGEST_PRESET, parse_preset_text
from bot.views.language import translator
from bot.workspaces import Language


def complaint(text: str) -> str:
    with pytest.raises(SourceConfigError) as caught:
        parse_preset_text(text, "definition")
    assert caught.value.field == "definition"
    assert caught.value.__cause__ is None
    return translator(Language.EN).say(caught.value.phrase)


def test_plain_yaml_is_read() -> None:
    text = "preset: ours\nparams: {count: 0, filter: 'a eq \"b\"'}\nlist: [1, x, true, null]\n"
    text += "version: 2024-09-01\n"
    assert parse_preset_text(text, "definition") == {
        "preset": "ours",
        "params": {"count": 0, "filter": 'a eq "b"'},
        "list": [1, "x", True, None],
        "version": "2024-09-01",
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("preset: ours\nid: [\n", id="a bracket that is left open"),
        pytest.param("id: a\npreset: ours\nid: b\n", id="a key twice"),
        pytest.param("a: {b: 1, b: 2}\n", id="a key twice further down"),
        pytest.param("a: &x [1, 2]\nb: *x\n", id="a reference"),
        pytest.param("a: &x {b: 1}\nc:\n  <<: *x\n", id="a reference that merges"),
        pytest.param("a: !!python/object/apply:os.system [ls]\n", id="a call"),
        pytest.param("a: !secret x\n", id="a type that nobody knows"),
        pytest.param("a: b\n---\nc: d\n", id="two documents"),
        pytest.param("a: \x00\n", id="a character that is none"),
        pytest.param("? [a, b]\n: c\n", id="a list for a name"),
        pytest.param("[" * 1_000, id="nested too deep"),
        pytest.param("- a\n- b\n", id="a list"),
        pytest.param("just a text", id="a text"),
        pytest.param("", id="nothing"),
        pytest.param("1: a\n", id="a number for a name"),
        pytest.param("a: !!set {b, c}\n", id="a set"),
        pytest.param("a: !!binary aGk=\n", id="bytes"),
        pytest.param("a: !!timestamp 2026-01-01\n", id="a date, said to be one"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_without_its_text(text: str) -> None:
    assert complaint(text).startswith("A preset is written in YAML")


def test_the_line_is_named_where_there_is_one() -> None:
    assert "line 3" in complaint("preset: ours\nrows: people\nid: a: b\n")


def test_a_preset_has_an_end() -> None:
    assert complaint("#" * (LONGEST_PRESET + 1)) == "A preset has at most 20,000 characters."
