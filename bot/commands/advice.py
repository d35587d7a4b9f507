"""The advice in a terminal; no Slack, no database and no settings are needed."""

import json

import click

from bot.views.language import translator
from bot.views.plan_json import plan_data
from bot.views.plan_text import print_plan
from bot.workspaces import Language
from rules.facts import Facts, FactsError
from rules.plans import build_plan
from rules.questions import parse_number, to_count
from rules.ratios import DEFAULT_BOUNDS


@click.command
@click.argument("customer_facing", metavar="CF")
@click.argument("enablers", metavar="[E]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print data instead of text.")
@click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    default="en",
    show_default=True,
)
def plan(customer_facing: str, enablers: str | None, *, as_json: bool, lang: str) -> None:
    """Print the plan for CF customer-facing teammates and E enablers."""
    tr = translator(Language(lang))
    try:
        facts = Facts(
            to_count("customer_facing", parse_number("customer_facing", customer_facing)),
            None if enablers is None else parse_number("enablers", enablers),
        )
    except FactsError as error:
        raise click.UsageError(tr.say(error.phrase)) from error
    advice = build_plan(facts, DEFAULT_BOUNDS)
    if as_json:
        click.echo(json.dumps(plan_data(tr, advice), ensure_ascii=False))
    else:
        print_plan(tr, advice)
