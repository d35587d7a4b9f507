"""Takes the README's pictures from a workspace of its own: `make screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from tests.e2e.browser.browsers import find_chromium, open_browser
from tests.e2e.browser.processes import ROOT, Served, serve_trial
from tests.e2e.browser.test_drift import find_alert, let_weeks_pass
from tests.e2e.browser.test_settings import choose, open_settings
from tests.e2e.browser.visitors import Theme, Visitor, visit

FOLDER = ROOT / "docs"


def main() -> None:
    """Take all pictures.

    Raises:
        SystemExit: If there is no browser to take them with.
    """
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("No chromium found; tests/system-packages.sh installs it.")
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        serve_trial(Path(home)) as workspace,
        open_browser(chromium) as browser,
    ):
        workspace.post("/sandbox/tour", {"is_dismissed": True})
        _take_plan(browser, workspace, "alex", "light", "plan-en")
        _take_plan(browser, workspace, "aoi", "dark", "plan-ja")
        _take_what_if(browser, workspace)
        _take_alert(browser, workspace, "alex", "light", "alert-en")
        _take_home(browser, workspace, "alex", "light", "home-en")
    with (
        tempfile.TemporaryDirectory() as home,
        serve_trial(Path(home)) as workspace,
        open_browser(chromium) as browser,
    ):
        workspace.post("/sandbox/tour", {"is_dismissed": True})
        _take_alert(browser, workspace, "aoi", "dark", "alert-ja")


def _take_plan(browser: Browser, workspace: Served, name: str, theme: Theme, picture: str) -> None:
    visitor = visit(browser, workspace, name, "revenue-leadership", theme)
    plan = visitor.ask("/enablement-plan 320 6")
    # The page shows the end of a new message; the picture is to show how the plan begins.
    plan.evaluate("message => message.scrollIntoView()")
    _save(visitor, picture)


def _take_what_if(browser: Browser, workspace: Served) -> None:
    visitor = visit(browser, workspace, "mia", "revenue-leadership")
    modal = visitor.press("what_if", visitor.ask("/enablement-plan 320 6"))
    visitor.enter(customer_facing="650")
    result = modal.get_by_role("heading", level=3)
    expect(result).to_contain_text("650")
    _show(result)
    _save(visitor, "what-if-en")


def _take_alert(browser: Browser, workspace: Served, name: str, theme: Theme, picture: str) -> None:
    visitor = visit(browser, workspace, name, "revenue-leadership", theme)
    open_settings(visitor)
    choose(visitor, "alert_channel", "revenue", "# revenue-leadership")
    visitor.submit()
    visitor.close_modal()
    for customer_facing, weeks in (("1200", 2), ("1420", 1), ("1640", 2)):
        visitor.press("enter_numbers", visitor.ask("/enablement-plan"))
        visitor.fill(customer_facing=customer_facing, enablers="3")
        visitor.submit()
        visitor.close_modal()
        let_weeks_pass(visitor, weeks)
    alert = find_alert(visitor)
    alert.evaluate("message => message.scrollIntoView()")
    _save(visitor, picture)


def _take_home(browser: Browser, workspace: Served, name: str, theme: Theme, picture: str) -> None:
    visitor = visit(browser, workspace, name, "revenue-leadership", theme)
    visitor.find("app-home").click()
    expect(visitor.page.get_by_role("heading", level=2).first).to_be_visible()
    _save(visitor, picture)


def _show(place: Locator) -> None:
    place.evaluate("element => element.scrollIntoView({ block: 'center' })")


def _save(visitor: Visitor, picture: str) -> None:
    visitor.page.evaluate("() => document.fonts.ready")
    visitor.page.screenshot(path=FOLDER / f"{picture}.png", animations="disabled")
    visitor.page.context.close()


if __name__ == "__main__":
    main()
