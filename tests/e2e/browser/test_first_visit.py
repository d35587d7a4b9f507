"""What somebody sees who has cloned this a minute ago."""

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.processes import Served


def test_a_plan_is_asked_for_its_numbers_given_and_then_shown(
    new_workspace: Served, open_page: Visit
) -> None:
    alex = open_page(new_workspace, "alex")
    offer = alex.ask("/enablement-plan")
    expect(offer).to_contain_text("I need two numbers")
    alex.press("enter_numbers", offer)
    alex.fill(customer_facing="318", enablers="6")
    alex.submit()
    expect(alex.modal).to_contain_text("Saved. This is your plan now.")
    alex.close_modal()
    plan = alex.ask("/enablement-plan")
    expect(plan).to_contain_text("318 customer-facing")
    expect(plan).to_contain_text("numbers entered by hand")


def test_two_workspaces_on_one_machine_share_nothing(
    workspace: Served, new_workspace: Served, open_page: Visit
) -> None:
    here, there = open_page(workspace, "alex"), open_page(new_workspace, "alex")
    expect(here.ask("Only here")).to_contain_text("Only here")
    expect(there.ask("/enablement-plan")).to_contain_text("I need two numbers")
    expect(there.messages).to_have_count(1)
