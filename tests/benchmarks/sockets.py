"""The other end of Socket Mode: send envelopes, count acknowledgements."""

import asyncio
import json
import time
from statistics import median
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

from tests.benchmarks.load import Load
from tests.benchmarks.servers import SlowSlack, free_port, running

OUTSTANDING = 16


def press_socket(arguments: list[str], env: dict[str, str], requests: int = 2_400) -> Load:
    """Start a Socket Mode app, keep 16 commands outstanding and return what it did."""
    port = free_port()
    slack = SlowSlack(0, {"ok": True, "url": f"ws://127.0.0.1:{port}/"})
    with running(arguments, {**env, "SLACK_API_URL": slack.url}, port=None):
        load = asyncio.run(_press(port, requests))
    slack.shutdown()
    return load


async def _press(port: int, requests: int) -> Load:
    done: asyncio.Future[Load] = asyncio.get_running_loop().create_future()

    async def talk(connection: ServerConnection) -> None:
        if not done.done():
            await connection.send(json.dumps({"type": "hello", "num_connections": 1}))
            await _exchange(connection, 200)
            done.set_result(await _exchange(connection, requests))

    async with serve(talk, "127.0.0.1", port):
        return await asyncio.wait_for(done, timeout=60)


async def _exchange(connection: ServerConnection, requests: int) -> Load:
    sent: dict[str, float] = {}
    times: list[float] = []
    begun = time.perf_counter()
    for number in range(OUTSTANDING):
        await _send(connection, str(number), sent)
    number = OUTSTANDING
    while len(times) < requests:
        answer: dict[str, Any] = json.loads(await connection.recv())
        times.append(time.perf_counter() - sent.pop(answer["envelope_id"]))
        if number < requests:
            await _send(connection, str(number), sent)
            number += 1
    return Load(requests / (time.perf_counter() - begun), median(times), max(times))


async def _send(connection: ServerConnection, envelope_id: str, sent: dict[str, float]) -> None:
    payload = {
        "command": "/enablement-plan",
        "text": "",
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "channel_name": "general",
        "trigger_id": "1.2.3",
        "response_url": "http://127.0.0.1:9/",
    }
    envelope = {"envelope_id": envelope_id, "type": "slash_commands", "payload": payload}
    sent[envelope_id] = time.perf_counter()
    await connection.send(json.dumps(envelope | {"accepts_response_payload": True}))


BASELINE = ["-m", "tests.benchmarks.baseline"]
OURS = ["-m", "bot", "run"]
