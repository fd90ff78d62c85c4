"""A working day on a bus: everything that is done to a ticket is done with a thumb."""

from collections.abc import Iterator
from secrets import token_hex

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import ANA, House, sign_in, window
from tests.journeys.mail import write
from ui.testing import at_rest

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TOO_SMALL = """() => [...document.querySelectorAll("#ticket-head :is(button, a), .composer button")]
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([element, box]) => element.checkVisibility() && box.height && box.height < 24)
  .map(([element]) => element.outerHTML.slice(0, 120))"""  # pixels: WCAG 2.2, 2.5.8


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Page]:
    """Ana's phone."""
    with window(browser, house, **PHONE) as page:
        sign_in(page, ANA)
        yield page


def tap(page: Page, place: Locator) -> None:
    """Put a thumb on something that is seen, on a page at rest."""
    at_rest(page)
    place.tap()


def test_a_ticket_is_read_noted_assigned_answered_snoozed_and_solved(phone: Page, house: House):
    subject = f"The strap {token_hex(4)}"
    write(house, sender="Lena <lena@strap.example>", subject=subject, text="It came off.")
    phone.goto("/inbox/open/")
    tap(phone, phone.locator("[data-row]", has_text=subject))
    expect(phone.locator(".message")).to_contain_text("It came off.")
    expect(phone.locator("#pane-list")).to_be_hidden()
    assert at_rest(phone).evaluate(TOO_SMALL) == []

    tags = phone.locator("#ticket-head").get_by_role("button", name="Tags")
    expect(tags).to_be_hidden()
    tap(phone, phone.get_by_role("button", name="and what else the ticket says"))
    expect(tags).to_be_visible()

    tap(phone, phone.get_by_role("button", name="Take it"))
    expect(phone.get_by_role("button", name="Ana Brandt")).to_be_visible()
    expect(tags).to_be_visible()

    tap(phone, phone.get_by_role("tab", name="Note"))
    tap(phone, phone.locator("#note-body"))
    phone.keyboard.type("Her third one.")
    tap(phone, phone.get_by_role("button", name="Add note"))
    expect(phone.locator(".message--note")).to_contain_text("Her third one.")

    tap(phone, phone.get_by_role("tab", name="Reply"))
    tap(phone, phone.locator("#reply-body"))
    phone.keyboard.type("A new one is on its way.")
    tap(phone, phone.locator("#panel-reply .split__main"))
    expect(phone.locator(".message--ours")).to_contain_text("on its way")

    tap(phone, phone.locator("#ticket-head").get_by_role("button", name="Snooze"))
    tap(phone, phone.locator("#asking [data-moment=tomorrow]"))
    expect(phone.locator("#ticket-head")).to_contain_text("Snoozed")

    tap(phone, phone.locator("#ticket-head").get_by_role("button", name="Solve"))
    expect(phone.locator("#ticket-head")).to_contain_text("Solved")
    tap(phone, phone.locator("#ticket-head").get_by_role("button", name="Back to the list"))
    expect(phone.locator("#pane-list")).to_be_visible()
