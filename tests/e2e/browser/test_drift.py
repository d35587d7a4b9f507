"""Drift as a channel sees it: an alert, somebody who takes it on, and its end, in one message."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.browser.conftest import Visit, list_refusals
from tests.e2e.browser.processes import Served, serve_trial
from tests.e2e.browser.test_settings import choose, open_settings
from tests.e2e.browser.visitors import Visitor, visit

PEOPLE = {"alex": "Alex Moreau", "aoi": "佐藤 葵"}
"""One for each language, by name."""


@pytest.fixture(params=PEOPLE)
def name(request: pytest.FixtureRequest) -> str:
    """The first member of a workspace, whose language it speaks."""
    return str(request.param)


@pytest.fixture
def drifting(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, name: str
) -> Iterator[Served]:
    """A workspace that has only met one person."""
    with serve_trial(tmp_path_factory.mktemp("home")) as workspace:
        first = visit(browser, workspace, name)
        first.ask("/enablement-plan help")
        first.page.context.close()
        yield workspace
        assert list_refusals(workspace) == []


def enter(visitor: Visitor, enablers: int) -> None:
    """Type the company's numbers in."""
    answer = visitor.ask("/enablement-plan")
    visitor.press("enter_numbers", answer)
    visitor.fill(customer_facing="318", enablers=str(enablers))
    visitor.submit()
    visitor.close_modal()


def let_weeks_pass(visitor: Visitor, weeks: int) -> None:
    """Move time on, a week at a time, and let the bot do what it would do by itself."""
    clock = visitor.find("clock")
    for _ in range(weeks):
        before = clock.inner_text()
        visitor.find("step-week").click()
        expect(clock).not_to_have_text(before)
        expect(visitor.find("step-week")).not_to_have_attribute("aria-disabled", "true")


def find_alert(visitor: Visitor) -> Locator:
    """Return the message in the channel that has the alert's buttons, or had them."""
    return visitor.messages.filter(has=visitor.page.locator("[data-testid=action-view_plan]"))


def test_a_drift_is_told_taken_on_and_ended(drifting: Served, open_page: Visit, name: str) -> None:
    person = open_page(drifting, name)
    open_settings(person)
    choose(person, "alert_channel", "sales", "# sales")
    person.submit()
    person.close_modal()
    enter(person, 7)
    let_weeks_pass(person, 2)
    alert = find_alert(person)
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("1:45")
    alert.get_by_test_id("action-acknowledge").click()
    expect(alert).to_contain_text(f"@{PEOPLE[name]}")
    expect(alert.get_by_test_id("action-acknowledge")).to_have_count(0)
    enter(person, 6)
    let_weeks_pass(person, 3)
    expect(find_alert(person)).to_have_count(0)
    ended = person.messages.filter(has_text="1:53").filter(has_text=f"@{PEOPLE[name]}")
    expect(ended).to_have_count(1)
