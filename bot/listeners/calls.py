"""The part of a listener that talks to Slack, after the ack: what it is given, and what catches it."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from slack_bolt import Ack, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import AnswerRefusedError
from bot.listeners.failures import report_failure
from bot.listeners.members import get_briefing, user_id, workspace_id
from bot.services import Services
from bot.storage.briefings import find_briefing
from bot.views.language import Translator, translator
from bot.views.notices import TOO_LATE, notice
from bot.workspaces import Briefing


@dataclass(frozen=True, slots=True)
class Call:
    """One request from Slack, already acknowledged."""

    body: dict[str, Any]
    client: WebClient
    respond: Respond
    context: BoltContext
    services: Services

    @property
    def action(self) -> dict[str, Any]:
        """Return the button or input that sent this."""
        action: dict[str, Any] = self.body["actions"][0]
        return action

    def brief(self) -> tuple[Briefing, Translator]:
        """Return what answering the sender needs; Slack is asked only about a stranger.

        A button opens a modal within three seconds or not at all, and whoever sees one was answered
        before.
        """
        workspace, user = workspace_id(self.context), user_id(self.context)
        briefing = find_briefing(
            self.services.database, workspace, user, self.services.clock()
        ) or get_briefing(self.services, self.client, workspace, user)
        self.context["language"] = briefing.member.language
        return briefing, translator(briefing.member.language)

    def answer(self, message: dict[str, Any]) -> None:
        """Answer where the command was typed or the button pressed.

        Raises:
            AnswerRefusedError: If Slack does not take it, as after half an hour.
        """
        response = self.respond(message)
        if response.status_code != HTTPStatus.OK:
            raise AnswerRefusedError(str(response.status_code))

    def open(self, view: dict[str, Any]) -> None:
        """Open a modal, or say that Slack did not wait for it."""
        try:
            self.client.views_open(trigger_id=self.body["trigger_id"], view=view)
        except SlackApiError as error:
            if error.response["error"] not in {"expired_trigger_id", "trigger_expired"}:
                raise
            tr = translator(self.context["language"])
            self.answer(notice(tr, TOO_LATE) | {"replace_original": False})

    def push(self, view: dict[str, Any]) -> None:
        """Open a modal on top of the one that sent this."""
        self.client.views_push(trigger_id=self.body["trigger_id"], view=view)

    def redraw(self, view: dict[str, Any]) -> None:
        """Replace the open modal that sent this, unless a later change already has."""
        shown = self.body["view"]
        try:
            self.client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
        except SlackApiError as error:
            # Two fields changed quickly: the later change draws both.
            if error.response["error"] != "hash_conflict":
                raise


def after_ack(work: Callable[[Call], None]) -> Callable[..., None]:
    """Return a listener that acknowledges at once and does its work in the background.

    Bolt's own lazy listeners would do the same, after copying the whole request deeply for every
    call; a third of the time of an answer, measured.
    """

    def listen(
        ack: Ack,
        body: dict[str, Any],
        client: WebClient,
        respond: Respond,
        context: BoltContext,
        services: Services,
    ) -> None:
        ack()
        start(work, Call(body, client, respond, context, services))

    listen.__name__ = work.__name__
    return listen


def start(work: Callable[[Call], None], call: Call) -> None:
    """Do work in the background; a failure reaches the person who caused it."""
    call.services.background.submit(_run, work, call)


def _run(work: Callable[[Call], None], call: Call) -> None:
    try:
        work(call)
    except Exception as error:  # noqa: BLE001 - `app.error` never sees what fails here
        report_failure(error, call.body, call.context, call.client)
