"""The processes an operator starts, and how each one ends."""

import gc
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from waitress.server import create_server

from bot.app import build_app, build_client
from bot.clock import Clock, utc_now
from bot.errors import StartError
from bot.opening import Opener
from bot.push import PushEndpoint
from bot.services import Services
from bot.settings import Settings
from bot.signals import await_end, catch_signals
from bot.socket_mode import SocketMode
from bot.storage.engine import open_database
from bot.storage.migrations import check_schema, migrate
from bot.storage.revivals import revive_refused
from bot.vault import Vault
from bot.wsgi import Check, Surroundings, build_wsgi, database_checks

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from bot.scheduler import Heartbeat

logger = logging.getLogger(__name__)

BACKGROUND_THREADS = 32
"""Bolt's own default of 5 is used up by five slow calls to Slack; then commands time out."""
SERVER_THREADS = 16
LARGEST_REQUEST_BYTES = 4_000_000
"""What is longer is cut off in waitress's words; what is shorter and still too long, in ours."""
PATIENCE_SECONDS = 3
"""How long a process that was told to end waits for what it has begun."""


def run(settings: Settings, clock: Clock = utc_now) -> None:
    """Do everything in one process until told to end: answer Slack, keep house, report health.

    Args:
        settings: With a Slack app in them.
        clock: The sandbox has a time of its own.

    Raises:
        SchemaError: If PostgreSQL's schema is not the code's; SQLite is migrated here.
    """
    client = build_client(settings.slack_bot_token, settings.api_url)
    services = build_services(settings, client, clock)
    app = build_app(services, client, settings.slack_signing_secret or None)
    if services.database.engine.dialect.name == "sqlite":
        migrate(services.database)
    check_schema(services.database)
    heartbeat = _build_heartbeat(settings, services, client)
    checks = database_checks(services.database) | {"jobs": heartbeat.describe}
    around = _build_surroundings(settings, services, heartbeat.list_durations)
    stopped = threading.Event()
    listening = (
        _socket_mode(settings, app, around, checks, stopped)
        if settings.slack_app_token
        else _http(settings, build_wsgi(app, around, checks), stopped)
    )
    with listening, _beating(services, heartbeat):
        tune_interpreter()
        await_end(stopped)
        logger.info("stopping")
    _finish(services, heartbeat)


def work(settings: Settings) -> None:
    """Run the timed jobs only, until told to end.

    Raises:
        SchemaError: If the database's schema is not the code's.
    """
    client = build_client(settings.slack_bot_token, settings.api_url)
    services = build_services(settings, client, utc_now)
    check_schema(services.database)
    stopped = threading.Event()
    heartbeat = _build_heartbeat(settings, services, client)
    with _beating(services, heartbeat):
        catch_signals(stopped)
        logger.info("worker started")
        await_end(stopped)
        logger.info("stopping")
    _finish(services, heartbeat)


def build_web(settings: Settings) -> "WSGIApplication":
    """Return what one web process serves; made after the fork, because threads do not survive it."""
    client = build_client(settings.slack_bot_token, settings.api_url)
    services = build_services(settings, client, utc_now)
    app = build_app(services, client, settings.slack_signing_secret)
    tune_interpreter()
    return build_wsgi(
        app, _build_surroundings(settings, services), database_checks(services.database)
    )


def _build_surroundings(
    settings: Settings,
    services: Services,
    list_durations: Callable[[], Mapping[str, float]] = dict,
) -> Surroundings:
    def write_metrics() -> bytes:
        # Imported by whom monitoring asks, and not at every start.
        from bot.metrics import write_metrics

        return write_metrics(services.database, services.clock, list_durations())

    return Surroundings(PushEndpoint(services), write_metrics, settings.metrics_token)


def tune_interpreter() -> None:
    """Fit Python to answers of half a millisecond in many threads; call it once all is built.

    What lives as long as the process is taken out of garbage collection, which otherwise looks at
    all of SQLAlchemy's and Slack's classes again and again: a sixth of an answer. Threads may run
    for 20 ms instead of 5 before another takes over, so that most answers are made in one go: a
    quarter of an answer with 16 threads at work.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)
    sys.setswitchinterval(0.02)


def build_services(settings: Settings, client: WebClient, clock: Clock) -> Services:
    """Return what listeners and jobs are given."""
    vault = Vault(settings.token_encryption_keys)
    return Services(
        open_database(settings.database_url, settings.admin_users),
        clock,
        ThreadPoolExecutor(BACKGROUND_THREADS, thread_name_prefix="after-ack"),
        vault,
        Opener(client, vault, settings.source_allowed_hosts),
        settings.admin_users,
    )


def _finish(services: Services, heartbeat: "Heartbeat") -> None:
    """Let begun work end, but not for long: Slack may hang, and the operator waits."""

    def settle() -> None:
        services.background.shutdown()
        heartbeat.settle()

    waiter = threading.Thread(target=settle, daemon=True)
    waiter.start()
    waiter.join(PATIENCE_SECONDS)
    services.database.close()
    if waiter.is_alive():
        logger.warning("stopped with calls unfinished")
        logging.shutdown()
        # Python would join the threads that hang; nothing of ours is left to write.
        os._exit(0)


@contextmanager
def _socket_mode(
    settings: Settings,
    app: App,
    around: Surroundings,
    checks: dict[str, Check],
    stopped: threading.Event,
) -> Iterator[None]:
    """Listen to Slack through Socket Mode, and report health over HTTP."""
    handler = SocketMode(app, settings.slack_app_token, web_client=app.client)
    try:
        handler.connect()  # type: ignore[no-untyped-call]  # Bolt's own gap
    except (SlackClientError, OSError) as error:
        raise StartError("Slack does not open a connection: run `python -m bot doctor`") from error
    logger.info("listening to Slack through Socket Mode")
    health = build_wsgi(None, around, checks | {"socket_mode": handler.describe})
    with _http(settings, health, stopped):
        yield
    # It hangs up first, then waits three seconds for a thread that sits in a read.
    threading.Thread(target=handler.close, daemon=True).start()


@contextmanager
def _http(
    settings: Settings, application: "WSGIApplication", stopped: threading.Event
) -> Iterator[None]:
    """Serve HTTP in the background."""
    place = f"{settings.host}:{settings.port}"
    try:
        server = create_server(
            application,
            host=settings.host,
            port=settings.port,
            threads=SERVER_THREADS,
            max_request_body_size=LARGEST_REQUEST_BYTES,
            ident=None,
        )
    except OSError as error:
        raise StartError(f"cannot listen on {place}: {error.strerror}") from error
    catch_signals(stopped)

    def serve() -> None:
        try:
            server.run()
        except OSError:
            # Closed from the other thread while it waited for requests, as is meant.
            if not stopped.is_set():
                raise

    threading.Thread(target=serve, daemon=True).start()
    # Port 0 is any free one; a name such as localhost may be several addresses.
    port = getattr(server, "effective_port", settings.port)
    logger.info("serving on http://%s:%s", settings.host, port)
    yield
    server.close()


def _build_heartbeat(settings: Settings, services: Services, client: WebClient) -> "Heartbeat":
    # Imported here because it takes a fifth of the start, and the first answer need not wait for it.
    from bot.jobs.pinging import EVERY, ping
    from bot.scheduler import Heartbeat, Job, build_jobs

    jobs = build_jobs(services, client)
    if settings.heartbeat_url is not None:
        url = str(settings.heartbeat_url)
        jobs.append(Job("ping", EVERY, lambda _: ping(url, heartbeat.describe())))
    heartbeat = Heartbeat(jobs, services.clock)
    return heartbeat


@contextmanager
def _beating(services: Services, heartbeat: "Heartbeat") -> Iterator[None]:
    """Run the timed jobs in the background; they may have another token than those before them."""
    with services.database.sessions.begin() as session:
        revive_refused(session, services.clock())
    heartbeat.start()
    yield
    heartbeat.stop()
