"""The main job, as people do it: a mail comes in, is answered, and the answer to that arrives."""

import time

import mailparser
import pytest
from playwright.sync_api import Page, expect

from helpwell.service.tests.running import until
from tests.journeys.conftest import INBOX, House
from tests.journeys.mail import write

pytestmark = pytest.mark.browser
MARTA = "marta@koehler.example"


def test_a_mail_is_answered_and_the_answer_to_that_finds_its_ticket(ana: Page, house: House):
    ana.goto("/inbox/open/")
    expect(ana.locator("live-updates[connected]")).to_have_count(1)
    sender = f"Marta Köhler <{MARTA}>"

    sent_at = time.monotonic()
    asked = write(house, sender=sender, subject="The lamp flickers", text="It flickers. Why?")
    row = ana.locator("[data-row]", has_text="Marta Köhler")
    expect(row).to_be_visible(timeout=10_000)
    assert time.monotonic() - sent_at < 2, "the mail was not in the open list within two seconds"
    before = int(ana.locator("[data-count=all]").inner_text())

    row.click()
    expect(ana.get_by_text("It flickers. Why?").first).to_be_visible()
    ana.locator("#reply-body").click()
    ana.keyboard.type("A new lamp leaves today.")
    expect(ana.locator(".composer__kept")).to_have_text("Draft kept")
    ana.keyboard.press("Control+Enter")
    expect(ana.locator(".message--ours")).to_contain_text("A new lamp leaves today.")

    def answers() -> list[bytes]:
        return [mail.raw for mail in house.sink.mails if MARTA in mail.recipients]

    mail = mailparser.parse_from_bytes(until(answers, seconds=30)[0])
    assert mail.to == [("Marta Köhler", MARTA)]
    assert mail.from_[0][1] == INBOX
    assert mail.subject == "Re: The lamp flickers"
    assert mail.in_reply_to == asked
    assert asked in mail.references
    assert "A new lamp leaves today." in mail.text_plain[0]
    assert "A new lamp leaves today." in mail.text_html[0]
    assert "> It flickers. Why?" in mail.text_plain[0]
    expect(ana.locator("[data-delivery=sent]")).to_be_visible(timeout=10_000)

    write(
        house,
        sender=sender,
        to=mail.reply_to[0][1],
        subject="AW: The lamp flickers",
        text="Thank you!\n\nOn Monday, Ana wrote:\n> A new lamp leaves today.\n",
        In_Reply_To=mail.message_id,
    )
    expect(ana.locator(".message", has_text="Thank you!")).to_be_visible(timeout=10_000)
    assert int(ana.locator("[data-count=all]").inner_text()) == before
