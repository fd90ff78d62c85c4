"""Two agents at once: nobody answers twice."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import ANA, BEN, House, sign_in, window
from tests.journeys.mail import write
from ui.testing import press

pytestmark = pytest.mark.browser
RIGHTS_CHANGE = f"""
from helpwell.accounts.models import User
from helpwell.live.actions import judge_again
judge_again(f"person:{{User.objects.get(email='{ANA}').pk}}")
"""


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
        expect(ben.locator("#present .avatar")).to_be_visible()
        ana.keyboard.type(" Which colour?")
        expect(ben.locator("#present")).to_contain_text("Ana is writing")
        ben.locator("#reply-body").click()
        ben.keyboard.type("Yes, until tonight.")
        press(ben, "Control+Enter")
        expect(ben.locator(".message--ours")).to_contain_text("until tonight")
    expect(ana.locator(".message--ours")).to_contain_text("until tonight")
    ana.locator("#reply-body").click()
    press(ana, "Control+Enter")
    expect(ana.get_by_role("alert")).to_contain_text("Something new arrived")
    expect(ana.locator("#reply-body")).to_contain_text("Of course.")
    ana.get_by_role("button", name="Send anyway").click()
    expect(ana.locator(".message--ours")).to_have_count(2)


def test_a_page_whose_persons_rights_changed_goes_on_with_what_they_may_follow(
    ana: Page, house: House
):
    press(ana, "g o")
    expect(ana.locator("live-updates[connected]")).to_be_attached()
    house.tell(RIGHTS_CHANGE)
    write(house, sender="Nora <nora@rivera.example>", subject="Size", text="Is it still there?")
    expect(ana.locator("[data-row]", has_text="Nora")).to_be_visible()
