"""Google as its documents describe it: it hands out tokens, knows people and holds a sheet."""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from bot.sources.google.directory import Places
from bot.sources.google.source import GoogleSource, parse_google_config
from bot.sources.readings import Reading
from tests.bot.sources.rest.readings import DAY, a_network
from tests.bot.sources.rest.servers import Asked, Reply

NOW = datetime(2026, 3, 3, 6, tzinfo=UTC)
TOKEN = "ya29.a-token-nobody-may-see"
ROBOT = "robot@project.iam.gserviceaccount.com"
ADMIN = "admin@kestrel.example"
DIRECTORY = {"product": "directory"}
SHEET = {
    "product": "sheet",
    "spreadsheet": "1AbCdEfGhIjKlMnOpQrStUvWxYz",
    "range": "Head count!A:F",
}


@cache
def a_key() -> rsa.RSAPrivateKey:
    """One for all tests: making one takes a while."""
    return rsa.generate_private_key(65537, 2048)


def write_key(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    """As it stands in a key file."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def a_key_file(**changes: Any) -> str:
    """What an administrator downloads."""
    return json.dumps(
        {
            "type": "service_account",
            "private_key_id": "k1",
            "private_key": write_key(a_key()),
            "client_email": ROBOT,
            "token_uri": "http://elsewhere.invalid/token",
            **changes,
        }
    )


@dataclass
class Workspace:
    """Answers requests.

    Attributes:
        pages: Of the directory.
        sheet: The answer about a range.
        refuses: Answers everything but a request for a token.
        claims: Of the last assertion.
    """

    pages: list[list[dict[str, Any]]] = field(default_factory=list)
    sheet: Any = None
    refuses: Reply | None = None
    claims: dict[str, Any] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Any:
        if asked.path == "/token":
            return self._hand_out(asked)
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply({"error": {"code": 401}}, 401)
        if self.refuses is not None:
            return self.refuses
        if asked.path == "/admin/directory/v1/users":
            return self._list_people(asked)
        wanted = f"/v4/spreadsheets/{SHEET['spreadsheet']}/values/{SHEET['range']}"
        return self.sheet if unquote(asked.path) == wanted else Reply({}, 404)

    def _hand_out(self, asked: Asked) -> Any:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        if form["grant_type"] != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return Reply({"error": "unsupported_grant_type"}, 400)
        head, claims, signature = form["assertion"].split(".")
        self.claims = json.loads(_decode(claims))
        try:
            a_key().public_key().verify(
                _decode(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256()
            )
        except InvalidSignature:
            return Reply({"error": "invalid_grant"}, 400)
        if json.loads(_decode(head))["alg"] != "RS256" or self.claims.get("sub", ADMIN) != ADMIN:
            return Reply({"error": "unauthorized_client"}, 400)
        return {"access_token": TOKEN, "expires_in": 3599, "token_type": "Bearer"}

    def _list_people(self, asked: Asked) -> Any:
        number = int(asked.first("pageToken", "0"))
        answer: dict[str, Any] = {"users": self.pages[number]}
        if number + 1 < len(self.pages):
            answer["nextPageToken"] = str(number + 1)
        return answer


def _decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def a_user(number: int, *posts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Somebody in the directory."""
    user = {"id": str(number), "suspended": False, "archived": False, "organizations": list(posts)}
    return {**user, **changes}


def read(url: str, config: dict[str, Any], **secret: str) -> Reading:
    """Read a source at a server on this machine."""
    source = GoogleSource(
        parse_google_config(config),
        {"service_account": a_key_file(), "subject": ADMIN, **secret},
        a_network(),
        Places(url, url, url),
        lambda: NOW,
    )
    return source.read(DAY)
