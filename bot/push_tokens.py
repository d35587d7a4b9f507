"""Tokens that let a program push counts: shown once, kept as a digest."""

import secrets
from hashlib import sha256

PREFIX = "eap_"
"""So that secret scanners and people know what they found."""


def make_push_token() -> str:
    """Return a new token; nobody can guess it, and nothing but its digest is kept."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_token(token: str) -> str:
    """Return what is kept of a token: enough to know it again, not enough to use it."""
    return sha256(token.encode()).hexdigest()
