"""Who writes: colleagues pass mail on, our own addresses are no customers, forgers stay outside."""

import pytest

from helpwell.accounts.testing import ada, make_agent, make_role
from helpwell.channels import actions, signing
from helpwell.channels.models import Envelope
from helpwell.channels.queries import answer_recipients
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.customers.models import Customer
from helpwell.events.models import Fact
from helpwell.files.queries import content_of
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.testing import make_ticket, to

pytestmark = pytest.mark.django_db
MX = "mx.arbor.example"
ADA = "Ada Agent <ada@arbor.example>"
FORWARD = """Can you take this?

---------- Forwarded message ---------
From: Dora <dora@new.example>
Date: Mon, 1 Jun 2026 at 09:00
Subject: Roses
To: <ada@arbor.example>

Do your roses come with roots?
"""


@pytest.fixture
def inbox():
    make_agent("Ada Agent", email="ada@arbor.example")
    return make_inbox(address="support@arbor.example", trusted_host=MX)


def judged(verdict, raw):
    return f"Authentication-Results: {MX}; dmarc={verdict}\r\n".encode() + raw


class TestColleagues:
    def test_what_a_proven_one_passes_on_is_its_first_senders(self, inbox):
        raw = mail(FORWARD, sender=ADA, subject="Fwd: Roses", to=inbox.address)
        envelope = arrive(judged("pass", raw), inbox)
        message = envelope.message
        assert message.text == "Do your roses come with roots?"
        assert (message.ticket.subject, message.ticket.requester.name) == ("Roses", "Dora")
        assert envelope.decision == "Passed on by Ada Agent"
        note = message.ticket.messages.get(kind=Message.Kind.NOTE)
        assert (note.text, note.author.email) == ("Can you take this?", "ada@arbor.example")
        assert answer_recipients(message.ticket) == [to("dora@new.example", name="Dora")]

    def test_who_may_not_write_notes_writes_none_by_mail_and_loses_no_word(self, inbox):
        reader = make_role("tickets.read_all", name="Reader")
        make_agent("Rea Reader", reader, email="rea@arbor.example")
        raw = mail(FORWARD, sender="rea@arbor.example", subject="Fwd: Roses", to=inbox.address)
        envelope = arrive(judged("pass", raw), inbox)
        message = envelope.message
        assert (message.text, message.quoted) == (
            "Do your roses come with roots?",
            "Can you take this?",
        )
        assert message.ticket.requester.name == "Dora"
        assert not message.ticket.messages.filter(kind=Message.Kind.NOTE).exists()
        assert envelope.decision.startswith("Passed on by Rea Reader. What they wrote")
        assert "Can you take this?" in content_of(envelope.raw).decode()

    def test_an_unproven_one_is_an_outsider_with_a_warning(self, inbox):
        raw = mail(FORWARD, sender=ADA, subject="Fwd: Roses", to=inbox.address)
        envelope = arrive(raw, inbox)
        assert envelope.message.ticket.requester.name == "Ada Agent"
        assert "nothing proves that they wrote it" in envelope.decision
        assert envelope.message.first_sender["email"] == "dora@new.example"
        assert not Fact.objects.filter(actor_kind="agent", name="note.written").exists()

    def test_a_customers_forward_is_the_customers(self, inbox):
        raw = mail(FORWARD, subject="Fwd: Roses", to=inbox.address)
        message = arrive(judged("pass", raw), inbox).message
        assert message.ticket.requester.name == "Grace Garden"
        assert message.first_sender is None


class TestOurOwnAddresses:
    def test_they_are_never_a_customer(self, inbox):
        ticket = make_ticket()
        address = signing.reply_address(inbox.address, ticket_id=ticket.pk)
        for recipient in (inbox.address, address):
            actions.accept(inbox, mail(sender=f"Support <{inbox.address}>", to=recipient))
        actions.read_waiting()
        assert not Customer.objects.filter(identities__value=inbox.address).exists()
        assert Ticket.objects.count() == 1
        note = ticket.messages.get(kind=Message.Kind.NOTE)
        assert (note.writer_name, note.html) == ("Support", "<p>It should have come on Monday.</p>")
        parked = Envelope.objects.get(state="parked")
        assert "from our own address" in parked.error

    def test_a_note_of_theirs_wakes_nobody(self, inbox):
        ticket = make_ticket(status="pending")
        address = signing.reply_address(inbox.address, ticket_id=ticket.pk)
        arrive(mail(sender=inbox.address, to=address), inbox)
        ticket.refresh_from_db()
        assert ticket.status == "pending"

    def test_a_note_that_anybody_may_have_written_says_so(self, inbox, client):
        ticket = make_ticket()
        address = signing.reply_address(inbox.address, ticket_id=ticket.pk)
        arrive(mail("Refund it.", sender=f"Ada <{inbox.address}>", to=address), inbox)
        client.force_login(ada())
        page = client.get(f"/tickets/{ticket.pk}/").content.decode()
        assert "but nothing proves that one of us wrote it" in page

    def test_a_contact_form_speaks_for_whoever_filled_it_in(self, inbox):
        raw = mail(sender=inbox.address, to=inbox.address, Reply_To="Stan <stan@away.example>")
        ticket = arrive(raw, inbox).message.ticket
        assert ticket.requester.name == "Stan"
        assert answer_recipients(ticket) == [to("stan@away.example", name="Stan")]


class TestTheFoot:
    def test_it_says_where_and_why(self, inbox, client):
        sales = make_inbox(address="sales@arbor.example")
        raw = mail(to="support@arbor.example, sales@arbor.example")
        ticket = arrive(raw, inbox).message.ticket
        arrive(b"Received: from a by b\r\n" + raw, sales)
        address = signing.reply_address(inbox.address, ticket_id=ticket.pk)
        arrive(judged("fail", mail("And?", to=address, Cc="Dora <dora@new.example>")), inbox)
        client.force_login(ada())
        text = client.get(f"/tickets/{ticket.pk}/").text
        assert "Came in at support@arbor.example, sales@arbor.example" in text
        assert "by its signed reply address" in text
        assert "Sender looks forged" in text
        assert 'data-adds-copy="dora@new.example"' in text

    def test_what_it_names_is_nobody_an_answer_goes_to(self, inbox):
        ticket = arrive(mail(), inbox).message.ticket
        address = signing.reply_address(inbox.address, ticket_id=ticket.pk)
        arrive(judged("fail", mail("And?", to=address, Cc="dora@new.example")), inbox)
        assert [r["email"] for r in answer_recipients(ticket)] == ["grace@home.example"]
