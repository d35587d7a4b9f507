from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.processes import Served
from tests.e2e.browser.visitors import Theme, Visitor

GRAVE = {"serious", "critical"}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["alex", "aoi"])
def test_everybody_can_use_channel_and_modals(
    name: str, theme: Theme, workspace: Served, open_page: Visit
) -> None:
    visitor = open_page(workspace, name, theme=theme)
    plan = visitor.ask("/enablement-plan 320 6")
    assert list_barriers(visitor) == []
    for action in ("what_if", "roadmap", "reporting"):
        visitor.press(action, plan)
        assert list_barriers(visitor) == []
        visitor.close_modal()
    plan.get_by_test_id("action-share").click()
    expect(visitor.find("confirm-dialog")).to_be_visible()
    assert list_barriers(visitor) == []
    visitor.find("confirm-deny").click()


def test_everybody_can_use_the_strip_above(alex: Visitor) -> None:
    alex.find("developer-toggle").click()
    expect(alex.find("log-entry").first).to_be_visible()
    assert list_barriers(alex) == []
    alex.find("people").click()
    expect(alex.find("people-dialog")).to_be_visible()
    assert list_barriers(alex) == []


def list_barriers(visitor: Visitor) -> list[tuple[str, Any]]:
    """Return what keeps somebody from using the page, gravely: rule and place."""
    found = Axe().run(visitor.page).response["violations"]
    return [
        (rule["id"], node["target"])
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]
