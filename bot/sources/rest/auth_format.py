"""Read from a preset how a source knows us: where parts of the secret go, never a secret itself."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.sources.rest.reader import Reader
from bot.sources.rest.shapes import Auth, SecretPart, TokenRequest
from bot.sources.rest.templates import list_places
from rules.wording import say

A_HEADER = say("a header with a text; the connection's own headers are not for presets")
HOLDS_A_PLACE = say("a text with a place for the secret, such as {example}", example="{token}")

_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
_OF_THE_CONNECTION = frozenset(
    {
        "connection", "content-encoding", "content-length", "content-type", "cookie", "expect",
        "host", "te", "trailer", "transfer-encoding", "upgrade",
    }
)  # fmt: skip


class AuthType(StrEnum):
    """How a source knows us."""

    BEARER = "bearer"
    BASIC = "basic"
    HEADER = "header"
    CLIENT_CREDENTIALS = "client_credentials"


class TokenBody(StrEnum):
    """How client credentials are sent."""

    FORM = "form"
    JSON = "json"


def parse_auth(reader: Reader, token_origin: str) -> Auth:
    """Read how a source knows us; tokens come from the given address and from nowhere else.

    Raises:
        SourceConfigError: Naming the setting that does not fit.
    """
    kind = reader.choice("type", AuthType)
    headers = dict(parse_headers(reader, "headers", refused=set()))
    for name, value in headers.items():
        if not list_places(value):
            reader.refuse_value(f"headers.{name}", HOLDS_A_PLACE)
    basic, token_request = None, None
    if kind is AuthType.BEARER:
        headers["Authorization"] = "Bearer {token}"
    elif kind is AuthType.BASIC:
        basic = reader.text("username", "{username}"), reader.text("password", "{password}")
    elif kind is AuthType.CLIENT_CREDENTIALS:
        token_request = _parse_token_request(reader, token_origin)
    elif not headers:
        reader.refuse_value("headers", A_HEADER)
    fields = token_request.fields if token_request else {}
    parts = _list_parts(reader, [*headers.values(), *(basic or ()), *fields.values()])
    reader.finish()
    return Auth(headers, basic, token_request, parts)


def parse_headers(reader: Reader, key: str, refused: set[str]) -> Mapping[str, str]:
    """Read headers, by name; those in `refused` are not for this place."""
    headers = reader.mapping(key)
    for name, value in headers.items():
        is_ours = name.casefold() in _OF_THE_CONNECTION | refused
        is_sound = isinstance(value, str) and value.isascii() and value.isprintable()
        if is_ours or not is_sound or not _NAME.fullmatch(name):
            reader.refuse_value(f"{key}.{name}", A_HEADER)
    return headers


def _parse_token_request(reader: Reader, token_origin: str) -> TokenRequest:
    fields = reader.mapping("fields")
    if not list_places(fields) or not all(isinstance(value, str) for value in fields.values()):
        reader.refuse_value("fields", HOLDS_A_PLACE)
    return TokenRequest(
        token_origin + reader.path("token_url"),
        fields,
        reader.choice("body", TokenBody) is TokenBody.FORM,
        reader.selector("token_path"),
    )


def _list_parts(reader: Reader, texts: Sequence[str]) -> tuple[SecretPart, ...]:
    names = list_places(texts)
    for name in names:
        if name not in list(SecretPart):
            known = ", ".join(f"{{{part}}}" for part in SecretPart)
            reader.refuse(
                f"{{{name}}}", say("“{key}” is unknown. Known here: {known}.", known=known)
            )
    return tuple(SecretPart(name) for name in names)
