"""For tests in a real browser: Chromium as the system has it, patience, keys that find it ready.

What a key does may come a moment later, and what it needs may not be there yet. So a test presses
keys by `press`, and says by Playwright's `expect` what is to be seen; it reads nothing at once.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

PATIENCE_MS = 30_000  # a busy machine takes its time
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
AXE = Path(__file__).parent / "tests/vendor/axe.min.js"
IN_MOTION = ":not(:defined), .htmx-request, .htmx-swapping, .htmx-settling"
SETTLED = """() => {  // colours that change when a theme does are none until they have arrived
  const changing = document.getAnimations().filter((each) => each instanceof CSSTransition);
  return Promise.allSettled(changing.map((each) => each.finished)).then(() => null);
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, as the system has it or as CHROMIUM names it; what is expected is waited for."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not path:
        pytest.fail("There is no Chromium. Install it (apt-get install chromium) or set CHROMIUM.")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def at_rest(page: Page) -> Page:
    """The page once its elements are awake and what it asked for has come and taken its place."""
    page.wait_for_load_state()
    expect(page.locator(IN_MOTION)).to_have_count(0)
    return page


def press(page: Page, *keys: str) -> None:
    """Press keys on a page at rest, as people do who look first; "g i" is one, without a pause."""
    for key in keys:
        at_rest(page)
        for each in key.split():
            page.keyboard.press(each)


def violations(page: Page, but: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """What axe-core finds wrong, all its rules `but` these; a page that forbids no styles."""
    page.evaluate(AXE.read_text())
    rules = {rule: {"enabled": False} for rule in but}
    page.evaluate(SETTLED)
    found = page.evaluate("rules => axe.run(document, {rules})", rules)
    return [
        (rule["id"], str(node["target"]), node["failureSummary"])
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
