"""What makes eight hours pleasant: words are kept, keys are told, lists say that all is done."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.conftest import ANA, House, sign_in, window
from tests.journeys.mail import post, write
from ui.testing import at_rest, press

pytestmark = pytest.mark.browser
WITH_FORMATTING = b"""From: Petra <petra@weaver.example>
To: support@arbor.example
Subject: The carpet
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<table><tr><td>Where <b>is</b> it?</td></tr></table>
"""
KEYS = """() => Object.values(Object.fromEntries(
  [...document.querySelectorAll("[data-key][data-key-label]")]
    .map((element) => [element.dataset.key, element.dataset.keyLabel])))"""
UNNAMED = """() => [...document.querySelectorAll("a[href], button, input, select, [role=option]")]
  .filter((element) => element.checkVisibility() && element.type !== "hidden")
  .filter((element) => !(element.ariaLabel || element.textContent.trim() || element.labels?.length))
  .map((element) => element.outerHTML.slice(0, 120))"""


@pytest.fixture
def opened(ana: Page, house: House) -> Page:
    """A ticket, opened."""
    write(house, sender="Noor <noor@weaver.example>", subject="The lamp", text="It flickers.")
    ana.goto("/inbox/open/")
    ana.locator("[data-row]", has_text="Noor").first.click()
    expect(ana.locator("#ticket-head h1")).to_have_text("The lamp")
    return at_rest(ana)


def test_a_draft_is_there_again_after_the_window_was_closed(opened: Page):
    press(opened, "r")
    opened.keyboard.type("Please send it in")
    expect(opened.locator(".composer__kept")).to_have_text("Draft kept")
    opened.goto(opened.url)
    expect(opened.locator("#reply-body")).to_contain_text("Please send it in")
    opened.goto("/inbox/open/")
    expect(opened.locator("[data-row]", has_text="Noor").first).to_contain_text("Draft")


@pytest.fixture
def slow(browser: Browser, house: House) -> Iterator[Page]:
    """Ana's window over a slow line, where some scripts come after what they are for."""
    with window(browser, house, service_workers="block") as page:
        sign_in(page, ANA)
        page.route(re.compile(r"/(ticket-composer|message-frame)\..*js$"), comes_late)
        yield page


def comes_late(route: Route) -> None:
    """After the editor and the mails, which then are there before their elements."""
    time.sleep(1)
    route.continue_()


def open_first(page: Page, sender: str) -> None:
    """Open a ticket by its address, as from a notice."""
    page.goto("/inbox/open/")
    row = at_rest(page).locator("[data-row]", has_text=sender).first
    page.goto(row.get_attribute("href") or "")


def test_a_draft_is_there_again_however_late_the_composer_comes(slow: Page, house: House):
    write(house, sender="Olin <olin@weaver.example>", subject="The rug", text="It frays.")
    open_first(slow, "Olin")
    for words in ("Please send it in", " today"):
        slow.locator("#reply-body").press("Control+End")
        slow.keyboard.type(words)
        expect(slow.locator(".composer__kept")).to_have_text("Draft kept")
        slow.goto(slow.url)
    expect(slow.locator("#reply-body")).to_have_text("Please send it in today")


def test_keys_work_from_within_a_mail_however_late_its_element_comes(slow: Page, house: House):
    post(house, WITH_FORMATTING)
    open_first(slow, "Petra")
    slow.frame_locator("message-frame iframe").get_by_text("Where").click()
    press(slow, "n")
    expect(slow.locator("#note-body")).to_be_focused()


def test_single_keys_are_switched_off_for_good_and_ctrl_keys_stay(opened: Page):
    press(opened, "?")
    switch = opened.get_by_role("switch", name="Single keys")
    with opened.expect_response("**/me/keys/"):
        switch.press("Space")
    opened.goto(opened.url)
    press(opened, "n")
    expect(opened.locator("#note-body")).not_to_be_focused()
    press(opened, "Control+k")
    expect(opened.locator("#palette input")).to_be_focused()
    opened.keyboard.type("All keys")
    press(opened, "Enter")
    with opened.expect_response("**/me/keys/"):
        switch.press("Space")
    press(opened, "Escape", "n")
    expect(opened.locator("#note-body")).to_be_focused()


def test_the_sheet_lists_every_key_of_the_page(opened: Page):
    labels = opened.evaluate(KEYS)
    assert {"Reply", "Note", "Assign", "Tags", "Solve", "Snooze", "Status", "Priority"} <= {*labels}
    press(opened, "?")
    for label in {*labels}:
        expect(opened.locator("#keys-sheet .cheat", has_text=label).first).to_be_visible()


def test_the_palette_has_the_deeds_and_the_places(opened: Page):
    for words in ("Assign", "Snooze", "Merge with", "Put into the trash", "Priority: Urgent"):
        press(opened, "Control+k")
        opened.keyboard.type(words)
        first = opened.locator("#palette [role=option]").first
        expect(first).to_contain_text(words)
        press(opened, "Escape")


def test_an_empty_list_says_that_all_is_done(ana: Page):
    ana.goto("/inbox/trash/")
    expect(ana.locator("#pane-list")).to_contain_text("The trash is empty.")


def test_everything_has_a_name_and_news_is_read_out(opened: Page):
    assert opened.evaluate(UNNAMED) == []
    for landmark in ("Views", "Tickets", "Customer"):
        expect(opened.locator(f"[aria-label='{landmark}']").first).to_be_visible()
    expect(opened.get_by_role("main")).to_be_visible()
    expect(
        opened.locator("#toasts[aria-live], #toasts[role=status], [role=log]").first
    ).to_be_attached()
    opened.goto("/inbox/trash/")
    press(opened, "Tab")
    expect(opened.get_by_role("link", name="Skip to the content")).to_be_focused()
