"""Make ourselves known to a source. Parts of the secret only ever go into headers and bodies."""

import base64
from collections.abc import Mapping

from bot.errors import SourceError
from bot.sources.rest.client import Client
from bot.sources.rest.exchanges import Request
from bot.sources.rest.shapes import Auth, TokenRequest
from bot.sources.rest.templates import fill, list_places
from rules.troubles import Trouble


def sign_in(client: Client, auth: Auth, secret: Mapping[str, str]) -> Mapping[str, str]:
    """Return the headers a source knows us by, after asking it for a token where it wants that.

    Raises:
        SourceError: If a part of the secret is missing or cannot be sent, or brings no token.
    """
    parts = {str(part): _get_part(secret, part) for part in auth.parts}
    headers = {name: _fill_header(text, parts) for name, text in auth.headers.items()}
    if auth.basic is not None:
        pair = ":".join(fill(text, parts) for text in auth.basic)
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    if auth.token_request is not None:
        headers["Authorization"] = f"Bearer {_fetch_token(client, auth.token_request, parts)}"
    return headers


def _get_part(secret: Mapping[str, str], part: str) -> str:
    found = secret.get(part, "")
    if not found or not found.isprintable() or found != found.strip():
        raise SourceError(Trouble.SECRET_MISSING, name=part)
    return found


def _fill_header(text: str, parts: Mapping[str, str]) -> str:
    header = str(fill(text, parts))
    # Sent as it is, it would be quoted by the error that says it cannot be sent.
    if not header.isascii():
        raise SourceError(Trouble.SECRET_MISSING, name=list_places(text)[0])
    return header


def _fetch_token(client: Client, wanted: TokenRequest, parts: Mapping[str, str]) -> str:
    fields = fill(wanted.fields, parts)
    request = Request(
        wanted.url,
        "POST",
        form=fields if wanted.is_form else None,
        body=None if wanted.is_form else fields,
    )
    try:
        token = wanted.token.find(client.ask(request).body)
    except SourceError as error:
        # RFC 6749 answers wrong credentials with 400.
        if error.incident.trouble is Trouble.REFUSED_REQUEST:
            raise SourceError(Trouble.UNAUTHORISED) from None
        raise
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise SourceError(Trouble.UNAUTHORISED)
    return token
