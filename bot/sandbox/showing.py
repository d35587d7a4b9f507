"""Modals and Homes from the bot: judged, named, shown."""

import json
from dataclasses import replace
from typing import Any

from bot.sandbox.blockkit.judge import is_too_large, judge_view, list_errors
from bot.sandbox.blockkit.violations import Violation
from bot.sandbox.blockkit.walk import name_blocks
from bot.sandbox.errors import SlackError
from bot.sandbox.ids import new_id
from bot.sandbox.live import Topic
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.views import DEEPEST_STACK, View, make_hash


def read_view(
    sandbox: Sandbox, raw: Any, kind: str, method: str, user: str | None
) -> tuple[dict[str, Any], tuple[Violation, ...]]:
    """Check a view, which may be written as JSON, and give its blocks their ids.

    Returns:
        The content, and what is wrong with it though Slack takes it.

    Raises:
        SlackError: `invalid_arguments` with a line for each fault, or `view_too_large`.
    """
    view = _read_json(raw)
    if is_too_large(view):
        raise SlackError("view_too_large")
    violations = judge_view(view)
    if not list_errors(violations) and view["type"] != kind:
        violations.append(Violation("/view/type", f"must be {kind}", "not_allowed"))
    if errors := list_errors(violations):
        blocks = view.get("blocks") if isinstance(view, dict) else None
        shown = blocks if isinstance(blocks, list) else []
        sandbox.reject(method, "invalid_arguments", errors, shown, user=user)
        raise SlackError("invalid_arguments", messages=[error.to_slack() for error in errors])
    return {**view, "blocks": [*name_blocks(view["blocks"])]}, tuple(violations)


def _read_json(raw: Any) -> Any:
    if not isinstance(raw, str):
        return raw
    try:
        return json.loads(raw)
    except ValueError:
        raise SlackError("invalid_arguments", messages=["the view is not JSON"]) from None


def make_view(
    sandbox: Sandbox, user: str, content: dict[str, Any], violations: tuple[Violation, ...]
) -> View:
    """A view of its own, in no stack yet.

    Raises:
        SlackError: If the app's own id is taken by another view.
    """
    view_id = new_id("V")
    view = View(
        id=view_id,
        user=user,
        content=content,
        hash=make_hash(sandbox.clock.now().timestamp()),
        root_id=view_id,
        violations=violations,
    )
    _refuse_twin(sandbox, view)
    return view


def _refuse_twin(sandbox: Sandbox, view: View) -> None:
    if not view.external_id:
        return
    twin = sandbox.workspace.views.find_external(view.external_id)
    if twin is not None and twin.id != view.id:
        raise SlackError("duplicate_external_id")


def open_view(sandbox: Sandbox, view: View) -> View:
    """Show a modal in place of those that were open."""
    sandbox.workspace.views.set_stack(view.user, (view,))
    sandbox.changes.mark(Topic.VIEWS)
    return view


def push_view(sandbox: Sandbox, view: View) -> View:
    """Show a modal on top of the others.

    Raises:
        SlackError: If none is open, or three are.
    """
    views = sandbox.workspace.views
    stack = views.stack(view.user)
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= DEEPEST_STACK:
        raise SlackError("push_limit_reached")
    pushed = replace(view, root_id=stack[0].id, previous_id=stack[-1].id)
    views.set_stack(view.user, (*stack, pushed))
    sandbox.changes.mark(Topic.VIEWS)
    return pushed


def update_view(
    sandbox: Sandbox, view: View, content: dict[str, Any], violations: tuple[Violation, ...]
) -> View:
    """Change a view where it stands; what the person typed stays.

    Raises:
        SlackError: If the app's own id is taken by another view.
    """
    changed = replace(
        view,
        content=content,
        hash=make_hash(sandbox.clock.now().timestamp()),
        errors={},
        violations=violations,
    )
    _refuse_twin(sandbox, changed)
    sandbox.workspace.views.save(changed)
    sandbox.changes.mark(Topic.VIEWS, Topic.HOME)
    return changed


def publish_home(
    sandbox: Sandbox, user: str, content: dict[str, Any], violations: tuple[Violation, ...]
) -> View:
    """Show a person's App Home."""
    old = sandbox.workspace.views.find_home(user)
    if old is not None:
        return update_view(sandbox, old, content, violations)
    view = make_view(sandbox, user, content, violations)
    sandbox.workspace.views.set_home(view)
    sandbox.changes.mark(Topic.HOME)
    return view
