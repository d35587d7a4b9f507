"""The declarative source: does what its preset says, and never takes a part for the whole."""

from collections.abc import Mapping
from datetime import date

from bot.errors import SourceError
from bot.sources.numbers import parse_count
from bot.sources.readings import Reading
from bot.sources.rest.auth import sign_in
from bot.sources.rest.client import Client
from bot.sources.rest.configs import Place, RestConfig
from bot.sources.rest.counting import GroupCounter, PeopleCounter
from bot.sources.rest.inquiries import Inquiry
from bot.sources.rest.network import Network
from bot.sources.rest.shapes import CountPlan, GroupPlan, PeoplePlan, Trait
from bot.sources.rest.walks import Walk
from rules.headcounts import HeadcountRow
from rules.mappings import merge_rows
from rules.troubles import Detail, Trouble


class RestSource:
    """A source that is read as a preset says.

    Args:
        config: What is asked, and where.
        secret: The credential, part by part, as `config.preset.auth.parts` names them.
        network: The way there.
    """

    def __init__(self, config: RestConfig, secret: Mapping[str, str], network: Network) -> None:
        self._config = config
        self._secret = secret
        self._network = network

    def read(self, on: date) -> Reading:
        """Count who is there on a date.

        Raises:
            SourceError: If the answer cannot be used, or is only a part: then nothing counts.
        """
        preset = self._config.preset
        with Client(self._network) as client:
            headers = sign_in(client, preset.auth, self._secret)
            inquiry = Inquiry(preset, client, headers, on)
            if isinstance(preset.plan, CountPlan):
                return self._count_places(inquiry, preset.plan, on)
            return self._count_rows(inquiry, preset.plan, on)

    def _count_places(self, inquiry: Inquiry, plan: CountPlan, on: date) -> Reading:
        rows = [
            HeadcountRow(
                place.headcount_class,
                _count_place(inquiry, plan, place),
                place.function,
                place.segment,
            )
            for place in self._config.places
        ]
        return Reading(on, merge_rows(rows), pages=inquiry.client.budget.pages)

    def _count_rows(self, inquiry: Inquiry, plan: GroupPlan | PeoplePlan, on: date) -> Reading:
        counts_contractors = self._config.counts_contractors
        counter: PeopleCounter | GroupCounter = (
            PeopleCounter(plan, on, counts_contractors=counts_contractors)
            if isinstance(plan, PeoplePlan)
            else GroupCounter(plan, counts_contractors=counts_contractors)
        )
        counts = Walk(inquiry, plan.listing, counter).go(inquiry.build({}))
        budget = inquiry.client.budget
        return Reading(
            on,
            tallies=counts.tallies,
            people=budget.rows if isinstance(plan, PeoplePlan) else 0,
            pages=budget.pages,
            contractors=counts.contractors,
            arriving=counts.arriving,
        )


def _count_place(inquiry: Inquiry, plan: CountPlan, place: Place) -> int:
    name = " / ".join(place.traits.values())
    try:
        found = plan.count.find(inquiry.ask(inquiry.build(place.traits)).body)
    except SourceError as error:
        trouble = error.incident.trouble
        if trouble is Trouble.NOT_FOUND and Trait.GROUP in plan.places:
            trouble = Trouble.GROUP_MISSING
        details = {**error.incident.details, Detail.NAME: name}
        raise SourceError(trouble, **details) from None
    if found is None and Trait.GROUP in plan.places:
        raise SourceError(Trouble.GROUP_MISSING, name=name)
    return parse_count(found, name=name)
