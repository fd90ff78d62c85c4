"""What a ticket says of itself is filled in by keys, and solving asks for what is still missing."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House
from tests.journeys.mail import write
from ui.testing import press

pytestmark = pytest.mark.browser
WANTED = """
from helpwell.core.actors import SYSTEM
from helpwell.fields import actions
from helpwell.fields.models import Field
if not Field.objects.exists():
    broken = actions.make(about="ticket", name="Broken", kind="yes_no", by=SYSTEM)
    asked = {"shown_if": {"field": broken.key, "is": [True]}, "needed": "solve"}
    actions.make(about="ticket", name="What broke", kind="text", by=SYSTEM, **asked)
"""
NOTED = """
from helpwell.accounts.models import User
from helpwell.tickets import actions
from helpwell.tickets.models import Ticket
ben = User.objects.get(email="ben@arbor.example")
actions.note(Ticket.objects.latest("pk"), html="<p>Ben has looked.</p>", by=ben)
"""


@pytest.fixture
def opened(ana: Page, house: House) -> Page:
    """A ticket in a house that asks what broke where something did."""
    house.tell(WANTED)
    write(house, sender="Priya <priya@oakfield.example>", subject="My bag", text="It broke.")
    press(ana, "g o")
    ana.wait_for_url("**/inbox/open/")
    ana.locator("[data-row]", has_text="My bag").click()
    expect(ana.locator("#ticket-head h1")).to_have_text("My bag")
    return ana


def test_a_field_brings_another_and_solving_asks_for_it(opened: Page):
    expect(opened.locator("#row-what_broke")).to_have_count(0)
    fill_in(opened, "Broken")
    opened.keyboard.type("Yes")
    press(opened, "Enter")
    expect(opened.locator("#open-broken")).to_have_text("Yes")
    expect(opened.locator("#open-broken")).to_be_focused()
    expect(opened.locator("#open-what_broke")).to_be_visible()

    press(opened, "e")
    dialog = opened.get_by_role("dialog", name="Before it is solved")
    dialog.get_by_label("What broke").fill("The zip, and the עברית 😀")
    press(opened, "Control+Enter")
    expect(opened.locator("#ticket-head")).to_contain_text("Solved")
    expect(dialog).to_be_hidden()
    expect(opened.locator("#open-what_broke")).to_have_text("The zip, and the עברית 😀")
    expect(opened.locator("#thread")).to_contain_text("Ana Brandt set Broken to Yes")


def test_news_does_not_take_away_what_is_typed(opened: Page, house: House):
    """A colleague's note shows at once; the open row of the panel stays until it is left."""
    fill_in(opened, "Broken")
    opened.locator("#fill-field").fill("Ye")
    house.tell(NOTED)
    expect(opened.locator("#thread")).to_contain_text("Ben has looked.")
    expect(opened.locator("#fill-field")).to_have_value("Ye")
    expect(opened.locator("#fill-field")).to_be_focused()
    press(opened, "Escape", "Escape")  # the choices, then the row
    expect(opened.locator("#another")).to_be_focused()


def fill_in(page: Page, name: str) -> None:
    """Begin to say something that the ticket says nothing of yet."""
    page.locator("#another").focus()
    page.keyboard.type(name)
    expect(page.get_by_role("option", name=name, exact=True)).to_have_attribute("data-active", "")
    press(page, "Enter")
    expect(page.locator("#fill-field")).to_be_focused()
