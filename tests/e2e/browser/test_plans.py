import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.processes import Served
from tests.e2e.browser.visitors import Visitor


def test_a_plan_is_for_its_reader_alone(alex: Visitor, workspace: Served, open_page: Visit) -> None:
    mia = open_page(workspace, "mia")
    before = mia.messages.count()
    plan = alex.ask("/enablement-plan")
    expect(plan).to_contain_text("Only visible to you")
    expect(plan).to_contain_text("318 customer-facing")
    assert mia.messages.count() == before


def test_a_plan_speaks_japanese_to_who_reads_japanese(aoi: Visitor) -> None:
    plan = aoi.ask("/enablement-plan 320 6")
    expect(plan).to_contain_text("あなただけに表示")
    expect(plan).to_contain_text("比率")
    expect(aoi.page.locator("html")).to_have_attribute("data-theme", "dark")


def test_who_becomes_a_japanese_user_reads_japanese(alex: Visitor) -> None:
    expect(alex.ask("/enablement-plan 320 6")).to_contain_text("Ratio")
    alex.switch_to("山本 健")
    expect(alex.ask("/enablement-plan 320 6")).to_contain_text("比率")


def test_swapped_numbers_are_offered_the_right_way_round(alex: Visitor) -> None:
    plan = alex.ask("/enablement-plan 6 320")
    expect(plan).to_contain_text("were the two numbers swapped?")
    plan.get_by_test_id("action-swap").click()
    expect(plan).to_contain_text("320 customer-facing")
    expect(plan).not_to_contain_text("swapped")


def test_a_what_if_recomputes_with_each_number(alex: Visitor) -> None:
    modal = alex.press("what_if", alex.ask("/enablement-plan 320 6"))
    alex.enter(customer_facing="2100")
    expect(modal).to_contain_text("2,100 customer-facing")
    alex.enter(enablers="2")
    expect(modal).to_contain_text("1:1050")


def test_a_roadmap_is_drawn_anew_for_another_target(alex: Visitor) -> None:
    modal = alex.press("roadmap", alex.ask("/enablement-plan 320 6"))
    alex.enter(target="650")
    expect(modal).to_contain_text("650 customer-facing teammates")


def test_the_reporting_line_shows_both_sides(alex: Visitor) -> None:
    modal = alex.press("reporting", alex.ask("/enablement-plan 320 6"))
    expect(modal).to_contain_text("Gain")
    expect(modal).to_contain_text("What softens the cost")


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        pytest.param("/enablement-ratio", "1:53 – 6 enablers for 318", id="ratio"),
        pytest.param("/enablement-ratio 500 5", "1:100 – 5 enablers for 500", id="what-if ratio"),
        pytest.param("/enablement-reporting", "Your stage: ", id="reporting"),
        pytest.param("/enablement-plan roadmap 650", "650 customer-facing", id="roadmap"),
        pytest.param("/enablement-plan help", "Plan your sales-enablement team", id="help"),
        pytest.param("/enablement-plan １２０ 2", "120 customer-facing", id="full-width numbers"),
        pytest.param("/enablement-plan bananas", "I could not read", id="unreadable"),
        pytest.param("/enablement-plan 320 -1", "", id="impossible"),
    ],
)
def test_a_command_gets_its_answer(alex: Visitor, command: str, answer: str) -> None:
    expect(alex.ask(command)).to_contain_text(answer)


def test_a_guest_never_sees_the_headcount(workspace: Served, open_page: Visit) -> None:
    gwen = open_page(workspace, "gwen", "general")
    for command in ("/enablement-plan", "/enablement-ratio", "/enablement-plan roadmap"):
        answer = gwen.ask(command)
        expect(answer).to_contain_text("for its members only")
        expect(answer).not_to_contain_text("318")
    expect(gwen.ask("/enablement-reporting")).to_contain_text("No stage yet")
    expect(gwen.ask("/enablement-plan 320 6")).to_contain_text("320 customer-facing")
