"""A mapping as text: written, edited, and read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.mapping_texts import MOST_RULES, parse_mapping, write_mapping
from bot.errors import SettingsError
from rules.headcounts import HeadcountClass
from rules.mappings import NOT_COUNTED, MappingRule, Placement
from rules.placements import PLACEMENTS, Choice
from rules.tallies import Tally, Traits

HEADER = "department,title,group,class,function,segment,people\n"
SALES = PLACEMENTS[Choice.SALES]
TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)


@st.composite
def rules(draw: st.DrawFn) -> MappingRule:
    placement = draw(
        st.just(NOT_COUNTED)
        | st.builds(Placement, st.sampled_from(HeadcountClass), st.just("sales"), TEXTS)
    )
    return MappingRule(placement, "Sales", draw(TEXTS), draw(TEXTS))


def fault(text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        parse_mapping(text)
    [line] = caught.value.faults
    return line


def test_rules_and_open_titles_stand_in_one_table() -> None:
    rule = MappingRule(SALES, "Sales", "*executive")
    unmapped = (Tally(Traits("Ops", "Wizard"), 31), Tally(Traits(title="Sales-Team"), 2))
    assert write_mapping([rule], unmapped) == (
        f"{HEADER}Sales,*executive,,customer_facing,sales,,\n"
        "Ops,Wizard,,,,,31\n"
        ",Sales-Team,,customer_facing,sales,,2\n"
    )


@given(st.lists(rules(), max_size=1))
def test_what_was_written_is_read_again(written: list[MappingRule]) -> None:
    assert parse_mapping(write_mapping(written, [])) == tuple(written)


@pytest.mark.parametrize("title", ["=SUM(A1)", "+1", "@home", "'quoted", "''=", "＝全角"])
def test_no_spreadsheet_takes_a_title_for_a_formula(title: str) -> None:
    rule = MappingRule(SALES, title=title)
    text = write_mapping([rule], [])
    assert f",'{title}" in text
    assert parse_mapping(text) == (rule,)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("\ufeffClass;Title\r\nenablement;Coach\r\n", "Coach", id="excel"),
        pytest.param("title\tclass\nCoach\tenablement\n", "Coach", id="tabs"),
        pytest.param("title,class\n\n 'Coach , ENABLEMENT\n", "'Coach", id="loose"),
        pytest.param("title,class\nCoach,enablement,, \n", "Coach", id="blank cells behind"),
        pytest.param('title,class\n"Coach, senior",enablement\n', "Coach, senior", id="quoted"),
    ],
)
def test_what_spreadsheets_save_is_read(text: str, title: str) -> None:
    assert parse_mapping(text) == (MappingRule(PLACEMENTS[Choice.ENABLEMENT], title=title),)


def test_titles_without_a_class_stay_open() -> None:
    assert parse_mapping(f"{HEADER}Ops,Wizard,,,,,31\n,,,,,,\n") == ()


def test_a_function_that_we_know_is_spelled_as_ours() -> None:
    [rule] = parse_mapping("title,class,function\nSeller,customer_facing,Sales\n")
    assert rule.placement == SALES


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty; its first line is department,title,"),
        ("title,klass\n", "line 1: I read title,klass; the columns are department,"),
        ("title,title,class\n", "line 1: I read title,title,class;"),
        ("title\nCoach\n", "line 1: I read title;"),
        ("title,class\nCoach,cf\n", "line 2: I read cf as its class; these work: customer_facing,"),
        ("title,class,function\nCoach,,cs\n", "line 2: I read nothing as its class;"),
        ("title,class\n,enablement\n", "line 2: it would match everybody;"),
        ("title,class\n**,enablement\n", "line 2: it would match everybody;"),
        ("title,class\nCoach,enablement,sales\n", "line 2: it has more cells than"),
        ('title,class\n"Coach,enablement\n', "line 2: it is not CSV"),
        ("title,class,segment\nCoach,not_counted,EMEA\n", "line 2: who is not_counted has"),
        (f"title,class\n{'x' * 201},enablement\n", "up to 200 characters work"),
        (f"title,class,segment\nCoach,enablement,{'x' * 81}\n", "up to 80 characters work"),
        ("title,class\nCo\x00ach,enablement\n", "as its title"),
        ("title,class\nCoach,enablement\nCOACH,not_counted\n", "line 3: it is about the same"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, words: str) -> None:
    assert words in fault(text)


def test_every_faulty_line_is_named_up_to_twenty() -> None:
    lines = "".join(f"Title {number},who\n" for number in range(25))
    with pytest.raises(SettingsError) as caught:
        parse_mapping(f"title,class\n{lines}")
    assert len(caught.value.faults) == 21
    assert caught.value.faults[-1] == "and 5 more"


def test_there_is_an_end_to_rules() -> None:
    lines = "".join(f"Title {number},enablement\n" for number in range(MOST_RULES + 1))
    assert fault(f"title,class\n{lines}").startswith(f"there are {MOST_RULES + 1} rules")
