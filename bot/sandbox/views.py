"""Modals, each person's stack of at most three, and App Homes."""

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from bot.sandbox.blockkit.violations import Violation

DEEPEST_STACK = 3
_WRITTEN = (
    "type",
    "title",
    "submit",
    "close",
    "blocks",
    "private_metadata",
    "callback_id",
    "external_id",
    "clear_on_close",
    "notify_on_close",
)


@dataclass(frozen=True, slots=True)
class View:
    """A modal or an App Home as one person sees it.

    Args:
        content: What the app wrote: `type`, `title`, `blocks` …
        hash: Changes with each update, so that two updates cannot cross.
        state: `values[block_id][action_id]` as the person last sent it.
        errors: A sentence per block id, from `response_action: errors`.
    """

    id: str
    user: str
    content: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    state: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    violations: tuple[Violation, ...] = ()

    @property
    def external_id(self) -> str:
        """The app's own id for the view, or nothing."""
        return str(self.content.get("external_id") or "")


class Views:
    """Who has which modals open, and everybody's Home."""

    def __init__(self) -> None:
        self._stacks: dict[str, tuple[View, ...]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> tuple[View, ...]:
        """A person's modals, the root first."""
        return self._stacks.get(user, ())

    def set_stack(self, user: str, views: tuple[View, ...]) -> None:
        """Replace a person's modals."""
        self._stacks[user] = views

    def find_home(self, user: str) -> View | None:
        """A person's App Home, or None before the app published one."""
        return self._homes.get(user)

    def set_home(self, view: View) -> None:
        """Publish a person's App Home."""
        self._homes[view.user] = view

    def list_views(self) -> list[View]:
        """Every view there is."""
        return [*self._homes.values(), *(view for stack in self._stacks.values() for view in stack)]

    def find(self, view_id: str) -> View | None:
        """The view of this id, or None."""
        return next((view for view in self.list_views() if view.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        """The view the app gave this id of its own, or None."""
        return next((view for view in self.list_views() if view.external_id == external_id), None)

    def save(self, view: View) -> None:
        """Change a view where it stands."""
        if self._homes.get(view.user, view).id == view.id and view.content["type"] == "home":
            self.set_home(view)
            return
        stack = self.stack(view.user)
        self.set_stack(view.user, tuple(view if one.id == view.id else one for one in stack))


def make_hash(now: float) -> str:
    """A hash as Slack makes them: the second, a dot, and something random."""
    return f"{int(now)}.{secrets.token_hex(4)}"


def keep_state(view: View, values: dict[str, Any]) -> View:
    """The view with what the person has filled in so far."""
    return replace(view, state=values)


def view_json(view: View, team_id: str, app_id: str, bot_id: str) -> dict[str, Any]:
    """The view object as Slack gives it."""
    defaults: dict[str, Any] = dict.fromkeys(("title", "submit", "close"))
    written = {name: view.content[name] for name in _WRITTEN if name in view.content}
    return {
        "id": view.id,
        "team_id": team_id,
        **defaults,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **written,
        "state": {"values": view.state},
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": app_id,
        "app_installed_team_id": team_id,
        "bot_id": bot_id,
    }
