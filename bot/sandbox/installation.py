"""Whether the app is installed, and with which scopes."""

import hmac
from dataclasses import dataclass, replace
from enum import StrEnum


class TokenKind(StrEnum):
    """What a token is for; Slack tells by its first letters."""

    BOT = "xoxb"
    APP = "xapp"


@dataclass(frozen=True, slots=True)
class Installation:
    """The app in this workspace."""

    scopes: frozenset[str]
    is_installed: bool = True


class Installations:
    """The one installation of a sandbox, and its tokens.

    Args:
        bot_token: Starts with `xoxb-`.
        app_token: Starts with `xapp-`.
        scopes: The scopes granted at first, required and optional.
    """

    def __init__(self, bot_token: str, app_token: str, scopes: frozenset[str]) -> None:
        self._tokens = {TokenKind.BOT: bot_token, TokenKind.APP: app_token}
        self.current = Installation(scopes)

    def find_kind(self, token: str) -> TokenKind | None:
        """What the token is for, or None for a stranger's."""
        for kind, known in self._tokens.items():
            if hmac.compare_digest(token.encode(), known.encode()):
                return kind
        return None

    def uninstall(self) -> None:
        """Let the bot's token die."""
        self.current = replace(self.current, is_installed=False)

    def reinstall(self, scopes: frozenset[str]) -> None:
        """Grant these scopes to the same token, as Slack does."""
        self.current = Installation(scopes)
