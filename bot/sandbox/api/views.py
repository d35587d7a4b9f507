"""Modals and App Homes."""

from typing import Any

from bot.sandbox.api.arguments import Arguments, fault
from bot.sandbox.delivery.payloads import written_view
from bot.sandbox.errors import SlackError
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.showing import (
    make_view,
    open_view,
    publish_home,
    push_view,
    read_view,
    update_view,
)
from bot.sandbox.views import View


def open_modal(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Show a modal to the person who has just done something."""
    return _answer(sandbox, open_view(sandbox, _make_modal(sandbox, arguments, "views.open")))


def push_modal(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Show a modal on top of the one the person has just used."""
    return _answer(sandbox, push_view(sandbox, _make_modal(sandbox, arguments, "views.push")))


def _make_modal(sandbox: Sandbox, arguments: Arguments, method: str) -> View:
    trigger_id = arguments.text("trigger_id")
    if not trigger_id:
        raise fault("is needed: trigger_id", "trigger_id")
    content, violations = read_view(sandbox, arguments.raw["view"], "modal", method, None)
    # Exchanged last, so that a view that is refused does not use the trigger up.
    user = sandbox.triggers.exchange(trigger_id)
    return make_view(sandbox, user, content, violations)


def update_any_view(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Change a view that is open."""
    view = _find_view(sandbox, arguments)
    _check_hash(view, arguments)
    kind = view.content["type"]
    content, violations = read_view(sandbox, arguments.raw["view"], kind, "views.update", view.user)
    return _answer(sandbox, update_view(sandbox, view, content, violations))


def _find_view(sandbox: Sandbox, arguments: Arguments) -> View:
    view_id, external_id = arguments.find_text("view_id"), arguments.find_text("external_id")
    if (view_id is None) == (external_id is None):
        raise fault("exactly one of view_id and external_id is needed", "view_id")
    views = sandbox.workspace.views
    found = views.find(view_id) if view_id else views.find_external(external_id or "")
    if found is None:
        raise SlackError("not_found")
    return found


def _check_hash(view: View, arguments: Arguments) -> None:
    if arguments.find_text("hash") not in (None, view.hash):
        raise SlackError("hash_conflict")


def publish_view(sandbox: Sandbox, arguments: Arguments) -> dict[str, Any]:
    """Show a person's App Home."""
    user = sandbox.workspace.users.find(arguments.text("user_id"))
    if user is None:
        raise fault("names nobody", "user_id")
    if not sandbox.config.manifest.has_home_tab:
        raise SlackError("not_enabled")
    home = sandbox.workspace.views.find_home(user.id)
    if home is not None:
        _check_hash(home, arguments)
    content, violations = read_view(
        sandbox, arguments.raw["view"], "home", "views.publish", user.id
    )
    return _answer(sandbox, publish_home(sandbox, user.id, content, violations))


def _answer(sandbox: Sandbox, view: View) -> dict[str, Any]:
    return {"view": written_view(sandbox.identity, view)}
