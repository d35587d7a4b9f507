"""Signed requests to the bot's own address."""

import asyncio
import hashlib
import hmac
import json
import re
import time
from http.client import parse_headers
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.sandbox.delivery.answers import (
    TIMED_OUT,
    UNREACHABLE,
    Answer,
    AnswerStatus,
    Payload,
    PayloadKind,
    Retry,
)

_FORM = "application/x-www-form-urlencoded"
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] (\d{3})\b")
_LARGEST_ANSWER = 1024 * 1024


class HttpTransport:
    """Sends Slack's requests to one address.

    Args:
        url: An `http://` address.
        signing_secret: Signs each request.
        ack_within: Seconds until a request counts as not answered.
    """

    name = "http"

    def __init__(self, url: str, signing_secret: str, ack_within: float) -> None:
        self._url = urlsplit(url)
        self._secret = signing_secret
        self._ack_within = ack_within
        self.is_connected = True

    async def send(self, payload: Payload, retry: Retry | None = None) -> Answer:
        """Send a request and wait for the answer, as long as Slack waits."""
        body, content_type = encode(payload)
        headers = {"Content-Type": content_type, **sign(self._secret, body)}
        if retry is not None:
            headers["x-slack-retry-num"] = str(retry.attempt)
            headers["x-slack-retry-reason"] = retry.reason
        try:
            answer = await asyncio.wait_for(self._post(body, headers), self._ack_within)
        except TimeoutError:
            answer = TIMED_OUT
        except (OSError, ValueError):
            answer = UNREACHABLE
        self.is_connected = answer.http_status is not None
        return answer

    async def refresh(self) -> None:
        """Nothing: each request has a connection of its own."""

    async def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        host, port = self._url.hostname or "127.0.0.1", self._url.port or 80
        reader, writer = await asyncio.open_connection(host, port)
        try:
            # HTTP/1.0: the answer then ends where the connection ends, whatever serves the bot.
            lines = [
                f"POST {self._url.path or '/'} HTTP/1.0",
                f"Host: {self._url.netloc}",
                f"Content-Length: {len(body)}",
                *(f"{name}: {value}" for name, value in headers.items()),
            ]
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            await writer.drain()
            return parse_answer(await _read_all(reader))
        finally:
            writer.close()


async def _read_all(reader: asyncio.StreamReader) -> bytes:
    raw = b""
    while chunk := await reader.read(65_536):
        raw += chunk
        if len(raw) > _LARGEST_ANSWER:
            raise ValueError("the bot's answer is too large")
    return raw


def encode(payload: Payload) -> tuple[bytes, str]:
    """The body and its content type: three kinds of request, three ways to write them."""
    if payload.kind is PayloadKind.EVENT:
        return json.dumps(payload.body).encode(), "application/json"
    if payload.kind is PayloadKind.COMMAND:
        return urlencode(payload.body).encode(), _FORM
    return urlencode({"payload": json.dumps(payload.body)}).encode(), _FORM


def sign(secret: str, body: bytes) -> dict[str, str]:
    """Slack's signature of version 0; it bears the wall clock, which the bot compares."""
    now = str(int(time.time()))
    base = b"v0:" + now.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={digest}"}


def parse_answer(raw: bytes) -> Answer:
    """Read an HTTP answer.

    Raises:
        ValueError: If it is none.
    """
    head, _, body = raw.partition(b"\r\n\r\n")
    status_line, _, header_lines = head.partition(b"\r\n")
    if not (match := _STATUS_LINE.match(status_line)):
        raise ValueError("not an HTTP answer")
    status = int(match[1])
    headers = parse_headers(BytesIO(header_lines + b"\r\n\r\n"))
    if 200 <= status < 300:
        return Answer(AnswerStatus.ACKED, _parse_body(body), status)
    return Answer(
        AnswerStatus.FAILED,
        _parse_body(body),
        status,
        error="http_client_error" if status < 500 else "http_service_error",
        retry_reason="http_error",
        may_retry=headers.get("x-slack-no-retry") != "1",
    )


def _parse_body(body: bytes) -> dict[str, Any] | str | None:
    text = body.decode("utf-8", "replace").strip()
    if not text.startswith("{"):
        return text or None
    try:
        return dict(json.loads(text))
    except ValueError:
        return text
