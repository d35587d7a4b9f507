"""People, the bot's own user, and the synthetic people that only a headcount knows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

SLACKBOT = "USLACKBOT"


class Role(StrEnum):
    """What a person may do in the workspace."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody in the workspace.

    Args:
        tz: An IANA time zone.
        may_act: Whether the page's user can be this person.
        is_deactivated: Whether the account was closed.
    """

    id: str
    name: str
    real_name: str
    role: Role = Role.MEMBER
    locale: str = "en-US"
    tz: str = "UTC"
    title: str = ""
    may_act: bool = False
    is_deactivated: bool = False

    @property
    def is_admin(self) -> bool:
        """Owners are admins too, as in Slack."""
        return self.role in (Role.OWNER, Role.ADMIN)

    @property
    def color(self) -> str:
        """A colour for the avatar, six hexadecimal digits, the same in every run."""
        return f"{sum(ord(letter) * place for place, letter in enumerate(self.id)) % 0x7F7F7F:06x}"


class Users:
    """Everybody by id, in the order they came."""

    def __init__(self, users: Iterable[User]) -> None:
        self._users = {user.id: user for user in users}

    def find(self, user_id: str) -> User | None:
        """The user of this id, or None."""
        return self._users.get(user_id)

    def list_users(self) -> list[User]:
        """All of them, the deactivated ones too."""
        return [*self._users.values()]

    def save(self, user: User) -> None:
        """Add somebody, or change them."""
        self._users[user.id] = user

    def deactivate(self, user_id: str) -> None:
        """Close an account; Slack keeps it in its lists."""
        self.save(replace(self._users[user_id], is_deactivated=True))


def user_json(user: User, team_id: str, *, has_locale: bool) -> dict[str, Any]:
    """The user object of `users.info`; the locale only where it was asked for."""
    body: dict[str, Any] = {
        "id": user.id,
        "team_id": team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.is_deactivated,
        "color": user.color,
        "tz": user.tz,
        "profile": {
            "real_name": user.real_name,
            "display_name": user.name,
            "title": user.title,
            "team": team_id,
        },
        "is_admin": user.is_admin,
        "is_owner": user.role is Role.OWNER,
        "is_primary_owner": user.role is Role.OWNER,
        "is_restricted": user.role is Role.GUEST,
        "is_ultra_restricted": False,
        "is_bot": user.role is Role.BOT,
        "is_app_user": False,
        "updated": 0,
    }
    return body | {"locale": user.locale} if has_locale else body
