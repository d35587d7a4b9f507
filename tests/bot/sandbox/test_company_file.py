import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.sandbox.company import FunctionClass, in_language
from bot.sandbox.company_file import DEFAULT_COMPANY, CompanyError, parse_company, read_company


@pytest.fixture
def raw() -> Any:
    return copy.deepcopy(yaml.safe_load(DEFAULT_COMPANY.read_text()))


def test_the_shipped_company_has_half_a_year() -> None:
    company = read_company()
    assert {len(one.history) for one in company.functions} == {26}
    assert {one.function_class for one in company.functions} == set(FunctionClass)
    assert {person.locale for person in company.people} == {"en-US", "ja-JP"}
    assert {person.role for person in company.people} == {"owner", "admin", "member", "guest"}
    assert all({"en", "ja"} <= step.texts.keys() for step in company.tour)


def test_a_file_may_be_json(tmp_path: Path, raw: Any) -> None:
    file = tmp_path / "company.json"
    file.write_text(json.dumps(raw))
    assert read_company(file) == read_company()


@pytest.mark.parametrize("text", ["{", "- a\n b: ["])
def test_a_file_that_is_neither_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "company.yml"
    file.write_text(text)
    with pytest.raises(CompanyError, match="cannot be read"):
        read_company(file)
    with pytest.raises(CompanyError, match="cannot be read"):
        read_company(tmp_path / "missing.yml")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        pytest.param(["workspace"], None, "workspace must be an object", id="no workspace"),
        pytest.param(["workspace", "name"], " ", "workspace.name must be a text", id="no name"),
        pytest.param(["people"], [], "people must be a list of at least one", id="nobody"),
        pytest.param(["people", 1], "mia", r"people\[1\] must be an object", id="a name"),
        pytest.param(["people", 0, "role"], "king", "people.0..role cannot be 'king'", id="role"),
        pytest.param(["people", 0, "role"], "bot", "cannot be 'bot'", id="a bot"),
        pytest.param(["people", 0, "tz"], "Mars", "cannot be 'Mars'", id="no time zone"),
        pytest.param(["people", 4, "name"], "alex", "people has 'alex' more than once", id="twins"),
        pytest.param(["channels", 0, "members"], ["zoe"], "names nobody: zoe", id="a stranger"),
        pytest.param(["channels", 0, "kind"], "im", "cannot be 'im'", id="a DM"),
        pytest.param(["channels", 0, "has_bot"], "yes", "must be true or false", id="no flag"),
        pytest.param(["functions", 0, "class"], "legal", "cannot be 'legal'", id="class"),
        pytest.param(["functions", 0, "label"], {"ja": "x"}, "en among them", id="no English"),
        pytest.param(["functions", 0, "history"], [], "whole numbers", id="no history"),
        pytest.param(["functions", 0, "history", 0], 0, "whole numbers", id="an empty group"),
        pytest.param(["functions", 0, "history", 0], True, "whole numbers", id="true"),
        pytest.param(
            ["functions", 1, "history"], [1], r"functions\[1\].history has 1 weeks", id="weeks"
        ),
    ],
)
def test_a_value_that_makes_no_sense_is_named(
    raw: Any, path: list[Any], value: Any, said: str
) -> None:
    inner = raw
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(CompanyError, match=said):
        parse_company(raw)


def test_a_list_is_no_company() -> None:
    with pytest.raises(CompanyError, match="the file must be an object"):
        parse_company([])


def test_a_missing_language_falls_back_to_english() -> None:
    assert in_language({"en": "Sales"}, "de-DE") == "Sales"
