"""The part of a listener that talks to Slack, after the ack: what it is given, and what catches it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext, Respond
from slack_sdk import WebClient

from bot.listeners.failures import report_failure
from bot.listeners.members import get_briefing
from bot.services import Services
from bot.views.language import Translator, translator
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
        """Return what answering the sender needs, asking Slack about them if need be."""
        briefing = get_briefing(
            self.services, self.client, workspace_id(self.context), user_id(self.context)
        )
        self.context["language"] = briefing.member.language
        return briefing, translator(briefing.member.language)


def workspace_id(context: BoltContext) -> str:
    """Return the workspace a request belongs to; the organisation for an org-wide install."""
    return context.team_id or context.enterprise_id or ""


def user_id(context: BoltContext) -> str:
    """Return who sent a request."""
    return context.user_id or ""


def acknowledge(ack: Ack) -> None:
    """Acknowledge a button or input; the rest talks to Slack."""
    ack()


def guarded(work: Callable[[Call], None]) -> Callable[..., None]:
    """Return a lazy listener that reports its own failure: `app.error` never sees one."""

    def run(
        body: dict[str, Any],
        client: WebClient,
        respond: Respond,
        context: BoltContext,
        services: Services,
    ) -> None:
        try:
            work(Call(body, client, respond, context, services))
        except Exception as error:  # noqa: BLE001 - the error must reach the person who caused it
            report_failure(error, context, client)

    run.__name__ = work.__name__
    return run
