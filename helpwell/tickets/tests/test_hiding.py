"""Card numbers are hidden in whatever becomes a message, and in all that is made of it."""

import pytest

from helpwell.accounts.testing import ada
from helpwell.customers.testing import make_customer
from helpwell.files.actions import store
from helpwell.search.models import Entry
from helpwell.tickets import actions
from helpwell.tickets.content import Content, Enclosure, Recipient
from helpwell.tickets.models import Message
from helpwell.tickets.testing import answer, make_ticket

pytestmark = pytest.mark.django_db
CARD, SPACED = "4111111111111111", "4111 1111 1111 1111"


def test_a_received_card_number_is_in_no_field_and_not_found():
    ticket = make_ticket(
        subject=f"Card {CARD}",
        content=Content(
            text=f"It is {SPACED}",
            html=f"<p>It is <b>4111</b>{CARD[4:]}</p>",
            quoted=f"> {SPACED}",
            full_html=f"<p>{SPACED}</p>",
        ),
    )
    message = Message.objects.get(ticket=ticket)
    ticket.refresh_from_db()
    kept = f"{vars(message)} {vars(ticket)} {list(Entry.objects.values_list())}"
    assert "1111 1111" not in kept
    assert CARD[4:] not in kept
    assert message.text == "It is •••• 1111"
    assert message.html == "<p>It is <b>•••• 1111</b></p>"
    assert ticket.subject == "Card •••• 1111"
    assert message.is_masked


def test_names_of_people_and_of_files_hold_none_either():
    file = Enclosure(file=store(b"x"), name=f"{SPACED}.txt", content_type="text/plain")
    sender = Recipient(kind="from", name=SPACED, email="grace@home.example")
    ticket = make_ticket(content=Content(text="See there.", recipients=[sender], enclosures=[file]))
    message = Message.objects.get(ticket=ticket)
    assert message.recipients[0]["name"] == "•••• 1111"
    assert message.attachments.get().name == "•••• 1111.txt"
    assert message.is_masked
    assert make_customer(SPACED).name == "•••• 1111"


def test_what_an_agent_writes_is_masked_before_it_leaves():
    ticket = make_ticket()
    reply = answer(ticket, html=f"<p>Your card {SPACED}</p>", by=ada())
    note = actions.note(ticket, html=f"<p>4111<b>{CARD[4:]}</b></p>", by=ada())
    assert (reply.html, reply.text) == ("<p>Your card •••• 1111</p>", "Your card •••• 1111")
    assert (note.html, note.text) == ("<p>•••• 1111<b></b></p>", "•••• 1111")
    assert reply.is_masked
    assert note.is_masked


def test_other_messages_are_kept_as_they_are():
    ticket = make_ticket(subject="Order 1234567890123456", text="a\0b")
    message = Message.objects.get(ticket=ticket)
    assert (message.text, message.is_masked) == ("ab", False)
