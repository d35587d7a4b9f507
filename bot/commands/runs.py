"""Runs of sources in the words of a terminal."""

from collections.abc import Iterator
from typing import Any

from bot.connections import Run
from bot.views.language import translator
from bot.workspaces import Language
from rules.guards import describe_hold
from rules.headcounts import HeadcountClass, count_class
from rules.remedies import REMEDIES, describe_details
from rules.troubles import Incident

_tr = translator(Language.EN)
SHOWN_TITLES = 10


def write_run(run: Run) -> Iterator[str]:
    """Yield what became of a run, a line each."""
    name = "run" if run.id is None else f"run {run.id}"
    decided = "" if run.decision is None else f", {run.decision}"
    if run.is_history:
        decided = ", history only: newer numbers count"
    yield f"{name}: {run.status}{decided}, as of {run.as_of}"
    if run.incident is not None:
        yield write_incident(run.incident)
        return
    for headcount_class in HeadcountClass:
        total = count_class(run.rows or (), headcount_class)
        if total is not None:
            fte = "" if total.fte is None else f" ({total.fte} FTE)"
            yield f"  {headcount_class}: {total.people}{fte}"
    if run.classified or run.unclassified:
        yield f"  {run.classified} classified / {run.unclassified} unclassified"
    for tally in run.unmapped[:SHOWN_TITLES]:
        yield f"    {tally.people:>5}  {tally.traits.department} / {tally.traits.title}"
    if run.unmapped and run.id is not None:
        yield f"  place them with: python -m bot source mapping {run.connection_id}"
    for hold in run.holds:
        yield f"  held: {_tr.say(describe_hold(hold))}"


def write_incident(incident: Incident) -> str:
    """Return what went wrong and what helps, in one line."""
    remedy = REMEDIES[incident.trouble]
    details = [_tr.say(detail) for detail in describe_details(incident)]
    read = f" ({'; '.join(details)})" if details else ""
    return f"{_tr.say(remedy.happened)}{read} {_tr.say(remedy.helps)}"


def write_decision(run: Run) -> Iterator[str]:
    """Yield how to let counts count that somebody has to decide about."""
    if run.is_open:
        yield f"let it count with: python -m bot source accept {run.id}"


def run_data(run: Run) -> dict[str, Any]:
    """Return a run as data."""
    totals = {one: count_class(run.rows or (), one) for one in HeadcountClass}
    return {
        "run": run.id,
        "source": run.connection_id,
        "status": run.status.value,
        "cause": run.cause.value,
        "as_of": run.as_of.isoformat(),
        "counts": {one.value: total.people for one, total in totals.items() if total is not None},
        "classified": run.classified,
        "unclassified": run.unclassified,
        "trouble": None if run.incident is None else run.incident.trouble.value,
        "holds": [hold.reason.value for hold in run.holds],
        "decision": None if run.decision is None else run.decision.value,
    }
