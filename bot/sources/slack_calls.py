"""What user groups need of Slack: asked patiently, and failures told in our own words."""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from http.client import HTTPException
from types import MappingProxyType
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.errors import SourceError
from bot.refusals import NOT_READABLE, read_code
from rules.troubles import Trouble

Json = Mapping[str, Any]

MEMBERS_AT_ONCE = 200
"""Slack advises against more."""
MOST_PAGES = 500
LONGEST_WAIT_SECONDS = 300
"""Altogether, while Slack asks to slow down; shorter than the lease of whoever reads us."""
REFUSALS: Mapping[str, Trouble] = MappingProxyType(
    {
        "access_denied": Trouble.APP_REFUSED,
        "account_inactive": Trouble.APP_REFUSED,
        "fatal_error": Trouble.SERVER_ERROR,
        "internal_error": Trouble.SERVER_ERROR,
        "invalid_auth": Trouble.APP_REFUSED,
        "no_permission": Trouble.APP_REFUSED,
        "not_allowed_token_type": Trouble.APP_REFUSED,
        "not_authed": Trouble.APP_REFUSED,
        "plan_upgrade_required": Trouble.PLAN_REQUIRED,
        "ratelimited": Trouble.RATE_LIMITED,
        "request_timeout": Trouble.TIMED_OUT,
        "service_unavailable": Trouble.SERVER_ERROR,
        "team_access_not_granted": Trouble.APP_REFUSED,
        "token_expired": Trouble.APP_REFUSED,
        "token_revoked": Trouble.APP_REFUSED,
    }
)


class Workspace:
    """One workspace, during one run.

    Args:
        client: With the workspace's token.
        team_id: Needed where the token is an organisation's.
        sleep: Waits that many seconds while Slack asks to slow down; None where somebody is
            waiting for us.

    Attributes:
        calls: How often Slack was asked.
    """

    def __init__(
        self, client: WebClient, team_id: str | None, sleep: Callable[[float], None] | None
    ) -> None:
        self.calls = 0
        self._client = client
        self._team_id = team_id
        self._sleep = sleep
        self._waited = 0

    def list_groups(self, *, has_users: bool) -> list[Json]:
        """Return all user groups, the disabled ones too: one that is missing is another trouble."""
        answer = self._ask(
            self._client.usergroups_list,
            "usergroups:read",
            include_count=True,
            include_disabled=True,
            include_users=has_users,
        )
        return _get_list(answer, "usergroups")

    def list_members(self) -> Iterator[Json]:
        """Yield everybody: people, bots, those who have left; whoever has enough may stop early."""
        cursor = None
        for _ in range(MOST_PAGES):
            answer = self._ask(
                self._client.users_list, "users:read", cursor=cursor, limit=MEMBERS_AT_ONCE
            )
            yield from _get_list(answer, "members")
            following = (answer.get("response_metadata") or {}).get("next_cursor")
            if not following:
                return
            if following == cursor:
                raise SourceError(Trouble.PAGES_REPEAT)
            cursor = following
        raise SourceError(Trouble.TOO_MANY_PAGES, limit=MOST_PAGES)

    def _ask(self, method: Callable[..., SlackResponse], scope: str, **arguments: Any) -> Json:
        while True:
            self.calls += 1
            try:
                answer = method(team_id=self._team_id, **arguments).data
            except SlackApiError as error:
                self._wait_or_raise(error, scope)
            except (HTTPException, OSError) as error:
                raise SourceError(_judge_line(error)) from None
            else:
                return answer if isinstance(answer, dict) else {}

    def _wait_or_raise(self, error: SlackApiError, scope: str) -> None:
        """Wait where Slack says for how long; not chained, since the error repeats its answer."""
        told = describe_refusal(error, scope)
        wait = str(error.response.headers.get("Retry-After", ""))
        is_busy = told.incident.trouble is Trouble.RATE_LIMITED and wait.isdecimal()
        if self._sleep is None or not is_busy or self._waited + int(wait) > LONGEST_WAIT_SECONDS:
            raise told from None
        self._waited += int(wait)
        self._sleep(int(wait))


def describe_refusal(error: SlackApiError, scope: str) -> SourceError:
    """Return what to tell about an answer in which Slack says no.

    Args:
        error: With the answer.
        scope: What the call needs; Slack would tell it too.
    """
    status = error.response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return SourceError(Trouble.RATE_LIMITED)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SourceError(Trouble.SERVER_ERROR, code=status)
    code = read_code(error)
    if code == "missing_scope":
        return SourceError(Trouble.SCOPE_MISSING, name=scope)
    if code in REFUSALS:
        return SourceError(REFUSALS[code])
    known = {} if code == NOT_READABLE else {"code": code}
    return SourceError(Trouble.REFUSED_REQUEST, **known)


def _judge_line(error: Exception) -> Trouble:
    reason = error.reason if isinstance(error, URLError) else error
    return Trouble.TIMED_OUT if isinstance(reason, TimeoutError) else Trouble.UNREACHABLE


def _get_list(answer: Json, key: str) -> list[Json]:
    """Return a list that an answer must hold: without it, nobody would be counted."""
    found = answer.get(key)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SourceError(Trouble.NOT_READABLE)
    return found
