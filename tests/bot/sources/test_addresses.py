import socket
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SourceError
from bot.sources.addresses import check_address, check_path
from rules.troubles import Detail, Trouble


class Names:
    """A name service that knows one answer, and remembers what it was asked."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int, **_: Any) -> list[tuple[Any, Any, Any, Any, Any]]:
        self.asked.append((host, port))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in self.addresses]


def trouble_with(*addresses: str, host: str = "hr.example.com", allowed: str = "") -> Trouble:
    with pytest.raises(SourceError) as caught:
        check_address(host, 443, frozenset(allowed.split()), Names(*addresses))
    assert caught.value.incident.details[Detail.NAME] == host
    return caught.value.incident.trouble


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("0.0.0.0", id="unspecified"),  # noqa: S104 - refused, not bound
        pytest.param("10.0.0.0", id="private, the first of ten"),
        pytest.param("10.255.255.255", id="private, the last of ten"),
        pytest.param("100.64.0.1", id="a carrier's own"),
        pytest.param("100.100.100.200", id="metadata in a carrier's range"),
        pytest.param("127.0.0.1", id="loopback"),
        pytest.param("127.8.8.8", id="loopback further on"),
        pytest.param("168.63.129.16", id="a cloud's host agent"),
        pytest.param("169.254.169.254", id="metadata"),
        pytest.param("172.16.0.1", id="private, the first of 172"),
        pytest.param("172.31.255.255", id="private, the last of 172"),
        pytest.param("192.0.0.192", id="metadata among protocols"),
        pytest.param("192.88.99.1", id="a relay"),
        pytest.param("192.168.1.1", id="private at home"),
        pytest.param("192.0.2.1", id="the first documentation"),
        pytest.param("198.19.255.255", id="benchmarks"),
        pytest.param("198.51.100.1", id="more documentation"),
        pytest.param("203.0.113.7", id="documentation"),
        pytest.param("224.0.0.1", id="multicast"),
        pytest.param("240.0.0.1", id="reserved"),
        pytest.param("255.255.255.255", id="broadcast"),
        pytest.param("::", id="unspecified in six"),
        pytest.param("::1", id="loopback in six"),
        pytest.param("::ffff:8.8.8.8", id="mapped"),
        pytest.param("::ffff:7f00:1", id="loopback, mapped"),
        pytest.param("::127.0.0.1", id="loopback, compatible"),
        pytest.param("64:ff9b::808:808", id="NAT64"),
        pytest.param("64:ff9b:1::808:808", id="NAT64, local"),
        pytest.param("100::1", id="discard"),
        pytest.param("2001:0:4136:e378::1", id="Teredo"),
        pytest.param("2001:db8::1", id="documentation in six"),
        pytest.param("2002:7f00:1::", id="6to4"),
        pytest.param("3fff::1", id="newer documentation"),
        pytest.param("5f00::1", id="segment routing"),
        pytest.param("fc00::1", id="unique local"),
        pytest.param("fd00:ec2::254", id="metadata in six"),
        pytest.param("fe80::1%1", id="link-local with its zone"),
        pytest.param("fec0::1", id="site-local"),
        pytest.param("ff02::1", id="multicast in six"),
    ],
)
def test_an_address_inside_is_refused(address: str) -> None:
    assert trouble_with(address) is Trouble.ADDRESS_REFUSED


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("9.255.255.255", id="below ten"),
        pytest.param("11.0.0.0", id="above ten"),
        pytest.param("100.63.255.255", id="below the carrier's"),
        pytest.param("100.128.0.0", id="above the carrier's"),
        pytest.param("172.15.255.255", id="below 172"),
        pytest.param("172.32.0.0", id="above 172"),
        pytest.param("223.255.255.255", id="below multicast"),
        pytest.param("2001:200::1", id="above the protocols"),
        pytest.param("2606:4700::1", id="public in six"),
    ],
)
def test_a_public_address_is_returned(address: str) -> None:
    names = Names(address)
    assert check_address("hr.example.com", 443, frozenset(), names) == (address,)
    assert names.asked == [("hr.example.com", 443)]


def test_one_private_address_among_public_ones_refuses_the_host() -> None:
    assert trouble_with("8.8.8.8", "10.0.0.1") is Trouble.ADDRESS_REFUSED


def test_the_same_address_twice_is_returned_once() -> None:
    names = Names("8.8.8.8", "8.8.4.4", "8.8.8.8")
    assert check_address("hr.example.com", 443, frozenset(), names) == ("8.8.8.8", "8.8.4.4")


@pytest.mark.parametrize("host", ["hr.internal", "HR.Internal", "hr.internal.", " hr.internal "])
def test_an_allowed_host_may_be_anywhere(host: str) -> None:
    allowed = frozenset({"HR.internal."})
    assert check_address(host, 443, allowed, Names("10.0.0.1")) == ("10.0.0.1",)


def test_an_allowed_host_does_not_allow_what_ends_like_it() -> None:
    refused = trouble_with("10.0.0.1", host="evil-hr.internal", allowed="hr.internal")
    assert refused is Trouble.ADDRESS_REFUSED


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "[::1]", "::1"])
def test_loopback_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(SourceError) as caught:
        check_address(host, 443, frozenset())
    assert caught.value.incident.trouble is Trouble.ADDRESS_REFUSED


@pytest.mark.parametrize("host", ["", " ", ".", "[]"])
def test_no_host_at_all_is_refused(host: str) -> None:
    assert trouble_with("8.8.8.8", host=host) is Trouble.ADDRESS_REFUSED


def test_a_name_that_means_nothing_is_unreachable() -> None:
    def resolve(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(SourceError) as caught:
        check_address("nowhere.example.com", 443, frozenset(), resolve)
    assert caught.value.incident.trouble is Trouble.UNREACHABLE


def test_a_name_that_cannot_be_one_is_unreachable() -> None:
    with pytest.raises(SourceError) as caught:
        check_address("a" * 64 + ".example.com", 443, frozenset())
    assert caught.value.incident.trouble is Trouble.UNREACHABLE


def test_exactly_the_allowed_file_may_be_read(tmp_path: Path) -> None:
    file = tmp_path / "hr.db"
    allowed = frozenset({str(file), "hr.internal"})
    assert check_path(str(file), allowed) == file
    assert check_path(f"{tmp_path}/x/../hr.db", allowed) == file


@pytest.mark.parametrize("path", ["", "hr.db", "hr.internal", "hr.db/", "../hr.db"])
def test_a_path_is_written_in_full(path: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        check_path(path, frozenset({str(tmp_path / "hr.db"), "hr.db", "hr.internal"}))
    assert caught.value.incident.trouble is Trouble.ADDRESS_REFUSED
    assert caught.value.incident.details == {Detail.NAME: path}


def test_neither_a_neighbour_nor_a_link_elsewhere_may_be_read(tmp_path: Path) -> None:
    allowed = frozenset({str(tmp_path / "hr.db")})
    (tmp_path / "link.db").symlink_to("/etc/passwd")
    for name in ("other.db", "link.db", "hr.db/../other.db", "."):
        with pytest.raises(SourceError):
            check_path(str(tmp_path / name), allowed)
