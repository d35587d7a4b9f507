"""The WSGI application: Slack's requests and the health endpoints."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import SchemaError
from bot.push import PushEndpoint
from bot.push_answers import PushRefusedError
from bot.storage.engine import Database
from bot.storage.migrations import check_schema
from rules.wording import say

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SLACK_PATH = "/slack/events"
PUSH_PATH = "/api/headcount"
LARGEST_BODY_BYTES = 1_000_000
"""Of what Slack sends, which is far less, and of what programs push."""
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Check = Callable[[], str]
"""Returns `ok`, or what is wrong in a few words."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the application serves besides Slack.

    Attributes:
        push: Takes counts that programs push.
        write_metrics: Writes what `/metrics` shows.
        metrics_token: Whoever asks for metrics has to know it; empty for everybody.
    """

    push: PushEndpoint
    write_metrics: Callable[[], bytes]
    metrics_token: str = ""


def build_wsgi(
    app: App | None, around: Surroundings, checks: Mapping[str, Check]
) -> "WSGIApplication":
    """Return the application.

    Args:
        app: Answers Slack; None where Slack is answered through Socket Mode.
        around: What else is served.
        checks: What has to be well for `/readyz`, by name.
    """
    slack = None if app is None else SlackRequestHandler(app, path=SLACK_PATH)

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == SLACK_PATH and slack is not None:
            if not _has_room(environ):
                return _answer(start_response, _line(413), {"error": "too large"})
            try:
                return slack(environ, start_response)
            except (ValueError, TypeError, AttributeError, LookupError):
                # Bolt reads a body before it checks the signature. What it cannot read is not
                # Slack's, or of a kind that Slack has retired.
                return _answer(start_response, "401 Unauthorized", {"error": "not readable"})
        if path == PUSH_PATH:
            return _take_push(around.push, environ, start_response)
        if path == "/metrics":
            return _show_metrics(around, environ, start_response)
        if path == "/healthz":
            return _answer(start_response, "200 OK", {"status": "ok"})
        if path == "/readyz":
            found = {name: check() for name, check in checks.items()}
            is_ready = set(found.values()) <= {"ok"}
            return _answer(
                start_response, "200 OK" if is_ready else "503 Service Unavailable", found
            )
        return _answer(start_response, "404 Not Found", {"error": "not found"})

    return serve


def _take_push(
    push: PushEndpoint, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    headers = {
        "content-type": environ.get("CONTENT_TYPE", ""),
        "idempotency-key": environ.get("HTTP_IDEMPOTENCY_KEY", ""),
    }
    try:
        body = _read_push(environ)
    except PushRefusedError as refusal:
        answer = refusal.answer
    else:
        answer = push.take(_read_bearer(environ), headers, body)
    return _answer(
        start_response, _line(answer.status), answer.payload, tuple(answer.headers.items())
    )


def _read_push(environ: "WSGIEnvironment") -> bytes:
    if environ["REQUEST_METHOD"] != "POST":
        raise PushRefusedError(
            HTTPStatus.METHOD_NOT_ALLOWED,
            "method_not_allowed",
            say("Push counts with the method POST."),
            {"allow": "POST"},
        )
    if not environ.get("CONTENT_LENGTH", "").removeprefix("-").isdecimal():
        raise PushRefusedError(
            HTTPStatus.LENGTH_REQUIRED,
            "length_required",
            say("Say with Content-Length how long the body is."),
        )
    if not _has_room(environ):
        raise PushRefusedError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "too_large",
            say(
                "The body has more than {limit} bytes. Push totals, not people.",
                limit=LARGEST_BODY_BYTES,
            ),
        )
    body: bytes = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    return body


def _has_room(environ: "WSGIEnvironment") -> bool:
    """Return whether a body is no longer than may be read; one that says nothing is empty."""
    try:
        return 0 <= int(environ.get("CONTENT_LENGTH") or 0) <= LARGEST_BODY_BYTES
    except ValueError:
        return False


def _read_bearer(environ: "WSGIEnvironment") -> str:
    """Return the bearer token of a request; empty where it has none."""
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _show_metrics(
    around: Surroundings, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    # WSGI hands over bytes as if they were Latin-1.
    given = _read_bearer(environ).encode("latin-1")
    if around.metrics_token and not compare_digest(given, around.metrics_token.encode()):
        challenge = (("www-authenticate", "Bearer"),)
        return _answer(start_response, _line(401), {"error": "unauthorized"}, challenge)
    try:
        body = around.write_metrics()
    except SQLAlchemyError:
        return _answer(start_response, _line(503), {"error": "the database does not answer"})
    start_response(_line(200), [("content-type", METRICS_TYPE), ("content-length", str(len(body)))])
    return [body]


def _line(status: int) -> str:
    return f"{int(status)} {HTTPStatus(status).phrase}"


def database_checks(database: Database) -> dict[str, Check]:
    """Return what has to be well with the database."""

    def check_answer() -> str:
        try:
            database.ping()
        except SQLAlchemyError:
            return "does not answer"
        return "ok"

    def check_version() -> str:
        try:
            check_schema(database)
        except SchemaError as error:
            return str(error)
        except SQLAlchemyError:
            return "unknown"
        return "ok"

    return {"database": check_answer, "schema": check_version}


def _answer(
    start_response: "StartResponse",
    status: str,
    payload: Mapping[str, Any],
    headers: tuple[tuple[str, str], ...] = (),
) -> Iterable[bytes]:
    body = json.dumps(payload).encode()
    start_response(
        status,
        [("content-type", "application/json"), ("content-length", str(len(body))), *headers],
    )
    return [body]
