"""Where numbers come from and how far they can be trusted, in a few words beside each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.views import blocks as b
from bot.views.ids import Action
from bot.views.language import Translator
from bot.views.text import escape
from bot.workspaces import Enquiry, Origin
from rules.freshness import Freshness
from rules.headcounts import SourceKind
from rules.wording import Phrase, say

BY_HAND: Mapping[SourceKind, Phrase] = MappingProxyType(
    {
        SourceKind.MANUAL: say("numbers entered by hand"),
        SourceKind.FILE: say("an imported file"),
    }
)
NAMES: Mapping[SourceKind, Phrase] = MappingProxyType(
    {
        **BY_HAND,
        SourceKind.SLACK_USERGROUPS: say("Slack user groups"),
        SourceKind.REST: say("a REST source"),
        SourceKind.SQL: say("a SQL query"),
        SourceKind.GOOGLE: say("Google Workspace"),
        SourceKind.PUSH: say("pushed counts"),
    }
)


def name_source(tr: Translator, kind: SourceKind, name: str) -> str:
    """Return what to call a source: its own name where it has one."""
    return name or tr.say(NAMES[kind])


def title_source(tr: Translator, kind: SourceKind, name: str) -> str:
    """Return what to call a source where a sentence begins with it."""
    called = name_source(tr, kind, name)
    return called if name else called[:1].upper() + called[1:]


def origin(tr: Translator, enquiry: Enquiry) -> str:
    """Return where the numbers come from, as of when, and what limits them; plain text."""
    if enquiry.origin is None:
        return tr("What-if with the numbers you gave. Nothing is stored.")
    return tr.sentences(_sentences(tr, enquiry.origin))


def is_expired(enquiry: Enquiry) -> bool:
    """Return whether the numbers are too old for advice."""
    return enquiry.origin is not None and enquiry.origin.freshness is Freshness.EXPIRED


def may_enter(enquiry: Enquiry, *, may_administer: bool) -> bool:
    """Return whether somebody may type other numbers than these."""
    return may_administer or enquiry.origin is None or not enquiry.origin.is_synced


def expired_headcount(tr: Translator, enquiry: Enquiry, *, may_administer: bool) -> dict[str, Any]:
    """Return what to do first where the numbers are too old for advice."""
    point = tr("Your numbers are too old to give advice from.")
    ways: list[b.Element] = []
    if may_enter(enquiry, may_administer=may_administer):
        ways.append(b.button(tr("Enter Numbers"), Action.ENTER_NUMBERS, "new", is_primary=True))
    if may_administer:
        ways.append(b.button(tr("Connect a Source"), Action.CONNECT_SOURCE, "new"))
    ask = tr("An admin can see in App Home what the source says, and retry.")
    return b.message(
        point,
        [
            b.section(b.titled(escape(point), escape(origin(tr, enquiry)))),
            b.actions(*ways) if ways else b.context(escape(ask)),
        ],
    )


def _sentences(tr: Translator, known: Origin) -> list[str]:
    source = name_source(tr, known.source, known.name)
    day = tr.date(known.as_of)
    if known.source in BY_HAND or known.source is SourceKind.PUSH:
        said = [tr("Source: {source}, as of {date}.", source=source, date=day)]
    elif known.is_weekly:
        said = [tr("Source: {source}, read weekly, as of {date}.", source=source, date=day)]
    else:
        said = [tr("Source: {source}, read daily, as of {date}.", source=source, date=day)]
    if known.enablers_source is not None:
        other = name_source(tr, known.enablers_source, known.enablers_name)
        said.append(tr("Enablers: {source}.", source=other))
    if known.is_overridden:
        said.append(tr("A number set by hand stands over its source."))
    if known.freshness is not Freshness.FRESH:
        said.append(tr("These numbers are stale: their source has not confirmed them in time."))
    return said
