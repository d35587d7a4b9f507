"""Short answers: usage, refusals, what went wrong and what to do about it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.views import blocks as b
from bot.views.ids import Action, Callback, Command, Subcommand
from bot.views.language import Translator
from bot.views.text import escape, isolate
from rules.facts import FactsError, shorten
from rules.wording import Phrase, say

Message = dict[str, Any]

BOT_NAME = "Enablement Advisor"

EXAMPLES: tuple[tuple[str, Phrase], ...] = (
    (Command.PLAN, say("the plan for your latest headcount")),
    (f"{Command.PLAN} 320 6", say("a what-if: 320 customer-facing teammates, 6 enablers")),
    (f"{Command.PLAN} 2.5k", say("a what-if with the enablers left open")),
    (f"{Command.PLAN} {Subcommand.RATIO}", say("the ratio against your bounds")),
    (f"{Command.PLAN} {Subcommand.ROADMAP} 650", say("the hires on the road to 650 teammates")),
    (f"{Command.PLAN} {Subcommand.REPORTING}", say("where enablement could report")),
    (f"{Command.PLAN} {Subcommand.SYNC}", say("read the headcount sources now, for admins")),
    (f"{Command.PLAN} {Subcommand.SETTINGS}", say("bounds, alerts and more, for admins")),
    (f"{Command.PLAN} {Subcommand.HELP}", say("this list")),
)

LATER: Mapping[Subcommand, Phrase] = MappingProxyType(
    {
        Subcommand.EXPORT: say("Exporting the history is not built yet."),
    }
)

SHARE_TROUBLE: Mapping[str, Phrase] = MappingProxyType(
    {
        "not_in_channel": say(
            "I am not in this channel. Type /invite @{bot} here, then share again.", bot=BOT_NAME
        ),
        # Slack gives this for a private channel that the bot was not invited to.
        "channel_not_found": say(
            "I cannot see this channel. Type /invite @{bot} here, then share again.", bot=BOT_NAME
        ),
        "is_archived": say("This channel is archived. Share from one that is in use."),
        "restricted_action": say(
            "Your workspace limits who may post here. Ask an admin, or share in another channel."
        ),
        "ratelimited": say("Slack asks me to slow down. Share again in a minute."),
    }
)


def usage(tr: Translator, unread: str | None = None) -> Message:
    """Return working examples, after what could not be read if anything was."""
    lines = [f"`{command}`  {tr.mrkdwn(meaning)}" for command, meaning in EXAMPLES]
    point = (
        tr("Plan your sales-enablement team")
        if unread is None
        else tr("I could not read “{text}”. These work:", text=isolate(escape(shorten(unread))))
    )
    return b.message(
        point,
        [
            b.section(f"*{point}*\n" + "\n".join(lines)),
            b.context(tr("Answers are private until you share them. Counts only, never names.")),
        ],
    )


def refusal(tr: Translator, error: FactsError) -> Message:
    """Return why numbers cannot be used."""
    return notice(tr, error.phrase)


def notice(tr: Translator, phrase: Phrase) -> Message:
    """Return one sentence as a private answer."""
    text = tr.mrkdwn(phrase)
    return b.message(text, [b.section(text)])


def notice_view(tr: Translator, phrase: Phrase) -> Message:
    """Return one sentence as a modal."""
    return b.modal(Callback.NOTICE, BOT_NAME, [b.section(tr.mrkdwn(phrase))], close=tr("Close"))


NOT_FOR_GUESTS = say(
    "This workspace's headcount is for its members only. A what-if works: /enablement-plan 320 6"
)
FOR_ADMINS = say(
    "Only an owner or admin of this Slack workspace, or somebody named as an admin in my settings,"
    " can do that."
)
ALERT_IS_OVER = say("This alert is closed already; there is nothing left to answer.")
SILENCED = say("Silenced. Its message is kept up to date, and nothing new is posted until then.")
EVERYTHING_SILENCED = say(
    "Silenced. Nothing new is posted until then. App Home shows it, and an admin can end it there."
)
ALL_SILENCED = say(
    "All alerts of this workspace are silenced at present. An admin can end that in App Home."
)
TUNING_SAVED = say("Saved. Alerts are judged by it from now on.")
TUNING_RESET = say("Alerts are judged by the defaults again.")
TOO_LATE = say("Slack closed the window before I could open it. Try once more.")
IN_A_CONVERSATION = say(
    "I cannot post in a direct message between others. Use the command in a channel instead."
)
DECIDED = say(
    "Newer counts have come since, so these can no longer be decided about. Look under Headcount"
    " Sources."
)
RUN_GONE = say("These counts are not kept any more. Look under Headcount Sources.")
SOURCE_GONE = say("This source has been disconnected meanwhile.")
NO_KEY = say(
    "I cannot keep a credential. Whoever runs this bot has to set TOKEN_ENCRYPTION_KEYS first;"
    " .env.example says how to make a key."
)
NO_GROUPS = say(
    "This workspace has no user groups yet. Make one for each team in Slack, or connect another"
    " source."
)
NOTHING_TO_READ = say(
    "No source is read by itself here: connect one, publish its preview, or resume one that is"
    " paused."
)
BEING_READ = say("It is being read right now. Look again in a minute.")
OUTDATED = say("That button is from an earlier version of me. Type /enablement-plan for a new one.")


def failed(reference: str) -> Phrase:
    """Return what a person is told when something broke; the log holds the rest."""
    return say(
        "That did not work, and it is not your fault. Reference: {reference}", reference=reference
    )


def kept_by_source(source: str) -> Phrase:
    """Return why somebody may not type numbers by hand."""
    return say(
        "The numbers here come from {source}. Only an admin can set one by hand over it.",
        source=source,
    )


def paused_note(source: str) -> Phrase:
    """Return what takes the place of the buttons once a source is paused."""
    return say("{source} is paused: it is not read until somebody resumes it.", source=source)


def shared_note(place: str) -> Phrase:
    """Return what takes the place of the buttons once a plan is shared."""
    return say("You shared this in {place}.", place=place)


def no_headcount(tr: Translator, *, may_administer: bool) -> Message:
    """Return what to do first in a workspace without numbers."""
    ways = [b.button(tr("Enter Numbers"), Action.ENTER_NUMBERS, "new", is_primary=True)]
    if may_administer:
        ways.append(b.button(tr("Connect a Source"), Action.CONNECT_SOURCE, "new"))
    point = tr("I need two numbers before I can say anything about your team.")
    question = tr(
        "How many teammates face customers, and how many enablers support them? Counts only,"
        " never names."
    )
    return b.message(
        point,
        [
            b.section(f"*{point}*\n{question}"),
            b.actions(*ways),
            b.context(tr("Or try a what-if, which stores nothing:") + f" `{Command.PLAN} 320 6`"),
        ],
    )
