"""The first run: from the founding of a house, step by step, to its first ticket.

It is founded in the browser by what the journeys share (`house`); here it goes on from there.
"""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import ANA, House, sign_in, window
from tests.journeys.mail import write
from ui.testing import at_rest, violations

pytestmark = pytest.mark.browser
GREEK = "Ισμήνη <ismini@lamps.example>"


def test_the_steps_lead_from_the_founding_to_the_first_ticket(browser: Browser, house: House):
    with window(browser, house, timezone_id="UTC", bypass_csp=True) as page:
        sign_in(page, ANA)
        page.goto("/welcome/steps/")
        clock = page.locator(".step", has_text="Set the clock")
        clock.get_by_role("link", name="Time zone").click()
        expect(page.get_by_label("Time zone")).to_have_value("UTC")  # as the browser says
        assert violations(at_rest(page)) == []
        page.get_by_role("button", name="Save").click()
        expect(clock).to_contain_text("UTC")
        assert violations(at_rest(page)) == []
        page.locator(".step", has_text="Add an inbox").get_by_role("link", name="Inboxes").click()
        expect(page.locator("main")).to_contain_text("Arbor Support")
        write(house, sender=GREEK, subject="My first lamp", text="It has no switch.")
        page.goto("/welcome/steps/")
        page.get_by_role("link", name="Go to the inbox").click()
        page.goto("/inbox/unassigned/")
        page.locator("[data-row]", has_text="My first lamp").click()
        expect(page.locator("#ticket-head h1")).to_have_text("My first lamp")


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/"])
def test_the_way_in_breaks_no_rule(browser: Browser, house: House, path: str):
    with window(browser, house, bypass_csp=True) as page:
        page.goto(path)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            assert violations(at_rest(page)) == []
