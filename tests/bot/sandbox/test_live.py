import asyncio

from bot.sandbox.live import Changes, Topic


async def collect(changes: Changes, *, bursts: int, idle_after: float) -> list[set[Topic]]:
    """What a watcher is told, until it has heard so many times."""
    heard = []
    async for topics in changes.watch(pause=0, idle_after=idle_after):
        heard.append(topics)
        if len(heard) == 1:
            changes.mark(Topic.MESSAGES)
            changes.mark(Topic.VIEWS, Topic.MESSAGES)
        if len(heard) == bursts:
            break
    return heard


def test_a_watcher_hears_everything_first_and_a_burst_as_one() -> None:
    heard = asyncio.run(collect(Changes(), bursts=2, idle_after=10))
    assert heard == [set(Topic), {Topic.MESSAGES, Topic.VIEWS}]


def test_silence_is_told_too() -> None:
    assert asyncio.run(collect(Changes(), bursts=3, idle_after=0.001))[2] == set()


def test_who_stops_watching_is_forgotten() -> None:
    changes = Changes()

    async def watch_twice() -> None:
        for _ in range(2):
            watcher = changes.watch(pause=0, idle_after=10)
            await anext(watcher)
            await watcher.aclose()

    asyncio.run(watch_twice())
    changes.mark(Topic.LOG)
    assert changes.revision == 1
