"""The strip above the workspace: time, payloads, theme."""

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.processes import Served
from tests.e2e.browser.visitors import Visitor


def test_a_step_moves_the_clock_by_a_week(new_workspace: Served, open_page: Visit) -> None:
    alex, mia = (open_page(new_workspace, name) for name in ("alex", "mia"))
    before = alex.find("clock").inner_text()
    assert mia.find("clock").inner_text() == before
    alex.find("step-week").click()
    for visitor in (alex, mia):
        expect(visitor.find("clock")).not_to_have_text(before)
    expect(alex.find("step-week")).to_be_enabled()
    assert new_workspace.get("/sandbox/state")["clock"]["weeks_moved"] == 1
    assert new_workspace.get("/sandbox/state")["clock"]["trouble"] is None


def test_the_developer_panel_lists_what_went_both_ways(alex: Visitor) -> None:
    alex.find("developer-toggle").click()
    alex.ask("/enablement-plan 320 6")
    entries = alex.find("log-entry")
    expect(entries.filter(has_text="/enablement-plan").first).to_be_visible()
    alex.find("developer-panel").get_by_role("button", name="from the bot").click()
    expect(entries.filter(has_text="users.info").first).to_be_visible()
    expect(entries.filter(has_text="/enablement-plan")).to_have_count(0)


def test_the_theme_is_chosen_and_kept(alex: Visitor) -> None:
    page = alex.page.locator("html")
    alex.find("theme").click()
    alex.page.get_by_role("menuitemradio", name="Dark").click()
    expect(page).to_have_attribute("data-theme", "dark")
    alex.page.reload()
    expect(page).to_have_attribute("data-theme", "dark")
