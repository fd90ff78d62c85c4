"""What a pointer aims at does not move away under it, however much arrives."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import House
from tests.journeys.mail import write
from ui.testing import at_rest

pytestmark = pytest.mark.browser
NEWEST = "[data-row] >> nth=0"


def arrives(page: Page, house: House, sender: str) -> None:
    """A mail has come, and the page knows: the views, beside the list, count one more."""
    count = page.locator("[data-count=all]")
    before = int(count.inner_text() or 0)
    write(house, sender=f"{sender} <{sender.lower()}@lantern.example>", subject="Oil", text="None.")
    expect(count).to_have_text(str(before + 1))


@pytest.fixture
def in_list(ana: Page, house: House) -> Page:
    ana.goto("/inbox/open/")
    arrives(ana, house, "Pip")
    expect(ana.locator(NEWEST)).to_contain_text("Pip")
    return at_rest(ana)


def test_what_arrives_while_a_row_is_pressed_waits_until_it_is_open(in_list: Page, house: House):
    in_list.locator(NEWEST).hover()
    in_list.mouse.down()
    with in_list.expect_response("**/inbox/open/rows/"):
        arrives(in_list, house, "Quin")
    at_rest(in_list)
    expect(in_list.locator(NEWEST)).to_contain_text("Pip")
    in_list.mouse.up()
    expect(in_list.locator("#thread")).to_contain_text("Pip")
    expect(in_list.locator(NEWEST)).to_contain_text("Quin")
