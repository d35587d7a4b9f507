"""TLS asks for the name's certificate, although the connection goes to the address that was checked."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.sources.rest.budgets import Budget
from bot.sources.rest.transport import open_session
from rules.troubles import Trouble
from tests.bot.sources.rest.readings import a_config, a_network, trouble_of

HOST = "hr.example.com"
NETWORK = a_network(
    allowed_hosts=frozenset({HOST}),
    resolve=lambda _host, port, **_: [(None, None, None, "", ("127.0.0.1", port))],
)


class Encrypted(ThreadingHTTPServer):
    """A server with a certificate of its own, which remembers the names it was called by."""

    def __init__(self, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.names: list[str | None] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.sni_callback = lambda _, name, __: self.names.append(name)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, *_: Any) -> None:
        """A client that does not trust us hangs up."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing to see."""


def write_certificate(path: Path, host: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def run_encrypted(certificate: Path) -> Iterator[Encrypted]:
    server = Encrypted(certificate)
    thread = threading.Thread(target=partial(server.serve_forever, 0.01), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(server: Encrypted, trusted: Path) -> int:
    """Ask over our connections; only what is in the file is trusted."""
    with open_session(NETWORK, Budget(NETWORK)) as session:
        url = f"https://{HOST}:{server.server_port}/"
        return session.get(url, verify=str(trusted)).status_code


def test_the_certificate_of_the_name_is_asked_for_and_trusted(tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path / "right.pem", HOST)
    with run_encrypted(certificate) as server:
        assert ask(server, certificate) == 204
    assert server.names == [HOST]


def test_the_certificate_of_another_name_is_refused(tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path / "wrong.pem", "somebody-else.example.com")
    with run_encrypted(certificate) as server, pytest.raises(requests.exceptions.SSLError):
        ask(server, certificate)


def test_a_certificate_that_nobody_vouches_for_makes_a_source_unreachable(tmp_path: Path) -> None:
    with run_encrypted(write_certificate(tmp_path / "own.pem", HOST)) as server:
        trouble, _ = trouble_of(a_config(f"https://{HOST}:{server.server_port}"), NETWORK)
    assert trouble is Trouble.UNREACHABLE
