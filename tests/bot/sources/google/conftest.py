from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.bot.sources.rest.servers import Answer, Stub, run_stub


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], Stub]]:
    """Start a server that answers as the test says."""
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(run_stub(answer))
