"""Placing people by hand: what is offered, what comes of it, and what wins."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.headcounts import HeadcountClass
from rules.mappings import NOT_COUNTED, Mapping, MappingRule, Placement, SegmentBy
from rules.placements import (
    CLASSES,
    CUSTOMER_FACING,
    FUNCTIONS,
    LABELS,
    PLACEMENTS,
    Choice,
    build_rule,
    find_choice,
    identify_rule,
    identify_title,
    is_mappable,
    keep_rules,
    list_own_rules,
    list_titles,
    name_traits,
    place,
    suggest_class,
    suggest_function,
    uses_lexicon,
)
from rules.tallies import Tally, Traits
from rules.titles import STARTER_MAPPING

names = st.text(max_size=20)
traits = st.builds(Traits, department=names, title=names, region=names, group=names)


def test_every_choice_has_a_label_and_a_place_of_its_own() -> None:
    assert set(LABELS) == set(PLACEMENTS) == set(Choice)
    assert len(set(PLACEMENTS.values())) == len(Choice)
    assert set(CLASSES) == set(HeadcountClass)
    assert {PLACEMENTS[choice].function for choice in CUSTOMER_FACING} == set(FUNCTIONS)


@pytest.mark.parametrize("choice", Choice)
def test_a_choice_is_found_again_by_its_placement(choice: Choice) -> None:
    placement = PLACEMENTS[choice]
    assert find_choice(placement) is choice
    with_segment = Placement(placement.headcount_class, placement.function, "EMEA")
    assert find_choice(with_segment) is choice


def test_a_placement_that_is_not_offered_is_no_choice() -> None:
    assert find_choice(None) is None
    assert find_choice(Placement(HeadcountClass.CUSTOMER_FACING, "astronauts")) is None


@pytest.mark.parametrize(
    ("group", "side"),
    [
        ("Sales", HeadcountClass.CUSTOMER_FACING),
        ("Support", HeadcountClass.CUSTOMER_FACING),
        ("パートナー", HeadcountClass.CUSTOMER_FACING),
        ("Sales enablement", HeadcountClass.ENABLEMENT),
        ("IT support", None),
        ("Lunch", None),
        ("", None),
    ],
)
def test_the_side_of_a_group_is_suggested_by_its_name(
    group: str, side: HeadcountClass | None
) -> None:
    assert suggest_class(group) is side


@pytest.mark.parametrize(
    ("group", "choice"),
    [
        ("Sales EMEA", Choice.SALES),
        ("カスタマーサクセス部", Choice.CUSTOMER_SUCCESS),
        ("Support heroes", Choice.SUPPORT),
        ("Solutions engineering", Choice.SALES_ENGINEERING),
        ("Our partners", Choice.PARTNERS),
        ("Lunch", Choice.OTHER),
        # What it sounds like is not customer-facing; an admin said that it is.
        ("Sales enablement", Choice.SALES),
    ],
)
def test_what_a_group_does_is_suggested_once_it_faces_customers(group: str, choice: Choice) -> None:
    assert suggest_function(group) is choice
    assert choice in CUSTOMER_FACING


@given(traits)
def test_people_are_placed_by_the_rule_made_for_them(who: Traits) -> None:
    rule = build_rule(who, NOT_COUNTED)
    assert (rule is not None) == is_mappable(who)
    if rule is not None and "*" not in who.title:
        assert rule.matches(who)


@given(traits, st.sampled_from(Choice))
def test_what_was_placed_by_hand_wins_over_the_lexicon(who: Traits, choice: Choice) -> None:
    mapping = place(STARTER_MAPPING, {who: choice})
    # A title with a star is a pattern, and others may be more exact.
    if is_mappable(who) and "*" not in who.title:
        found = mapping.find_placement(who)
        assert found in {PLACEMENTS[choice], STARTER_MAPPING.find_placement(who)}
        assert found == PLACEMENTS[choice] or not who.title


def test_placing_people_again_takes_the_place_of_the_rule_before() -> None:
    who = Traits(department="Guild", title="Wizard")
    once = place(Mapping(), {who: Choice.SALES})
    twice = place(once, {Traits(department="GUILD", title="wizard"): Choice.SUPPORT})
    assert len(twice.rules) == 1
    assert twice.find_placement(who) == PLACEMENTS[Choice.SUPPORT]


def test_a_title_is_placed_over_the_department_that_the_lexicon_knows() -> None:
    who = Traits(department="Engineering", title="Account Executive")
    assert STARTER_MAPPING.find_placement(who) == PLACEMENTS[Choice.SALES]
    mapping = place(STARTER_MAPPING, {who: Choice.NOT_COUNTED})
    assert mapping.find_placement(who) == NOT_COUNTED
    assert mapping.find_placement(Traits(title="Account Executive")) == PLACEMENTS[Choice.SALES]


def test_a_title_placed_by_hand_wins_over_a_pattern_of_the_lexicon() -> None:
    who = Traits(title="Account Executive")
    assert STARTER_MAPPING.find_placement(who) == PLACEMENTS[Choice.SALES]
    mapping = place(STARTER_MAPPING, {who: Choice.SUPPORT})
    assert mapping.find_placement(who) == PLACEMENTS[Choice.SUPPORT]


def test_rules_of_ones_own_are_told_from_the_lexicon() -> None:
    own = MappingRule(PLACEMENTS[Choice.SALES], title="Wizard")
    mapping = keep_rules(Mapping(segment_by=SegmentBy.REGION), [own], has_lexicon=True)
    assert list_own_rules(mapping) == (own,)
    assert uses_lexicon(mapping)
    assert mapping.segment_by is SegmentBy.REGION
    without = keep_rules(mapping, [], has_lexicon=False)
    assert without.rules == ()
    assert not uses_lexicon(without)


def test_rules_are_told_apart_by_all_that_matters() -> None:
    rules = [
        MappingRule(placement, department, title, group)
        for placement in (*PLACEMENTS.values(), Placement(HeadcountClass.ENABLEMENT, segment="A"))
        for department, title, group in (
            ("a", "", ""),
            ("", "a", ""),
            ("", "", "a"),
            ("a", "a", ""),
        )
    ]
    assert len({identify_rule(rule) for rule in rules}) == len(rules)
    assert all(len(identify_rule(rule)) <= 150 for rule in rules)


def test_titles_are_listed_once_for_all_regions_the_most_frequent_first() -> None:
    tallies = [
        Tally(Traits("Guild", "Wizard", "EMEA"), 3),
        Tally(Traits("Guild", "Witch"), 5),
        Tally(Traits("Guild", "Wizard", "APAC"), 4),
        Tally(Traits(region="EMEA"), 9),
    ]
    assert list_titles(tallies) == (
        Tally(Traits("Guild", "Wizard"), 7),
        Tally(Traits("Guild", "Witch"), 5),
    )


@given(st.lists(traits, min_size=2, max_size=2, unique_by=lambda who: replace(who, region="")))
def test_titles_are_told_apart_whatever_they_are(pair: list[Traits]) -> None:
    assert identify_title(pair[0]) != identify_title(pair[1])


def test_people_are_named_by_what_they_have_in_common() -> None:
    assert name_traits(Traits("Sales", "AE", "EMEA", "g")) == "AE · Sales · g"
    assert name_traits(Traits(group="g")) == "g"
