"""What a person sees when a listener raises, and what happens to requests nobody listens for."""

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.errors import (
    AllSilencedError,
    ConnectionNotFoundError,
    DecidedAlreadyError,
    MemberNotFoundError,
    NotAdminError,
    OutdatedButtonError,
    RunNotFoundError,
    VaultLockedError,
)
from bot.listeners.members import brief_known
from bot.refusals import read_code
from bot.services import Services
from bot.views.language import Translator, translator
from bot.views.notices import (
    ALL_SILENCED,
    DECIDED,
    FOR_ADMINS,
    NO_KEY,
    OUTDATED,
    RUN_GONE,
    SOURCE_GONE,
    failed,
    notice,
    notice_view,
)
from bot.workspaces import Language
from rules.wording import Phrase

logger = logging.getLogger(__name__)

EXPECTED: Mapping[type[Exception], Phrase] = MappingProxyType(
    {
        OutdatedButtonError: OUTDATED,
        NotAdminError: FOR_ADMINS,
        AllSilencedError: ALL_SILENCED,
        DecidedAlreadyError: DECIDED,
        RunNotFoundError: RUN_GONE,
        ConnectionNotFoundError: SOURCE_GONE,
        VaultLockedError: NO_KEY,
    }
)
"""What is nobody's fault needs no reference."""


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
        logger.info("nobody listens for this, type=%s", body.get("type"))
        if body.get("type") not in {"block_actions", "view_submission"}:
            return BoltResponse(status=200)
        _learn_language(services, context)
    phrase = _explain(error)
    if "command" in body:
        return _answer(notice(_speaker(context), phrase) | {"response_type": "ephemeral"})
    if body.get("type") == "view_submission":
        view = notice_view(_speaker(context), phrase)
        return _answer({"response_action": "update", "view": view})
    services.background.submit(_tell, phrase, body, context, client)
    return BoltResponse(status=200)


def report_failure(
    error: Exception, body: dict[str, Any], context: BoltContext, client: WebClient
) -> None:
    """Report a failure after the ack: log it under a reference and tell the person."""
    _tell(_explain(error), body, context, client)


def _explain(error: Exception) -> Phrase:
    """Return what to tell."""
    if isinstance(error, BoltUnhandledRequestError):
        return OUTDATED
    return EXPECTED[type(error)] if type(error) in EXPECTED else failed(_log(error))


def _learn_language(services: Services, context: BoltContext) -> None:
    with suppress(MemberNotFoundError):
        brief_known(services, context)


def _log(error: Exception) -> str:
    reference = uuid4().hex[:8]
    logger.error("listener failed, reference=%s", reference, exc_info=error)
    return reference


def _tell(phrase: Phrase, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
    """Write to the person where they are: in the modal, under the button or command, or in a DM."""
    tr = _speaker(context)
    try:
        if _show(notice_view(tr, phrase), body, client) or _send_back(notice(tr, phrase), context):
            return
        if context.user_id:
            client.chat_postMessage(channel=context.user_id, **notice(tr, phrase))
    except (SlackClientError, OSError) as error:
        logger.warning("person not told, error=%s", type(error).__name__)


def _show(view: dict[str, Any], body: dict[str, Any], client: WebClient) -> bool:
    """Replace the modal that the person is in; False where there is none, or none any more."""
    shown = body.get("view") or {}
    if shown.get("type") != "modal":
        return False
    try:
        client.views_update(view_id=shown["id"], view=view)
    except SlackApiError as error:
        logger.warning("modal not replaced, error=%s", read_code(error))
        return False
    return True


def _send_back(message: dict[str, Any], context: BoltContext) -> bool:
    """Write below the command or button; False where Slack does not take it there any more."""
    if not context.response_url:
        return False
    answer = WebhookClient(context.response_url).send(
        **message, response_type="ephemeral", replace_original=False
    )
    if answer.status_code != HTTPStatus.OK:
        logger.warning("response_url refused, status=%s", answer.status_code)
    return answer.status_code == HTTPStatus.OK


def _speaker(context: BoltContext) -> Translator:
    return translator(context.get("language") or Language.EN)


def _answer(payload: dict[str, Any]) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(payload), headers={"content-type": "application/json"}
    )
