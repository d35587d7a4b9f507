"""The slash commands: answered in the ack for a member we know, else once Slack has told us."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.listeners.admins import may_administer
from bot.listeners.calls import Call, start
from bot.listeners.members import find_fresh_briefing, get_briefing, user_id, workspace_id
from bot.listeners.plans import answer_plan
from bot.listeners.questions import Later, Question
from bot.listeners.ratios import answer_ratio
from bot.listeners.reporting import answer_reporting
from bot.services import Services
from bot.views.ids import Command
from bot.views.notices import Message
from bot.workspaces import Briefing
from rules.questions import normalise

Answer = Callable[[Question, str], Message | Later]


def register(app: App) -> None:
    """Attach the commands."""
    _register_command(app, Command.PLAN, answer_plan)
    _register_command(app, Command.RATIO, answer_ratio)
    _register_command(app, Command.REPORTING, answer_reporting)


def _register_command(app: App, command: Command, answer: Answer) -> None:
    def answer_command(
        ack: Ack,
        body: dict[str, Any],
        client: WebClient,
        respond: Respond,
        context: BoltContext,
        services: Services,
    ) -> None:
        briefing = find_fresh_briefing(services, workspace_id(context), user_id(context))
        if briefing is None:
            ack()
            start(answer_later, Call(body, client, respond, context, services))
            return
        context["language"] = briefing.member.language
        written = _write(answer, body, briefing, services)
        if isinstance(written, Later):
            ack()
            start(written.work, Call(body, client, respond, context, services))
        else:
            ack(written | {"response_type": "ephemeral"})

    def answer_later(call: Call) -> None:
        briefing = get_briefing(
            call.services, call.client, workspace_id(call.context), user_id(call.context)
        )
        call.context["language"] = briefing.member.language
        written = _write(answer, call.body, briefing, call.services)
        if isinstance(written, Later):
            written.work(call)
        else:
            call.answer(written | {"response_type": "ephemeral"})

    app.command(command.value)(answer_command)


def _write(
    answer: Answer, body: dict[str, Any], briefing: Briefing, services: Services
) -> Message | Later:
    question = Question(
        body.get("text") or "",
        body.get("channel_name") or "",
        briefing,
        services.database,
        may_administer=may_administer(briefing, services),
    )
    return answer(question, normalise(question.text))
