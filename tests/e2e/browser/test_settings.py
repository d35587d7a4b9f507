"""Settings as an admin meets them: chosen, refused with what helps, tried out in the channel."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.browser.conftest import Visit, list_refusals
from tests.e2e.browser.processes import Served, serve_trial
from tests.e2e.browser.visitors import Visitor, visit


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Served]:
    """A workspace whose settings may change; its language is that of its first member."""
    with serve_trial(tmp_path_factory.mktemp("home")) as workspace:
        alex = visit(browser, workspace, "alex")
        alex.ask("/enablement-plan help")
        alex.page.context.close()
        yield workspace
        assert list_refusals(workspace) == []


def open_settings(visitor: Visitor) -> Locator:
    visitor.composer.fill("/enablement-plan settings")
    visitor.find("send").click()
    expect(visitor.modal).to_be_visible()
    return visitor.modal


def choose(visitor: Visitor, block: str, typed: str, label: str) -> None:
    """Type into a menu of the form and take what it offers."""
    visitor.field(block).click()
    visitor.field(block).press_sequentially(typed)
    visitor.page.get_by_role("option", name=label).click()


def test_a_channel_is_tried_out_and_told(settled: Served, open_page: Visit) -> None:
    alex = open_page(settled, "alex")
    open_settings(alex)
    choose(alex, "alert_channel", "sales", "# sales")
    alex.fill(low_bound="40")
    alex.submit()
    expect(alex.modal).to_contain_text("Alert channel")
    expect(alex.modal).to_contain_text("Bounds of the ratio")
    alex.close_modal()
    expect(alex.messages.last).to_contain_text("1:40–1:500")
    expect(alex.messages.last).to_contain_text("Set up by @Alex Moreau")
    open_settings(alex)
    expect(alex.field("alert_channel")).to_have_value("# sales")
    expect(alex.field("low_bound")).to_have_value("40")


def test_a_channel_without_the_bot_does_not_count(settled: Served, open_page: Visit) -> None:
    alex = open_page(settled, "alex")
    open_settings(alex)
    choose(alex, "alert_channel", "budget", "# budget")
    alex.submit()
    expect(alex.modal).to_contain_text("/invite @Enablement Advisor")
    alex.close_modal()
    open_settings(alex)
    expect(alex.field("alert_channel")).not_to_have_value("# budget")


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    settled: Served, open_page: Visit
) -> None:
    aoi = open_page(settled, "aoi", theme="dark")
    modal = open_settings(aoi)
    aoi.fill(low_bound="400")
    choose(aoi, "time_zone", "new york", "ニューヨーク")
    aoi.submit()
    expect(modal.locator("[data-block-id=high_bound]")).to_contain_text("2倍以上")
    expect(aoi.field("low_bound")).to_have_value("400")
    expect(aoi.field("time_zone")).to_have_value(re.compile("ニューヨーク"))
    aoi.fill(low_bound="30")
    aoi.submit()
    expect(modal).to_contain_text("保存しました")
    expect(modal).to_contain_text("タイムゾーン")


def test_everything_can_be_chosen_in_the_page(settled: Served, open_page: Visit) -> None:
    alex = open_page(settled, "alex")
    modal = open_settings(alex)
    choose(alex, "digest", "week", "Weekly")
    alex.field("quiet_since").fill("22:00")
    alex.field("quiet_until").fill("07:00")
    choose(alex, "sync_day", "mon", "Monday")
    alex.field("sync_time").fill("09:30")
    choose(alex, "segments", "no", "No segment at all")
    alex.page.keyboard.press("Escape")
    choose(alex, "admins", "mia", "Mia Keller")
    alex.page.keyboard.press("Escape")
    alex.submit()
    expect(modal).to_contain_text("Saved.")
    for name in ("Digest", "Quiet hours", "When sources", "Segments", "Admins"):
        expect(modal).to_contain_text(name)
    mia = open_page(settled, "mia")
    open_settings(mia)
    expect(mia.field("sync_time")).to_have_value("09:30")
    expect(mia.field("sync_day")).to_have_value("Monday")


def test_a_member_is_told_who_can(settled: Served, open_page: Visit) -> None:
    ken = open_page(settled, "ken")
    told = ken.ask("/enablement-plan settings")
    expect(told).to_contain_text("オーナーか管理者")
    expect(ken.modal).to_be_hidden()


def test_a_push_token_is_shown_once(settled: Served, open_page: Visit) -> None:
    alex = open_page(settled, "alex")
    modal = open_settings(alex)
    alex.fill(low_bound="45")
    modal.get_by_test_id("action-push_token").click()
    alex.find("action-mint_push_token").click()
    expect(alex.modal.last).to_contain_text(re.compile(r"eap_[\w-]{43}"))
    alex.find("action-revoke_push_token").click()
    alex.find("confirm-accept").click()
    expect(alex.modal.last).to_contain_text("There is no token")
    alex.find("modal-close").last.click()
    expect(alex.field("low_bound")).to_have_value("45")
