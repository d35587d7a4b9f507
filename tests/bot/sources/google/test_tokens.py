import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bot.errors import SourceConfigError, SourceError
from bot.sources.google.directory import DIRECTORY_SCOPE
from bot.sources.google.sheets import SHEETS_SCOPE
from bot.sources.google.tokens import ServiceAccount, parse_google_secret, sign_assertion
from rules.troubles import Detail, Incident, Trouble
from tests.bot.sources.google.workspace import (
    ADMIN,
    DIRECTORY,
    NOW,
    ROBOT,
    SHEET,
    Workspace,
    a_key_file,
    a_user,
    read,
    write_key,
)
from tests.bot.sources.rest.servers import Stub

Serve = Callable[[Any], Stub]


def a_workspace() -> Workspace:
    sheet = {"range": "A1:B2", "values": [["class", "count"], ["enablement", 6]]}
    return Workspace([[a_user(1, {"primary": True, "title": "AE"})]], sheet)


def test_a_service_account_stands_for_an_administrator_in_the_directory(serve: Serve) -> None:
    workspace = a_workspace()
    stub = serve(workspace)
    read(stub.url, DIRECTORY)
    assert workspace.claims == {
        "iss": ROBOT,
        "sub": ADMIN,
        "scope": DIRECTORY_SCOPE,
        "aud": f"{stub.url}/token",
        "iat": int(NOW.timestamp()),
        "exp": int((NOW + timedelta(hours=1)).timestamp()),
    }


def test_a_sheet_may_be_shared_with_the_service_account_itself(serve: Serve) -> None:
    workspace = a_workspace()
    read(serve(workspace).url, SHEET, subject="")
    assert "sub" not in workspace.claims
    assert workspace.claims["scope"] == SHEETS_SCOPE


def test_a_key_of_somebody_else_is_no_credential(serve: Serve) -> None:
    key_file = a_key_file(private_key=write_key(rsa.generate_private_key(65537, 2048)))
    with pytest.raises(SourceError) as caught:
        read(serve(a_workspace()).url, DIRECTORY, service_account=key_file)
    assert caught.value.incident == Incident(Trouble.UNAUTHORISED)


@pytest.mark.parametrize(
    "key",
    [
        "no key",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        write_key(ec.generate_private_key(ec.SECP256R1())),
    ],
    ids=["no key", "half a key", "a key of another kind"],
)
def test_a_private_key_that_is_none_is_told_without_it(key: str) -> None:
    account = ServiceAccount({"client_email": ROBOT, "private_key": key}, ADMIN)
    with pytest.raises(SourceError) as caught:
        sign_assertion(account, DIRECTORY_SCOPE, "https://google.invalid/token", NOW)
    assert caught.value.incident == Incident(
        Trouble.SECRET_MISSING, {Detail.NAME: "service_account"}
    )
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "key_file",
    [
        "",
        "not JSON",
        "[]",
        "1",
        '"text"',
        "{}",
        '{"client_email": "robot@example.com"}',
        '{"client_email": "", "private_key": "x"}',
        '{"client_email": 1, "private_key": "x"}',
    ],
)
def test_a_key_file_has_an_address_and_a_key(key_file: str) -> None:
    with pytest.raises(SourceConfigError) as caught:
        parse_google_secret({"service_account": key_file}, needs_subject=False)
    assert caught.value.field == "service_account"
    assert "robot" not in str(caught.value)


@pytest.mark.parametrize("subject", ["", " ", "admin"])
def test_the_directory_needs_an_administrator(subject: str) -> None:
    with pytest.raises(SourceConfigError) as caught:
        parse_google_secret(
            {"service_account": a_key_file(), "subject": subject}, needs_subject=True
        )
    assert caught.value.field == "subject"


def test_a_service_account_shows_nothing_of_itself() -> None:
    account = parse_google_secret(
        {"service_account": a_key_file(), "subject": ADMIN}, needs_subject=True
    )
    assert repr(account) == "ServiceAccount()"


WITHOUT_THE_EXTRA = """
import sys
from datetime import UTC, datetime

sys.modules["google"] = None  # as if nobody had installed it
from bot.errors import SourceError
from bot.sources.google.source import GoogleSource
from bot.sources.google.tokens import ServiceAccount, sign_assertion

try:
    sign_assertion(ServiceAccount({}), "", "", datetime.now(UTC))
except SourceError as error:
    print(error.incident.trouble, *error.incident.details.values())
"""


def test_without_the_extra_it_says_which_one() -> None:
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", WITHOUT_THE_EXTRA], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["extra_missing", "google"]
