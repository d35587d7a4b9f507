from typing import Any

import pytest

from bot.sandbox.blockkit.judge import (
    is_too_large,
    judge_message,
    judge_view,
    list_errors,
    list_warnings,
)
from bot.sandbox.blockkit.violations import Violation
from tests.bot.sandbox.builders import a_button, a_modal, a_section, an_input, some_actions


def a_chart(**more: Any) -> dict[str, Any]:
    series = [{"name": "1:N", "data": [{"label": "May", "value": 52.5}]}]
    axes = {"categories": ["May"], "x_label": "Month", "y_label": "People"}
    chart = {"type": "line", "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": "Ratio", "chart": chart | more}


def a_data_table(rows: int = 2, columns: int = 2, **more: Any) -> dict[str, Any]:
    row = [{"type": "raw_text", "text": "x"}] * columns
    return {"type": "data_table", "caption": "Counts", "rows": [row] * rows, **more}


LABEL = {"type": "plain_text", "text": "x"}
AN_OPTION = {"text": LABEL, "value": "x"}
A_GROUP = {"label": LABEL, "options": [AN_OPTION]}
A_TASK = {"type": "task_card", "task_id": "x", "title": "x", "status": "pending"}
A_RICH_CELL = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}


def a_select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "pick", **more}


def rules(violations: list[Violation]) -> list[tuple[str, str]]:
    return [(one.rule, one.path) for one in violations]


def test_a_plain_message_is_taken() -> None:
    assert judge_message("Hello", [a_section(), {"type": "divider"}]) == []


@pytest.mark.parametrize(
    ("block", "rule", "path"),
    [
        pytest.param(a_section("x" * 3001), "too_long", "/blocks/0/text/text", id="long text"),
        pytest.param(a_section(""), "too_short", "/blocks/0/text/text", id="empty text"),
        pytest.param({"type": "section"}, "missing", "/blocks/0", id="section of nothing"),
        pytest.param({"type": "chart"}, "unknown_type", "/blocks/0/type", id="unknown block"),
        pytest.param(a_section(color="red"), "unknown_field", "/blocks/0/color", id="field"),
        pytest.param(None, "type", "/blocks/0", id="a chart the SDK turned into nothing"),
        pytest.param(
            {"type": "actions", "elements": [a_button(str(n)) for n in range(26)]},
            "too_many",
            "/blocks/0/elements",
            id="26 buttons",
        ),
        pytest.param(
            {"type": "actions", "elements": [a_button(), a_button()]},
            "duplicate_id",
            "/blocks/0",
            id="one action_id twice",
        ),
        pytest.param(
            {"type": "alert", "text": {"type": "plain_text", "text": "Careful"}},
            "wrong_surface",
            "/blocks/0/type",
            id="alert outside a modal",
        ),
        pytest.param(
            a_section(accessory={"type": "static_select", "action_id": "a"}),
            "options",
            "/blocks/0",
            id="select without options",
        ),
        pytest.param(
            {"type": "image", "image_url": "javascript:0", "alt_text": "A picture"},
            "url",
            "/blocks/0/image_url",
            id="address that is none",
        ),
        pytest.param(
            a_chart(axis_config={"categories": ["May", "June"]}),
            "categories",
            "/blocks/0/chart/series/0/data",
            id="series without a category",
        ),
        pytest.param(a_data_table(rows=202), "too_many", "/blocks/0/rows", id="202 rows"),
        pytest.param(a_data_table(columns=21), "too_many", "/blocks/0/rows", id="21 columns"),
        pytest.param(a_data_table(page_size=101), "range", "/blocks/0/page_size", id="long page"),
        pytest.param(
            {"type": "data_table", "caption": "x", "rows": [[A_RICH_CELL]]},
            "header",
            "/blocks/0/rows/0",
            id="a rich header",
        ),
        pytest.param(
            {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]},
            "too_many",
            "/blocks/0/rows",
            id="21 cells",
        ),
        pytest.param(
            {"type": "plan", "title": "x", "tasks": [A_TASK] * 51},
            "too_many",
            "/blocks/0/tasks",
            id="51 tasks",
        ),
        pytest.param(
            some_actions(a_select(option_groups=[{"label": LABEL, "options": []}])),
            "options",
            "/blocks/0",
            id="an empty group",
        ),
        pytest.param(
            some_actions(a_select(options=[AN_OPTION], option_groups=[A_GROUP])),
            "options",
            "/blocks/0",
            id="options twice",
        ),
        pytest.param(
            {"type": "carousel", "elements": [{"type": "card", "actions": [a_button()] * 2}]},
            "duplicate_id",
            "/blocks/0",
            id="one action_id twice in a card",
        ),
    ],
)
def test_slack_would_refuse(block: Any, rule: str, path: str) -> None:
    assert (rule, path) in rules(list_errors(judge_message("Hello", [block])))


@pytest.mark.parametrize(
    ("blocks", "is_taken"),
    [
        pytest.param([{"type": "divider"}] * 50, True, id="50 blocks"),
        pytest.param([{"type": "divider"}] * 51, False, id="51 blocks"),
        pytest.param([a_chart()] * 2, True, id="two charts"),
        pytest.param([a_chart()] * 3, False, id="three charts"),
        pytest.param([a_data_table(rows=201, columns=20)], True, id="the largest data table"),
        pytest.param([a_section("x" * 3000)], True, id="the longest section"),
        pytest.param([a_section(block_id="a"), a_section(block_id="b")], True, id="two ids"),
        pytest.param([a_section(block_id="a"), a_section(block_id="a")], False, id="one id twice"),
        pytest.param([{"type": "markdown", "text": "x" * 12_000}], True, id="12,000 of markdown"),
        pytest.param([{"type": "markdown", "text": "x" * 6001}] * 2, False, id="a few more"),
    ],
)
def test_both_sides_of_a_limit(blocks: list[Any], is_taken: bool) -> None:
    assert (list_errors(judge_message("Hello", blocks)) == []) == is_taken


@pytest.mark.parametrize(
    ("text", "blocks", "rule"),
    [
        pytest.param("", [a_section()], "no_fallback", id="nothing for a screen reader"),
        pytest.param("x" * 4001, [], "long_text", id="a wall of text"),
        pytest.param(
            "Hello",
            [a_section(accessory=a_button(style="primary"))] * 2,
            "primary_buttons",
            id="two main buttons",
        ),
    ],
)
def test_slack_takes_it_and_a_person_suffers(text: str, blocks: list[Any], rule: str) -> None:
    found = judge_message(text, blocks)
    assert [one.rule for one in list_warnings(found)] == [rule]
    assert list_errors(found) == []


def test_an_alert_has_200_characters() -> None:
    def judge(length: int) -> list[Violation]:
        return judge_view(a_modal({"type": "alert", "text": {**LABEL, "text": "x" * length}}))

    assert judge(200) == []
    assert rules(judge(201)) == [("too_long", "/view/blocks/0/text/text")]


def test_a_pie_needs_no_categories() -> None:
    pie = {"type": "pie", "segments": [{"label": "x", "value": 1}]}
    chart = {"type": "data_visualization", "title": "x", "chart": pie}
    assert judge_message("x", [chart]) == []


def test_a_long_table_is_counted_by_its_characters() -> None:
    row = [{"type": "raw_text", "text": "x" * 2001}]
    assert rules(judge_message("x", [{"type": "table", "rows": [row] * 5}])) == [
        ("too_long", "/blocks")
    ]


def test_a_modal_with_an_input_needs_a_submit_button() -> None:
    view = a_modal(an_input())
    assert judge_view(view) == []
    del view["submit"]
    assert rules(judge_view(view)) == [("missing", "/view")]


def test_a_home_has_no_title() -> None:
    home = {"type": "home", "blocks": [], "title": {"type": "plain_text", "text": "x"}}
    assert rules(judge_view(home)) == [("unknown_field", "/view/title")]


def test_a_chart_belongs_into_a_home_and_not_into_a_modal() -> None:
    assert judge_view({"type": "home", "blocks": [a_chart()]}) == []
    assert rules(judge_view(a_modal(a_chart()))) == [("wrong_surface", "/view/blocks/0/type")]


def test_a_title_has_24_characters() -> None:
    title = {"type": "plain_text", "text": "x" * 25}
    assert rules(judge_view(a_modal(title=title))) == [("too_long", "/view/title/text")]


def test_a_view_has_a_largest_size() -> None:
    assert not is_too_large(a_modal())
    assert is_too_large(a_modal(*[a_section("あ" * 2000)] * 50))


def test_a_violation_reads_like_slacks() -> None:
    [violation] = judge_message("Hello", [a_section("x" * 3001)])
    assert violation.to_slack() == (
        "[ERROR] has 3,001 characters; at most 3,000 [json-pointer:/blocks/0/text/text]"
    )
