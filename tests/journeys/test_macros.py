"""Snippets and macros by keys alone: put in, seen before, sent, taken back in one go."""

from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House
from tests.journeys.mail import write
from ui.testing import press

pytestmark = pytest.mark.browser
_numbers = count(1)
GIVEN = """
from helpwell.core.actors import SYSTEM
from helpwell.macros import actions
actions.make_snippet(name="Thank you", shortcut="ty", by=SYSTEM,
    html="<div>Thank you, {{customer.name}}; your order is {{ticket.field.order}}.</div>")
actions.make_macro(name="Refund", by=SYSTEM, html="<div>Your money is on its way.</div>",
    deeds=[{"do": "tag", "add": ["refund"]}, {"do": "priority", "to": 3},
           {"do": "status", "to": "solved"}])
actions.make_macro(name="Call about a delivery", by=SYSTEM, moment="start",
    subject="Delivery for {{customer.name}}", html="<div>Thank you for calling.</div>",
    deeds=[{"do": "tag", "add": ["delivery"]}, {"do": "steps", "texts": ["Ask the carrier"]}])
actions.make_macro(name="Urgent and mine", by=SYSTEM,
    deeds=[{"do": "priority", "to": 4}, {"do": "assign", "to": "me"}])
"""


@pytest.fixture(scope="module")
def stocked(house: House) -> House:
    """The house with a snippet and two macros."""
    house.tell(GIVEN)
    return house


@pytest.fixture
def opened(ana: Page, stocked: House) -> Page:
    """A fresh ticket, opened."""
    subject = f"Refund {next(_numbers)}"
    write(stocked, sender="Priya <priya@oakfield.example>", subject=subject, text="Please.")
    press(ana, "g o")
    expect(ana.locator("[data-row]").first).to_contain_text(subject)
    ana.locator("[data-row]", has_text=subject).click()
    expect(ana.locator("#ticket-head h1")).to_have_text(subject)
    expect(ana.locator("#reply-body")).to_be_visible()
    return ana


def choose(page: Page, typed: str, name: str) -> None:
    """Find a macro by its letters, and look at what it does."""
    press(page, "m")
    expect(page.get_by_role("combobox", name="Find a macro")).to_be_focused()
    page.keyboard.type(typed)
    expect(page.locator("#macro-preview h3")).to_have_text(name)


def test_a_snippet_is_put_in_and_what_it_cannot_fill_in_stops_the_sending_once(opened: Page):
    press(opened, "r")
    opened.keyboard.type("Hello! /ty")
    expect(opened.locator(".options--caret [role=option]")).to_contain_text("Thank you")
    press(opened, "Enter")
    expect(opened.locator("#reply-body")).to_contain_text(
        "Thank you, Priya; your order is ___order"
    )
    press(opened, "Control+Enter")
    expect(opened.locator(".banner--late")).to_contain_text("“order” is not filled in yet")
    press(opened, "Control+Enter")
    expect(opened.locator(".message--ours")).to_contain_text("your order is ___order___")


def test_a_blank_is_typed_over(opened: Page):
    press(opened, "r")
    opened.keyboard.type("/ty")
    expect(opened.locator(".options--caret [role=option]").first).to_be_visible()
    press(opened, "Enter")
    expect(opened.locator("#reply-body")).to_contain_text("___order___")
    opened.keyboard.type("20 911")
    expect(opened.locator("#reply-body")).to_contain_text("your order is 20 911.")


def test_a_macro_is_seen_before_sent_with_its_deeds_and_taken_back_with_them(opened: Page):
    choose(opened, "ref", "Refund")
    expect(opened.locator("#macro-preview")).to_contain_text("adds the tag refund when you send")
    press(opened, "Enter")
    expect(opened.locator("#reply-body")).to_have_text("Your money is on its way.")
    expect(opened.locator("#reply-body")).to_be_focused()
    expect(opened.locator(".split__main")).to_have_text("Send and solve")
    opened.get_by_role("button", name="Leave out: sets the priority High").click()
    expect(opened.locator(".deeds__one:visible")).to_have_count(1)
    opened.locator("#reply-body").focus()
    press(opened, "Control+Enter")
    expect(opened.locator("#ticket-head .badge--tag")).to_have_text("refund")
    expect(opened.get_by_role("button", name="Open again")).to_be_visible()
    opened.locator("#thread").focus()
    press(opened, "z")
    expect(opened.locator("#reply-body")).to_have_text("Your money is on its way.")
    expect(opened.locator("#ticket-head .badge--tag")).to_have_count(0)
    expect(opened.locator(".deeds__one:visible")).to_contain_text("adds the tag refund")


def test_words_thrown_away_take_their_deeds_with_them(opened: Page):
    choose(opened, "ref", "Refund")
    press(opened, "Enter")
    expect(opened.locator(".deeds__one").first).to_be_attached()
    expect(opened.locator("#reply-body")).to_have_text("Your money is on its way.")
    press(opened, "Control+a", "Delete")
    expect(opened.locator(".deeds__one")).to_have_count(0)


def test_a_macro_without_words_is_done_at_once_and_taken_back_at_once(opened: Page):
    choose(opened, "urg", "Urgent and mine")
    press(opened, "Enter")
    expect(opened.locator("#ticket-head")).to_contain_text("Ana Brandt")
    expect(opened.locator("#ticket-head")).to_contain_text("Urgent")
    opened.locator("#thread").focus()
    press(opened, "z")
    expect(opened.locator("#ticket-head")).to_contain_text("Normal")
    expect(opened.locator("#ticket-head")).not_to_contain_text("Ana Brandt")


def test_selected_words_of_a_message_are_quoted_and_plain_text_takes_the_look_off(opened: Page):
    opened.locator("#thread .message__body").first.evaluate(
        "element => getSelection().selectAllChildren(element)"
    )
    press(opened, "q")
    expect(opened.locator("#reply-body blockquote")).to_have_text("Please.")
    opened.locator("#panel-reply [data-plain]").click()
    expect(opened.locator("#reply-body blockquote")).to_have_count(0)
    expect(opened.locator("#reply-body")).to_contain_text("Please.")
    expect(opened.locator("#panel-reply [data-trix-attribute=bold]")).to_be_hidden()


def test_a_ticket_begins_with_a_macro_and_is_gone_on_with_in_another_window(
    ana: Page, stocked: House
):
    ana.goto("/tickets/new/")
    ana.get_by_role("combobox", name="Customer").fill("Priya <priya@oakfield.example>")
    press(ana, "Enter")
    ana.get_by_role("textbox", name="First message").click()
    ana.keyboard.type("Hello Priya.")
    ana.get_by_role("heading", name="New ticket").click()
    choose(ana, "call", "Call about a delivery")
    expect(ana.locator("#macro-preview")).to_contain_text("these words come below yours")
    press(ana, "Enter")
    expect(ana.get_by_label("Subject")).to_have_value("Delivery for Priya")
    expect(ana.locator("#new-body")).to_contain_text("Hello Priya.")
    ana.context.set_offline(True)
    ana.get_by_label("Subject").fill("Typed without a connection")
    expect(ana.locator(".new-ticket__kept")).to_have_text("Kept here")
    other = ana.context.new_page()
    ana.close()
    other.context.set_offline(False)
    other.goto("/tickets/new/")
    expect(other.locator("#new-begun")).to_contain_text("Typed without a connection")
    other.get_by_role("link", name="Go on").first.click()
    expect(other.locator("#new-body")).to_contain_text("Thank you for calling.")
    other.get_by_role("button", name="Keep as a record").click()
    expect(other.locator("#ticket-head h1")).to_have_text("Typed without a connection")
    expect(other.locator("#ticket-head")).to_contain_text("delivery")
    other.goto("/tickets/new/")
    expect(other.locator("#new-begun")).to_be_empty()
