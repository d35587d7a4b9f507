from decimal import Decimal

import pytest

from rules.headcounts import HeadcountClass, HeadcountRow
from rules.mappings import (
    NOT_COUNTED,
    Mapping,
    MappingRule,
    Placement,
    SegmentBy,
    classify,
    merge_rows,
)
from rules.tallies import Tally, Traits
from tests.builders import customer_facing, enablement

SALES = Placement(HeadcountClass.CUSTOMER_FACING, "sales")
CS = Placement(HeadcountClass.CUSTOMER_FACING, "cs")
ENABLERS = Placement(HeadcountClass.ENABLEMENT)
SOMEBODY = Traits("Sales", "Account Executive", "EMEA", "sales-emea")

EXACT = MappingRule(SALES, department="Sales", title="Account Executive")
BY_TITLE = MappingRule(CS, title="*executive")
BY_DEPARTMENT = MappingRule(ENABLERS, department="Sales")
BY_GROUP = MappingRule(NOT_COUNTED, group="sales-emea")


@pytest.mark.parametrize(
    ("rules", "placement"),
    [
        pytest.param((BY_GROUP, BY_DEPARTMENT, BY_TITLE, EXACT), SALES, id="exact pair"),
        pytest.param((BY_GROUP, BY_DEPARTMENT, BY_TITLE), CS, id="title pattern"),
        pytest.param((BY_GROUP, BY_DEPARTMENT), ENABLERS, id="department"),
        pytest.param((BY_GROUP,), NOT_COUNTED, id="group"),
        pytest.param((), None, id="nothing"),
    ],
)
def test_the_most_exact_rule_wins_wherever_it_stands(
    rules: tuple[MappingRule, ...], placement: Placement | None
) -> None:
    assert Mapping(rules).find_placement(SOMEBODY) == placement
    assert Mapping(rules[::-1]).find_placement(SOMEBODY) == placement


def test_between_equals_the_first_rule_wins() -> None:
    other = MappingRule(SALES, title="account*")
    assert Mapping((BY_TITLE, other)).find_placement(SOMEBODY) == CS
    assert Mapping((other, BY_TITLE)).find_placement(SOMEBODY) == SALES


@pytest.mark.parametrize("star", ["*", "＊"])
def test_a_pattern_within_a_department_is_no_exact_pair(star: str) -> None:
    pattern = MappingRule(CS, department="Sales", title=f"Account{star}")
    assert Mapping((BY_TITLE, pattern, EXACT)).find_placement(SOMEBODY) == SALES
    assert Mapping((pattern, BY_TITLE)).find_placement(SOMEBODY) == CS
    assert Mapping((pattern,)).find_placement(Traits("Marketing", "Account Executive")) is None


def test_all_that_a_rule_names_has_to_match() -> None:
    rule = MappingRule(SALES, "Sales", "Account*", "sales-emea")
    assert rule.matches(SOMEBODY)
    assert not rule.matches(Traits("Sales", "Account Executive", "EMEA", "sales-apac"))
    assert not rule.matches(Traits("Sales", "Executive Account", "EMEA", "sales-emea"))
    assert not rule.matches(Traits("", "Account Executive", "EMEA", "sales-emea"))


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        pytest.param("ACCOUNT executive", "account EXECUTIVE", id="case"),
        pytest.param("Außendienst", "AUSSENDIENST", id="sharp s"),
        pytest.param("account executive", "  Account \t Executive ", id="spaces"),
        pytest.param("セールス", "ｾｰﾙｽ", id="half-width katakana"),
        pytest.param("Ａｃｃｏｕｎｔ＊", "account executive", id="full-width letters and star"),
        pytest.param("Director(EMEA)", "director（EMEA）", id="full-width brackets"),
        pytest.param("営業　部長", "営業 部長", id="full-width space"),
    ],
)
def test_case_width_and_spaces_do_not_matter(pattern: str, title: str) -> None:
    assert MappingRule(SALES, title=pattern).matches(Traits(title=title))


@pytest.mark.parametrize("name", ["Sales & CS", "ＳＡＬＥＳ  &  CS", "sales & cs\n"])
def test_departments_and_groups_are_compared_whole_and_as_leniently(name: str) -> None:
    for rule in (MappingRule(SALES, "sales & cs"), MappingRule(SALES, group="sales & cs")):
        assert rule.matches(Traits(department=name, group=name))
        assert not rule.matches(Traits(department=f"{name} 2", group=f"{name} 2"))


def test_a_star_in_a_department_or_group_is_a_star() -> None:
    assert not MappingRule(SALES, "Sales*").matches(Traits("Sales EMEA"))
    assert not MappingRule(SALES, group="*").matches(Traits(group="sales-emea"))


def test_brackets_and_question_marks_in_titles_are_just_that() -> None:
    rule = MappingRule(SALES, title="Manager [APAC]?*")
    assert rule.matches(Traits(title="manager [apac]? (acting)"))
    assert not rule.matches(Traits(title="manager a! (acting)"))


@pytest.mark.parametrize("blank", ["", " ", "　"])
@pytest.mark.parametrize("title", ["", " ", "*", "**", "＊", " * "])
def test_a_rule_that_would_match_everybody_is_refused(blank: str, title: str) -> None:
    with pytest.raises(ValueError, match="needs a department, a title or a group"):
        MappingRule(SALES, blank, title, blank)


def test_people_without_a_department_are_not_in_a_blank_one() -> None:
    assert MappingRule(SALES, department=" ", title="seller").matches(Traits("Sales", "Seller"))


def test_people_of_one_class_function_and_segment_become_one_row() -> None:
    mapping = Mapping(
        (
            MappingRule(SALES, department="Sales"),
            MappingRule(CS, department="Success"),
            MappingRule(ENABLERS, title="*enablement*"),
            MappingRule(NOT_COUNTED, department="Finance"),
        )
    )
    classified = classify(
        [
            Tally(Traits("sales", "AE"), 3),
            Tally(Traits("Sales", "SDR"), 2),
            Tally(Traits("Success", "CSM"), 4),
            Tally(Traits("Sales", "Enablement Lead"), 1),
            Tally(Traits("Finance", "Controller"), 7),
            Tally(Traits("Legal", "Partner"), 6),
        ],
        mapping,
    )
    assert classified.rows == (
        customer_facing(4, "cs"),
        customer_facing(5, "sales"),
        enablement(1),
    )
    assert classified.people == 17
    assert classified.unclassified == (Tally(Traits("Legal", "Partner"), 6),)


@pytest.mark.parametrize(
    ("shares", "fte"),
    [
        pytest.param(["0.5", "1.0"], Decimal("1.5"), id="both known"),
        pytest.param(["0.5", None], None, id="one unknown"),
        pytest.param([None, "0.5", "0.5"], None, id="unknown stays unknown"),
        pytest.param([None, None], None, id="both unknown"),
    ],
)
def test_time_is_known_only_where_all_of_it_is(
    shares: list[str | None], fte: Decimal | None
) -> None:
    known = [None if share is None else Decimal(share) for share in shares]
    apart = [Tally(Traits("E", f"Title {n}"), 1, share) for n, share in enumerate(known)]
    alike = [Tally(Traits("E"), 1, share) for share in known]
    rows = [HeadcountRow(HeadcountClass.ENABLEMENT, 1, fte=share) for share in known]
    expected = (HeadcountRow(HeadcountClass.ENABLEMENT, len(shares), fte=fte),)
    mapping = Mapping((MappingRule(ENABLERS, department="E"),))
    assert classify(apart, mapping).rows == expected
    assert classify(alike, mapping).rows == expected
    assert merge_rows(rows) == expected
    assert classify(alike, Mapping()).unclassified == (Tally(Traits("E"), len(shares), fte),)


@pytest.mark.parametrize(
    ("segment_by", "segments"),
    [
        (SegmentBy.NOTHING, {"": 5, "Key Accounts": 7}),
        (SegmentBy.REGION, {"APAC": 2, "EMEA": 3, "Key Accounts": 7}),
        (SegmentBy.DEPARTMENT, {"Sales": 5, "Key Accounts": 7}),
    ],
)
def test_a_segment_is_named_by_the_rule_or_else_as_the_mapping_says(
    segment_by: SegmentBy, segments: dict[str, int]
) -> None:
    fixed = Placement(HeadcountClass.CUSTOMER_FACING, "sales", "Key Accounts")
    rules = (MappingRule(fixed, title="KAM"), MappingRule(SALES, department="Sales"))
    people = [
        Tally(Traits("Sales", "AE", "EMEA"), 3),
        Tally(Traits("Sales", "AE", "APAC"), 2),
        Tally(Traits("Sales", "KAM", "EMEA"), 7),
    ]
    rows = classify(people, Mapping(rules, segment_by)).rows
    assert {row.segment: row.people for row in rows} == segments


def test_what_no_rule_matched_comes_with_most_people_first_in_a_fixed_order() -> None:
    people = [
        Tally(Traits("Legal", "Partner"), 2),
        Tally(Traits("Tax", "Partner"), 1),
        Tally(Traits("Audit", "Partner"), 2),
        Tally(Traits("", "Advisor"), 2),
        Tally(Traits("Tax", "Partner"), 4),
    ]
    names = [
        (tally.traits.department, tally.people)
        for tally in classify(people, Mapping()).unclassified
    ]
    assert names == [("Tax", 5), ("", 2), ("Audit", 2), ("Legal", 2)]
    classified = classify(people[::-1], Mapping())
    assert classified.unclassified == classify(people, Mapping()).unclassified
    assert (classified.people, classified.unclassified_people, classified.rows) == (0, 11, ())


def test_rows_of_one_class_function_and_segment_merge() -> None:
    rows = [
        enablement(1),
        customer_facing(2, "sales", "EMEA"),
        customer_facing(3, "sales", "APAC"),
        customer_facing(4, "sales", "EMEA"),
        customer_facing(5, "cs", "EMEA"),
    ]
    merged = (
        customer_facing(5, "cs", "EMEA"),
        customer_facing(3, "sales", "APAC"),
        customer_facing(6, "sales", "EMEA"),
        enablement(1),
    )
    assert merge_rows(rows) == merge_rows(rows[::-1]) == merged
    assert merge_rows([]) == ()
