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
from bot.storage.engine import Database
from bot.storage.migrations import check_schema

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SLACK_PATH = "/slack/events"
PUSH_PATH = "/api/headcount"
LARGEST_PUSH_BYTES = 1_000_000
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
    if environ["REQUEST_METHOD"] != "POST":
        allow = (("allow", "POST"),)
        return _answer(start_response, _line(405), {"error": "method_not_allowed"}, allow)
    try:
        length = int(environ.get("CONTENT_LENGTH") or "")
    except ValueError:
        return _answer(start_response, _line(411), {"error": "length_required"})
    if not 0 <= length <= LARGEST_PUSH_BYTES:
        return _answer(start_response, _line(413), {"error": "too_large"})
    headers = {
        "authorization": environ.get("HTTP_AUTHORIZATION", ""),
        "content-type": environ.get("CONTENT_TYPE", ""),
        "idempotency-key": environ.get("HTTP_IDEMPOTENCY_KEY", ""),
    }
    answer = push.take(headers, environ["wsgi.input"].read(length))
    return _answer(
        start_response, _line(answer.status), answer.payload, tuple(answer.headers.items())
    )


def _show_metrics(
    around: Surroundings, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    # WSGI hands over bytes as if they were Latin-1.
    given = environ.get("HTTP_AUTHORIZATION", "").encode("latin-1")
    if around.metrics_token and not compare_digest(
        given, f"Bearer {around.metrics_token}".encode()
    ):
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
