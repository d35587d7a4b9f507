"""Keep credentials encrypted: the only place that sees them plain is the source that uses them."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from bot.errors import SourceError, VaultLockedError
from rules.troubles import Trouble

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class Vault:
    """Encrypts with the first key and decrypts with any, so that keys can be rotated.

    Args:
        keys: Fernet keys; without any, nothing can be locked away.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._keys = keys

    def check(self) -> None:
        """Make sure that something can be locked away.

        Raises:
            VaultLockedError: If there is no key.
        """
        if not self._keys:
            raise VaultLockedError("TOKEN_ENCRYPTION_KEYS is not set, so no credential can be kept")

    def lock(self, secret: Mapping[str, str]) -> str:
        """Return a secret encrypted, with a different text every time.

        Raises:
            VaultLockedError: If there is no key.
        """
        self.check()
        return self._fernet.encrypt(json.dumps(dict(secret)).encode()).decode()

    def unlock(self, locked: str | None) -> dict[str, str]:
        """Return a secret; an empty one where none was kept.

        Raises:
            SourceError: If no key fits it any more.
        """
        if locked is None:
            return {}
        if not self._keys:
            raise SourceError(Trouble.SECRET_MISSING)
        from cryptography.fernet import InvalidToken

        try:
            secret: dict[str, str] = json.loads(self._fernet.decrypt(locked))
        except InvalidToken:
            # Its cause would carry the token along.
            raise SourceError(Trouble.SECRET_MISSING) from None
        return secret

    @cached_property
    def _fernet(self) -> "MultiFernet":
        # Imported when the first credential is touched: most starts never need it.
        from cryptography.fernet import Fernet, MultiFernet

        return MultiFernet([Fernet(key) for key in self._keys])


def make_key() -> str:
    """Return a new key for `TOKEN_ENCRYPTION_KEYS`."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()
