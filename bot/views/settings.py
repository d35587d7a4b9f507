"""The settings beside their form: their names, what is told after saving, and to a channel."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.preferences.changes import Setting
from bot.views import blocks as b
from bot.views.ids import Callback, Command, Subcommand
from bot.views.language import Translator
from bot.views.notices import BOT_NAME, notice_view
from bot.views.plan_parts import describe_bounds
from bot.workspaces import Workspace
from rules.wording import Phrase, say

NAMES: Mapping[Setting, Phrase] = MappingProxyType(
    {
        Setting.ALERT_CHANNEL: say("Alert channel"),
        Setting.BOUNDS: say("Bounds of the ratio"),
        Setting.TIME_ZONE: say("Time zone"),
        Setting.LANGUAGE: say("Language in channels"),
        Setting.SYNC_AT: say("When sources are read"),
        Setting.DIGEST: say("Digest"),
        Setting.QUIET_HOURS: say("Quiet hours"),
        Setting.ADMINS: say("Admins"),
        Setting.SEGMENTS: say("Segments"),
    }
)
TOO_QUICK = say("Slack asks me to slow down. Choose the channel again in a minute.")
CHANNEL_TROUBLE: Mapping[str, Phrase] = MappingProxyType(
    {
        "not_in_channel": say(
            "I am not in that channel. Type /invite @{bot} there, then choose it again.",
            bot=BOT_NAME,
        ),
        # Slack gives this for a private channel that the bot was not invited to.
        "channel_not_found": say(
            "I cannot see that channel. Type /invite @{bot} there, then choose it again.",
            bot=BOT_NAME,
        ),
        "is_archived": say("That channel is archived. Choose one that is in use."),
        "restricted_action": say(
            "Your workspace limits who may post in that channel. Ask an admin, or choose another."
        ),
        "ratelimited": TOO_QUICK,
        "rate_limited": TOO_QUICK,
    }
)


def find_channel_trouble(code: str) -> Phrase | None:
    """Return what helps where Slack refuses a channel, or None where it is our fault."""
    # Slack has a family of restricted_action codes, one for each policy.
    family = "restricted_action" if code.startswith("restricted_action") else code
    return CHANNEL_TROUBLE.get(family)


def settings_saved(tr: Translator, changed: Sequence[Setting]) -> dict[str, Any]:
    """Return what the form turns into once these settings count."""
    if not changed:
        return _told(tr, [b.section(tr("Nothing was changed."))])
    return _told(tr, [_saved(tr, changed)])


def channel_tested(tr: Translator, changed: Sequence[Setting]) -> dict[str, Any]:
    """Return what the form turns into while the chosen alert channel has to prove itself.

    Args:
        tr: The admin's language.
        changed: The other settings, which count already.
    """
    testing = b.titled(
        tr("I am posting a first message in the channel you chose."),
        tr("It becomes your alert channel as soon as the message is there."),
    )
    return _told(tr, [*([_saved(tr, changed)] if changed else []), b.section(testing)])


def channel_refused(tr: Translator, trouble: Phrase) -> dict[str, Any]:
    """Return what the form turns into where the bot cannot post in the channel chosen."""
    view = notice_view(tr, trouble)
    kept = tr("The alert channel stays as it was. What else you changed is saved.")
    return view | {"blocks": [*view["blocks"], b.context(kept)]}


def introduction(tr: Translator, workspace: Workspace, by: str | None) -> dict[str, Any]:
    """Return the first message in an alert channel.

    Args:
        tr: The workspace's language.
        workspace: With its bounds.
        by: The user who chose the channel; None for somebody at the command line.
    """
    point = tr(
        "I will post here when the ratio of teammates to enablers leaves its bounds of {bounds},"
        " when it is back inside, and when the numbers can no longer be trusted.",
        bounds=describe_bounds(tr, workspace.bounds),
    )
    author = (
        tr("Set up from the command line.")
        if by is None
        else tr("Set up by {person}.", person=f"<@{by}>")
    )
    change = tr(
        "Admins change it with {command}.", command=f"`{Command.PLAN} {Subcommand.SETTINGS}`"
    )
    return b.message(point, [b.section(point), b.context(author, change)])


def _saved(tr: Translator, changed: Sequence[Setting]) -> b.Block:
    return b.section(b.titled(tr("Saved."), b.bullets(tr.mrkdwn(NAMES[one]) for one in changed)))


def _told(tr: Translator, blocks: Sequence[b.Block]) -> dict[str, Any]:
    return b.modal(Callback.NOTICE, tr("Settings"), blocks, close=tr("Close"))
