"""The main job, as people do it: a mail comes in, is answered, and the answer to that arrives."""

from itertools import count

import mailparser
import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from helpwell.core.testing import eventually, shortest
from helpwell.service.tests.running import until
from tests.journeys.conftest import INBOX, House
from tests.journeys.mail import write
from ui.testing import press

pytestmark = pytest.mark.browser
MARTA = "marta@koehler.example"


def test_a_mail_is_answered_and_the_answer_to_that_finds_its_ticket(ana: Page, house: House):
    ana.goto("/inbox/open/")
    sender = f"Marta Köhler <{MARTA}>"
    asked = write(house, sender=sender, subject="The lamp flickers", text="It flickers. Why?")
    ana.locator("[data-row]", has_text="Marta Köhler").click()
    expect(ana.get_by_text("It flickers. Why?").first).to_be_visible()
    ana.locator("#reply-body").click()
    ana.keyboard.type("A new lamp leaves today.")
    expect(ana.locator(".composer__kept")).to_have_text("Draft kept")
    press(ana, "Control+Enter")
    expect(ana.locator(".message--ours")).to_contain_text("A new lamp leaves today.")

    def answers() -> list[bytes]:
        return [mail.raw for mail in house.sink.mails if MARTA in mail.recipients]

    mail = mailparser.parse_from_bytes(until(answers)[0])
    assert mail.to == [("Marta Köhler", MARTA)]
    assert mail.from_[0][1] == INBOX
    assert mail.subject == "Re: The lamp flickers"
    assert mail.in_reply_to == asked
    assert asked in mail.references
    assert "A new lamp leaves today." in mail.text_plain[0]
    assert "A new lamp leaves today." in mail.text_html[0]
    assert "> It flickers. Why?" in mail.text_plain[0]
    expect(ana.locator("[data-delivery=sent]")).to_be_visible()

    write(
        house,
        sender=sender,
        to=mail.reply_to[0][1],
        subject="AW: The lamp flickers",
        text="Thank you!\n\nOn Monday, Ana wrote:\n> A new lamp leaves today.\n",
        In_Reply_To=mail.message_id,
    )
    expect(ana.locator(".message", has_text="Thank you!")).to_be_visible()
    expect(ana.locator("[data-row]", has_text="Marta Köhler")).to_have_count(1)


def test_a_mail_is_in_the_open_list_within_two_seconds(ana: Page, house: House):
    ana.goto("/inbox/open/")
    expect(ana.locator("live-updates[connected]")).to_have_count(1)
    numbers = count(1)

    def comes() -> None:
        subject = f"The bulb is out, {next(numbers)}"
        write(house, sender="Otto <otto@lehm.example>", subject=subject, text="It is dark.")
        expect(ana.locator("[data-row]", has_text=subject)).to_be_visible()

    assert shortest(comes) < 2


def test_a_list_asked_for_before_a_mail_came_shows_it_all_the_same(ana: Page, house: House):
    ana.goto("/inbox/solved/")
    expect(ana.locator("live-updates[connected]")).to_have_count(1)
    late: list[tuple[Route, APIResponse]] = []
    ana.route("**/inbox/open/", lambda route: late.append((route, route.fetch())))
    press(ana, "g o")
    assert eventually(lambda: ana.title() and late)
    number = ana.locator("[data-count=all]")
    before = number.inner_text()
    write(house, sender="Ida <ida@moor.example>", subject="In between", text="Am I seen?")
    expect(number).not_to_have_text(before)
    late[0][0].fulfill(response=late[0][1])
    expect(ana.locator("[data-row]", has_text="In between")).to_be_visible()
