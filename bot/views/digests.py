"""The weekly or monthly summary that a channel may ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.alerts import AlertCard
from bot.views import blocks as b
from bot.views.alert_texts import tell_state
from bot.views.forecasts import forecast_blocks
from bot.views.language import Translator
from bot.views.origins import origin
from bot.views.ratios import beside_ratio
from bot.views.text import escape
from bot.workspaces import Enquiry
from rules.forecasts import BOUND_TARGETS, STAGE_TARGETS
from rules.ratios import MEANING, Bounds, measure_ratio
from rules.teams import count_enablers, count_teammates
from rules.troubles import RunStatus
from rules.wording import say_many

SHOWN_ALERTS = 5


@dataclass(frozen=True, slots=True)
class Before:
    """What counted when the last digest was due."""

    customer_facing: int
    enablers: Decimal | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a digest is about.

    Attributes:
        since: When the last digest was due.
        before: What counted then; None where nobody counted yet.
        alerts: Those that are open.
        runs: Readings of sources since then, by how they ended.
    """

    headcount: Enquiry
    bounds: Bounds
    since: date
    before: Before | None
    alerts: Sequence[AlertCard]
    runs: Mapping[RunStatus, int]
    is_monthly: bool


def digest_message(tr: Translator, summary: Summary) -> dict[str, Any]:
    """Return the message."""
    facts = summary.headcount.facts
    title = tr("Monthly digest") if summary.is_monthly else tr("Weekly digest")
    numbers = _write_numbers(tr, facts.customer_facing, facts.enablers, summary.bounds)
    point = tr("{title}: {numbers}", title=title, numbers=numbers)
    lines = [escape(_tell_change(tr, summary, numbers))]
    if facts.enablers is not None:
        ratio = measure_ratio(facts.customer_facing, facts.enablers, summary.bounds)
        lines.insert(0, tr.graded(MEANING[ratio.verdict]))
    blocks = [
        b.header(title),
        b.section(b.titled(escape(numbers), *lines)),
        b.section(_tell_alerts(tr, summary.alerts)),
        *forecast_blocks(tr, summary.headcount, (*BOUND_TARGETS, *STAGE_TARGETS)),
        b.context(escape(_tell_syncs(tr, summary)), escape(origin(tr, summary.headcount))),
    ]
    return b.message(escape(point), blocks)


def _write_numbers(
    tr: Translator, customer_facing: int, enablers: Decimal | None, bounds: Bounds
) -> str:
    teammates = tr.say(count_teammates(customer_facing))
    if enablers is None:
        return teammates
    numbers = tr(
        "{enablers} for {teammates}", enablers=count_enablers(enablers), teammates=teammates
    )
    text = measure_ratio(customer_facing, enablers, bounds).text
    return beside_ratio(tr, text, numbers)


def _tell_change(tr: Translator, summary: Summary, numbers: str) -> str:
    day, before = tr.date(summary.since), summary.before
    if before is None:
        return tr("Before {date} nothing was counted.", date=day)
    was = _write_numbers(tr, before.customer_facing, before.enablers, summary.bounds)
    if was == numbers:
        return tr("The same as on {date}.", date=day)
    return tr("On {date} it was {numbers}.", date=day, numbers=was)


def _tell_alerts(tr: Translator, alerts: Sequence[AlertCard]) -> str:
    if not alerts:
        return escape(tr("No alert is open."))
    lines = [tr.mrkdwn(tell_state(card)) for card in alerts[:SHOWN_ALERTS]]
    if len(alerts) > SHOWN_ALERTS:
        lines.append(escape(tr("and {count} more", count=len(alerts) - SHOWN_ALERTS)))
    return b.titled(escape(tr("Open alerts")), b.bullets(lines))


def _tell_syncs(tr: Translator, summary: Summary) -> str:
    held = summary.runs.get(RunStatus.HELD, 0)
    failed = sum(summary.runs.get(one, 0) for one in (RunStatus.FAILED, RunStatus.PARTIAL))
    if not (held or failed):
        return tr("No sync was held or failed.")
    said = []
    if held:
        said.append(say_many("{count} sync was held.", "{count} syncs were held.", count=held))
    if failed:
        said.append(say_many("{count} sync failed.", "{count} syncs failed.", count=failed))
    return tr.sentences(tr.say(phrase) for phrase in said)
