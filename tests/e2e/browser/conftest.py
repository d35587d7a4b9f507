from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser.browsers import find_chromium, open_browser
from tests.e2e.browser.processes import Served, serve_trial
from tests.e2e.browser.visitors import Theme, Visitor, visit

Visit = Callable[..., Visitor]
HERE = Path(__file__).parent
SALES, ENABLERS = 318, 6


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last: while Playwright is open, nothing else can use asyncio."""
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("NOT TESTED IN A BROWSER: no chromium found; apt-get install chromium")
    with open_browser(chromium) as browser:
        yield browser


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Served]:
    """A workspace for all tests, whose numbers are known."""
    with serve_trial(tmp_path_factory.mktemp("home")) as workspace:
        visitor = visit(browser, workspace, "mia", "revenue-leadership")
        visitor.press("enter_numbers", visitor.ask("/enablement-plan"))
        visitor.fill(customer_facing="318", enablers="6")
        visitor.submit()
        visitor.close_modal()
        visitor.page.context.close()
        yield workspace
        assert list_refusals(workspace) == []


@pytest.fixture
def new_workspace(tmp_path: Path) -> Iterator[Served]:
    """A workspace that nobody has used yet."""
    with serve_trial(tmp_path) as workspace:
        yield workspace
        assert list_refusals(workspace) == []


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Visit]:
    """Opens the page; at the end nothing that nobody should see may have been shown."""
    visitors: list[Visitor] = []

    def open_as(
        workspace: Served, name: str, channel: str = "sales", theme: Theme = "light"
    ) -> Visitor:
        visitors.append(visit(browser, workspace, name, channel, theme))
        return visitors[-1]

    yield open_as
    faults = [fault for visitor in visitors for fault in visitor.list_faults()]
    for visitor in visitors:
        visitor.page.context.close()
    assert faults == []


@pytest.fixture
def alex(workspace: Served, open_page: Visit) -> Visitor:
    """The owner of the workspace; reads English."""
    return open_page(workspace, "alex")


@pytest.fixture
def aoi(workspace: Served, open_page: Visit) -> Visitor:
    """An admin; reads Japanese."""
    return open_page(workspace, "aoi", theme="dark")


def list_refusals(workspace: Served) -> list[Any]:
    """Return what the bot sent to anybody and Slack would have refused or warned of."""
    people = [user for user in workspace.get("/sandbox/state")["users"] if user["may_act"]]
    found: list[Any] = []
    for person in people:
        state = workspace.get(f"/sandbox/state?user={person['id']}")
        found += state["rejections"]
        for messages in state["messages"].values():
            found += [fault for message in messages for fault in message["violations"]]
    return found
