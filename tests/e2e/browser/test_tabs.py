"""Several tabs, and a bot that goes away and comes back."""

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.processes import find_free_port, serve_bot, serve_workspace
from tests.e2e.browser.visitors import Visitor


def test_two_tabs_of_one_person_show_the_same(alex: Visitor) -> None:
    address = alex.page.url
    other = alex.page.context.new_page()
    other.goto(address)
    alex.ask("/enablement-plan 640 8")
    expect(other.get_by_test_id("message")).to_have_count(alex.messages.count())
    expect(other.get_by_test_id("message").last).to_contain_text("640 customer-facing")


def test_on_a_narrow_screen_the_app_keeps_all_its_tabs_in_sight(alex: Visitor) -> None:
    alex.go_to("app-home")
    alex.page.set_viewport_size({"width": 400, "height": 800})
    tabs = alex.page.locator(".tabs a")
    expect(tabs.last).to_be_in_viewport(ratio=1)
    expect(tabs.first).to_be_in_viewport(ratio=1)
    assert alex.page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_killed_bot_comes_back_to_the_same_picture(tmp_path: Path, open_page: Visit) -> None:
    port = find_free_port()
    secrets = {"SLACK_BOT_TOKEN": "xoxb-0", "SLACK_SIGNING_SECRET": "kept-for-the-test"}
    with serve_workspace(tmp_path, port, secrets) as workspace:
        settings = secrets | {
            "SLACK_API_URL": f"{workspace.address}/api/",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'advisor.db'}",
        }
        alex = open_page(workspace, "alex")
        with serve_bot(tmp_path, port, settings) as bot:
            alex.press("enter_numbers", alex.ask("/enablement-plan"))
            alex.fill(customer_facing="318", enablers="6")
            alex.submit()
            alex.close_modal()
            plan = alex.ask("/enablement-plan")
            bot.kill()
        expect(alex.ask("/enablement-plan")).to_contain_text("/enablement-plan failed")
        expect(alex.find("bot-down")).to_be_visible()
        with serve_bot(tmp_path, port, settings):
            expect(plan).to_contain_text("318 customer-facing")
            expect(alex.press("what_if", plan)).to_contain_text("318 customer-facing")
            alex.close_modal()
            expect(alex.ask("/enablement-plan")).to_contain_text("318 customer-facing")
            expect(alex.find("bot-down")).to_be_hidden()
