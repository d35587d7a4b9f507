"""The ratio's history: as a chart where Slack draws one, as a table where it does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.views import blocks as b
from bot.views import text as limits
from bot.views.language import Translator
from bot.views.text import clip, escape
from rules.ratios import Bounds, Ratio, measure_ratio

MOST_POINTS = 20
FEWEST_POINTS = 2
"""One point is no history."""


@dataclass(frozen=True, slots=True)
class RatioPoint:
    """The headcount at one date, with its ratio."""

    as_of: date
    customer_facing: int
    enablers: Decimal
    ratio: Ratio


def list_ratio_points(
    points: Sequence[tuple[date, int, Decimal | None]], bounds: Bounds
) -> list[RatioPoint]:
    """Return at most twenty dates that have a ratio, the first and the last among them.

    Of a week only its last date is taken, as the rest of the bot counts in weeks.

    Args:
        points: Date, customer-facing teammates and enablers, oldest first.
        bounds: As configured today; the past is judged by them too.
    """
    measured = [
        RatioPoint(as_of, count, enablers, measure_ratio(count, enablers, bounds))
        for as_of, count, enablers in points
        if enablers is not None
    ]
    weekly = {
        point.as_of.isocalendar()[:2]: point for point in measured if point.ratio.value is not None
    }
    return _thin_out(list(weekly.values()))


def ratio_chart(tr: Translator, points: Sequence[RatioPoint], bounds: Bounds) -> list[b.Block]:
    """Return the chart with its takeaway in words; nothing where there is no history yet."""
    if len(points) < FEWEST_POINTS:
        return []
    days = [_label(tr, point.as_of) for point in points]
    series = [
        (tr("Ratio 1:N"), [point.ratio.value or Decimal(0) for point in points]),
        (tr("Lower bound"), [Decimal(bounds.low)] * len(points)),
        (tr("Upper bound"), [Decimal(bounds.high)] * len(points)),
    ]
    return [
        b.section(escape(takeaway(tr, points))),
        _line_chart(
            tr("Customer-facing teammates for each enabler"), days, series, tr("teammates")
        ),
    ]


def ratio_table(tr: Translator, points: Sequence[RatioPoint]) -> list[b.Block]:
    """Return the same history as a table, for a Slack that draws no charts yet."""
    if len(points) < FEWEST_POINTS:
        return []
    head = [tr("As of"), tr("Teammates"), tr("Enablers"), tr("Ratio")]
    rows = [
        [
            tr.date(point.as_of),
            tr.number(point.customer_facing),
            tr.number(point.enablers),
            point.ratio.text or "–",
        ]
        for point in points
    ]
    return [b.section(escape(takeaway(tr, points))), _table([head, *rows])]


def without_charts(
    tr: Translator, blocks: Sequence[b.Block], points: Sequence[RatioPoint]
) -> list[b.Block]:
    """Return blocks with each chart, and the sentence over it, replaced by the table."""
    kept: list[b.Block] = []
    for block in blocks:
        if block["type"] == "data_visualization":
            kept[-1:] = ratio_table(tr, points)
        else:
            kept.append(block)
    return kept


def takeaway(tr: Translator, points: Sequence[RatioPoint]) -> str:
    """Return what the history shows, in a sentence of plain text."""
    first, last = points[0], points[-1]
    outside = sum(point.ratio.is_in_bounds is False for point in points)
    moved = tr(
        "From {before} on {start} to {after} on {end}.",
        before=first.ratio.text or "–",
        start=tr.date(first.as_of),
        after=last.ratio.text or "–",
        end=tr.date(last.as_of),
    )
    stood = (
        tr("Outside the bounds at {count} of {total} dates.", count=outside, total=len(points))
        if outside
        else tr("Inside the bounds all the time.")
    )
    return tr.sentences([moved, stood])


def _thin_out(points: list[RatioPoint]) -> list[RatioPoint]:
    """Return at most `MOST_POINTS`, evenly spread, both ends kept."""
    if len(points) <= MOST_POINTS:
        return points
    last = len(points) - 1
    places = {round(step * last / (MOST_POINTS - 1)) for step in range(MOST_POINTS)}
    return [points[place] for place in sorted(places)]


def _label(tr: Translator, day: date) -> str:
    return clip(tr.short_date(day), limits.CHART_LABEL_LIMIT)


def _line_chart(
    title: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[Decimal]]],
    unit: str,
) -> b.Block:
    """Return a chart of lines over the same categories; a Slack that knows none refuses it."""
    labels = [clip(category, limits.CHART_LABEL_LIMIT) for category in categories]
    return {
        "type": "data_visualization",
        "title": clip(title, limits.CHART_TITLE_LIMIT),
        "chart": {
            "type": "line",
            "series": [
                {
                    "name": clip(name, limits.CHART_LABEL_LIMIT),
                    "data": [
                        {"label": label, "value": float(value)}
                        for label, value in zip(labels, values, strict=True)
                    ],
                }
                for name, values in series
            ],
            "axis_config": {
                "categories": labels,
                "y_label": clip(unit, limits.CHART_TITLE_LIMIT),
            },
        },
    }


def _table(rows: Sequence[Sequence[str]]) -> b.Block:
    """Return a table whose first row names the columns, plain text."""
    return {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows],
    }
