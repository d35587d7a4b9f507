"""Forecasts beside what they are about: when a bound or a stage is passed, and how far to trust it."""

from collections.abc import Sequence

from bot.views import blocks as b
from bot.views.language import Translator
from bot.workspaces import Enquiry
from rules.forecast_scores import Record, tell_record
from rules.forecast_text import explain_forecast, tell_forecast, tell_meaning
from rules.forecasts import BOUND_TARGETS, Forecast, NoForecast, Target
from rules.no_forecasts import tell_no_forecast


def forecast_blocks(tr: Translator, enquiry: Enquiry, targets: Sequence[Target]) -> list[b.Block]:
    """Return what is forecast for some targets in brief; nothing for a what-if."""
    lines = [
        forecast_line(tr, one) for one in map(enquiry.find_forecast, targets) if one is not None
    ]
    return [b.section(b.titled(tr("Forecast"), b.bullets(lines)))] if lines else []


def forecast_line(tr: Translator, forecast: Forecast) -> str:
    """Return one forecast in brief with what it would mean, mrkdwn."""
    said = (tell_forecast(forecast, tr.date), tell_meaning(forecast))
    return tr.sentences(map(tr.graded, said))


def explained_forecasts(tr: Translator, enquiry: Enquiry, record: Record | None) -> list[b.Block]:
    """Return the likelier passage of a bound in full, or why there is no forecast.

    Args:
        tr: The reader's language.
        enquiry: With what was last forecast.
        record: How forecasts have done so far; None for a what-if.
    """
    about = [one for one in enquiry.forecasts if one.target in BOUND_TARGETS]
    if not about or record is None:
        return []
    told = [one for one in about if isinstance(one, Forecast)]
    if told:
        likeliest = max(told, key=lambda one: (one.chance or 0, one.target.value))
        lines = [tr.graded(one) for one in explain_forecast(likeliest, tr.date)]
        lines += [tr.graded(one) for one in tell_record(record)]
    else:
        reasons = {one.reason: one for one in about if isinstance(one, NoForecast)}
        lines = [tr.graded(tell_no_forecast(one, tr.date)) for one in reasons.values()]
    return [b.section(b.titled(tr("Forecast"), b.bullets(lines)))]
