"""What a source counts, shown before it counts: against what is published, and what needs a look."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.connections import Cause, Decision, Run
from bot.views import blocks as b
from bot.views.ids import Action, Callback
from bot.views.language import Translator
from bot.views.origins import title_source
from bot.views.runs import (
    HISTORY_ONLY,
    decided_line,
    decision_buttons,
    hold_lines,
    summarise,
    trouble_lines,
)
from bot.views.text import escape
from rules.headcounts import HeadcountClass, HeadcountRow, count_class
from rules.placements import CLASSES, FUNCTIONS
from rules.troubles import Incident
from rules.wording import Phrase, say, say_many

MOST_ROWS = 15
"""Of one class: the largest; the rest is one line."""


def preview_view(
    tr: Translator, run: Run, before: Sequence[HeadcountRow], *, is_past: bool = False
) -> dict[str, Any]:
    """Return the modal that shows counts which wait for a decision, or which had one.

    Args:
        tr: The reader's language.
        run: Stored, with counts.
        before: What counts now for the classes of its source.
        is_past: Whether newer numbers count, so that these can only be history.
    """
    title = tr("Preview") if run.cause is Cause.PREVIEW else tr("Held counts")
    if is_past or run.is_history:
        # Of another date, they say nothing about what counts now.
        run, before = replace(run, holds=()), ()
    if run.is_history:
        title = tr("History only")
    if run.decision is Decision.ACCEPTED:
        # What they took the place of is gone by now.
        title, before = tr("Published"), ()
    close = tr("Decide Later") if run.is_open else tr("Close")
    blocks = preview_blocks(tr, run, before, is_past=is_past)
    return b.modal(Callback.SOURCES_VIEW, title, blocks, close=close)


def preview_blocks(
    tr: Translator, run: Run, before: Sequence[HeadcountRow], *, is_past: bool
) -> list[b.Block]:
    """Return what a run counted, and what can be done about it."""
    rows = run.rows or ()
    name, status = escape(title_source(tr, run.kind, run.source)), _status(tr, run, is_past=is_past)
    blocks = [b.section(b.titled(name, status))]
    for headcount_class in HeadcountClass:
        blocks += _class(tr, headcount_class, before, rows)
    if not rows:
        blocks.append(b.section(tr("Nobody is counted: no title or department fits a rule yet.")))
    blocks += _apart(tr, run)
    if run.holds:
        look = tr("Please look at this first")
        blocks.append(b.section(b.titled(f":warning: {look}", hold_lines(tr, run))))
    if run.unclassified:
        blocks.append(b.section(_unclassified(tr, run)))
    return [*blocks, *_decision(tr, run, is_past=is_past)]


def tell_published(tr: Translator, run: Run) -> Phrase:
    """Return that counts were read and published at once."""
    source, counts = title_source(tr, run.kind, run.source), summarise(tr, run.rows or ())
    return say("{source} is read and published: {counts}.", source=source, counts=counts)


def trouble_view(
    tr: Translator, source: str, incident: Incident, *ways: b.Element
) -> dict[str, Any]:
    """Return the modal that says why a source could not be counted, and what would help.

    Args:
        tr: The reader's language.
        source: What to call it.
        incident: What went wrong.
        ways: Buttons that lead on.
    """
    point = escape(tr("{source} could not be counted.", source=source))
    return b.modal(
        Callback.SOURCES_VIEW,
        tr("Preview"),
        [
            b.section(b.titled(point, trouble_lines(tr, incident))),
            b.context(tr("The numbers published before are not replaced.")),
            b.actions(*ways, all_sources(tr)),
        ],
        close=tr("Close"),
    )


def reading_view(tr: Translator, source: str) -> dict[str, Any]:
    """Return the modal that shows that a source is being read."""
    said = escape(tr("Reading {source}…", source=source))
    return b.modal(
        Callback.SOURCES_VIEW,
        tr("Reading"),
        [
            b.section(f":hourglass_flowing_sand: {said}"),
            b.context(
                tr(
                    "You can close this: the counts then wait for you in App Home and under"
                    " Headcount Sources."
                )
            ),
        ],
        close=tr("Close"),
    )


def all_sources(tr: Translator) -> b.Element:
    """Return the button that leads back to the list."""
    return b.button(tr("All Sources"), Action.SOURCES, "list")


def _status(tr: Translator, run: Run, *, is_past: bool) -> str:
    said = [tr("As of {date}.", date=tr.date(run.as_of))]
    if is_past:
        said.append(tr.say(HISTORY_ONLY))
    elif run.is_open and run.cause is Cause.PREVIEW:
        said.append(tr("Nothing of it counts until you publish it."))
    elif run.is_open:
        said.append(tr("Until you decide, the numbers published before are not replaced."))
    return tr.sentences(said)


def _class(
    tr: Translator,
    headcount_class: HeadcountClass,
    before: Sequence[HeadcountRow],
    after: Sequence[HeadcountRow],
) -> list[b.Block]:
    old, new = count_class(before, headcount_class), count_class(after, headcount_class)
    if new is None and (old is None or not after):
        return []
    name = tr.say(CLASSES[headcount_class])
    title = escape(_change(tr, name, old, new))
    rows = sorted(
        (row for row in after if row.headcount_class is headcount_class),
        key=lambda row: (-row.people, row.function, row.segment),
    )
    # One row without a name would only repeat the title.
    is_split = len(rows) > 1 or any(row.function or row.segment for row in rows)
    lines = [_row(tr, row) for row in rows[:MOST_ROWS]] if is_split else []
    if len(rows) > MOST_ROWS:
        left = sum(row.people for row in rows[MOST_ROWS:])
        more = tr("All others ({parts}): {people}", parts=len(rows) - MOST_ROWS, people=left)
        lines.append(escape(more))
    return [b.section(b.titled(title, b.bullets(lines)) if lines else f"*{title}*")]


def _change(tr: Translator, name: str, old: HeadcountRow | None, new: HeadcountRow | None) -> str:
    now = Decimal(0) if new is None else _measure(new)
    if old is None:
        return tr("{name}: {people}", name=name, people=now)
    was = _measure(old)
    if was == now:
        return tr("{name}: {people}, as before", name=name, people=now)
    sign = "+" if now > was else "−"
    return tr(
        "{name}: {before} → {after} ({difference})",
        name=name,
        before=was,
        after=now,
        difference=f"{sign}{tr.number(abs(now - was))}",
    )


def _measure(row: HeadcountRow) -> Decimal:
    """Return what the ratio is made of: the FTE of enablers where given, else people."""
    if row.fte is None or row.headcount_class is HeadcountClass.CUSTOMER_FACING:
        return Decimal(row.people)
    return row.fte


def _row(tr: Translator, row: HeadcountRow) -> str:
    parts = [name_function(tr, row.function)] if row.function or not row.segment else []
    parts += [row.segment] if row.segment else []
    name = " · ".join(parts)
    if row.fte is None or row.headcount_class is HeadcountClass.CUSTOMER_FACING:
        return escape(tr("{name}: {people}", name=name, people=row.people))
    counted = tr("{people} ({fte} FTE)", people=row.people, fte=row.fte)
    return escape(tr("{name}: {count}", name=name, count=counted))


def name_function(tr: Translator, function: str) -> str:
    """Return what to call a function, also one that we do not know; plain text."""
    known = FUNCTIONS.get(function)
    return function if known is None else tr.say(known)


def _apart(tr: Translator, run: Run) -> list[b.Block]:
    said: list[str] = []
    if run.classified or run.unclassified:
        said.append(
            tr(
                "{classified} classified / {unclassified} unclassified",
                classified=run.classified,
                unclassified=run.unclassified,
            )
        )
    if run.contractors:
        said.append(tr("Contractors, not counted: {count}", count=run.contractors))
    if run.arriving:
        said.append(tr("Not started yet, not counted: {count}", count=run.arriving))
    if run.history:
        said.append(tr("Earlier dates for the charts: {count}", count=len(run.history)))
    return [b.context(*map(escape, said))] if said else []


def _unclassified(tr: Translator, run: Run) -> str:
    return tr.mrkdwn(
        say_many(
            "{count} person fits no rule and counts for neither side: map the title.",
            "{count} people fit no rule and count for neither side: map their titles.",
            count=run.unclassified,
        )
    )


def _decision(tr: Translator, run: Run, *, is_past: bool) -> list[b.Block]:
    if run.decision is not None:
        return [b.context(decided_line(tr, run)), b.actions(all_sources(tr))]
    return [decision_buttons(tr, run, is_past=is_past), b.actions(*_other_ways(tr, run))]


def _other_ways(tr: Translator, run: Run) -> list[b.Element]:
    ways = [all_sources(tr)]
    if run.classified or run.unclassified:
        ways.insert(0, b.button(tr("Map Titles"), Action.MAP_TITLES, str(run.connection_id)))
    return ways
