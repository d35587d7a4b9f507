"""Connections that only lead where a source may be, and that end with the run's time.

The address is checked and connected to in one place: a name that means something else a moment
later (DNS rebinding) leads nowhere, while TLS still asks for the certificate of the name.
"""

import http.client
import io
import socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from bot.errors import SourceError
from bot.sources.addresses import check_address, is_allowed
from bot.sources.rest.budgets import Budget
from bot.sources.rest.network import Network
from rules.troubles import Trouble

MOST_ADDRESSES_TRIED = 4
BUFFER_BYTES = 2**16


def open_session(network: Network, budget: Budget) -> requests.Session:
    """Return a session that takes nothing from the environment: no proxy, no stored password."""
    session = requests.Session()
    session.trust_env = False
    session.headers.update({"User-Agent": "enablement-advisor", "Accept": "application/json"})
    adapter = GuardedAdapter(network, budget)
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter)
    return session


class GuardedAdapter(HTTPAdapter):
    """Gives requests connections that check where they lead."""

    def __init__(self, network: Network, budget: Budget) -> None:
        self._pools = _list_pools(network, budget)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool manager use our connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools


def _list_pools(network: Network, budget: Budget) -> dict[str, type[HTTPConnectionPool]]:
    class Response(TimedResponse):
        timeout = network.read_timeout.total_seconds()
        run = budget

    class Plain(HTTPConnection):
        response_class = Response

        def _new_conn(self) -> socket.socket:
            if not is_allowed(self.host, network.allowed_hosts):
                raise SourceError(Trouble.ADDRESS_REFUSED, name=self.host)
            return _connect(self, network, budget)

    class Encrypted(HTTPSConnection):
        response_class = Response

        def _new_conn(self) -> socket.socket:
            return _connect(self, network, budget)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}


def _connect(connection: HTTPConnection, network: Network, budget: Budget) -> socket.socket:
    host, port = connection.host, connection.port
    addresses = check_address(host, port, network.allowed_hosts, network.resolve)
    trouble = Trouble.UNREACHABLE
    for address in addresses[:MOST_ADDRESSES_TRIED]:
        timeout = min(network.connect_timeout.total_seconds(), budget.remaining())
        try:
            opened = socket.create_connection((address, port), timeout)
        except TimeoutError:
            trouble = Trouble.TIMED_OUT
        except OSError:
            trouble = Trouble.UNREACHABLE
        else:
            # Head and body are sent apart: without this the second waits for the first's receipt.
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return opened
    raise SourceError(trouble, name=host)


class TimedResponse(http.client.HTTPResponse):
    """An answer that cannot be drawn out: every piece, of its headers too, has to come in time."""

    timeout: float
    run: Budget

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(TimedReader(sock, self.timeout, self.run), BUFFER_BYTES)

    def begin(self) -> None:
        """Read the headers; urllib3 would write those it cannot make out into the log.

        Raises:
            SourceError: If there are such.
        """
        super().begin()
        if self.msg.defects or self.msg.get_payload():
            raise SourceError(Trouble.NOT_READABLE)


class TimedReader(io.RawIOBase):
    """A socket that waits for each piece no longer than the run has time left."""

    def __init__(self, sock: socket.socket, timeout: float, run: Budget) -> None:
        self._socket = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._timeout = timeout
        self._run = run

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what there is, or wait for it."""
        self._socket.settimeout(min(self._timeout, self._run.remaining()))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()
