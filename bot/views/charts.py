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
    """The headcount at one date, with its ratio where it has one."""

    as_of: date
    customer_facing: int
    enablers: Decimal | None
    ratio: Ratio | None


_Measured = tuple[RatioPoint, Ratio]


def list_ratio_points(
    points: Sequence[tuple[date, int, Decimal | None]], bounds: Bounds
) -> list[RatioPoint]:
    """Return the headcount date by date, each with its ratio.

    Args:
        points: Date, customer-facing teammates and enablers, oldest first.
        bounds: As configured today; the past is judged by them too.
    """
    return [
        RatioPoint(as_of, count, enablers, _find_ratio(count, enablers, bounds))
        for as_of, count, enablers in points
    ]


def ratio_chart(tr: Translator, points: Sequence[RatioPoint], bounds: Bounds) -> list[b.Block]:
    """Return the chart with its takeaway in words; nothing where there is no history yet."""
    drawn = _list_drawn(points)
    if len(drawn) < FEWEST_POINTS:
        return []
    days = [_label(tr, point.as_of) for point, _ in drawn]
    series = [
        (tr("Ratio 1:N"), [ratio.value or Decimal(0) for _, ratio in drawn]),
        (tr("Lower bound"), [Decimal(bounds.low)] * len(drawn)),
        (tr("Upper bound"), [Decimal(bounds.high)] * len(drawn)),
    ]
    return [
        b.section(escape(takeaway(tr, points))),
        _line_chart(
            tr("Customer-facing teammates for each enabler"), days, series, tr("teammates")
        ),
    ]


def ratio_table(tr: Translator, points: Sequence[RatioPoint]) -> list[b.Block]:
    """Return the same history as a table, for a Slack that draws no charts yet."""
    drawn = _list_drawn(points)
    if len(drawn) < FEWEST_POINTS:
        return []
    head = [tr("As of"), tr("Teammates"), tr("Enablers"), tr("Ratio")]
    rows = [
        [
            tr.date(point.as_of),
            tr.number(point.customer_facing),
            tr.number(point.enablers or 0),
            ratio.text or "–",
        ]
        for point, ratio in drawn
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
    """Return what the history shows, in a sentence of plain text.

    It counts every date: what is drawn leaves some out, perhaps those that were outside.

    Args:
        tr: The reader's language.
        points: One of them at least with a ratio.
    """
    measured = _list_measured(points)
    (first, before), (last, after) = measured[0], measured[-1]
    moved = tr(
        "From {before} on {start} to {after} on {end}.",
        before=before.text or "–",
        start=tr.date(first.as_of),
        after=after.text or "–",
        end=tr.date(last.as_of),
    )
    said = [moved, _tell_bounds(tr, measured, has_gaps=len(measured) < len(points))]
    silent = [point.as_of for point in points if point.as_of > last.as_of]
    if silent:
        said.append(tr("There is none since {start}.", start=tr.date(silent[0])))
    return tr.sentences(said)


def _tell_bounds(tr: Translator, measured: Sequence[_Measured], *, has_gaps: bool) -> str:
    outside = sum(ratio.is_in_bounds is False for _, ratio in measured)
    if outside:
        return tr(
            "Outside the bounds at {count} of {total} dates.", count=outside, total=len(measured)
        )
    if has_gaps:
        return tr("Inside the bounds whenever there was a ratio.")
    return tr("Inside the bounds all the time.")


def _find_ratio(customer_facing: int, enablers: Decimal | None, bounds: Bounds) -> Ratio | None:
    if enablers is None:
        return None
    ratio = measure_ratio(customer_facing, enablers, bounds)
    return None if ratio.value is None else ratio


def _list_measured(points: Sequence[RatioPoint]) -> list[_Measured]:
    return [(point, point.ratio) for point in points if point.ratio is not None]


def _list_drawn(points: Sequence[RatioPoint]) -> list[_Measured]:
    """Return at most `MOST_POINTS` of those with a ratio, evenly spread, both ends kept.

    Of a week only its last date is taken, as the rest of the bot counts in weeks.
    """
    weekly = {one[0].as_of.isocalendar()[:2]: one for one in _list_measured(points)}
    measured = list(weekly.values())
    if len(measured) <= MOST_POINTS:
        return measured
    last = len(measured) - 1
    places = {round(step * last / (MOST_POINTS - 1)) for step in range(MOST_POINTS)}
    return [measured[place] for place in sorted(places)]


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
