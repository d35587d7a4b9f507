from collections.abc import Iterator

import pytest

from tests.e2e.socket_peer import SocketPeer, listening
from tests.fakes import FakeSlack, a_user


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack()
    fake.on("users.info", a_user())
    yield fake
    fake.close()


@pytest.fixture
def peer() -> Iterator[SocketPeer]:
    with listening() as made:
        yield made
