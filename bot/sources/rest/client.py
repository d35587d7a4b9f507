"""Ask a source: try again where that helps, and say in our own words what went wrong.

Nothing a source wrote and no credential is in any error from here: no cause is chained.
"""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests
from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError

from bot.errors import SourceError
from bot.sources.rest.budgets import Budget
from bot.sources.rest.decoding import decode_json
from bot.sources.rest.exchanges import Answer, Request
from bot.sources.rest.network import Network
from bot.sources.rest.transport import BUFFER_BYTES, open_session
from bot.sources.rest.urls import leaves_origin
from rules.troubles import Trouble

TRIES = 5
LONGEST_WAIT_SECONDS = 60
TROUBLE_BY_STATUS: Mapping[int, Trouble] = {
    HTTPStatus.UNAUTHORIZED: Trouble.UNAUTHORISED,
    HTTPStatus.FORBIDDEN: Trouble.FORBIDDEN,
    HTTPStatus.NOT_FOUND: Trouble.NOT_FOUND,
    HTTPStatus.GONE: Trouble.NOT_FOUND,
    HTTPStatus.TOO_MANY_REQUESTS: Trouble.RATE_LIMITED,
}


class Client:
    """Asks one source during one run; to be closed."""

    def __init__(self, network: Network) -> None:
        self.budget = Budget(network)
        self._network = network
        self._session = open_session(network, self.budget)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, SourceError):
            error.note_seen(self.budget.pages, self.budget.rows)
        self._session.close()

    def ask(self, request: Request) -> Answer:
        """Send a request, up to five times while the source is busy, and read the answer.

        Raises:
            SourceError: If there is no answer, none that can be read, or a cap is reached.
        """
        tries = 1
        # The last try answers or raises.
        while not isinstance(answer := self._try(request, tries), Answer):
            self._network.sleep(answer)
            tries += 1
        return answer

    def _try(self, request: Request, tries: int) -> Answer | float:
        """Return the answer, or how many seconds to wait before another try."""
        try:
            with self._send(request) as response:
                if response.status_code < HTTPStatus.MULTIPLE_CHOICES:
                    return self._read(response)
                if _is_busy(response):
                    return _wait_before_retry(response, tries)
                raise SourceError(_judge_refusal(response), code=response.status_code)
        except (requests.Timeout, ReadTimeoutError):
            self.budget.remaining()
            raise SourceError(Trouble.TIMED_OUT) from None
        except DecodeError:
            raise SourceError(Trouble.NOT_READABLE) from None
        except (requests.RequestException, HTTPError, OSError):
            raise SourceError(Trouble.UNREACHABLE) from None

    def _send(self, request: Request) -> requests.Response:
        self.budget.spend_page()
        self.budget.remaining()
        prepared = self._session.prepare_request(
            requests.Request(
                request.method,
                request.address,
                headers=dict(request.headers),
                json=request.body,
                data=request.form,
            )
        )
        return self._session.send(prepared, stream=True, allow_redirects=False)

    def _read(self, response: requests.Response) -> Answer:
        content = bytearray()
        # Piece by piece as they come: to wait for full ones would leave the pace to the source.
        while piece := response.raw.read1(BUFFER_BYTES, decode_content=True):
            content += piece
            self.budget.spend_bytes(len(piece), of_page=len(content))
        body = decode_json(content, self._network.caps.page_values)
        return Answer(response.url, body, response.links.get("next", {}).get("url"))


def _is_busy(response: requests.Response) -> bool:
    return (
        response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
    )


def _wait_before_retry(response: requests.Response, tries: int) -> float:
    """Return how many seconds to wait for a busy source.

    Raises:
        SourceError: If it asks for too long, or has been waited for often enough.
    """
    wait = _read_retry_after(response)
    if wait is not None and wait > LONGEST_WAIT_SECONDS:
        raise SourceError(Trouble.RATE_LIMITED, code=response.status_code)
    if tries == TRIES:
        raise SourceError(_judge_refusal(response), code=response.status_code)
    return 2.0 ** (tries - 1) if wait is None else wait


def _read_retry_after(response: requests.Response) -> float | None:
    """Return the seconds of a `Retry-After`, or None where it says none.

    A date is compared with the source's own clock, which comes with every answer.
    """
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        return max(0.0, (until - parsedate_to_datetime(response.headers["Date"])).total_seconds())
    except (KeyError, TypeError, ValueError):
        return None


def _judge_refusal(response: requests.Response) -> Trouble:
    if response.is_redirect and leaves_origin(response.url, response.headers["Location"]):
        return Trouble.LEFT_ITS_ORIGIN
    if response.status_code in TROUBLE_BY_STATUS:
        return TROUBLE_BY_STATUS[response.status_code]
    if response.status_code < HTTPStatus.BAD_REQUEST:
        return Trouble.NOT_READABLE
    if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Trouble.REFUSED_REQUEST
    return Trouble.SERVER_ERROR
