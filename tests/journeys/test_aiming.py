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
    before = int(count.inner_text())
    write(house, sender=f"{sender} <{sender.lower()}@lantern.example>", subject="Oil", text="None.")
    expect(count).to_have_text(str(before + 1))


@pytest.fixture
def ana_in_list(ana: Page, house: House) -> Page:
    ana.goto("/inbox/open/")
    arrives(ana, house, "Pip")
    expect(ana.locator(NEWEST)).to_contain_text("Pip")
    return at_rest(ana)


def test_what_arrives_while_a_row_is_pressed_waits_until_it_is_open(ana_in_list: Page, house: House):
    ana_in_list.locator(NEWEST).hover()
    ana_in_list.mouse.down()
    arrives(ana_in_list, house, "Quin")
    expect(ana_in_list.locator(NEWEST)).to_contain_text("Pip")
    ana_in_list.mouse.up()
    expect(ana_in_list.locator("#thread")).to_contain_text("Pip")
    expect(ana_in_list.locator(NEWEST)).to_contain_text("Quin")
