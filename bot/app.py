"""Put the parts together."""

from collections.abc import Callable

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient

from bot.listeners import register_listeners
from bot.services import Services

SLACK_TIMEOUT_SECONDS = 10


def build_app(services: Services, client: WebClient, signing_secret: str | None) -> App:
    """Return the Bolt app with everything the bot does.

    Args:
        services: What listeners are given.
        client: With the bot's token and Slack's address.
        signing_secret: None for Socket Mode, whose requests carry no signature.
    """
    app = App(
        name="slack_bolt",
        client=client,
        signing_secret=signing_secret,
        authorize=_authorize_with(client),
        # Without it Bolt polls for the ack in sleeps of 10 ms.
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        listener_executor=services.background,
    )
    app.use(_AttachServices(services))
    register_listeners(app)
    return app


class _AttachServices(Middleware):
    """Hands the services to listeners; a class, because Bolt calls one without injection."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - the base's signature
        next: Callable[[], BoltResponse],  # noqa: A002 - the base's signature
    ) -> BoltResponse:
        """Put the services where Bolt looks for what listeners ask for by name."""
        req.context["services"] = self._services
        return next()


def build_client(token: str, api_url: str) -> WebClient:
    """Return a client that never retries: a repeated post would appear twice."""
    return WebClient(token, base_url=api_url, timeout=SLACK_TIMEOUT_SECONDS, retry_handlers=[])


def _authorize_with(client: WebClient) -> Callable[..., AuthorizeResult]:
    """Return Bolt's authorize function for one workspace's token; it asks Slack nothing."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=client.token)

    return authorize
