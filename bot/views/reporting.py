"""Where enablement should report: both sides of the trade-off."""

from typing import Any

from bot.views import blocks as b
from bot.views.ids import Callback
from bot.views.language import Translator
from bot.views.text import escape
from rules.seats import (
    INSIDE_A_REVENUE_TEAM,
    OUTSIDE_A_REVENUE_TEAM,
    SEATS,
    Side,
    list_reporting_notes,
)
from rules.stages import StageProfile


def reporting_message(tr: Translator, profile: StageProfile | None) -> dict[str, Any]:
    """Return the trade-off as a private answer; without a profile, for no stage in particular."""
    return b.message(escape(_point(tr)), _blocks(tr, profile))


def reporting_view(tr: Translator, profile: StageProfile | None) -> dict[str, Any]:
    """Return the trade-off as a modal."""
    return b.modal(
        Callback.REPORTING_VIEW, tr("Reporting line"), _blocks(tr, profile), close=tr("Close")
    )


def _point(tr: Translator) -> str:
    return tr("Where enablement reports trades strategy against daily influence.")


def _blocks(tr: Translator, profile: StageProfile | None) -> list[b.Block]:
    notes = list_reporting_notes(profile)
    stage = (
        tr("Your stage: {stage}", stage=profile.name)
        if profile
        else tr("No stage yet: give your numbers and this gets specific.")
    )
    return [
        b.header(_point(tr)),
        b.context(stage),
        b.fields(_side(tr, OUTSIDE_A_REVENUE_TEAM), _side(tr, INSIDE_A_REVENUE_TEAM)),
        b.section(b.bullets(tr.graded(note) for note in notes)),
    ]


def _side(tr: Translator, side: Side) -> str:
    seats = tr.list(tr.mrkdwn(SEATS[seat]) for seat in side.seats)
    return "\n".join(
        (
            b.titled(tr.mrkdwn(side.name), f"_{seats}_"),
            b.titled(tr("Gain"), tr.graded(side.gain)),
            b.titled(tr("Cost"), tr.graded(side.cost)),
            b.titled(
                tr("What softens the cost"), b.bullets(tr.graded(offset) for offset in side.offsets)
            ),
        )
    )
