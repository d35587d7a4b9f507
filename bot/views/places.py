"""Channels as people name them."""

from bot.views.language import Translator


def name_place(tr: Translator, channel_name: str) -> str:
    """Return a channel's name as plain text, from what Slack puts into a payload."""
    if channel_name == "directmessage" or channel_name.startswith("mpdm-"):
        return tr("this conversation")
    if channel_name in {"", "privategroup"}:
        return tr("this private channel")
    return f"#{channel_name}"
