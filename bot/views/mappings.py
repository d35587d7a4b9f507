"""The modals in which an admin says where titles and departments count."""

from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.connections import KEPT_UNMAPPED, Connection, Run
from bot.views import blocks as b
from bot.views import inputs as i
from bot.views.ids import Action, Callback, Field
from bot.views.language import Translator
from bot.views.origins import title_source
from bot.views.text import escape
from rules.mappings import Mapping, MappingRule, SegmentBy
from rules.placements import (
    LABELS,
    find_choice,
    identify_rule,
    identify_title,
    is_mappable,
    list_own_rules,
    list_titles,
    name_traits,
    suggest_choice,
    uses_lexicon,
)
from rules.tallies import Tally, Traits, count_people
from rules.wording import Phrase, say, say_many

TITLES_AT_ONCE = 20
MOST_REMOVED = 100
SEGMENTS: ReadOnly[SegmentBy, Phrase] = {
    SegmentBy.NOTHING: say("No segments"),
    SegmentBy.REGION: say("A segment for each region"),
    SegmentBy.DEPARTMENT: say("A segment for each department"),
}
LEXICON = "lexicon"
TITLE = "title."
"""How the block id of a title begins."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mapping while an admin works on it.

    Attributes:
        run: Its unmapped titles are those to place.
        metadata: What the form brings back: the source and the page.
    """

    connection: Connection
    run: Run
    page: int
    metadata: str

    @property
    def mapping(self) -> Mapping:
        """Return the mapping as it is drafted so far."""
        return self.connection.draft or self.connection.mapping

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """Return what a rule can place, most people first."""
        return list_titles(self.run.unmapped)

    @property
    def shown(self) -> Sequence[Tally]:
        """Return the titles of the page."""
        start = self.page * TITLES_AT_ONCE
        return self.tallies[start : start + TITLES_AT_ONCE]

    @property
    def pages(self) -> int:
        """Return how many pages the titles take, 1 or more."""
        return max(1, -(-len(self.tallies) // TITLES_AT_ONCE))


def title_block(traits: Traits) -> str:
    """Return the block id of a title; it stays the same while newer counts come."""
    return f"{TITLE}{identify_title(traits)}"


def mapping_form(tr: Translator, draft: Draft) -> dict[str, Any]:
    """Return the modal that places titles, with what we would suggest preselected."""
    blocks = [b.section(_coverage(tr, draft))]
    if draft.page == 0:
        blocks.append(_segment_by(tr, draft))
    blocks += [_title(tr, draft, tally) for tally in draft.shown]
    blocks += _left_out(tr, draft)
    return b.modal(
        Callback.MAPPING_FORM,
        tr("Map titles"),
        [*blocks, b.actions(*_ways(tr, draft))],
        submit=tr("Preview"),
        close=tr("Close"),
        metadata=draft.metadata,
    )


def rules_form(tr: Translator, draft: Draft) -> dict[str, Any]:
    """Return the modal with the rules there are, some of which may go."""
    own = list_own_rules(draft.mapping)
    options = [b.option(tr("Our lexicon of titles and departments"), LEXICON)]
    chosen = [LEXICON] if uses_lexicon(draft.mapping) else []
    blocks = [b.section(_explanation(tr, own))]
    if own:
        element = i.grouped_multi_select(Action.ANSWER, _group(tr, own), most=MOST_REMOVED)
        blocks.append(b.field(Field.OWN_RULES, tr("Rules to remove"), element, is_optional=True))
    lexicon = i.checkboxes(Action.ANSWER, options, chosen)
    hint = tr("It places usual titles where none of your own rules does.")
    blocks.append(b.field(Field.LEXICON, tr("Also use"), lexicon, hint=hint, is_optional=True))
    return b.modal(
        Callback.RULES_FORM,
        tr("Rules"),
        blocks,
        submit=tr("Save"),
        close=tr("Close"),
        metadata=draft.metadata,
    )


def _coverage(tr: Translator, draft: Draft) -> str:
    run = draft.run
    counted = tr(
        "{classified} classified / {unclassified} unclassified",
        classified=run.classified,
        unclassified=run.unclassified,
    )
    name = title_source(tr, run.kind, run.source)
    title = escape(tr("{name}: {count}", name=name, count=counted))
    if not run.unclassified:
        return b.titled(title, tr("Everybody listed fits a rule."))
    return b.titled(
        title,
        tr("Say where these titles count. Nothing changes before you have seen a preview."),
    )


def _segment_by(tr: Translator, draft: Draft) -> b.Block:
    options = [b.option(tr.say(label), by.value) for by, label in SEGMENTS.items()]
    element = b.select(Action.ANSWER, options, draft.mapping.segment_by.value)
    return b.field(Field.SEGMENT_BY, tr("Segments"), element)


def _title(tr: Translator, draft: Draft, tally: Tally) -> b.Block:
    chosen = find_choice(draft.mapping.find_placement(tally.traits))
    options = [b.option(tr.say(label), choice.value) for choice, label in LABELS.items()]
    element = b.select(Action.ANSWER, options, chosen or suggest_choice(tally.traits))
    label = tr("{name} ({people})", name=name_traits(tally.traits), people=tally.people)
    return b.field(title_block(tally.traits), label, element, is_optional=True)


def _left_out(tr: Translator, draft: Draft) -> list[b.Block]:
    run, said = draft.run, []
    nameless = [tally for tally in run.unmapped if not is_mappable(tally.traits)]
    if nameless:
        phrase = say_many(
            "{count} person has neither a title nor a department: no rule can say where.",
            "{count} people have neither a title nor a department: no rule can say where.",
            count=count_people(nameless),
        )
        said.append(tr.say(phrase))
    if len(run.unmapped) == KEPT_UNMAPPED:
        said.append(
            tr(
                "Only the {count} most frequent titles are listed; preview for more.",
                count=KEPT_UNMAPPED,
            )
        )
    return [b.context(*map(escape, said))] if said else []


def _ways(tr: Translator, draft: Draft) -> list[b.Element]:
    ways: list[b.Element] = []
    if draft.page:
        ways.append(b.button(tr("Previous Titles"), Action.TURN_BACK, str(draft.page - 1)))
    if draft.page + 1 < draft.pages:
        ways.append(b.button(tr("More Titles"), Action.TURN_PAGE, str(draft.page + 1)))
    rules = b.button(tr("Rules"), Action.SHOW_RULES, str(draft.connection.id))
    return [*ways, rules, b.button(tr("All Sources"), Action.SOURCES, "list")]


def _explanation(tr: Translator, own: Sequence[MappingRule]) -> str:
    count = tr("Your own rules: {count}", count=len(own))
    order = tr(
        "A rule for a title in a department is tried first, then one for a title, then one for a"
        " department, then one for a group."
    )
    return b.titled(escape(count), escape(order))


def _group(tr: Translator, own: Sequence[MappingRule]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for rule in own:
        choice = find_choice(rule.placement)
        label = tr.say(LABELS[choice]) if choice else tr("Another function")
        groups.setdefault(label, []).append(b.option(name_traits(rule), identify_rule(rule)))
    return groups
