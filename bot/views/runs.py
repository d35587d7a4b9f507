"""How a run of a source went: told to an admin, with what would help and what to decide."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.connections import Cause, Decision, Run
from bot.views import blocks as b
from bot.views.ids import Action
from bot.views.language import Translator
from bot.views.origins import name_source
from bot.views.text import escape
from rules.guards import describe_hold
from rules.remedies import REMEDIES, describe_details
from rules.troubles import Incident, RunStatus
from rules.wording import Phrase, say

STATUSES: Mapping[RunStatus, Phrase] = MappingProxyType(
    {
        RunStatus.OK: say("published"),
        RunStatus.HELD: say("held"),
        RunStatus.PARTIAL: say("partial"),
        RunStatus.FAILED: say("failed"),
    }
)
DECISIONS: Mapping[Decision, Phrase] = MappingProxyType(
    {
        Decision.ACCEPTED: say("accepted"),
        Decision.KEPT: say("old numbers kept"),
        Decision.PAUSED: say("source paused"),
    }
)


def run_notice(tr: Translator, run: Run) -> dict[str, Any]:
    """Return what an admin is told about a run that published nothing."""
    blocks = held_blocks(tr, run) if run.incident is None else trouble_blocks(tr, run, run.incident)
    return b.message(_point(tr, run), blocks)


def held_blocks(tr: Translator, run: Run) -> list[b.Block]:
    """Return why counts were held, with the buttons that decide; the run is stored."""
    why = b.bullets(tr.mrkdwn(describe_hold(hold)) for hold in run.holds)
    return [
        b.section(b.titled(_point(tr, run), why)),
        b.context(tr("The numbers published before stay in force until you decide.")),
        decision_buttons(tr, run),
    ]


def decision_buttons(tr: Translator, run: Run) -> b.Block:
    """Return the buttons that decide about held counts; their value is the run's id."""
    value = str(run.id)
    return b.actions(
        b.button(tr("Accept"), Action.ACCEPT_RUN, value, is_primary=True),
        b.button(tr("Keep Old"), Action.KEEP_OLD, value),
        b.button(tr("Pause Source"), Action.PAUSE_SOURCE, value),
    )


def trouble_blocks(tr: Translator, run: Run, incident: Incident) -> list[b.Block]:
    """Return what went wrong and what would help."""
    remedy = REMEDIES[incident.trouble]
    read = [tr.say(detail) for detail in describe_details(incident)]
    lines = [tr.mrkdwn(remedy.happened), tr.mrkdwn(remedy.helps)]
    if read:
        lines.append(escape(tr("Read: {details}", details=tr.list(read))))
    return [
        b.section(b.titled(_point(tr, run), b.bullets(lines))),
        b.context(tr("The numbers published before stay in force.")),
    ]


def run_line(tr: Translator, run: Run) -> str:
    """Return a run in one line of mrkdwn: when, which source, how it went."""
    parts = [
        tr.moment(run.finished_at),
        escape(name_source(tr, run.kind, run.source)),
        f"*{tr.mrkdwn(STATUSES[run.status])}*",
    ]
    if run.cause is Cause.PREVIEW:
        parts.append(tr("preview"))
    if run.incident is not None:
        parts.append(tr.mrkdwn(REMEDIES[run.incident.trouble].happened))
    elif run.classified or run.unclassified:
        parts.append(
            tr(
                "{classified} classified / {unclassified} unclassified",
                classified=run.classified,
                unclassified=run.unclassified,
            )
        )
    if run.decision is not None:
        by = f" <@{run.decided_by}>" if run.decided_by else ""
        parts.append(f"{tr.mrkdwn(DECISIONS[run.decision])}{by}")
    return " · ".join(parts)


def _point(tr: Translator, run: Run) -> str:
    source = name_source(tr, run.kind, run.source)
    return escape(tr("Headcount from {source}: this needs you.", source=source))
