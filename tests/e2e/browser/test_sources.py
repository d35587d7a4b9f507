"""Connecting a source as an admin does it, from the first press to a plan that uses its counts."""

from playwright.sync_api import FilePayload, expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.processes import Served
from tests.e2e.browser.visitors import Visitor


def publish_groups(visitor: Visitor) -> None:
    """Connect the user groups that are suggested, and publish what they count."""
    modal = visitor.press("connect_source", visitor.ask("/enablement-plan"))
    modal.get_by_role("button", name="Choose Groups").click()
    expect(modal).to_contain_text("Which groups count?")
    expect(modal).to_contain_text("Sales · 140")
    visitor.submit()
    expect(modal).to_contain_text("What does each group do?")
    visitor.submit()
    expect(modal).to_contain_text("Customer-facing teammates: 318")
    modal.get_by_test_id("action-accept_run").click()
    visitor.find("confirm-accept").click()
    expect(modal).to_contain_text("Published by")
    visitor.close_modal()


def test_user_groups_become_the_numbers_of_the_plan(
    new_workspace: Served, open_page: Visit
) -> None:
    alex = open_page(new_workspace, "alex")
    publish_groups(alex)
    plan = alex.ask("/enablement-plan")
    expect(plan).to_contain_text("318 customer-facing teammates")
    expect(plan).to_contain_text("Slack user groups, read daily")


def test_a_hundred_people_who_leave_are_asked_about_first(
    new_workspace: Served, open_page: Visit
) -> None:
    alex = open_page(new_workspace, "alex")
    publish_groups(alex)
    new_workspace.post("/sandbox/people", {"function": "sales", "change": -100})
    aoi = open_page(new_workspace, "aoi")
    aoi.composer.fill("/enablement-plan sync")
    aoi.find("send").click()
    expect(aoi.modal).to_contain_text("判断待ちで保留中：顧客対応メンバー218人")
    aoi.modal.get_by_test_id("action-review_run").click()
    expect(aoi.modal).to_contain_text("318人 → 218人（−100人）")
    aoi.modal.get_by_test_id("action-accept_run").click()
    aoi.find("confirm-accept").click()
    expect(aoi.modal).to_contain_text("反映しました")
    aoi.close_modal()
    expect(aoi.ask("/enablement-plan")).to_contain_text("顧客対応メンバー218人")


def test_a_list_of_titles_is_mapped_and_counted(new_workspace: Served, open_page: Visit) -> None:
    aoi = open_page(new_workspace, "aoi", theme="dark")
    modal = aoi.press("connect_source", aoi.ask("/enablement-plan"))
    modal.get_by_role("button", name="ファイルをアップロード").click()
    rows = "営業部,アカウントエグゼクティブ\n" * 30 + "魔法部,魔法使い\n" * 5
    file: FilePayload = {
        "name": "roster.csv",
        "mimeType": "text/csv",
        "buffer": f"部署,役職\n{rows}".encode(),
    }
    modal.locator("input[type=file]").set_input_files(file)
    expect(modal).to_contain_text("roster.csv")
    aoi.submit()
    expect(modal).to_contain_text("分類済み30人／未分類5人")
    modal.get_by_role("combobox").nth(1).click()
    aoi.page.get_by_role("option", name="顧客対応：サポート").click()
    aoi.submit()
    expect(modal).to_contain_text("顧客対応メンバー：35")
    expect(modal).to_contain_text("サポート：5")
