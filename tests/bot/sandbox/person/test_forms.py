from typing import Any

import pytest

from bot.sandbox.blockkit.walk import name_blocks
from bot.sandbox.person.forms import check_form
from bot.sandbox.users import User
from tests.bot.sandbox.builders import an_input

ALEX = User("U1", "alex", "Alex")
AOI = User("U2", "aoi", "Aoi", locale="ja-JP")
WHOLE = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"}


def check(value: Any, user: User = ALEX, **element: Any) -> str | None:
    """The fault of one field that was filled in like this."""
    blocks = [*name_blocks([an_input(**element)])]
    answer = value if isinstance(value, dict) else {"value": value}
    errors = check_form(user, blocks, {"name": {"typed": {"type": "x", **answer}}})
    return errors.get("name")


@pytest.mark.parametrize(
    ("value", "element", "is_fine"),
    [
        pytest.param("1", WHOLE, True, id="the least number"),
        pytest.param("0", WHOLE, False, id="one less"),
        pytest.param("9", WHOLE, True, id="the greatest number"),
        pytest.param("10", WHOLE, False, id="one more"),
        pytest.param("2.5", WHOLE, False, id="half a person"),
        pytest.param("2.5", {**WHOLE, "is_decimal_allowed": True}, True, id="where halves are"),
        pytest.param("many", WHOLE, False, id="no number"),
        pytest.param("ab", {"min_length": 2, "max_length": 3}, True, id="long enough"),
        pytest.param("a", {"min_length": 2}, False, id="too short"),
        pytest.param("abcd", {"max_length": 3}, False, id="too long"),
        pytest.param("a@b.example", {"type": "email_text_input"}, True, id="an address"),
        pytest.param("a@b", {"type": "email_text_input"}, False, id="half an address"),
        pytest.param("https://b.example", {"type": "url_text_input"}, True, id="a link"),
        pytest.param("b.example", {"type": "url_text_input"}, False, id="half a link"),
        pytest.param({"files": []}, {"type": "file_input"}, False, id="no file"),
        pytest.param({"files": [{"id": "F1"}]}, {"type": "file_input"}, True, id="a file"),
        pytest.param({"selected_user": None}, {"type": "users_select"}, False, id="nobody"),
    ],
)
def test_a_field_is_checked(value: Any, element: dict[str, Any], is_fine: bool) -> None:
    assert (check(value, **element) is None) == is_fine


def test_an_optional_field_may_stay_empty() -> None:
    blocks = [*name_blocks([{**an_input(), "optional": True}])]
    assert check_form(ALEX, blocks, {}) == {}


def test_the_fault_is_said_in_the_persons_language() -> None:
    assert check("", ALEX) == "Please fill this in."
    assert check("", AOI) == "入力してください。"
