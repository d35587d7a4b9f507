"""Which addresses a source may be read at: public ones, and hosts that an operator allowed.

An admin of a workspace types the address, while the bot stands inside somebody's network: without
this check a source could reach the bot's neighbours or a cloud's metadata (RFC 6890 and the IANA
registries of special-purpose addresses).
"""

import ipaddress
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import Path
from typing import Any

from bot.errors import SourceError
from rules.troubles import Trouble

Resolve = Callable[..., list[tuple[Any, Any, Any, Any, Any]]]
"""`socket.getaddrinfo`, or what a test puts in its place."""

# Written out, because `is_global` of the standard library changes from one version to the next.
NOT_PUBLIC_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network; 0.0.0.0 reaches this machine
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # a carrier's own; one cloud's metadata
        "127.0.0.0/8",  # this machine
        "168.63.129.16/32",  # public by number, and yet one cloud's host agent
        "169.254.0.0/16",  # link-local; most clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; one cloud's metadata
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays from IPv6 to IPv4
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved; broadcast
    )
)
# Everything else in IPv6 is local, multicast, reserved or carries an IPv4 address (mapped, NAT64).
PUBLIC_V6 = IPv6Network("2000::/3")
NOT_PUBLIC_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them: it carries an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 carries an IPv4 address
        "3fff::/20",  # documentation
    )
)


def check_address(
    host: str, port: int, allowed_hosts: frozenset[str], resolve: Resolve = socket.getaddrinfo
) -> tuple[str, ...]:
    """Return what a host resolves to, once it is known that we may connect there.

    Connect to what is returned, not to the name: it could mean something else a moment later.

    Args:
        host: A name or an address without a port, as an admin wrote it.
        port: Where the source listens.
        allowed_hosts: Hosts that an operator allows wherever they are, as an operator wrote them.
        resolve: Asks the name service.

    Raises:
        SourceError: If the name means nothing, or any of its addresses is not public.
    """
    found = _resolve(host, port, resolve)
    if not is_allowed(host, allowed_hosts) and not all(is_public(address) for address in found):
        raise SourceError(Trouble.ADDRESS_REFUSED, name=host)
    return found


def check_path(path: str, allowed_hosts: frozenset[str]) -> Path:
    """Return a file, or a socket's folder, once we know that an operator allowed exactly this one.

    Paths stand among the allowed hosts, in full. One word for all files would not do: the bot's
    own database is a file too.

    Raises:
        SourceError: If it is not allowed, or not written in full.
    """
    allowed = {Path(host).resolve() for host in allowed_hosts if Path(host).is_absolute()}
    if not Path(path).is_absolute() or Path(path).resolve() not in allowed:
        raise SourceError(Trouble.ADDRESS_REFUSED, name=path)
    return Path(path).resolve()


def is_allowed(host: str, allowed_hosts: frozenset[str]) -> bool:
    """Return whether an operator allows a host wherever it is."""
    return _fold(host) in {_fold(allowed) for allowed in allowed_hosts}


def is_public(address: str) -> bool:
    """Return whether an address is one of the public internet."""
    parsed: IPv4Address | IPv6Address = ipaddress.ip_address(address)
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in NOT_PUBLIC_V4)
    return parsed in PUBLIC_V6 and not any(parsed in network for network in NOT_PUBLIC_V6)


def _resolve(host: str, port: int, resolve: Resolve) -> tuple[str, ...]:
    if not _fold(host):
        raise SourceError(Trouble.ADDRESS_REFUSED, name=host)
    try:
        answers = resolve(_fold(host), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        # A label that is too long is a UnicodeError. Not chained: nothing is learnt from either.
        raise SourceError(Trouble.UNREACHABLE, name=host) from None
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


def _fold(host: str) -> str:
    # A dot at the end and brackets name the same host.
    return host.strip().casefold().removeprefix("[").removesuffix("]").rstrip(".")
