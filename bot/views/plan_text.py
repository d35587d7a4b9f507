"""The plan in a terminal of 80 columns."""

from rich.console import Console, OverflowMethod
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.views.language import Translator
from bot.views.lines import Line, Part, caveats, small_print
from bot.views.plan_parts import detail_parts, overview_parts
from rules.headcounts import DEFINITION
from rules.plans import Plan

WIDTH = 80
FOLD: OverflowMethod = "fold"
"""Japanese has no spaces to break at; by default Rich would cut such a line short."""


def print_plan(tr: Translator, plan: Plan) -> None:
    """Print a plan to standard output."""
    console = Console(width=WIDTH, highlight=False)
    console.print(Text(tr.say(plan.headline.phrase), style="bold"))
    console.print(Text(tr.say(DEFINITION.phrase), style="dim"))
    overview = list(overview_parts(tr, plan))
    if overview:
        console.print()
        console.print(_overview(overview))
    for part in detail_parts(tr, plan):
        console.print()
        console.print(Text(part.title, style="bold"))
        console.print(Padding(_lines(part), (0, 0, 0, 2)))
    console.print()
    for line in caveats(tr) if plan.stage is None else small_print(tr):
        console.print(_text(line), style="dim")


def _overview(parts: list[Part]) -> Table:
    table = Table.grid(padding=(0, 2, 1, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow=FOLD)
    for part in parts:
        table.add_row(part.title, _lines(part))
    return table


def _lines(part: Part) -> Table:
    """Return the lines of a part; items hang behind their mark."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow=FOLD)
    for line in part.lines:
        table.add_row("-" if line.is_item else "", _text(line))
    return table


def _text(line: Line) -> Text:
    text = Text(line.text, style="bold" if line.is_strong else "")
    return text.append(f" {line.grade}", style="dim not bold") if line.grade else text
