from collections.abc import Iterator

import pytest

from tests.bot.sandbox.harness import Bot, Page, running, running_bot


@pytest.fixture
def page() -> Iterator[Page]:
    """A sandbox with no bot behind it: what the bot sends is still taken."""
    with running() as page:
        yield page


@pytest.fixture
def bot() -> Iterator[Bot]:
    """A sandbox with a Bolt app behind it, over HTTP."""
    with running_bot() as bot:
        yield bot
