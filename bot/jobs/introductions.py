"""Find out whether the bot may post in a channel: by a first message that says what will come."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.views.language import translator
from bot.views.settings import find_channel_trouble, introduction
from bot.workspaces import Workspace
from rules.wording import Phrase


def introduce(
    client: WebClient, channel: str, workspace: Workspace, by: str | None
) -> Phrase | None:
    """Post the first message in an alert channel; return what helps where Slack does not take it.

    Args:
        client: With the workspace's token.
        channel: Its id.
        workspace: Its language is that of the message.
        by: The user who chose the channel; None for somebody at the command line.

    Raises:
        SlackApiError: If Slack refuses for a reason that an admin can do nothing about.
        OSError: If Slack cannot be reached.
    """
    message = introduction(translator(workspace.language), workspace, by)
    try:
        client.chat_postMessage(channel=channel, **message)
    except SlackApiError as error:
        trouble = find_channel_trouble(error.response["error"])
        if trouble is None:
            raise
        return trouble
    return None
