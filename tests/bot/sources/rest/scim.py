"""An independent SCIM 2.0 server on this machine, with people in it."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
TOKEN = "scim-token"
DEPARTMENTS = ("Sales", 'Sales "EMEA"', "O'Neil \\ Partners", "Customer Success", "Enablement")
PAGE_CAP = 100
BULK_CAP = 500

CAPABILITIES = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    "patch": {"supported": True},
    "bulk": {"supported": True, "maxOperations": BULK_CAP, "maxPayloadSize": 2**24},
    "filter": {"supported": True, "maxResults": PAGE_CAP},
    "changePassword": {"supported": False},
    "sort": {"supported": True},
    "etag": {"supported": False},
    "pagination": {
        "cursor": True,
        "index": True,
        "defaultPaginationMethod": "index",
        "defaultPageSize": PAGE_CAP,
        "maxPageSize": PAGE_CAP,
    },
}


@dataclass(frozen=True)
class ScimServer:
    """A running server."""

    url: str

    def ask(self, **params: Any) -> Any:
        """Return what it says to somebody who only asks for a count, without our code."""
        answer = self._session().get(f"{self.url}/Users", params=params, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def hire(self, people: list[dict[str, Any]]) -> None:
        for start in range(0, len(people), BULK_CAP):
            operations = [
                {"method": "POST", "path": "/Users", "bulkId": str(number), "data": person}
                for number, person in enumerate(people[start : start + BULK_CAP])
            ]
            schema = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
            body = {"schemas": [schema], "Operations": operations}
            answer = self._session().post(f"{self.url}/Bulk", json=body, timeout=60)
            assert {one["status"] for one in answer.json()["Operations"]} == {"201"}

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        return session


def a_person(number: int, *, is_active: bool = True) -> dict[str, Any]:
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "userName": f"person-{number}",
        "active": is_active,
        "title": "Account Executive" if number % 2 else "Manager",
        "userType": "Contractor" if number % 100 == 0 else "Employee",
        ENTERPRISE: {"department": DEPARTMENTS[number % len(DEPARTMENTS)]},
    }


@contextmanager
def run_scim_server(folder: Path) -> Iterator[ScimServer]:
    capabilities = folder / "capabilities.json"
    capabilities.write_text(json.dumps(CAPABILITIES))
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("scim2-server")),
        *("--hostname", "127.0.0.1", "--port", str(port), "--bearer-token", TOKEN),
        *("--service-provider-config", str(capabilities)),
    ]
    with subprocess.Popen(  # noqa: S603 - a program of our own environment
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        # It says so once it listens.
        ready = re.search(r"http://\S+", process.stdout.readline())
        try:
            assert ready
            yield ScimServer(ready[0])
        finally:
            process.terminate()
