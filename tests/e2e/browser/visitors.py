"""People in front of the page: what they do with it, in their own words."""

from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.e2e.browser.browsers import PATIENCE
from tests.e2e.browser.processes import Served

Theme = Literal["light", "dark"]
SIZE: ViewportSize = {"width": 1280, "height": 900}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with the page open in a browser of their own."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def find(self, test_id: str) -> Locator:
        """Return whatever carries a test id."""
        return self.page.get_by_test_id(test_id)

    @property
    def messages(self) -> Locator:
        return self.find("message")

    @property
    def modal(self) -> Locator:
        return self.find("modal")

    @property
    def composer(self) -> Locator:
        return self.find("composer-input")

    def go_to(self, place: str) -> None:
        """Open `channel-sales`, `dm-bot` or another place of the sidebar."""
        self.find(place).click()
        expect(self.find(place)).to_have_attribute("aria-current", "page")

    def switch_to(self, real_name: str) -> None:
        """Become somebody else in the same tab."""
        self.find("user-switcher").click()
        self.page.get_by_role("menuitemradio", name=real_name).click()
        expect(self.find("user-switcher")).to_contain_text(real_name)

    def ask(self, command: str) -> Locator:
        """Send a command; return the message that answers it."""
        self.composer.fill(command)
        return self.send()

    def send(self) -> Locator:
        """Send what is typed; return the message that comes of it."""
        before = self.messages.count()
        self.find("send").click()
        expect(self.messages).to_have_count(before + 1)
        return self.messages.nth(before)

    def press(self, action: str, message: Locator) -> Locator:
        """Press a button of a message that opens a modal; return the modal."""
        message.get_by_test_id(f"action-{action}").click()
        expect(self.modal).to_be_visible()
        return self.modal

    def field(self, block: str) -> Locator:
        """Return the field of an input block in the modal."""
        return self.modal.locator(f"[data-block-id={block}] input")

    def fill(self, **typed: str) -> None:
        """Type into the fields of the modal."""
        for block, text in typed.items():
            self.field(block).fill(text)

    def enter(self, **typed: str) -> None:
        """Type into the fields of the modal, with Enter after each."""
        for block, text in typed.items():
            self.field(block).fill(text)
            self.field(block).press("Enter")

    def submit(self) -> None:
        self.find("modal-submit").click()

    def close_modal(self) -> None:
        self.find("modal-close").click()
        expect(self.modal).to_be_hidden()

    def share(self, message: Locator) -> None:
        """Share a plan and confirm it."""
        message.get_by_test_id("action-share").click()
        self.find("confirm-accept").click()
        expect(self.find("confirm-dialog")).to_be_hidden()

    def list_faults(self) -> list[str]:
        """Return what nobody should ever see: script errors, and what Slack would refuse."""
        shown = self.page.locator("[data-testid=violations], [data-testid=rejection]")
        return [*self.faults, *shown.all_inner_texts()]


def visit(
    browser: Browser, workspace: Served, name: str, channel: str = "sales", theme: Theme = "light"
) -> Visitor:
    """Open the page as one of the company's people, in a channel."""
    user = find_person(workspace, name)
    _close_views(workspace, user)
    context = browser.new_context(viewport=SIZE, color_scheme=theme, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    visitor = Visitor(context.new_page())
    visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))
    visitor.page.goto(f"{workspace.address}/?user={user}")
    visitor.go_to(f"channel-{channel}")
    return visitor


def find_person(workspace: Served, name: str) -> str:
    """Return the user id of one of the company's people."""
    users = workspace.get("/sandbox/state")["users"]
    return str(next(user["id"] for user in users if user["name"] == name))


def _close_views(workspace: Served, user: str) -> None:
    """Close what an earlier test left open: the workspace remembers it."""
    for view in workspace.get(f"/sandbox/state?user={user}")["views"]:
        workspace.post("/sandbox/views/close", {"user": user, "view_id": view["id"]})
