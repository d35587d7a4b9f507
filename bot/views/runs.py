"""How a run of a source went: told to an admin, with what would help and what to decide."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.connections import Cause, Decision, Run
from bot.views import blocks as b
from bot.views.ids import Action
from bot.views.language import Translator
from bot.views.notices import DECIDED, SOURCE_GONE
from bot.views.origins import name_source
from bot.views.text import escape
from rules.guards import describe_hold
from rules.headcounts import HeadcountClass, HeadcountRow, count_class
from rules.remedies import ASK_AGAIN, REMEDIES, describe_details
from rules.teams import count_enablers, count_teammates
from rules.troubles import Incident, RunStatus
from rules.wording import Phrase, say

SHELL = "shell"
"""Who did it, where it was done on the command line."""
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
        Decision.HISTORY: say("history only"),
    }
)
HISTORY_ONLY = say("History only: newer numbers count, and stay in force.")


def run_notice(tr: Translator, run: Run, *, is_over: bool = False) -> dict[str, Any]:
    """Return what an admin is told about a run that published nothing, or what they decided.

    `is_over` says that its counts can no longer be decided about, whoever asks.
    """
    if run.incident is not None:
        return b.message(_point(tr, run), trouble_blocks(tr, run, run.incident))
    if run.is_open and is_over:
        source = name_source(tr, run.kind, run.source)
        point = escape(tr("Headcount from {source}: nothing left to decide.", source=source))
        why = tr.mrkdwn(SOURCE_GONE if run.connection_id is None else DECIDED)
        return b.message(point, [b.section(b.titled(point, hold_lines(tr, run))), b.context(why)])
    return b.message(_point(tr, run), held_blocks(tr, run, is_first=True))


def held_blocks(tr: Translator, run: Run, *, is_first: bool = False) -> list[b.Block]:
    """Return why counts wait, with the buttons that decide, or with what was decided.

    `is_first` says that nothing else on the page is to be done before.
    """
    lines = hold_lines(tr, run)
    # A preview that nothing speaks against shows what it counted instead.
    told = lines or b.bullets([escape(summarise(tr, run.rows or ()))])
    blocks = [b.section(b.titled(_point(tr, run), told))]
    if run.decision is not None:
        return [*blocks, b.context(decided_line(tr, run))]
    waiting = tr("Until you decide, the numbers published before are not replaced.")
    return [*blocks, b.context(waiting), decision_buttons(tr, run, is_first=is_first)]


def hold_lines(tr: Translator, run: Run) -> str:
    """Return what is hard to believe about counts, a line each; empty where nothing is."""
    return b.bullets(tr.mrkdwn(describe_hold(hold)) for hold in run.holds)


def decision_buttons(
    tr: Translator, run: Run, *, is_first: bool = True, is_past: bool = False
) -> b.Block:
    """Return the buttons that decide about counts; their value is the run's id.

    What counts nobody cannot be published from a preview: it needs a mapping first. `is_past` says
    that newer numbers count.
    """
    value, is_preview = str(run.id), run.cause is Cause.PREVIEW
    publish = b.button(
        tr("Publish") if is_preview else tr("Accept"),
        Action.ACCEPT_RUN,
        value,
        is_primary=is_first,
        confirm=b.confirm(
            tr("Publish these counts?"),
            tr("They only join the history: the newer numbers stay in force.")
            if is_past
            else tr("From now on they are the numbers that everybody in this workspace sees."),
            tr("Publish"),
            tr("Not Yet"),
        ),
    )
    keep = b.button(tr("Discard") if is_preview else tr("Keep Old"), Action.KEEP_OLD, value)
    if is_preview:
        return b.actions(publish, keep) if run.rows else b.actions(keep)
    pause = b.button(tr("Pause Source"), Action.PAUSE_SOURCE, str(run.connection_id))
    return b.actions(publish, keep, pause)


def decided_line(tr: Translator, run: Run) -> str:
    """Return who decided what about counts, and when; mrkdwn."""
    if run.decision is None or run.decided_by is None or run.decided_at is None:
        if run.is_history:
            return tr.mrkdwn(HISTORY_ONLY)
        if run.decision is Decision.PAUSED:
            return tr("The source was paused, so the old numbers stay.")
        return tr("The same counts were decided against before, so the old numbers stay.")
    person, moment = name_person(tr, run.decided_by), tr.moment(run.decided_at)
    if run.decision is Decision.ACCEPTED:
        return tr("Published by {person}, {moment}.", person=person, moment=moment)
    if run.is_history:
        return tr("Added to the history by {person}, {moment}.", person=person, moment=moment)
    if run.decision is Decision.PAUSED:
        return tr("{person} paused the source, {moment}.", person=person, moment=moment)
    return tr("{person} kept the old numbers, {moment}.", person=person, moment=moment)


def name_person(tr: Translator, by: str) -> str:
    """Return who did something, as mrkdwn; on the command line nobody has a name."""
    return tr("somebody on the command line") if by == SHELL else f"<@{by}>"


def trouble_blocks(tr: Translator, run: Run, incident: Incident) -> list[b.Block]:
    """Return what went wrong and what would help."""
    return [
        b.section(b.titled(_point(tr, run), trouble_lines(tr, incident))),
        b.context(tr("The numbers published before are not replaced.")),
    ]


def trouble_lines(tr: Translator, incident: Incident) -> str:
    """Return what went wrong, what would help and what was read, a line each; mrkdwn."""
    remedy = REMEDIES[incident.trouble]
    read = [tr.say(detail) for detail in describe_details(incident)]
    lines = [tr.mrkdwn(remedy.happened), tr.mrkdwn(remedy.helps)]
    if read:
        lines.append(escape(tr("Read: {details}", details=tr.list(read))))
    return b.bullets(lines)


def summarise(tr: Translator, rows: Sequence[HeadcountRow]) -> str:
    """Return counts in one line, a class after the other; plain text."""
    facing = count_class(rows, HeadcountClass.CUSTOMER_FACING)
    enablers = count_class(rows, HeadcountClass.ENABLEMENT)
    counts = [] if facing is None else [tr.say(count_teammates(facing.people))]
    if enablers is not None:
        number = enablers.people if enablers.fte is None else enablers.fte
        counts.append(tr.say(count_enablers(number)))
    return tr.list(counts) if counts else tr("Nobody is counted.")


def run_line(tr: Translator, run: Run, *, is_named: bool = True) -> str:
    """Return a run in one line of mrkdwn: when, which source unless that is clear, how it went."""
    source = escape(name_source(tr, run.kind, run.source))
    # A preview is always held; what matters is that it was one.
    is_shown = run.cause is Cause.PREVIEW and run.status is RunStatus.HELD
    # Published is only what counts from then on.
    how = DECISIONS[Decision.HISTORY] if run.is_history and not is_shown else STATUSES[run.status]
    status = tr("preview") if is_shown else tr.mrkdwn(how)
    parts = [tr.moment(run.finished_at), *([source] if is_named else []), f"*{status}*"]
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
    if run.decision is not None and (is_shown or not run.is_history):
        by = f" {name_person(tr, run.decided_by)}" if run.decided_by else ""
        parts.append(f"{tr.mrkdwn(DECISIONS[run.decision])}{by}")
    return " · ".join(parts)


def _point(tr: Translator, run: Run) -> str:
    source = name_source(tr, run.kind, run.source)
    if run.decision is not None:
        return escape(tr("Headcount from {source}: decided.", source=source))
    if run.cause is Cause.PREVIEW and run.incident is None:
        return escape(tr("A preview of {source} waits for you.", source=source))
    if run.incident is not None and REMEDIES[run.incident.trouble].helps is ASK_AGAIN:
        return escape(tr("Headcount from {source}: no new counts this time.", source=source))
    return escape(tr("Headcount from {source}: this needs you.", source=source))
