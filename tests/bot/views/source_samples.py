"""Everything that can be drawn about sources, with a name wherever one can stand."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.connections import KEPT_UNMAPPED, Cause, Connection, Decision, Run
from bot.listeners.connectors import list_offers
from bot.views import notices
from bot.views.groups import Group, functions_form, groups_form
from bot.views.ids import Field
from bot.views.language import Translator
from bot.views.mappings import Draft, mapping_form, rules_form
from bot.views.previews import preview_view, reading_view, tell_published, trouble_view
from bot.views.source_forms import (
    Ask,
    Form,
    connect_form,
    disconnect_form,
    secret_form,
    upload_form,
)
from bot.views.sources import Status, chooser_view, history_view, said_view, sources_view
from bot.views.syncs import Outcome, synced_view, syncing_view
from rules.freshness import Freshness
from rules.guards import Hold, HoldReason
from rules.headcounts import HeadcountClass, HeadcountRow, SourceKind
from rules.mappings import MappingRule
from rules.placements import PLACEMENTS, Choice, keep_rules
from rules.tallies import Tally, Traits
from rules.titles import STARTER_MAPPING
from rules.troubles import Detail, Incident, RunStatus, Trouble
from rules.wording import Phrase, say
from tests.builders import NOON, TODAY

SOMEBODY = "U9"
"""Whom messages may name; a name of a source that mentions others may not."""
HOLDS = tuple(
    Hold(reason, side, 318, 92)
    for reason, side in (
        (HoldReason.TOTAL_CHANGED, None),
        *((HoldReason.CLASS_VANISHED, side) for side in HeadcountClass),
        (HoldReason.MORE_UNCLASSIFIED, None),
    )
)
INCIDENT = Incident(
    Trouble.PERSONAL_COLUMN, {Detail.COLUMN: "a" * 200, Detail.LINE: 7, Detail.LIMIT: 10_000}
)


def a_connection(name: str, **changes: Any) -> Connection:
    known: dict[str, Any] = {
        "kind": SourceKind.REST,
        "name": name[:80],
        "counts": rows_of(name),
        "is_confirmed": True,
        "as_of": TODAY,
        "checked_at": NOON,
        "changed_at": NOON,
        "due_at": NOON,
        **changes,
    }
    return Connection(
        id=1,
        workspace_id="T1",
        config={},
        supplies=frozenset(HeadcountClass),
        connected_by=SOMEBODY,
        connected_at=NOON,
        **known,
    )


def rows_of(name: str) -> tuple[HeadcountRow, ...]:
    facing = [
        HeadcountRow(
            HeadcountClass.CUSTOMER_FACING, 10_000_000 - number, name[:80], f"{number}{name}"[:80]
        )
        for number in range(40)
    ]
    return (*facing, HeadcountRow(HeadcountClass.ENABLEMENT, 6, fte=Decimal("5.5")))


def a_run(name: str, **changes: Any) -> Run:
    """A run with everything that a run can have."""
    known: dict[str, Any] = {
        "kind": SourceKind.REST,
        "source": name[:80],
        "status": RunStatus.HELD,
        "cause": Cause.PREVIEW,
        "rows": rows_of(name),
        "people": 10_000_000,
        "classified": 812,
        "unclassified": 31,
        "contractors": 12,
        "arriving": 3,
        "unmapped": (*titles_of(name), Tally(Traits(region=name), 1)),
        "holds": HOLDS,
        **changes,
    }
    return Run(
        id=7,
        workspace_id="T1",
        connection_id=1,
        by=SOMEBODY,
        started_at=NOON,
        finished_at=NOON,
        as_of=TODAY,
        **known,
    )


def titles_of(name: str) -> list[Tally]:
    return [
        Tally(Traits(name[:200], f"{number} {name}"[:200], name), 100 - number)
        for number in range(KEPT_UNMAPPED - 1)
    ]


def runs(name: str) -> Iterator[Run]:
    """Yield a run of each sort."""
    yield a_run(name)
    yield a_run(name, rows=(), holds=())
    yield a_run(name, cause=Cause.SCHEDULE)
    yield a_run(name, status=RunStatus.OK, cause=Cause.DEMAND, holds=())
    yield a_run(name, kind=SourceKind.FILE, source="")
    for decision in Decision:
        yield a_run(name, decision=decision, decided_by=SOMEBODY, decided_at=NOON)
    yield a_run(name, decision=Decision.KEPT)
    yield a_run(name, decision=Decision.ACCEPTED, decided_by="shell", decided_at=NOON)
    status = INCIDENT.status
    yield a_run(name, status=status, rows=None, incident=INCIDENT, holds=())


def a_form(name: str) -> Form:
    return Form(
        "rest:x",
        Phrase(name, {}) if name.strip() else say("A database"),
        say("A database"),
        (
            Ask("query", say("Query"), hint=say("Query"), is_long=True),
            Ask("token", say("Access token"), is_secret=True),
            Ask("base_url", say("Address of its API"), default=name),
        ),
        supplies=True,
        places=tuple(Choice),
        places_hint=say("Query"),
        switches=(("x", say("Contractors count too")),),
    )


def views(tr: Translator, name: str) -> Iterator[dict[str, Any]]:
    """Yield every modal about sources, with a name wherever one can stand."""
    connection = a_connection(name)
    statuses = [
        Status(connection, Freshness.FRESH, next(runs(name)), next(runs(name))),
        Status(replace(connection, is_paused=True), Freshness.STALE),
        Status(replace(connection, is_confirmed=False, as_of=None, checked_at=None)),
        *(
            Status(replace(connection, kind=kind), Freshness.EXPIRED, run)
            for kind, run in zip(SourceKind, list(runs(name))[-len(SourceKind) :], strict=True)
        ),
    ]
    yield sources_view(tr, [])
    yield sources_view(tr, statuses)
    yield sources_view(tr, statuses * 9, page=2)
    yield chooser_view(tr, list_offers())
    yield history_view(tr, connection, [])
    yield history_view(tr, connection, list(runs(name))[:20])
    yield history_view(tr, connection, list(runs(name))[-20:])
    yield said_view(tr, notices.BEING_READ)
    yield said_view(tr, notices.paused_note(name))
    yield reading_view(tr, name)
    yield connect_form(tr, a_form(name))
    yield secret_form(tr, connection, a_form(name).asks[1:2])
    yield disconnect_form(tr, connection)
    yield upload_form(tr, f"class,count\n{name[:500]}")
    for run in runs(name):
        if run.incident is not None:
            yield trouble_view(tr, name, run.incident)
        else:
            yield preview_view(tr, run, ())
            yield preview_view(tr, run, rows_of("")[5:], is_past=run.is_open)
            yield preview_view(tr, run, rows_of("")[5:])
            yield said_view(tr, tell_published(tr, run))


def more_views(tr: Translator, name: str) -> Iterator[dict[str, Any]]:
    """Yield the modals in which somebody chooses."""
    groups = [Group(f"S{number:010}", name[:21], name, number) for number in range(120)]
    facing, enablement = groups[:40], groups[40:55]
    suggested = {Field.CUSTOMER_FACING_GROUPS: facing, Field.ENABLEMENT_GROUPS: enablement}
    yield groups_form(tr, groups, suggested)
    yield functions_form(tr, facing, enablement, "{}")
    own = [
        MappingRule(placement, f"{number} {name}"[:200], name[:200])
        for placement in PLACEMENTS.values()
        for number in range(30)
    ]
    mapping = keep_rules(STARTER_MAPPING, own, has_lexicon=True)
    connection = a_connection(name, mapping=mapping)
    for page in range(5):
        yield mapping_form(tr, Draft(connection, a_run(name), page, f"1:{page}"))
    yield mapping_form(tr, Draft(connection, a_run(name, unmapped=(), unclassified=0), 0, "1:0"))
    yield rules_form(tr, Draft(connection, a_run(name), 0, "1:0"))
    yield rules_form(tr, Draft(a_connection(name), a_run(name), 0, "1:0"))
    outcomes = [Outcome(connection, run) for run in (None, *runs(name))]
    yield syncing_view(tr, outcomes[:3], connection, 4)
    yield synced_view(tr, outcomes)
