import socket
from typing import Any

import certifi
import pytest

from bot.errors import SourceError
from bot.sources.rest.network import Network
from bot.sources.sql.engines import open_engine, plan_connection
from bot.sources.sql.urls import parse_source_url
from rules.troubles import Detail, Incident, Trouble


def names(host: str, port: int, **_: Any) -> list[tuple[Any, Any, Any, Any, Any]]:
    """A name service that finds two addresses for every host."""
    del host
    both = ("8.8.8.8", "8.8.4.4")
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in both]


def allowing(*hosts: str) -> Network:
    return Network(frozenset(hosts), resolve=names)


def plan(text: str, *allowed: str) -> tuple[str, dict[str, Any]]:
    url, arguments = plan_connection(parse_source_url({"url": text}), allowing(*allowed))
    return url.render_as_string(hide_password=False), arguments


def test_a_public_server_is_reached_encrypted_at_the_address_that_was_checked() -> None:
    _, arguments = plan("postgresql://reader:pw@hr.example.com/people")
    assert arguments == {
        "host": "hr.example.com",
        "hostaddr": "8.8.8.8",
        "sslmode": "require",
        "connect_timeout": 10,
        "gssencmode": "disable",
    }


def test_a_certificate_is_checked_where_the_address_asks_for_it() -> None:
    _, arguments = plan("postgresql://reader:pw@hr.example.com/people?sslmode=verify-full")
    assert (arguments["sslmode"], arguments["sslrootcert"]) == ("verify-full", certifi.where())


def test_an_allowed_server_need_not_encrypt() -> None:
    _, arguments = plan("postgresql://reader:pw@hr.internal/people", "hr.internal")
    assert "sslmode" not in arguments


def test_drivers_of_other_databases_are_given_the_address_for_the_name() -> None:
    url, arguments = plan("mysql+pymysql://reader:pw@hr.example.com:3307/people")
    assert (url, arguments) == ("mysql+pymysql://reader:pw@8.8.8.8:3307/people", {})


def test_an_allowed_host_keeps_its_name() -> None:
    url, _ = plan("mysql+pymysql://reader:pw@hr.internal/people", "hr.internal")
    assert url == "mysql+pymysql://reader:pw@hr.internal/people"


@pytest.mark.parametrize("dialect", ["mysql", "oracle", "snowflake", "no_such"])
def test_a_dialect_that_is_not_installed_is_named(dialect: str) -> None:
    url = parse_source_url({"url": f"{dialect}://reader:pw@hr.example.com/people"})
    with pytest.raises(SourceError) as caught:
        open_engine(url, allowing())
    assert caught.value.incident == Incident(Trouble.EXTRA_MISSING, {Detail.NAME: dialect})
