"""Everything without a mouse."""

from playwright.sync_api import expect

from tests.e2e.browser.visitors import Visitor


def test_a_command_is_completed_sent_and_its_modal_closed_again(alex: Visitor) -> None:
    press = alex.page.keyboard.press
    expect(alex.composer).to_be_focused()
    before = alex.messages.count()
    alex.page.keyboard.type("/en")
    options = alex.find("completion").get_by_role("option")
    expect(options).to_have_count(3)
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    press("ArrowDown")
    press("ArrowUp")
    press("Enter")
    expect(alex.composer).to_have_value("/enablement-plan ")
    alex.page.keyboard.type("320 6")
    press("Enter")
    expect(alex.messages).to_have_count(before + 1)

    button = alex.messages.last.get_by_test_id("action-what_if")
    button.focus()
    press("Enter")
    expect(alex.modal).to_be_visible()
    expect(alex.field("customer_facing")).to_be_focused()
    press("Escape")
    expect(alex.modal).to_be_hidden()
    expect(button).to_be_focused()


def test_escape_puts_the_completion_away_and_keeps_what_was_typed(alex: Visitor) -> None:
    alex.page.keyboard.type("/en")
    expect(alex.find("completion")).to_be_visible()
    alex.page.keyboard.press("Escape")
    expect(alex.find("completion")).to_be_hidden()
    expect(alex.composer).to_have_value("/en")


def test_a_confirm_is_denied_with_escape(alex: Visitor) -> None:
    plan = alex.ask("/enablement-plan 320 6")
    button = plan.get_by_test_id("action-share")
    button.focus()
    alex.page.keyboard.press("Enter")
    expect(alex.find("confirm-dialog")).to_be_visible()
    alex.page.keyboard.press("Escape")
    expect(alex.find("confirm-dialog")).to_be_hidden()
    expect(button).to_be_focused()
