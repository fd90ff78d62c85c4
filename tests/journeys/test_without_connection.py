"""A lost connection: what is typed stays, what is sent waits, and is said exactly once."""

from secrets import token_hex
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from helpwell.core.testing import eventually
from tests.journeys.conftest import House
from tests.journeys.mail import write
from ui.testing import at_rest, press

pytestmark = pytest.mark.browser
IDRIS = "Idris <idris@ferry.example>"
READY = "() => navigator.serviceWorker.ready.then((worker) => worker.active.state === 'activated')"


class Mail(NamedTuple):
    """What Idris has written."""

    subject: str
    message_id: str


@pytest.fixture
def mail(house: House) -> Mail:
    subject = f"The tent {token_hex(4)}"
    return Mail(subject, write(house, sender=IDRIS, subject=subject, text="It leaks."))


@pytest.fixture
def opened(ana: Page, mail: Mail) -> Page:
    """His ticket, opened where the page without a connection is kept."""
    subject = mail.subject
    ana.goto("/inbox/open/")
    ana.wait_for_function(READY)
    ana.locator("[data-row]", has_text=subject).click()
    expect(ana.locator("#ticket-head h1")).to_have_text(subject)
    return at_rest(ana)


def line(page: Page, words: str) -> None:
    """What is said of the connection."""
    expect(page.locator(".connection")).to_contain_text(words)


def test_what_is_typed_without_a_connection_is_there_after_reloading(opened: Page):
    press(opened, "r")
    opened.context.set_offline(True)
    line(opened, "No connection.")
    opened.keyboard.type("We send you a new one")
    opened.reload()
    expect(opened.locator("h1")).to_have_text("No connection")
    opened.context.set_offline(False)
    expect(opened.locator("#reply-body")).to_contain_text("We send you a new one")
    expect(opened.locator(".composer__kept")).to_have_text("Draft kept")


def test_what_is_sent_without_a_connection_waits_and_is_said_once(opened: Page):
    press(opened, "r")
    opened.context.set_offline(True)
    opened.keyboard.type("We send you a new tent")
    press(opened, "Control+Enter")
    line(opened, "1 message waits")
    opened.locator(".connection").get_by_role("button", name="Take back").click()
    expect(opened.locator("#reply-body")).to_be_focused()
    opened.keyboard.type(" tomorrow.")
    press(opened, "Control+Enter")
    line(opened, "1 message waits")
    opened.reload()
    expect(opened.locator("#waits")).to_contain_text("1 message waits")
    opened.context.set_offline(False)
    expect(opened.locator(".message--ours")).to_contain_text("a new tent")
    expect(opened.locator("#reply-body")).to_have_text("")
    opened.goto(opened.url)
    expect(opened.locator(".message--ours")).to_have_count(1)


def test_what_waited_is_stopped_by_what_arrived_meanwhile(opened: Page, house: House, mail: Mail):
    press(opened, "r")
    opened.context.set_offline(True)
    opened.keyboard.type("Where does it leak?")
    press(opened, "Control+Enter")
    line(opened, "1 message waits")
    write(house, sender=IDRIS, subject=f"Re: {mail.subject}", text="At the seams.",
          In_Reply_To=mail.message_id)  # fmt: skip
    assert eventually(lambda: "At the seams." in opened.request.get(opened.url).text())
    opened.context.set_offline(False)
    expect(opened.get_by_role("alert")).to_contain_text("Something new arrived")
    expect(opened.locator(".message").last).to_contain_text("At the seams.")
    expect(opened.locator("#reply-body")).to_contain_text("Where does it leak?")
    expect(opened.locator(".message--ours")).to_have_count(0)
    opened.get_by_role("button", name="Send anyway").click()
    expect(opened.locator(".message--ours")).to_contain_text("Where does it leak?")
    expect(opened.locator(".connection")).not_to_contain_text("waits")
