import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium, or Playwright's own where there is none; else fail."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield browser
        browser.close()


@dataclass
class Tab:
    """A page, and what went wrong in it.

    Attributes:
        page: The page.
        errors: Console messages of errors and warnings, and errors that no script caught.
        strangers: Addresses of other hosts that were asked for.
    """

    page: Page
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))

    def _heard(self, message: ConsoleMessage) -> None:
        self.errors += [message.text] * (message.type in {"error", "warning"})

    def _asked(self, url: str) -> None:
        host = urlsplit(url).hostname
        self.strangers += [url] * (host not in {"127.0.0.1", None})


@contextmanager
def tab(browser: Browser, address: str, *, width: int = 1400, height: int = 900) -> Iterator[Tab]:
    """Open a tab of its own session, whose addresses start at `address`."""
    viewport = ViewportSize(width=width, height=height)
    context = browser.new_context(base_url=address, viewport=viewport)
    context.set_default_timeout(PATIENCE_MS)
    yield Tab(context.new_page())
    context.close()
