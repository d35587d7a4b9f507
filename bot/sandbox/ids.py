"""Ids as Slack shapes them: a letter for the kind, then capitals and digits."""

import base64
import hashlib
import secrets


def stable_id(prefix: str, *names: str) -> str:
    """The same id for the same names in every run: a bot's database outlives a sandbox.

    >>> stable_id("U", "Kestrel", "mia") == stable_id("U", "Kestrel", "mia")
    True
    >>> len(stable_id("C", "Kestrel", "sales"))
    11
    """
    digest = hashlib.sha256("\0".join(names).encode()).digest()
    return prefix + "0" + base64.b32encode(digest).decode()[:9]


def new_id(prefix: str) -> str:
    """An id never seen before, also not by a bot that remembers an earlier run."""
    return stable_id(prefix, secrets.token_hex(16))
