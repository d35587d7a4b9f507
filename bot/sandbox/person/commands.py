"""Slash commands: the app's own, and Slack's `/invite`."""

from bot.sandbox.channels import Channel
from bot.sandbox.delivery.answers import Answer, AnswerStatus
from bot.sandbox.delivery.payloads import slash_command
from bot.sandbox.errors import PersonError, SlackError
from bot.sandbox.live import Topic
from bot.sandbox.messages import Message
from bot.sandbox.person.acting import Outcome, choose, tell_outcome
from bot.sandbox.person.membership import invite_bot
from bot.sandbox.person.saying import check_may_say
from bot.sandbox.posting import judge_content, parse_content, post
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.users import User


async def run_command(sandbox: Sandbox, user: User, channel: Channel, line: str) -> Outcome:
    """Run what was typed after a slash; what comes of it is a message.

    Args:
        sandbox: Where.
        user: Who typed it.
        channel: Where it was typed.
        line: The whole line, `/plan 320`.

    Raises:
        PersonError: If the person may not write there, or it is no command.
    """
    command, _, text = line.strip().partition(" ")
    if not command.startswith("/") or len(command) < 2:
        raise PersonError("invalid_command", "a command begins with a slash")
    check_may_say(sandbox, user, channel)
    if command == "/invite":
        invite_bot(sandbox, user, channel)
        return Outcome(AnswerStatus.ACKED)
    if command not in _list_commands(sandbox):
        _explain_unknown(sandbox, user, channel, command)
        return Outcome(AnswerStatus.ACKED)
    sandbox.see(f"command:{command}")
    sandbox.see(f"language:{user.locale[:2]}")
    return await _ask_app(sandbox, user, channel, command, text.strip())


def _list_commands(sandbox: Sandbox) -> set[str]:
    if not sandbox.installations.current.is_installed:
        return set()
    return {one.command for one in sandbox.config.manifest.commands}


def _explain_unknown(sandbox: Sandbox, user: User, channel: Channel, command: str) -> None:
    said = choose(
        user,
        f"`{command}` is no command of this workspace.",
        f"`{command}` というコマンドはこのワークスペースにはありません。",
    )
    sandbox.say_as_slackbot(channel, user.id, said)


async def _ask_app(
    sandbox: Sandbox, user: User, channel: Channel, command: str, text: str
) -> Outcome:
    payload = slash_command(
        sandbox.identity,
        user,
        channel,
        command,
        text,
        sandbox.triggers.make(user.id),
        sandbox.response_urls.make(channel.id, user.id),
    )
    answer = await sandbox.dispatcher.ask(payload)
    error = answer.error or _show_answer(sandbox, user, channel, f"{command} {text}", answer)
    if error is None:
        return tell_outcome(answer, user)
    sandbox.say_as_slackbot(channel, user.id, f'{command} failed with the error "{error}"')
    return Outcome(AnswerStatus.FAILED if answer.error is None else answer.status)


def _show_answer(
    sandbox: Sandbox, user: User, channel: Channel, line: str, answer: Answer
) -> str | None:
    raw = {"text": answer.body} if isinstance(answer.body, str) else answer.fields
    is_public = raw.get("response_type") == "in_channel"
    if is_public:
        # With a public answer Slack shows the question too.
        ts = sandbox.clock.make_ts()
        sandbox.workspace.messages.save(Message(channel.id, ts, user.id, line.strip()))
        sandbox.changes.mark(Topic.MESSAGES)
    try:
        content = parse_content(raw)
        if content.is_empty:
            return None
        visible_to = None if is_public else user.id
        judged = judge_content(sandbox, content, "command answer", channel.id, visible_to)
    except SlackError as error:
        return error.code
    post(sandbox, channel, judged, visible_to=visible_to)
    return None
