"""Two agents at once: nobody answers twice."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import BEN, House, sign_in, window
from tests.journeys.mail import write

pytestmark = pytest.mark.browser


def test_a_colleague_who_writes_is_seen_and_a_second_answer_is_stopped(
    ana: Page, house: House, browser: Browser
):
    write(house, sender="Tomas <tomas@rivera.example>", subject="Colour", text="Can I change it?")
    ana.goto("/inbox/open/")
    ana.locator("[data-row]", has_text="Tomas").click()
    ana.locator("#reply-body").click()
    ana.keyboard.type("Of course.")
    with window(browser, house) as ben:
        sign_in(ben, BEN)
        ben.goto(ana.url)
        expect(ben.locator("#present .avatar")).to_be_visible(timeout=15_000)
        ana.keyboard.type(" Which colour?")
        expect(ben.locator("#present")).to_contain_text("Ana is writing", timeout=15_000)
        ben.locator("#reply-body").click()
        ben.keyboard.type("Yes, until tonight.")
        ben.keyboard.press("Control+Enter")
        expect(ben.locator(".message--ours")).to_contain_text("until tonight")
    expect(ana.locator(".message--ours")).to_contain_text("until tonight", timeout=10_000)
    ana.locator("#reply-body").click()
    ana.keyboard.press("Control+Enter")
    expect(ana.get_by_role("alert")).to_contain_text("Something new arrived")
    expect(ana.locator("#reply-body")).to_contain_text("Of course.")
    ana.get_by_role("button", name="Send anyway").click()
    expect(ana.locator(".message--ours")).to_have_count(2)
