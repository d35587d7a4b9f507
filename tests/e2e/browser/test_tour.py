"""The guided tour from its first step to its last: an alert that came, was taken on, and ended."""

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.processes import Served
from tests.e2e.browser.test_drift import find_alert, let_weeks_pass
from tests.e2e.browser.test_settings import choose, open_settings
from tests.e2e.browser.visitors import Visitor

LAST = 10
"""Steps of the tour."""


def expect_step(visitor: Visitor, number: int) -> None:
    expect(visitor.find("tour")).to_contain_text(f"Step {number} of {LAST}")


def test_the_tour_leads_to_an_alert_and_to_its_end(new_workspace: Served, open_page: Visit) -> None:
    alex = open_page(new_workspace, "alex")
    take_first_steps(alex)
    connect_groups(alex)
    expect_step(alex, 7)
    open_settings(alex)
    choose(alex, "alert_channel", "sales", "# sales")
    alex.submit()
    expect_step(alex, 8)
    alex.close_modal()
    change_enablers(alex, "join")
    expect_step(alex, 9)
    let_weeks_pass(alex, 2)
    alert = find_alert(alex)
    expect(alert).to_contain_text("1:45")
    alert.get_by_test_id("action-acknowledge").click()
    expect_step(alex, 10)
    change_enablers(alex, "leave")
    let_weeks_pass(alex, 3)
    expect(find_alert(alex)).to_have_count(0)
    expect(alex.messages.filter(has_text="1:53").last).to_contain_text("@Alex Moreau")
    expect(alex.find("tour-next")).to_have_text("Done")
    alex.find("tour-next").click()
    expect(alex.find("tour")).to_be_hidden()


def take_first_steps(alex: Visitor) -> None:
    """See a plan, enter numbers, try a what-if, share, change the language and come back."""
    expect_step(alex, 1)
    alex.find("tour-try").click()
    alex.send()
    expect_step(alex, 2)
    alex.find("tour-try").click()
    alex.press("enter_numbers", alex.send())
    alex.fill(customer_facing="318", enablers="6")
    alex.submit()
    expect_step(alex, 3)
    alex.close_modal()
    plan = alex.ask("/enablement-plan")
    alex.press("what_if", plan)
    expect_step(alex, 4)
    alex.close_modal()
    alex.share(plan)
    expect_step(alex, 5)
    alex.switch_to("佐藤 葵")
    expect(alex.find("tour")).to_contain_text(f"5 / {LAST}")
    alex.ask("/enablement-plan")
    expect(alex.find("tour")).to_contain_text(f"6 / {LAST}")
    alex.switch_to("Alex Moreau")
    expect_step(alex, 6)


def connect_groups(alex: Visitor) -> None:
    """Connect the user groups that are suggested, and publish what they count."""
    open_settings(alex)
    alex.modal.get_by_test_id("action-sources").click()
    alex.modal.get_by_test_id("action-connect_source").click()
    alex.modal.get_by_test_id("action-choose_kind").nth(1).click()
    expect(alex.modal).to_contain_text("Which groups count?")
    alex.submit()
    expect(alex.modal).to_contain_text("What does each group do?")
    alex.submit()
    alex.modal.get_by_test_id("action-accept_run").click()
    alex.find("confirm-accept").click()
    expect(alex.modal).to_contain_text("Published")
    alex.find("modal-clear").click()
    expect(alex.modal).to_be_hidden()


def change_enablers(alex: Visitor, how: str) -> None:
    """Let one person join or leave sales enablement."""
    alex.find("people").click()
    alex.find(f"people-enablement-{how}-1").click()
    alex.page.keyboard.press("Escape")
    expect(alex.find("people-dialog")).to_be_hidden()
