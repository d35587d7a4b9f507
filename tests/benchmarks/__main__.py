"""`make bench`: print each figure beside its target."""

import contextlib
import socket
import tempfile
import threading
import time
import timeit
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from statistics import median

import click

from bot.storage.engine import open_database
from rules.facts import Facts
from rules.plans import build_plan
from rules.ratios import DEFAULT_BOUNDS
from tests.benchmarks.load import Load, ask, command, connected, press
from tests.benchmarks.servers import (
    SlowSlack,
    children,
    environment,
    fill,
    free_port,
    gunicorn,
    resident_megabytes,
    running,
)
from tests.benchmarks.sockets import BASELINE, OURS, press_socket
from tests.benchmarks.sweeps import (
    fill_targets,
    time_all_due,
    time_steady,
    time_two_workers,
)
from tests.benchmarks.syncs import time_syncs
from tests.databases import find_postgres_binaries, run_postgres

ROUNDS = 5
CANDIDATES = 2_000
SHARED_CANDIDATES = 10_000
SWEEP_TARGETS = {"sqlite": 2.0, "postgresql": 2.5}
TARGETS = {"sqlite": (0.4, 2.5), "postgresql": (0.3, 4.0)}


def main() -> None:
    """Measure everything."""
    measure_plan()
    for name, url in databases():
        fill(url, members=100)
        measure_http(name, url)
        measure_socket_mode(name, url)
        if name == "sqlite":
            measure_start(url)
            measure_crowd(url)
        measure_sweeps(name, url)
        measure_syncs(name, url)


def report(what: str, value: float, unit: str, target: str, *, is_met: bool) -> None:
    """Print one figure."""
    mark = "met" if is_met else "MISSED"
    click.echo(f"{what:58}{value:9.2f} {unit:4} target {target:10} {mark}")


def databases() -> Iterator[tuple[str, str]]:
    """Yield an address on each database that is here."""
    with tempfile.TemporaryDirectory() as folder:
        yield "sqlite", f"sqlite:///{Path(folder) / 'bench.db'}"
    binaries = find_postgres_binaries()
    if binaries is None:
        click.echo("PostgreSQL is not installed: its figures are missing")
        return
    with run_postgres(binaries) as server:
        yield "postgresql", server.address_of(server.create_database())


def measure_sweeps(name: str, url: str) -> None:
    """Compare checks with a bare update, with each other, and one worker with two."""
    database = open_database(url)
    fill_targets(database, 10_000, CANDIDATES)
    few = time_steady(database, CANDIDATES)
    fill_targets(database, 100_000, 0)
    most = SWEEP_TARGETS[name]
    all_due = time_all_due(database, 100_000)
    what = f"check, {name}: 100,000 due, to one bare UPDATE"
    report(what, all_due, "x", f"<= {most}", is_met=all_due <= most)
    fill_targets(database, 1_000_000, CANDIDATES)
    growth = time_steady(database, CANDIDATES) / few
    what = f"check, {name}: 2,000 candidates in 1,000,000 to 10,000"
    report(what, growth, "x", "<= 1.5", is_met=growth <= 1.5)
    fill_targets(database, 1, 0)
    database.close()
    if name == "postgresql":
        gain, counts = time_two_workers(url, SHARED_CANDIDATES)
        is_exact = (counts.due, counts.errors) == (SHARED_CANDIDATES, 0)
        what = f"check, {name}: two workers to one, each target once"
        report(what, gain, "x", ">= 1.3", is_met=gain >= 1.3 and is_exact)


def measure_syncs(name: str, url: str) -> None:
    """Compare what reading a source costs among 10,000 workspaces and among 500."""
    few = time_syncs(url, 500)
    ratio = time_syncs(url, 10_000) / few
    what = f"sync, {name}: a workspace among 10,000 to one among 500"
    report(what, ratio, "x", "<= 1.2", is_met=ratio <= 1.2)


def measure_plan() -> None:
    """Time the rules alone."""
    facts = Facts(320, Decimal(6))
    times = timeit.repeat(lambda: build_plan(facts, DEFAULT_BOUNDS), number=2_000, repeat=7)
    best = min(times) / 2_000 * 1e6
    report("build_plan", best, "µs", "<= 50", is_met=best <= 50)


def measure_http(name: str, url: str) -> None:
    """Compare `web` with a bare Bolt app behind the same server, 16 clients."""
    ours, bare = [], []
    for _ in range(ROUNDS):
        bare.append(
            _press_http(
                lambda port: gunicorn("tests.benchmarks.baseline:build_application()", port), url
            )
        )
        ours.append(_press_http(lambda _: ["-m", "bot", "web"], url))
    compare(f"HTTP, {name}", name, ours, bare)


def _press_http(arguments: Callable[[int], list[str]], url: str) -> Load:
    port = free_port()
    with running(arguments(port), environment(url, port), port):
        return press(port, command("U1", ""))


def measure_socket_mode(name: str, url: str) -> None:
    """Compare `run` with a bare Bolt app, both through Bolt's Socket Mode, 16 outstanding."""
    ours, bare = [], []
    for _ in range(ROUNDS):
        env = environment(url, free_port()) | {"SLACK_APP_TOKEN": "xapp-bench"}
        bare.append(press_socket(BASELINE, env))
        ours.append(press_socket(OURS, env))
    compare(f"Socket Mode, {name}", name, ours, bare)


def compare(what: str, name: str, ours: list[Load], bare: list[Load]) -> None:
    """Print the ratios of two servers that took turns."""
    least, most = TARGETS[name]
    rates = [a.rate / b.rate for a, b in zip(ours, bare, strict=True)]
    middles = [a.middle / b.middle for a, b in zip(ours, bare, strict=True)]
    absolute = f"({median(load.rate for load in ours):.0f}/s against {median(load.rate for load in bare):.0f}/s)"
    rate, middle = median(rates), median(middles)
    report(
        f"{what}: throughput, ours to bare {absolute}",
        rate,
        "x",
        f">= {least}",
        is_met=rate >= least,
    )
    report(f"{what}: median answer, ours to bare", middle, "x", f"<= {most}", is_met=middle <= most)


def measure_start(url: str) -> None:
    """Time a start to its first answer, and weigh the process after some work."""
    times, weights = [], []
    for _ in range(ROUNDS):
        port = free_port()
        begun = time.perf_counter()
        with running(["-m", "bot", "run"], environment(url, port), port) as process:
            with connected(port) as connection:
                ask(connection, command("U1", ""))
            times.append(time.perf_counter() - begun)
            press(port, command("U1", ""), requests=20)
            weights.append(resident_megabytes(process.pid))
    port = free_port()
    with running(["-m", "bot", "web"], environment(url, port), port) as process:
        press(port, command("U1", ""), requests=20)
        weights += [resident_megabytes(child) for child in children(process.pid)]
    report(
        "start to first answer, warm cache",
        median(times),
        "s",
        "<= 0.8",
        is_met=median(times) <= 0.8,
    )
    report("resident memory of a process", max(weights), "MB", "<= 120", is_met=max(weights) <= 120)


def measure_crowd(url: str) -> None:
    """Send 40 commands at once while 40 calls to Slack of one second each are under way."""
    user = {"locale": "en-US", "tz": "UTC"}
    slack = SlowSlack(1, {"ok": True, "user": user})
    port = free_port()
    with (
        running(["-m", "bot", "web"], environment(url, port, slack.url), port),
        contextlib.ExitStack() as stack,
    ):
        connections = [stack.enter_context(connected(port)) for _ in range(40)]
        for number, connection in enumerate(connections):
            ask(connection, command(f"W{number}", "", slack.url))
        slowest = _ask_at_once(connections)
    slack.shutdown()
    report(
        "40 commands beside 40 slow calls: slowest answer",
        slowest,
        "s",
        "<= 0.2",
        is_met=slowest <= 0.2,
    )


def _ask_at_once(connections: list[socket.socket]) -> float:
    times: list[float] = []
    ready = threading.Barrier(len(connections))

    def send(connection: socket.socket) -> None:
        ready.wait()
        begun = time.perf_counter()
        ask(connection, command("U1", ""))
        times.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=send, args=(connection,)) for connection in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return max(times)


if __name__ == "__main__":
    main()
