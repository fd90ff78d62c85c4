"""A ticket is worked on without touching the mouse, and every step can be taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House
from tests.journeys.mail import write

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(ana: Page, house: House) -> Page:
    """A fresh ticket, opened by keys alone."""
    write(house, sender="Priya <priya@oakfield.example>", subject="Invoice", text="Wrong centre.")
    ana.keyboard.press("g")
    ana.keyboard.press("o")
    ana.wait_for_url("**/inbox/open/")
    expect(ana.locator("[data-row]").first).to_contain_text("Priya", timeout=10_000)
    ana.keyboard.press("j")
    ana.keyboard.press("Enter")
    expect(ana.locator("#ticket-head h1")).to_have_text("Invoice")
    return ana


def test_it_is_taken_tagged_noted_and_solved_by_keys(opened: Page):
    opened.keyboard.press("Shift+A")
    expect(opened.locator("#ticket-head")).to_contain_text("Ana Brandt")
    opened.keyboard.press("t")
    expect(opened.locator("#tags-dialog")).to_be_visible()
    opened.keyboard.type("invoice,")
    opened.keyboard.press("Control+Enter")
    expect(opened.locator("#ticket-head .badge--tag")).to_have_text("invoice")
    opened.keyboard.press("n")
    expect(opened.locator("#note-body")).to_be_focused()
    opened.keyboard.type("Ask the office.")
    opened.keyboard.press("Control+Enter")
    expect(opened.locator(".message--note")).to_contain_text("Ask the office.")
    opened.locator("#thread").focus()
    opened.keyboard.press("e")
    expect(opened.get_by_role("button", name="Open again")).to_be_visible()
    opened.keyboard.press("z")
    expect(opened.get_by_role("button", name="Solve")).to_be_visible()


def test_an_answer_is_taken_back_and_is_a_draft_again(opened: Page):
    opened.keyboard.press("r")
    expect(opened.locator("#reply-body")).to_be_focused()
    opened.keyboard.type("Too early")
    opened.keyboard.press("Control+Enter")
    expect(opened.locator(".message--ours")).to_contain_text("Too early")
    opened.locator("#thread").focus()
    opened.keyboard.press("z")
    expect(opened.locator(".message--ours")).to_have_count(0)
    expect(opened.locator("#reply-body")).to_contain_text("Too early")


def test_the_palette_finds_a_ticket_by_a_word(opened: Page):
    opened.goto("/inbox/mine/")
    opened.keyboard.press("Control+k")
    opened.keyboard.type("oakfield")
    option = opened.get_by_role("option", name="Priya").first
    expect(option).to_be_visible()
    opened.keyboard.press("Escape")
    expect(opened.locator("#palette")).to_be_hidden()


def test_a_key_leads_to_the_search_of_everything(opened: Page):
    opened.goto("/inbox/mine/")
    opened.keyboard.press("/")
    opened.wait_for_url("**/search/")
    opened.keyboard.type("wrong centre")
    expect(opened.locator("#found [data-row]").first).to_contain_text("Invoice")
