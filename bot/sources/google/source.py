"""Google Workspace as a headcount source."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from bot.clock import Clock, utc_now
from bot.errors import SourceConfigError
from bot.sources.google.directory import (
    DIRECTORY_SCOPE,
    GOOGLE,
    Places,
    build_auth,
    build_directory,
)
from bot.sources.google.sheets import PARAMS, SHEETS_SCOPE, read_sheet
from bot.sources.google.tokens import parse_google_secret, sign_assertion
from bot.sources.readings import Reading
from bot.sources.rest.auth import sign_in
from bot.sources.rest.client import Client
from bot.sources.rest.configs import RestConfig
from bot.sources.rest.connector import RestSource
from bot.sources.rest.exchanges import Request
from bot.sources.rest.network import Network
from bot.sources.rest.shapes import SecretPart
from rules.wording import say

LONGEST_RANGE = 200
_SPREADSHEET = re.compile(r"(?:.*/spreadsheets/d/)?([A-Za-z0-9_-]{20,100})(?:/.*)?")


class Product(StrEnum):
    """What of Google is read."""

    DIRECTORY = "directory"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class GoogleConfig:
    """What is read.

    Attributes:
        spreadsheet: The id of a spreadsheet; empty for the directory.
        cells: In A1 notation, as `Headcount!A:F`.
    """

    product: Product
    spreadsheet: str = ""
    cells: str = ""


def parse_google_config(values: Mapping[str, Any]) -> GoogleConfig:
    """Return a configuration.

    Args:
        values: With the key `product`; for a sheet also `spreadsheet`, its address or id, and
            `range`.

    Raises:
        SourceConfigError: If the product is unknown or the cells cannot be found.
    """
    product = str(values.get("product", ""))
    if product not in list(Product):
        raise SourceConfigError("product", say("Choose the directory or a sheet."))
    if product == Product.DIRECTORY:
        return GoogleConfig(Product.DIRECTORY)
    found = _SPREADSHEET.fullmatch(str(values.get("spreadsheet", "")).strip())
    if found is None:
        raise SourceConfigError(
            "spreadsheet", say("Paste the spreadsheet's address from your browser.")
        )
    cells = str(values.get("range", "")).strip()
    # Dots alone would lead to another folder of the address.
    if not cells.strip(".") or len(cells) > LONGEST_RANGE or not cells.isprintable():
        raise SourceConfigError("range", say("Give the cells as in Headcount!A:F."))
    return GoogleConfig(Product.SHEET, found[1], cells)


class GoogleSource:
    """Counts who is in Google's directory, or reads what a sheet counts.

    Args:
        config: What is read.
        secret: With the key `service_account`, and for the directory `subject`.
        network: The way there.
        places: Google's servers.
        clock: When a token is asked for.

    Raises:
        SourceConfigError: If the secret is incomplete.
    """

    def __init__(
        self,
        config: GoogleConfig,
        secret: Mapping[str, str],
        network: Network,
        places: Places = GOOGLE,
        clock: Clock = utc_now,
    ) -> None:
        is_directory = config.product is Product.DIRECTORY
        self._account = parse_google_secret(secret, needs_subject=is_directory)
        self._config = config
        self._network = network
        self._places = places
        self._clock = clock

    def read(self, on: date) -> Reading:
        """Count who is there now; a sheet may say on which date it counted.

        Raises:
            SourceError: If the answer cannot be used, or is only a part.
        """
        if self._config.product is Product.SHEET:
            return self._read_sheet(on)
        config = RestConfig(build_directory(self._places))
        return RestSource(config, self._sign(DIRECTORY_SCOPE), self._network).read(on)

    def _read_sheet(self, on: date) -> Reading:
        with Client(self._network) as client:
            headers = sign_in(client, build_auth(self._places), self._sign(SHEETS_SCOPE))
            cells = quote(self._config.cells, safe="")
            url = f"{self._places.sheets}/v4/spreadsheets/{self._config.spreadsheet}/values/{cells}"
            answer = client.ask(Request(url, params=PARAMS, headers=headers))
            return replace(read_sheet(answer.body, on), pages=client.budget.pages)

    def _sign(self, scope: str) -> Mapping[str, str]:
        assertion = sign_assertion(self._account, scope, self._places.token_url, self._clock())
        return {SecretPart.TOKEN: assertion}
