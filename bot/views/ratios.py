"""The ratio: where a team stands against its bounds."""

from typing import Any

from bot.views import blocks as b
from bot.views.forecasts import explained_forecasts
from bot.views.ids import Action
from bot.views.language import Translator
from bot.views.lines import caveats
from bot.views.origins import origin
from bot.views.plan_parts import describe_bounds
from bot.views.plans import write_lines
from bot.views.text import escape
from bot.views.values import encode_enquiry
from bot.workspaces import Enquiry
from rules.forecast_scores import Record
from rules.headcounts import DEFINITION, Segment
from rules.ratios import CONSIDER, MEANING, Bounds, Ratio, measure_ratio
from rules.teams import count_enablers, count_teammates
from rules.wording import say


def ratio_message(
    tr: Translator,
    ratio: Ratio,
    enquiry: Enquiry,
    segments: list[Segment],
    chart: list[b.Block],
    record: Record | None = None,
) -> dict[str, Any]:
    """Return the ratio as a private answer, with its history and forecast where there is one."""
    point = _point(tr, ratio, enquiry)
    lines = [tr.graded(MEANING[ratio.verdict])]
    lines += [tr.graded(question) for question in CONSIDER[ratio.verdict]]
    blocks = [
        b.header(point),
        b.context(
            escape(origin(tr, enquiry)),
            tr("Your bounds: {bounds}", bounds=describe_bounds(tr, ratio.bounds)),
            tr.graded(DEFINITION),
        ),
        b.section("\n".join(lines)),
        *chart,
        *explained_forecasts(tr, enquiry, record),
    ]
    if segments:
        blocks.append(b.section(_segments(tr, segments, ratio.bounds)))
    blocks.append(b.context(write_lines(caveats(tr))))
    value = encode_enquiry(enquiry)
    buttons = b.actions(
        b.button(tr("What If…"), Action.WHAT_IF, value, is_primary=True),
        b.button(tr("Roadmap"), Action.ROADMAP, value),
    )
    return b.message(escape(point), [*blocks, buttons])


def unknown_enablers_message(tr: Translator, enquiry: Enquiry) -> dict[str, Any]:
    """Return what to give when a ratio is asked for and only one number is known."""
    point = tr(
        "A ratio needs both numbers: {teammates}, and how many enablers?",
        teammates=count_teammates(enquiry.facts.customer_facing),
    )
    return b.message(escape(point), [b.section(escape(point))])


def _point(tr: Translator, ratio: Ratio, enquiry: Enquiry) -> str:
    enablers = enquiry.facts.enablers or 0
    numbers = say(
        "{enablers} for {teammates}",
        enablers=count_enablers(enablers),
        teammates=count_teammates(enquiry.facts.customer_facing),
    )
    return beside_ratio(tr, ratio.text, tr.say(numbers))


def beside_ratio(tr: Translator, ratio: str | None, numbers: str) -> str:
    """Return a ratio with the numbers it is made of; these alone where there is none."""
    return tr("{ratio} – {numbers}", ratio=ratio, numbers=numbers) if ratio else numbers


def _segments(tr: Translator, segments: list[Segment], bounds: Bounds) -> str:
    lines = [_segment(tr, segment, bounds) for segment in segments]
    return b.titled(tr("By segment"), b.bullets(lines))


def _segment(tr: Translator, segment: Segment, bounds: Bounds) -> str:
    if segment.is_small:
        said = tr("too small to judge")
    else:
        ratio = measure_ratio(segment.customer_facing, segment.enablers, bounds)
        said = f"{ratio.text or '–'} {tr.graded(MEANING[ratio.verdict])}"
    return tr("{label}: {text}", label=escape(segment.name), text=said)
