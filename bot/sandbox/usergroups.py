"""User groups, whose members are ids without names."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A user group; the times are seconds since 1970."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]
    created: int
    updated: int


class UserGroups:
    """All user groups by id.

    `broken_with` is the error code every call fails with for now, or None.
    """

    def __init__(self, groups: Iterable[UserGroup]) -> None:
        self._groups = {group.id: group for group in groups}
        self.broken_with: str | None = None

    def find(self, group_id: str) -> UserGroup | None:
        """The group of this id, or None."""
        return self._groups.get(group_id)

    def list_groups(self) -> list[UserGroup]:
        """All of them, in the order they came."""
        return [*self._groups.values()]

    def change(self, group_id: str, users: tuple[str, ...], now: int) -> UserGroup:
        """Give a group these members and return it as it is now."""
        self._groups[group_id] = replace(self._groups[group_id], users=users, updated=now)
        return self._groups[group_id]


def usergroup_json(
    group: UserGroup, team_id: str, *, has_users: bool, has_count: bool
) -> dict[str, Any]:
    """The user group object of `usergroups.list`."""
    body: dict[str, Any] = {
        "id": group.id,
        "team_id": team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": 0,
        "auto_type": None,
        "auto_provision": False,
        "created_by": "USLACKBOT",
        "updated_by": "USLACKBOT",
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
    }
    if has_users:
        body["users"] = [*group.users]
    if has_count or has_users:
        body["user_count"] = len(group.users)
    return body
