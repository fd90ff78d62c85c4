"""The main job, as people do it: from an empty house to a customer who got an answer."""

import re
import smtplib
import time
from email.message import EmailMessage
from email.utils import make_msgid

import mailparser
import pytest
from playwright.sync_api import Page, expect

from helpwell.service.tests.running import until
from tests.journeys.conftest import House

pytestmark = pytest.mark.browser
CUSTOMER = "marta@koehler.example"
INBOX = "support@arbor.example"
OPEN_INBOX = f"""
from helpwell.channels.actions import open_inbox
from helpwell.core.actors import SYSTEM
open_inbox(name="Arbor Support", address="{INBOX}", by=SYSTEM)
"""


@pytest.fixture
def signed_in(page: Page, house: House) -> Page:
    """The first administrator, who has just founded the house and opened an inbox."""
    page.goto("/")
    page.get_by_label("Name").fill("Ana Brandt")
    page.get_by_label("E-mail").fill("ana@arbor.example")
    page.get_by_label("Password", exact=True).fill("a lamp that never flickers")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/welcome/steps/")
    opened = house.running.ask("shell", "-c", OPEN_INBOX)
    assert opened.returncode == 0, opened.stderr
    return page


def write(house: House, *, text: str, subject: str, to: str = INBOX, **headers: str) -> str:
    """Send a customer's mail as any mail program would; its Message-ID."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Marta Köhler <{CUSTOMER}>", to, subject
    mail["Message-ID"] = make_msgid(domain="koehler.example")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(mail, from_addr=CUSTOMER, to_addrs=[to])
    return str(mail["Message-ID"])


def test_a_mail_is_answered_and_the_answer_to_that_finds_its_ticket(signed_in: Page, house: House):
    page = signed_in
    page.goto("/inbox/open/")
    expect(page.locator("live-updates[connected]")).to_have_count(1)

    sent_at = time.monotonic()
    message_id = write(house, subject="The lamp flickers", text="It flickers. What will you do?")
    row = page.locator("[data-row]", has_text="Marta Köhler")
    expect(row).to_be_visible(timeout=10_000)
    assert time.monotonic() - sent_at < 2, "the mail was not in the open list within two seconds"
    expect(page.locator("[data-count=open]")).to_have_text("1")

    row.click()
    expect(page.get_by_text("It flickers. What will you do?").first).to_be_visible()
    editor = page.locator("#reply-body")
    editor.click()
    page.keyboard.type("A new lamp leaves today.")
    expect(page.locator(".composer__kept")).to_have_text("Draft kept")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message--ours")).to_contain_text("A new lamp leaves today.")

    mail = mailparser.parse_from_bytes(until(lambda: house.sink.mails, seconds=30)[0].raw)
    assert mail.to == [("Marta Köhler", CUSTOMER)]
    assert mail.from_[0][1] == INBOX
    assert mail.subject == "Re: The lamp flickers"
    assert mail.in_reply_to == message_id
    assert message_id in mail.references
    assert "A new lamp leaves today." in mail.text_plain[0]
    assert "A new lamp leaves today." in mail.text_html[0]
    assert "> It flickers. What will you do?" in mail.text_plain[0]
    expect(page.locator("[data-delivery=sent]")).to_be_visible(timeout=10_000)

    write(
        house,
        to=mail.reply_to[0][1],
        subject="AW: The lamp flickers",
        text="Thank you!\n\nOn Monday, Ana wrote:\n> A new lamp leaves today.\n",
        In_Reply_To=mail.message_id,
    )
    thanks = page.locator(".message", has_text="Thank you!")
    expect(thanks).to_be_visible(timeout=10_000)
    assert re.search(r"/tickets/\d+/", page.url)
    expect(page.locator("[data-count=all]")).to_have_text("1")
