"""Reading every source at an admin's word: how far it is, and what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.connections import Connection, Run
from bot.views import blocks as b
from bot.views.ids import Action, Callback
from bot.views.language import Translator
from bot.views.notices import BEING_READ
from bot.views.origins import name_source, title_source
from bot.views.previews import all_sources
from bot.views.runs import hold_lines, summarise, trouble_lines
from bot.views.text import escape
from rules.troubles import RunStatus

SHOWN_AT_ONCE = 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source.

    Attributes:
        run: None where somebody else was reading it.
    """

    connection: Connection
    run: Run | None


def syncing_view(
    tr: Translator, done: Sequence[Outcome], source: Connection, total: int
) -> dict[str, Any]:
    """Return the modal that shows which source is being read, and what became of those before."""
    name = name_source(tr, source.kind, source.name)
    text = tr(
        "Reading {source}… ({number} of {total})", source=name, number=len(done) + 1, total=total
    )
    return b.modal(
        Callback.SOURCES_VIEW,
        tr("Sync"),
        [*outcome_blocks(tr, done), b.section(f":hourglass_flowing_sand: {escape(text)}")],
        close=tr("Close"),
    )


def synced_view(tr: Translator, done: Sequence[Outcome]) -> dict[str, Any]:
    """Return the modal that shows what became of each source."""
    return b.modal(
        Callback.SOURCES_VIEW,
        tr("Sync"),
        [*outcome_blocks(tr, done), b.actions(all_sources(tr))],
        close=tr("Close"),
    )


def synced_message(tr: Translator, done: Sequence[Outcome]) -> dict[str, Any]:
    """Return the same as a message, for whoever has closed the modal."""
    names = [name_source(tr, one.connection.kind, one.connection.name) for one in done]
    point = escape(tr("Read: {sources}", sources=tr.list(names)))
    return b.message(point, outcome_blocks(tr, done))


def outcome_blocks(tr: Translator, done: Sequence[Outcome]) -> list[b.Block]:
    """Return what became of sources, a block for each."""
    blocks = [_outcome(tr, outcome) for outcome in done[:SHOWN_AT_ONCE]]
    left = len(done) - SHOWN_AT_ONCE
    return [*blocks, b.context(escape(tr("{count} more", count=left)))] if left > 0 else blocks


def _outcome(tr: Translator, outcome: Outcome) -> b.Block:
    connection, run = outcome.connection, outcome.run
    name = escape(title_source(tr, connection.kind, connection.name))
    if run is None:
        return b.section(b.titled(name, tr.mrkdwn(BEING_READ)))
    if run.incident is not None:
        return b.section(b.titled(name, trouble_lines(tr, run.incident)))
    counts = escape(summarise(tr, run.rows or ()))
    if run.status is RunStatus.OK:
        said = tr("Published: {counts}", counts=counts)
        return b.section(b.titled(name, f":white_check_mark: {said}"))
    review = b.button(tr("Review"), Action.REVIEW_RUN, str(run.id))
    if run.decision is not None:
        kept = tr("The same counts were decided against before, so the old numbers stay.")
        return b.section(b.titled(name, kept), accessory=review)
    held = tr("Held for your decision: {counts}", counts=counts)
    return b.section(b.titled(name, f":warning: {held}", hold_lines(tr, run)), accessory=review)
