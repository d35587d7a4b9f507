"""Debian's Chromium, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

# As root in a container there is no sandbox to be had; the rest keeps the browser off the network.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 10_000
"""Milliseconds; as long as a busy machine may take to show what is expected."""


def find_chromium() -> str | None:
    """Return the browser to drive, or None where none is installed."""
    return shutil.which("chromium")


@contextmanager
def open_browser(chromium: str) -> Iterator[Browser]:
    """Start a browser without a window."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()
