"""A service account's word that it is itself, which Google takes in exchange for a token."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.errors import SourceConfigError, SourceError
from rules.troubles import Trouble
from rules.wording import say

KEY_FILE = "service_account"
SUBJECT = "subject"
VALID_FOR = timedelta(hours=1)
"""The longest that Google takes."""


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """A service account and whom it stands for.

    Attributes:
        key_file: What Google calls the JSON key file.
        subject: E-mail address of an administrator; empty where it stands for itself.
    """

    key_file: Mapping[str, Any] = field(repr=False)
    subject: str = field(default="", repr=False)


def parse_google_secret(secret: Mapping[str, str], *, needs_subject: bool) -> ServiceAccount:
    """Return a service account.

    Args:
        secret: With the key `service_account`, a JSON key file, and `subject`, which is kept here
            because it is somebody's address.
        needs_subject: Whether only an administrator may see what is asked for.

    Raises:
        SourceConfigError: If the key file is none, or the subject is missing.
    """
    try:
        key_file = json.loads(secret.get(KEY_FILE, ""))
        parts = [key_file["client_email"], key_file["private_key"]]
    except (KeyError, TypeError, ValueError):
        parts = []
    if not parts or not all(isinstance(part, str) and part for part in parts):
        raise SourceConfigError(
            KEY_FILE, say("Paste the whole JSON key file of the service account.")
        )
    subject = secret.get(SUBJECT, "").strip()
    if needs_subject and "@" not in subject:
        raise SourceConfigError(
            SUBJECT, say("Give the e-mail address of an administrator who may see the directory.")
        )
    return ServiceAccount(key_file, subject)


def sign_assertion(account: ServiceAccount, scope: str, audience: str, now: datetime) -> str:
    """Return a signed JWT (RFC 7523).

    Args:
        account: Who asks.
        scope: For what.
        audience: Where it will be exchanged; the key file names a place too, which nobody checked.
        now: When it begins to be valid.

    Raises:
        SourceError: If the extra is not installed, or the private key is none.
    """
    try:
        from google.auth.crypt import RSASigner
        from google.auth.jwt import encode
    except ImportError:
        raise SourceError(Trouble.EXTRA_MISSING, name="google") from None
    issued = int(now.timestamp())
    claims = {
        "iss": account.key_file["client_email"],
        "scope": scope,
        "aud": audience,
        "iat": issued,
        "exp": issued + int(VALID_FOR.total_seconds()),
    }
    if account.subject:
        claims["sub"] = account.subject
    try:
        signer = RSASigner.from_service_account_info(account.key_file)  # type: ignore[no-untyped-call]  # theirs
        return str(encode(signer, claims), "ascii")  # type: ignore[no-untyped-call]  # theirs
    except (TypeError, ValueError):
        # It is no key, or one of another kind. Not chained: the cause may quote it.
        raise SourceError(Trouble.SECRET_MISSING, name=KEY_FILE) from None
