"""A supplier is asked without the mouse, answers by mail, and the customer gets nothing of it."""

import mailparser
import pytest
from playwright.sync_api import Page, expect

from helpwell.service.tests.running import until
from tests.journeys.conftest import House
from tests.journeys.mail import write
from ui.testing import press

pytestmark = pytest.mark.browser
SUPPLIER, CUSTOMER = "orders@mills.example", "nora@voss.example"


def test_a_supplier_is_asked_by_keys_and_their_answer_comes_back(ana: Page, house: House):
    ana.goto("/inbox/open/")
    write(house, sender=f"Nora Voss <{CUSTOMER}>", subject="Seven zips", text="When do they come?")
    ana.locator("[data-row]", has_text="Nora Voss").click()
    expect(ana.locator("#reply-body")).to_be_visible()

    press(ana, "f")
    expect(ana.get_by_text("To somebody else, not to the customer")).to_be_visible()
    expect(ana.locator("#chips-to")).to_be_focused()
    ana.keyboard.type(f"{SUPPLIER},")
    ana.get_by_label("Subject").focus()
    press(ana, "Control+A")
    ana.keyboard.type("Zips for order 7")
    press(ana, "Tab")
    expect(ana.get_by_role("textbox", name="Your message to somebody else")).to_be_focused()
    ana.keyboard.type("When do you deliver?")
    press(ana, "Control+Enter")
    expect(ana.locator(".message--aside")).to_contain_text("When do you deliver?")

    mail = mailparser.parse_from_bytes(until(lambda: mails_to(house, SUPPLIER))[0])
    assert mail.subject == "Zips for order 7"
    assert "When do they come?" not in mail.body
    write(
        house, sender=f"Mill & Sons <{SUPPLIER}>", to=mail.reply_to[0][1],
        subject="Re: Zips for order 7", text="On Friday.", In_Reply_To=mail.message_id,
    )  # fmt: skip
    expect(ana.locator(".message", has_text="On Friday.")).to_be_visible()

    ana.locator("#thread").focus()
    press(ana, "Escape")
    expect(ana.locator(".talks__one")).to_contain_text("Answered")
    expect(ana.locator("#thread")).not_to_contain_text("On Friday.")
    ana.locator("#reply-body").click()
    ana.keyboard.type("They leave on Friday.")
    press(ana, "Control+Enter")
    answer = until(lambda: mails_to(house, CUSTOMER))[0].decode()
    assert [word for word in (SUPPLIER, "order 7", "you deliver") if word in answer] == []


def test_spam_is_marked_by_a_key_and_taken_back(ana: Page, house: House):
    ana.goto("/inbox/open/")
    write(house, sender="Spammer <win@pills.example>", subject="You won", text="Click.")
    row = ana.locator("[data-row]", has_text="You won")
    row.click()
    expect(ana.locator("#ticket-head")).to_contain_text("You won")
    ana.locator("#thread").focus()
    press(ana, "!")
    expect(ana.get_by_text("In spam: out of every list")).to_be_visible()
    expect(row).to_have_count(0)
    ana.get_by_role("button", name="Block win@pills.example").click()
    expect(ana.get_by_role("button", name="Unblock win@pills.example")).to_be_visible()
    press(ana, "!")
    expect(row).to_be_visible()


def mails_to(house: House, address: str) -> list[bytes]:
    return [mail.raw for mail in house.sink.mails if address in mail.recipients]
