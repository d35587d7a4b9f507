"""Submitting and closing modals."""

from dataclasses import replace
from typing import Any

from bot.sandbox.blockkit.violations import Violation
from bot.sandbox.blockkit.walk import list_inputs
from bot.sandbox.delivery.answers import Answer, AnswerStatus
from bot.sandbox.delivery.payloads import view_closed, view_submission
from bot.sandbox.errors import PersonError, SlackError
from bot.sandbox.live import Topic
from bot.sandbox.person.acting import Outcome, choose, tell_outcome
from bot.sandbox.person.forms import check_form
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.showing import make_view, push_view, read_view, update_view
from bot.sandbox.users import User
from bot.sandbox.views import View, keep_state

_WHERE = "response_action"


async def submit(sandbox: Sandbox, user: User, view: View, values: dict[str, Any]) -> Outcome:
    """Submit the modal on top.

    Raises:
        PersonError: If it is not on top, or not filled in properly.
    """
    stack = sandbox.workspace.views.stack(user.id)
    if not stack or stack[-1].id != view.id:
        raise PersonError("view_not_found", "that window is not on top", is_missing=True)
    if errors := check_form(user, view.content["blocks"], values):
        said = choose(user, "Some fields need another look.", "入力内容を確認してください。")
        raise PersonError("invalid_state", said, errors=errors)
    sandbox.see(f"submit:{view.content.get('callback_id', '')}")
    view = replace(keep_state(view, values), errors={})
    sandbox.workspace.views.save(view)
    urls = _make_response_urls(sandbox, user, view)
    trigger_id = sandbox.triggers.make(user.id)
    answer = await sandbox.dispatcher.ask(
        view_submission(sandbox.identity, user, view, trigger_id, urls)
    )
    if answer.status is not AnswerStatus.ACKED:
        return tell_outcome(answer, user)
    return _follow(sandbox, user, view, answer)


def _make_response_urls(sandbox: Sandbox, user: User, view: View) -> list[dict[str, str]]:
    urls = []
    for block, element in list_inputs(view.content["blocks"]):
        answer = view.state.get(block["block_id"], {}).get(element["action_id"], {})
        channel = answer.get("selected_conversation") or answer.get("selected_channel")
        if element.get("response_url_enabled") and channel:
            url = sandbox.response_urls.make(channel, user.id)
            place = {"block_id": block["block_id"], "action_id": element["action_id"]}
            urls.append({**place, "channel_id": channel, "response_url": url})
    return urls


def _follow(sandbox: Sandbox, user: User, view: View, answer: Answer) -> Outcome:
    # Until the answer came, the app may have changed the view through the API.
    current = sandbox.workspace.views.find(view.id)
    if current is None:
        return Outcome(answer.status)
    try:
        _obey(sandbox, user, current, answer.fields)
    except SlackError as error:
        said = choose(
            user,
            f"The app's answer could not be shown ({error.code}).",
            f"アプリの応答を表示できませんでした（{error.code}）。",
        )
        return Outcome(AnswerStatus.FAILED, said)
    return Outcome(answer.status)


def _obey(sandbox: Sandbox, user: User, view: View, fields: dict[str, Any]) -> None:
    action = fields.get("response_action")
    if action == "errors":
        _show_errors(sandbox, view, fields.get("errors") or {})
    elif action in ("update", "push"):
        content, violations = read_view(
            sandbox, fields.get("view"), "modal", f"{_WHERE}: {action}", user.id
        )
        if action == "update":
            update_view(sandbox, view, content, violations)
        else:
            push_view(sandbox, make_view(sandbox, user.id, content, violations))
    elif action in (None, "clear"):
        stack = sandbox.workspace.views.stack(user.id)
        sandbox.workspace.views.set_stack(user.id, () if action else stack[:-1])
        sandbox.changes.mark(Topic.VIEWS)
    else:
        _refuse(sandbox, view, f"{action!r} is no response_action")


def _show_errors(sandbox: Sandbox, view: View, errors: dict[str, str]) -> None:
    inputs = {block["block_id"] for block, _ in list_inputs(view.content["blocks"])}
    if strangers := errors.keys() - inputs:
        _refuse(sandbox, view, f"no input block has the id {', '.join(sorted(strangers))}")
    sandbox.workspace.views.save(replace(view, errors=dict(errors)))
    sandbox.changes.mark(Topic.VIEWS)


def _refuse(sandbox: Sandbox, view: View, said: str) -> None:
    violation = Violation(f"/{_WHERE}", said, _WHERE)
    sandbox.reject(_WHERE, "invalid_arguments", [violation], [], user=view.user)
    raise SlackError("invalid_arguments")


async def close(sandbox: Sandbox, user: User, view: View, *, is_cleared: bool) -> None:
    """Close the modal on top, or with `is_cleared` the whole stack.

    Raises:
        PersonError: If it is not open.
    """
    views = sandbox.workspace.views
    stack = views.stack(user.id)
    if view.id not in {one.id for one in stack}:
        raise PersonError("view_not_found", "that window is gone", is_missing=True)
    clears = is_cleared or bool(view.content.get("clear_on_close"))
    place = 0 if clears else [one.id for one in stack].index(view.id)
    views.set_stack(user.id, stack[:place])
    sandbox.changes.mark(Topic.VIEWS)
    for closed in reversed(stack[place:]):
        if closed.content.get("notify_on_close"):
            payload = view_closed(sandbox.identity, user, closed, is_cleared=clears)
            await sandbox.dispatcher.ask(payload)
