"""A ticket is worked on without touching the mouse, and every step can be taken back."""

from datetime import datetime
from itertools import count

import pytest
from playwright.sync_api import Page, Route, expect

from helpwell.core.testing import eventually
from tests.journeys.conftest import House
from tests.journeys.mail import write
from ui.testing import press

pytestmark = pytest.mark.browser
_numbers = count(1)


@pytest.fixture
def opened(ana: Page, house: House) -> Page:
    """A fresh ticket, opened by keys alone."""
    subject = f"Invoice {next(_numbers)}"
    write(house, sender="Priya <priya@oakfield.example>", subject=subject, text="Wrong centre.")
    press(ana, "g o")
    ana.wait_for_url("**/inbox/open/")
    expect(ana.locator("[data-row]").first).to_contain_text(subject)
    press(ana, "j")
    expect(ana.locator("[data-row]", has_text=subject)).to_be_focused()
    press(ana, "Enter")
    expect(ana.locator("#ticket-head h1")).to_have_text(subject)
    return ana


def take_back(page: Page, what: str) -> None:
    """Take the offer to undo just this; an older offer is another step's."""
    expect(page.locator(".toast:has(.toast__undo:visible) .toast__words").last).to_have_text(what)
    press(page, "z")


def test_it_is_taken_tagged_noted_and_solved_by_keys(opened: Page):
    press(opened, "Shift+A")
    expect(opened.locator("#ticket-head")).to_contain_text("Ana Brandt")
    press(opened, "t")
    expect(opened.locator("#chips-tag")).to_be_focused()
    opened.keyboard.type("invoice,")
    press(opened, "Control+Enter")
    expect(opened.locator("#ticket-head .badge--tag")).to_have_text("invoice")
    expect(opened.locator("#tags-dialog")).to_be_hidden()
    press(opened, "n")
    expect(opened.locator("#note-body")).to_be_focused()
    opened.keyboard.type("Ask the office.")
    press(opened, "Control+Enter")
    expect(opened.locator(".message--note")).to_contain_text("Ask the office.")
    opened.locator("#thread").focus()
    press(opened, "e")
    expect(opened.get_by_role("button", name="Open again")).to_be_visible()
    take_back(opened, "Status: Solved")
    expect(opened.get_by_role("button", name="Solve")).to_be_visible()


def test_an_answer_is_taken_back_and_is_a_draft_again(opened: Page):
    press(opened, "r")
    expect(opened.locator("#reply-body")).to_be_focused()
    opened.keyboard.type("Too early")
    press(opened, "Control+Enter")
    expect(opened.locator(".message--ours")).to_contain_text("Too early")
    opened.locator("#thread").focus()
    take_back(opened, "Your reply goes out in a moment")
    expect(opened.locator(".message--ours")).to_have_count(0)
    expect(opened.locator("#reply-body")).to_contain_text("Too early")


def test_late_in_the_day_a_rest_begins_with_tomorrow(opened: Page):
    opened.clock.set_fixed_time(datetime.now().astimezone().replace(hour=21))
    press(opened, "h")
    expect(opened.locator("#asking [data-moment=tomorrow]")).to_be_focused()
    press(opened, "Enter")
    expect(opened.locator("#ticket-head")).to_contain_text("Snoozed")


def test_nothing_is_written_into_an_answer_on_its_way(opened: Page):
    sent: list[Route] = []
    opened.route("**/replies/", lambda route: sent.append(route) or None)
    press(opened, "r")
    opened.keyboard.type("We correct it")
    press(opened, "Control+Enter")
    expect(opened.locator("#reply-body")).not_to_be_focused()
    assert eventually(lambda: opened.title() and sent)
    sent[0].fulfill(status=429)
    expect(opened.locator("#reply-body")).to_be_focused()
    opened.keyboard.type(" at once.")
    expect(opened.locator("#reply-body")).to_have_text("We correct it at once.")


def test_the_palette_finds_a_ticket_by_a_word(opened: Page):
    opened.goto("/inbox/mine/")
    press(opened, "Control+k")
    expect(opened.locator("#palette input")).to_be_focused()
    opened.keyboard.type("oakfield")
    option = opened.get_by_role("option", name="Priya").first
    expect(option).to_be_visible()
    press(opened, "Escape")
    expect(opened.locator("#palette")).to_be_hidden()


def test_a_key_leads_to_the_search_of_everything(opened: Page):
    opened.goto("/inbox/mine/")
    press(opened, "/")
    opened.wait_for_url("**/search/")
    expect(opened.get_by_role("searchbox")).to_be_focused()
    opened.keyboard.type("wrong centre")
    expect(opened.locator("#found [data-row]").first).to_contain_text("Invoice")
