"""Where an admin can place people by hand, and the rules of a mapping that come of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from rules import titles
from rules.headcounts import Function, HeadcountClass
from rules.mappings import NOT_COUNTED, MappingRule, Placement, fold
from rules.mappings import Mapping as SourceMapping
from rules.tallies import Tally, Traits
from rules.wording import Phrase, say


class Choice(StrEnum):
    """What an admin can choose for people with the same title."""

    SALES = "sales"
    CUSTOMER_SUCCESS = "cs"
    SUPPORT = "support"
    SALES_ENGINEERING = "se"
    PARTNERS = "partner"
    OTHER = "other"
    ENABLEMENT = "enablement"
    NOT_COUNTED = "not_counted"


PLACEMENTS: Mapping[Choice, Placement] = MappingProxyType(
    {
        Choice.SALES: titles.SALES,
        Choice.CUSTOMER_SUCCESS: titles.CUSTOMER_SUCCESS,
        Choice.SUPPORT: titles.SUPPORT,
        Choice.SALES_ENGINEERING: titles.SALES_ENGINEERING,
        Choice.PARTNERS: titles.PARTNERS,
        Choice.OTHER: Placement(HeadcountClass.CUSTOMER_FACING),
        Choice.ENABLEMENT: titles.ENABLEMENT,
        Choice.NOT_COUNTED: NOT_COUNTED,
    }
)
LABELS: Mapping[Choice, Phrase] = MappingProxyType(
    {
        Choice.SALES: say("Customer-facing: sales"),
        Choice.CUSTOMER_SUCCESS: say("Customer-facing: customer success"),
        Choice.SUPPORT: say("Customer-facing: support"),
        Choice.SALES_ENGINEERING: say("Customer-facing: sales engineering"),
        Choice.PARTNERS: say("Customer-facing: partners"),
        Choice.OTHER: say("Customer-facing: other"),
        Choice.ENABLEMENT: say("Enablement"),
        Choice.NOT_COUNTED: say("Not counted"),
    }
)
CUSTOMER_FACING = tuple(
    choice
    for choice, placement in PLACEMENTS.items()
    if placement.headcount_class is HeadcountClass.CUSTOMER_FACING
)
CLASSES: Mapping[HeadcountClass, Phrase] = MappingProxyType(
    {
        HeadcountClass.CUSTOMER_FACING: say("Customer-facing teammates"),
        HeadcountClass.ENABLEMENT: say("Enablers"),
    }
)
WORDS: tuple[tuple[str, Choice], ...] = (
    ("support", Choice.SUPPORT),
    ("サポート", Choice.SUPPORT),
    ("partner", Choice.PARTNERS),
    ("パートナー", Choice.PARTNERS),
    ("solution", Choice.SALES_ENGINEERING),
    ("ソリューション", Choice.SALES_ENGINEERING),
    ("success", Choice.CUSTOMER_SUCCESS),
    ("サクセス", Choice.CUSTOMER_SUCCESS),
    ("sales", Choice.SALES),
    ("セールス", Choice.SALES),
    ("営業", Choice.SALES),
)
VAGUE = frozenset({"support", "サポート", "partner", "partners", "パートナー"})
FUNCTIONS: Mapping[str, Phrase] = MappingProxyType(
    {
        "": say("Other"),
        Function.SALES: say("Sales"),
        Function.CUSTOMER_SUCCESS: say("Customer success"),
        "support": say("Support"),
        "se": say("Sales engineering"),
        "partner": say("Partners"),
    }
)
"""What to call the functions that we know; a source may name others."""


def find_choice(placement: Placement | None) -> Choice | None:
    """Return the choice that places people there, whatever their segment; None where none does."""
    if placement is None:
        return None
    plain = replace(placement, segment="")
    return next((choice for choice, place in PLACEMENTS.items() if place == plain), None)


def suggest_choice(traits: Traits) -> Choice | None:
    """Return what an admin will probably choose; None where the lexicon is silent."""
    return find_choice(titles.suggest_placement(traits))


def suggest_class(group: str) -> HeadcountClass | None:
    """Return the side a group probably counts on; None where its name says nothing."""
    placement = titles.suggest_placement(Traits(group=group))
    if placement is not None:
        return placement.headcount_class
    # Too vague to count anybody by, and good enough to suggest.
    return HeadcountClass.CUSTOMER_FACING if fold(group) in VAGUE else None


def suggest_function(group: str) -> Choice:
    """Return what a group that faces customers probably does.

    Once it is known that its people face customers, a word is enough that means many things alone.
    """
    known = suggest_choice(Traits(group=group))
    if known in CUSTOMER_FACING:
        return known
    name = fold(group)
    return next((choice for word, choice in WORDS if word in name), Choice.OTHER)


def build_rule(traits: Traits, placement: Placement) -> MappingRule | None:
    """Return the rule that places exactly these people; None where nothing tells them apart.

    A group only counts where there is neither a department nor a title.
    """
    group = "" if traits.department or traits.title else traits.group
    try:
        return MappingRule(placement, traits.department, traits.title, group)
    except ValueError:
        return None


def is_mappable(traits: Traits) -> bool:
    """Return whether a rule could place these people."""
    return build_rule(traits, NOT_COUNTED) is not None


def place(mapping: SourceMapping, choices: Mapping[Traits, Choice]) -> SourceMapping:
    """Return a mapping in which these people are placed by hand.

    Rules made by hand come first: among rules of the same rank that is what lets them win.
    """
    made = [build_rule(traits, PLACEMENTS[choice]) for traits, choice in choices.items()]
    added = tuple(rule for rule in made if rule is not None)
    gone = {_target(rule) for rule in added}
    kept = tuple(rule for rule in mapping.rules if _target(rule) not in gone)
    return replace(mapping, rules=added + kept)


def list_own_rules(mapping: SourceMapping) -> tuple[MappingRule, ...]:
    """Return the rules that people made, without those of our lexicon."""
    return tuple(rule for rule in mapping.rules if rule not in _STARTERS)


def identify_rule(rule: MappingRule) -> str:
    """Return what tells a rule from all others, short enough for an option of a menu."""
    parts = [*_target(rule), rule.placement.headcount_class, rule.placement.function]
    return sha256(json.dumps([*parts, rule.placement.segment]).encode()).hexdigest()[:16]


def list_titles(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """Return what a rule each can place, most people first; regions do not matter to rules."""
    people: dict[Traits, int] = {}
    for tally in tallies:
        if is_mappable(tally.traits):
            alike = replace(tally.traits, region="")
            people[alike] = people.get(alike, 0) + tally.people
    merged = [Tally(traits, count) for traits, count in people.items()]
    return tuple(sorted(merged, key=lambda tally: (-tally.people, name_traits(tally.traits))))


def identify_title(traits: Traits) -> str:
    """Return what tells people with some traits from all others, short enough for an id."""
    parts = [traits.department, traits.title, traits.group]
    return sha256(json.dumps(parts).encode()).hexdigest()[:16]


def name_traits(traits: Traits | MappingRule) -> str:
    """Return what people have in common, the title first."""
    named = (traits.title, traits.department, traits.group)
    return " · ".join(name for name in named if name)


def uses_lexicon(mapping: SourceMapping) -> bool:
    """Return whether our lexicon of titles places whom no rule of theirs does."""
    return any(rule in _STARTERS for rule in mapping.rules)


def keep_rules(
    mapping: SourceMapping, own: Iterable[MappingRule], *, has_lexicon: bool
) -> SourceMapping:
    """Return a mapping with these rules of people's own, and with our lexicon or without it."""
    lexicon = titles.STARTER_MAPPING.rules if has_lexicon else ()
    return replace(mapping, rules=tuple(own) + lexicon)


def _target(rule: MappingRule) -> tuple[str, str, str]:
    return fold(rule.department), fold(rule.title), fold(rule.group)


_STARTERS = frozenset(titles.STARTER_MAPPING.rules)
