"""What Slack's client checks before it submits a form."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.blockkit.walk import list_inputs
from bot.sandbox.person.acting import choose
from bot.sandbox.users import User

_EMPTY: tuple[Any, ...] = (None, "", [], {})
_ABOUT = {"type"}


def check_form(
    user: User, blocks: list[dict[str, Any]], values: Mapping[str, Any]
) -> dict[str, str]:
    """A sentence per block that is not filled in properly.

    Args:
        user: Whose language it is said in.
        blocks: The form.
        values: `values[block_id][action_id]`, each with its `type` and what was filled in.
    """
    errors = {}
    for block, element in list_inputs(blocks):
        answer = values.get(block["block_id"], {}).get(element["action_id"], {})
        if fault := _find_fault(user, block, element, answer):
            errors[block["block_id"]] = fault
    return errors


def _find_fault(
    user: User, block: dict[str, Any], element: dict[str, Any], answer: Mapping[str, Any]
) -> str | None:
    filled = [value for name, value in answer.items() if name not in _ABOUT]
    if all(value in _EMPTY for value in filled):
        is_needed = not block.get("optional", False)
        return choose(user, "Please fill this in.", "入力してください。") if is_needed else None
    check = _CHECKS.get(element["type"])
    return check(user, element, str(answer.get("value", ""))) if check else None


def _check_text(user: User, element: dict[str, Any], text: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(text) < least:
        return choose(user, f"At least {least} characters.", f"{least}文字以上で入力してください。")
    if len(text) > most:
        return choose(user, f"At most {most} characters.", f"{most}文字以内で入力してください。")
    return None


def _check_number(user: User, element: dict[str, Any], text: str) -> str | None:
    try:
        number = float(text)
    except ValueError:
        return choose(user, "This must be a number.", "数値を入力してください。")
    if not element["is_decimal_allowed"] and not number.is_integer():
        return choose(user, "This must be a whole number.", "整数を入力してください。")
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < float(least):
        return choose(user, f"This must be {least} or more.", f"{least}以上にしてください。")
    if most is not None and number > float(most):
        return choose(user, f"This must be {most} or less.", f"{most}以下にしてください。")
    return None


def _check_email(user: User, element: dict[str, Any], text: str) -> str | None:  # noqa: ARG001 - one signature
    name, _, domain = text.partition("@")
    is_address = bool(name) and "." in domain and " " not in text
    said = choose(user, "This must be an e-mail address.", "メールアドレスを入力してください。")
    return None if is_address else said


def _check_url(user: User, element: dict[str, Any], text: str) -> str | None:  # noqa: ARG001 - one signature
    is_address = text.startswith(("https://", "http://")) and " " not in text
    return None if is_address else choose(user, "This must be a link.", "URLを入力してください。")


_CHECKS = {
    "plain_text_input": _check_text,
    "number_input": _check_number,
    "email_text_input": _check_email,
    "url_text_input": _check_url,
}
