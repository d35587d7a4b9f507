from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.bot.sources.rest.scim import ScimServer, a_person, run_scim_server
from tests.bot.sources.rest.servers import Answer, Stub, run_stub

PEOPLE = 1_001
GONE = 7

Serve = Callable[[Answer], Stub]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server that answers as the test says."""
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(run_stub(answer))


@pytest.fixture(scope="session")
def scim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScimServer]:
    """A SCIM server with 1,001 people who are there and seven who have left."""
    with run_scim_server(tmp_path_factory.mktemp("scim")) as server:
        server.hire([a_person(number) for number in range(PEOPLE)])
        server.hire([a_person(PEOPLE + number, is_active=False) for number in range(GONE)])
        yield server
