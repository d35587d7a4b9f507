"""The modals about connected sources: the list, what can be connected, and how runs went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.connections import Connection, Run
from bot.views import blocks as b
from bot.views import inputs as i
from bot.views.ids import Action, Callback
from bot.views.language import Translator
from bot.views.origins import title_source
from bot.views.previews import all_sources
from bot.views.runs import HISTORY_ONLY, run_line, summarise, trouble_lines
from bot.views.text import escape
from rules.freshness import KEPT_BY_HAND, Freshness
from rules.guards import PEOPLE
from rules.headcounts import SourceKind
from rules.wording import Phrase, say

SHOWN_AT_ONCE = 15
LINES_IN_A_SECTION = 5
"""Of history: with the longest names and remedies they still fit."""
WITH_SECRET = frozenset({SourceKind.REST, SourceKind.SQL, SourceKind.GOOGLE})
READ_BY_ITSELF = WITH_SECRET | {SourceKind.SLACK_USERGROUPS}
FRESHNESS: Mapping[Freshness, Phrase] = MappingProxyType(
    {
        Freshness.FRESH: say("fresh"),
        Freshness.STALE: say("stale"),
        Freshness.EXPIRED: say("too old for advice"),
    }
)


@dataclass(frozen=True, slots=True)
class Status:
    """A connected source as the list shows it.

    Attributes:
        freshness: None before it counted for the first time.
        last: Its newest run; None before the first.
        waiting: The run whose counts an admin has to decide about.
    """

    connection: Connection
    freshness: Freshness | None = None
    last: Run | None = None
    waiting: Run | None = None

    @property
    def is_mapped(self) -> bool:
        """Return whether a mapping places whom it lists."""
        counted = (self.connection, self.last, self.waiting)
        return any(one is not None and one.classified + one.unclassified for one in counted)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be chosen from a menu.

    Attributes:
        value: As `rest:bamboohr`.
    """

    value: str
    label: Phrase
    description: Phrase


def sources_view(tr: Translator, statuses: Sequence[Status], page: int = 0) -> dict[str, Any]:
    """Return the modal with a workspace's sources and what can be done with each."""
    shown = statuses[page * SHOWN_AT_ONCE : (page + 1) * SHOWN_AT_ONCE]
    blocks: list[b.Block] = []
    if not statuses:
        blocks.append(b.section(tr("Nothing is connected yet.")))
    for status in shown:
        blocks += [b.section(_describe(tr, status)), b.actions(*_buttons(tr, status)), b.divider()]
    left = len(statuses) - (page + 1) * SHOWN_AT_ONCE
    if left > 0:
        more = b.button(tr("More Sources"), Action.SOURCES, str(page + 1))
        blocks.append(b.section(escape(tr("{count} more", count=left)), accessory=more))
    ways = [b.button(tr("Connect a Source"), Action.CONNECT_SOURCE, "list")]
    if any(status.connection.due_at for status in statuses):
        ways.append(b.button(tr("Sync Now"), Action.SYNC_NOW, "list"))
    return b.modal(
        Callback.SOURCES_VIEW,
        tr("Headcount sources"),
        [*blocks, b.actions(*ways)],
        close=tr("Close"),
    )


def chooser_view(tr: Translator, presets: Sequence[Offer]) -> dict[str, Any]:
    """Return the modal that asks what to connect."""
    return b.modal(
        Callback.SOURCES_VIEW,
        tr("Connect a source"),
        [
            b.section(
                tr("Counts only, never names. You see a preview before anything of it counts.")
            ),
            *_kinds(tr, presets),
            b.actions(all_sources(tr)),
        ],
        close=tr("Close"),
    )


def history_view(tr: Translator, connection: Connection, runs: Sequence[Run]) -> dict[str, Any]:
    """Return the modal with the newest runs of a source, the newest first."""
    name = title_source(tr, connection.kind, connection.name)
    lines = [run_line(tr, run, is_named=False) for run in runs] or [tr("It has not been read yet.")]
    parts = [
        lines[start : start + LINES_IN_A_SECTION]
        for start in range(0, len(lines), LINES_IN_A_SECTION)
    ]
    return b.modal(
        Callback.SOURCES_VIEW,
        tr("Runs"),
        [
            b.header(tr("Runs of {source}", source=name)),
            *(b.section(b.bullets(part)) for part in parts),
            b.actions(all_sources(tr)),
        ],
        close=tr("Close"),
    )


def said_view(tr: Translator, phrase: Phrase) -> dict[str, Any]:
    """Return one sentence as a modal, with the way back to the list."""
    return b.modal(
        Callback.SOURCES_VIEW,
        tr("Headcount sources"),
        [b.section(tr.mrkdwn(phrase)), b.actions(all_sources(tr))],
        close=tr("Close"),
    )


def _kinds(tr: Translator, presets: Sequence[Offer]) -> list[b.Block]:
    return [
        _kind(
            tr("A file"),
            tr("Counts or a list of titles, as CSV or a spreadsheet. Takes two minutes."),
            _choose(tr("Upload a File"), SourceKind.FILE),
        ),
        _kind(
            tr("Slack user groups"),
            tr("I count the members of the groups that you choose, every day."),
            _choose(tr("Choose Groups"), SourceKind.SLACK_USERGROUPS),
        ),
        _kind(
            tr("An HR system, a directory or a sheet"),
            tr("Read over its API, every day."),
            _products(tr, presets),
        ),
        _kind(
            tr("A database"),
            tr("One SELECT that returns counts, every day."),
            _choose(tr("Connect a Database"), SourceKind.SQL),
        ),
        _kind(
            tr("Your own program"),
            tr("It can push counts to me; Settings gives it a token and an address."),
        ),
    ]


def _products(tr: Translator, presets: Sequence[Offer]) -> b.Element:
    options = [
        i.described_option(tr.say(offer.label), offer.value, tr.say(offer.description))
        for offer in presets
    ]
    menu = b.select(Action.CHOOSE_KIND, options, None)
    return menu | {"placeholder": b.plain(tr("Choose a product"), i.PLACEHOLDER_LIMIT)}


def _describe(tr: Translator, status: Status) -> str:
    connection = status.connection
    people = tr.list(tr.say(PEOPLE[one]) for one in sorted(connection.supplies))
    lines = [escape(tr("Counts {people}.", people=people))] if people else []
    if connection.as_of is not None and status.freshness is not None:
        fresh = tr.say(FRESHNESS[status.freshness])
        date = tr.date(connection.as_of)
        counts = summarise(tr, connection.counts)
        lines.append(
            escape(tr("{counts}, as of {date}: {state}", counts=counts, date=date, state=fresh))
        )
    if connection.checked_at is not None and connection.kind not in KEPT_BY_HAND:
        lines.append(tr("Last read well {moment}", moment=tr.moment(connection.checked_at)))
    title = escape(title_source(tr, connection.kind, connection.name))
    return b.titled(title, *lines, *_states(tr, status))


def _states(tr: Translator, status: Status) -> list[str]:
    connection = status.connection
    said: list[tuple[str, str]] = []
    if status.waiting is not None:
        said.append(("hourglass_flowing_sand", tr("Counts wait for your decision.")))
    elif not connection.is_confirmed and status.last is not None and status.last.is_history:
        said.append(("scroll", tr.mrkdwn(HISTORY_ONLY)))
    elif not connection.is_confirmed:
        said.append(("warning", tr("Nothing of it counts before you have published a preview.")))
    if connection.is_paused:
        said.append(("double_vertical_bar", tr("Paused: it is not read.")))
    failed = status.last is not None and status.last.incident
    if failed:
        said.append(("warning", tr("The last reading failed.")))
    lines = [f":{mark}: {text}" for mark, text in said]
    return [*lines, trouble_lines(tr, failed)] if failed else lines


def _buttons(tr: Translator, status: Status) -> list[b.Element]:
    connection, value = status.connection, str(status.connection.id)
    made: list[b.Element] = []
    if status.waiting is not None:
        made.append(b.button(tr("Review"), Action.REVIEW_RUN, str(status.waiting.id)))
    if connection.kind in READ_BY_ITSELF and not connection.is_paused:
        made.append(b.button(tr("Preview"), Action.PREVIEW_SOURCE, value))
    if connection.kind is SourceKind.FILE:
        made.append(_choose(tr("Upload a File"), SourceKind.FILE))
    if status.is_mapped:
        made.append(b.button(tr("Map Titles"), Action.MAP_TITLES, value))
    # Another file ends the pause by itself.
    if connection.is_paused and connection.kind is not SourceKind.FILE:
        made.append(b.button(tr("Resume"), Action.RESUME_SOURCE, value))
    elif connection.kind in READ_BY_ITSELF and connection.is_confirmed:
        made.append(b.button(tr("Pause"), Action.PAUSE_SOURCE, value))
    if connection.kind in WITH_SECRET:
        made.append(b.button(tr("Renew Credential"), Action.RENEW_SECRET, value))
    if connection.kind is not SourceKind.MANUAL:
        made.append(b.button(tr("Runs"), Action.SHOW_HISTORY, value))
    return [*made, b.button(tr("Disconnect…"), Action.DISCONNECT_SOURCE, value)]


def _kind(title: str, text: str, element: b.Element | None = None) -> b.Block:
    return b.section(b.titled(title, text), accessory=element)


def _choose(label: str, kind: SourceKind) -> b.Element:
    return b.button(label, Action.CHOOSE_KIND, kind.value)
