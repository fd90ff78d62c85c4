"""A sign-in that ends in the middle of work: it is said, nothing is lost, work goes on after it."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import ANA, House, sign_in
from tests.journeys.mail import write
from ui.testing import at_rest, press

pytestmark = pytest.mark.browser
OVER = "from django.contrib.sessions.models import Session; Session.objects.all().delete()"
SIGNED_OUT = "You are signed out."


@pytest.fixture
def opened(ana: Page, house: House) -> Page:
    """A ticket, opened; then everybody is signed out."""
    write(house, sender="Mika <mika@kettle.example>", subject="The kettle", text="It is cold.")
    ana.goto("/inbox/open/")
    at_rest(ana).locator("[data-row]", has_text="Mika").first.click()
    expect(ana.locator("#ticket-head h1")).to_have_text("The kettle")
    at_rest(ana)
    house.tell(OVER)
    return ana


def line(page: Page, words: str) -> None:
    """What is said above the page."""
    expect(page.locator(".connection")).to_contain_text(words)


def sign_in_beside(page: Page) -> None:
    """Sign in by the link of the line, which opens another window."""
    with page.expect_popup() as opening:
        page.locator(".connection").get_by_role("link", name="Sign in in another window").click()
    expect(opening.value.get_by_label("Password", exact=True)).to_be_visible()
    sign_in(opening.value, ANA)
    opening.value.close()


def test_what_is_sent_is_not_lost_and_goes_out_after_signing_in_beside(opened: Page):
    press(opened, "r")
    opened.keyboard.type("We warm it up")
    press(opened, "Control+Enter")
    line(opened, SIGNED_OUT)
    expect(opened.locator("#reply-body")).to_have_text("We warm it up")
    sign_in_beside(opened)
    line(opened, "You are signed in again.")
    press(opened, "Control+Enter")
    expect(opened.locator(".message--ours").last).to_contain_text("We warm it up")


def test_no_page_to_sign_in_takes_the_place_of_what_was_asked_for(opened: Page):
    here = opened.url
    opened.get_by_role("link", name="Solved").first.click()
    line(opened, SIGNED_OUT)
    assert opened.url == here
    expect(opened.locator("#pane-list h1")).to_have_text("All open")
    expect(opened.locator("#ticket-head h1")).to_have_text("The kettle")
    expect(opened.get_by_label("Password")).to_have_count(0)


def test_a_page_of_somebody_else_is_drawn_anew(opened: Page, house: House):
    sign_in(opened.context.new_page(), "ben@arbor.example")
    with opened.expect_navigation():
        opened.evaluate("document.dispatchEvent(new Event('signed-out'))")
    expect(opened.get_by_role("button", name="Ben Osei")).to_be_visible()
