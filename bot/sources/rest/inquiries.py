"""What one run asks of a source, and whether an answer may be used at all."""

from collections.abc import Mapping
from datetime import date

from bot.errors import SourceError
from bot.sources.rest.client import Client
from bot.sources.rest.exchanges import Answer, Request
from bot.sources.rest.parsing import ON
from bot.sources.rest.shapes import Preset
from bot.sources.rest.templates import ESCAPES, fill, fill_path
from rules.troubles import Trouble

BREAKS_OFF = frozenset(
    {
        Trouble.UNREACHABLE,
        Trouble.TIMED_OUT,
        Trouble.SERVER_ERROR,
        Trouble.NOT_READABLE,
        Trouble.UNAUTHORISED,
    }
)
"""After a first answer these say that the rest is missing, not that the settings are wrong."""


class Inquiry:
    """Everything one run asks.

    Args:
        preset: How it is asked.
        client: Open, and counting along.
        headers: What the source knows us by.
        on: The day asked about.
    """

    def __init__(
        self, preset: Preset, client: Client, headers: Mapping[str, str], on: date
    ) -> None:
        self.client = client
        self._preset = preset
        self._headers = headers
        self._on = on
        self._answers = 0

    def build(self, places: Mapping[str, str]) -> Request:
        """Return the preset's request with its places filled."""
        call, values = self._preset.call, {ON: self._on.isoformat(), **places}
        escape = ESCAPES[call.quoting]
        return Request(
            self._preset.base_url + fill_path(call.path, values),
            call.method,
            fill(call.params, values, escape),
            {**call.headers, **self._headers},
            fill(call.body, values, escape),
        )

    def ask(self, request: Request) -> Answer:
        """Return an answer that says itself that it is one, and a whole one.

        Raises:
            SourceError: If it does not, or if there is none.
        """
        try:
            answer = self.client.ask(request)
        except SourceError as error:
            if self._answers and error.incident.trouble in BREAKS_OFF:
                raise SourceError(Trouble.PAGE_FAILED, rows=self.client.budget.rows) from None
            raise
        self._answers += 1
        if self._preset.ok_when is not None and not self._preset.ok_when.holds(answer.body):
            raise SourceError(Trouble.SAID_NO)
        if self._preset.complete_when and not self._preset.complete_when.holds(answer.body):
            raise SourceError(Trouble.TOO_MANY_ROWS)
        return answer
