from playwright.sync_api import expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.processes import Served


def test_a_wrong_number_is_said_beside_its_field(new_workspace: Served, open_page: Visit) -> None:
    aoi = open_page(new_workspace, "aoi", theme="dark")
    modal = aoi.press("enter_numbers", aoi.ask("/enablement-plan"))
    aoi.fill(customer_facing="318", enablers="6", sales="400")
    aoi.submit()
    error = modal.locator("[data-block-id=customer_facing]").get_by_role("alert")
    expect(error).to_contain_text("400")
    expect(aoi.field("customer_facing")).to_be_focused()
    aoi.fill(sales="140")
    aoi.submit()
    expect(modal).to_contain_text("保存しました")
