import socket
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.sources.rest.network import Caps
from rules.troubles import Detail, Trouble
from tests.bot.sources.rest.conftest import Serve
from tests.bot.sources.rest.readings import (
    a_config,
    a_network,
    a_preset,
    people,
    read,
    trouble_of,
)
from tests.bot.sources.rest.servers import Asked, Reply

HOST = "hr.example.com"
PUBLIC = "93.184.215.14"


class Names:
    """A name service with one answer for each time it is asked, the last one for good."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, _host: str, port: int, **_: Any) -> list[tuple[Any, Any, Any, Any, Any]]:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [(None, None, None, "", (one, port)) for one in answer.split()]


def everybody(_: object) -> dict[str, Any]:
    return {"people": people(3)}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "169.254.169.254",
        "10.0.0.8",
        "100.64.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "224.0.0.1",
    ],
)
def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(
    serve: Serve, address: str
) -> None:
    stub = serve(everybody)
    url = f"https://{HOST}:{stub.server_port}"
    network = a_network(resolve=Names(address))
    assert trouble_of(a_config(url), network) == (Trouble.ADDRESS_REFUSED, {Detail.NAME: HOST})
    assert stub.asked == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "169.254.169.254", "[::1]", "2130706433", "localhost"]
)
def test_an_address_inside_is_refused_however_it_is_written(host: str) -> None:
    network = a_network(allowed_hosts=frozenset(), resolve=socket.getaddrinfo)
    trouble, _ = trouble_of(a_config(f"https://{host}:9"), network)
    assert trouble is Trouble.ADDRESS_REFUSED


def test_one_address_inside_among_public_ones_refuses_the_host() -> None:
    network = a_network(resolve=Names(f"{PUBLIC} 127.0.0.1"))
    trouble, _ = trouble_of(a_config(f"https://{HOST}"), network)
    assert trouble is Trouble.ADDRESS_REFUSED


def test_the_address_that_was_checked_is_the_one_that_is_reached(serve: Serve) -> None:
    stub = serve(everybody)
    # Whoever looked a second time would be led inside, or nowhere.
    names = Names("127.0.0.1", "127.0.0.99")
    network = a_network(allowed_hosts=frozenset({HOST}), resolve=names)
    assert read(a_config(f"http://{HOST}:{stub.server_port}"), network).people == 3
    assert names.asked == 1
    assert stub.asked[0].headers["host"] == f"{HOST}:{stub.server_port}"


def test_a_dead_address_is_passed_over_for_the_next(serve: Serve) -> None:
    stub = serve(everybody)
    network = a_network(allowed_hosts=frozenset({HOST}), resolve=Names("127.0.0.99 127.0.0.1"))
    assert read(a_config(f"http://{HOST}:{stub.server_port}"), network).people == 3


def test_without_encryption_only_an_allowed_host_is_reached() -> None:
    names = Names(PUBLIC)
    network = a_network(resolve=names)
    assert trouble_of(a_config(f"http://{HOST}"), network) == (
        Trouble.ADDRESS_REFUSED,
        {Detail.NAME: HOST},
    )
    assert names.asked == 0


def test_the_environment_names_no_way_and_no_password(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stub = serve(everybody)
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    preset = a_preset(auth={"type": "header", "headers": {"X-Key": "{api_key}"}})
    assert read(a_config(stub.url, preset), secret={"api_key": "k"}).people == 3
    assert "authorization" not in stub.asked[0].headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_somebody_else_is_not_followed(serve: Serve, status: int) -> None:
    other = serve(everybody)
    stub = serve(lambda _: Reply(status=status, headers={"Location": f"{other.url}/people"}))
    preset = a_preset(auth={"type": "header", "headers": {"X-Api-Key": "{api_key}"}})
    trouble, details = trouble_of(a_config(stub.url, preset), secret={"api_key": "secret"})
    assert (trouble, details) == (Trouble.LEFT_ITS_ORIGIN, {Detail.CODE: status})
    assert other.asked == []


def test_a_redirect_to_the_metadata_of_a_cloud_is_not_followed(serve: Serve) -> None:
    target = "http://169.254.169.254/latest/meta-data/"
    stub = serve(lambda _: Reply(status=302, headers={"Location": target}))
    assert trouble_of(a_config(stub.url))[0] is Trouble.LEFT_ITS_ORIGIN


def test_a_redirect_within_the_source_is_no_answer_either(serve: Serve) -> None:
    stub = serve(lambda _: Reply(status=302, headers={"Location": "/sign-in"}))
    assert trouble_of(a_config(stub.url)) == (Trouble.NOT_READABLE, {Detail.CODE: 302})
    assert len(stub.asked) == 1


def test_a_host_that_nobody_knows_is_unreachable() -> None:
    def resolve(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror

    trouble, details = trouble_of(a_config(f"https://{HOST}"), a_network(resolve=resolve))
    assert (trouble, details) == (Trouble.UNREACHABLE, {Detail.NAME: HOST})


def test_a_closed_port_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert trouble_of(a_config(f"http://127.0.0.1:{port}"))[0] is Trouble.UNREACHABLE


def test_a_server_that_says_nothing_has_timed_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        network = a_network(read_timeout=timedelta(milliseconds=50))
        config = a_config(f"http://127.0.0.1:{server.getsockname()[1]}")
        assert trouble_of(config, network)[0] is Trouble.TIMED_OUT


def test_a_run_that_is_over_while_it_waits_took_too_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        caps = Caps(run_time=timedelta(milliseconds=50))
        network = replace(a_network(caps=caps), clock=time.monotonic)
        config = a_config(f"http://127.0.0.1:{server.getsockname()[1]}")
        assert trouble_of(config, network)[0] is Trouble.TOOK_TOO_LONG


def test_a_name_in_another_script_is_one_origin_with_its_encoded_form(serve: Serve) -> None:
    host = "bücher.example"
    encoded = host.encode("idna").decode()

    def answer(asked: Asked) -> dict[str, Any]:
        if asked.params:
            return {"people": people(1, 7)}
        return {"people": people(1), "next": f"http://{asked.headers['host']}/people?page=2"}

    stub = serve(answer)
    network = a_network(allowed_hosts=frozenset({encoded}), resolve=Names("127.0.0.1"))
    preset = a_preset(paging={"type": "next_url", "path": "next"})
    assert read(a_config(f"http://{host}:{stub.server_port}", preset), network).people == 2
