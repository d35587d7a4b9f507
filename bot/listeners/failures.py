"""What a person sees when a listener raises, and what happens to requests nobody listens for."""

import json
import logging
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.services import Services
from bot.views.language import Translator, translator
from bot.views.notices import OUTDATED, failed, notice, notice_view
from bot.workspaces import Language
from rules.wording import Phrase

logger = logging.getLogger(__name__)


def register(app: App) -> None:
    """Attach the one error handler, so that no listener needs its own `try`."""
    app.error(answer_failure)


def answer_failure(
    error: Exception,
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services | None,
) -> BoltResponse:
    """Answer a request whose ack part raised: Slack sees a success, the person a sentence."""
    if services is None:
        # It broke before our own middleware, so perhaps before the signature was checked.
        logger.warning("request refused, error=%s", type(error).__name__)
        return BoltResponse(status=401)
    if isinstance(error, BoltUnhandledRequestError):
        return _answer_unhandled(body, context, client, services)
    phrase = failed(_log(error))
    if "command" in body:
        return _answer(notice(_speaker(context), phrase) | {"response_type": "ephemeral"})
    if body.get("type") == "view_submission":
        view = notice_view(_speaker(context), phrase)
        return _answer({"response_action": "update", "view": view})
    services.background.submit(_tell, phrase, context, client)
    return BoltResponse(status=200)


def report_failure(error: Exception, context: BoltContext, client: WebClient) -> None:
    """Report a failure after the ack: log it under a reference and tell the person."""
    _tell(failed(_log(error)), context, client)


def _answer_unhandled(
    body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> BoltResponse:
    logger.info("nobody listens for this, type=%s", body.get("type"))
    if body.get("type") == "block_actions":
        services.background.submit(_tell, OUTDATED, context, client)
    return BoltResponse(status=200)


def _log(error: Exception) -> str:
    reference = uuid4().hex[:8]
    logger.error("listener failed, reference=%s", reference, exc_info=error)
    return reference


def _tell(phrase: Phrase, context: BoltContext, client: WebClient) -> None:
    """Write to the person where they are: under the button or command, else in a DM."""
    message = notice(_speaker(context), phrase)
    try:
        if context.response_url:
            answer = WebhookClient(context.response_url).send(
                **message, response_type="ephemeral", replace_original=False
            )
            if answer.status_code != HTTPStatus.OK:
                logger.warning("person not told, status=%s", answer.status_code)
        elif context.user_id:
            client.chat_postMessage(channel=context.user_id, **message)
    except (SlackClientError, OSError) as error:
        logger.warning("person not told, error=%s", type(error).__name__)


def _speaker(context: BoltContext) -> Translator:
    return translator(context.get("language") or Language.EN)


def _answer(payload: dict[str, Any]) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(payload), headers={"content-type": "application/json"}
    )
