"""Reports stand on the answer they are about; forged ones mark nobody."""

import re

import pytest

from helpwell.accounts.testing import ada
from helpwell.channels import actions, signing
from helpwell.channels.mail.failure_reasons import REASONS
from helpwell.channels.models import Delivery, Envelope, Recipient
from helpwell.channels.queries import as_mailed
from helpwell.channels.reasons import SENTENCES
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.channels.tests.reports import DELAYED, DELIVERED, FULL, UNKNOWN, arf, dsn, mdn
from helpwell.core.actors import SYSTEM
from helpwell.customers.models import Identity
from helpwell.customers.testing import make_customer
from helpwell.events.models import Fact
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Message as Said
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import answer, to

pytestmark = pytest.mark.django_db(transaction=True)
GRACE = "grace@home.example"
DESK = "desk@arbor.example"


@pytest.fixture
def inbox():
    return make_inbox(address=DESK)


@pytest.fixture
def delivery(inbox) -> Delivery:
    """An answer to Grace, with a copy to Bob, that the mail server has taken."""
    return sent_from(inbox, recipients=[to(GRACE), to("bob@x.example", kind="cc")])


def sent_from(inbox, *, raw: bytes = b"", **more) -> Delivery:
    message = answer(arrive(raw or mail(), inbox).message.ticket, by=ada(), **more)
    run_until_quiet("events.tell_facts")
    delivery = Delivery.objects.get(message=message)
    delivery.recipients.update(state="sent")
    Delivery.objects.filter(pk=delivery.pk).update(state="sent")
    return delivery


def states(delivery: Delivery) -> dict[str, str]:
    return dict(delivery.recipients.values_list("email", "state"))


def told(ticket_id: int) -> list[str]:
    about = Fact.objects.filter(about=f"ticket:{ticket_id}", name__startswith="reply.")
    return list(about.order_by("pk").values_list("name", flat=True))


class TestABounce:
    def test_it_stands_on_the_answer_and_is_nobodys_words(self, inbox, delivery):
        envelope = arrive(dsn((GRACE, UNKNOWN), returned=as_mailed(delivery)), inbox)
        assert (envelope.message, envelope.threaded_by) == (delivery.message, "report")
        assert Said.objects.count() == 2
        assert states(delivery) == {GRACE: "bounced", "bob@x.example": "sent"}
        said = delivery.recipients.get(email=GRACE).answer
        assert said.startswith("There is no such mailbox. Ask for the right address. (5.1.1 ")

    def test_it_brings_the_ticket_back_once_and_the_history_says_so(self, inbox, delivery):
        ticket = delivery.message.ticket
        tickets.set_status(ticket, to="solved", by=ada())
        bounce = dsn((GRACE, UNKNOWN), returned=as_mailed(delivery))
        arrive(bounce, inbox)
        ticket.refresh_from_db()
        assert (ticket.status, told(ticket.pk)) == ("open", ["reply.returned"])
        tickets.set_status(ticket, to="solved", by=ada())
        arrive(bounce.replace(b"became", b"has become"), inbox)
        ticket.refresh_from_db()
        assert (ticket.status, told(ticket.pk)) == ("solved", ["reply.returned"])

    def test_one_of_a_copy_brings_nothing_back(self, inbox, delivery):
        tickets.set_status(delivery.message.ticket, to="solved", by=ada())
        arrive(dsn(("bob@x.example", UNKNOWN), returned=as_mailed(delivery)), inbox)
        assert states(delivery)["bob@x.example"] == "bounced"
        assert Ticket.objects.get().status == "solved"

    def test_a_closed_ticket_stays_closed(self, inbox, delivery):
        tickets.set_status(delivery.message.ticket, to="closed", by=ada())
        arrive(dsn((GRACE, UNKNOWN), returned=as_mailed(delivery)), inbox)
        assert (Ticket.objects.get().status, states(delivery)[GRACE]) == ("closed", "bounced")

    def test_the_newest_of_our_mails_in_it_is_the_one(self, inbox, delivery):
        again = answer(delivery.message.ticket, by=ada(), recipients=[to(GRACE)])
        run_until_quiet("events.tell_facts")
        second = Delivery.objects.get(message=again)
        second.recipients.update(state="sent")
        assert delivery.message_id_header.encode() in as_mailed(second)
        arrive(dsn((GRACE, UNKNOWN), returned=as_mailed(second)), inbox)
        assert (states(second)[GRACE], states(delivery)[GRACE]) == ("bounced", "sent")

    def test_our_reply_address_proves_the_ticket(self, inbox, delivery):
        address = signing.reply_address(DESK, ticket_id=delivery.message.ticket_id)
        bounce = dsn((GRACE, UNKNOWN)).replace(f"To: {DESK}".encode(), f"To: {address}".encode())
        assert arrive(bounce, inbox).message == delivery.message
        assert states(delivery)[GRACE] == "bounced"

    def test_a_delay_changes_no_status_and_marks_nobody(self, inbox, delivery):
        ticket = delivery.message.ticket
        arrive(dsn((GRACE, DELAYED), returned=as_mailed(delivery)), inbox)
        ticket.refresh_from_db()
        assert (ticket.status, told(ticket.pk)) == ("pending", [])
        assert "goes on trying" in delivery.recipients.get(email=GRACE).answer
        assert not Identity.objects.exclude(undeliverable_at=None).exists()

    def test_several_people_fare_differently(self, inbox, delivery):
        bounce = dsn(("bob@x.example", DELAYED), (GRACE, FULL), returned=as_mailed(delivery))
        arrive(bounce, inbox)
        assert states(delivery) == {GRACE: "bounced", "bob@x.example": "sent"}

    def test_an_acknowledgement_that_comes_back_asks_nothing_of_anybody(self, inbox):
        actions.change_inbox(inbox, by=SYSTEM, acknowledgement="It has come.")
        ticket = arrive(mail(), inbox).message.ticket
        run_until_quiet("events.tell_facts")
        tickets.set_status(ticket, to="solved", by=ada())
        delivery = Delivery.objects.get()
        delivery.recipients.update(state="sent")
        arrive(dsn((GRACE, UNKNOWN), returned=as_mailed(delivery)), inbox)
        assert (Ticket.objects.get().status, states(delivery)) == ("solved", {GRACE: "bounced"})

    def test_it_shows_under_the_answer(self, inbox, delivery, client):
        arrive(dsn((GRACE, UNKNOWN), returned=as_mailed(delivery)), inbox)
        client.force_login(ada())
        page = client.get(f"/tickets/{delivery.message.ticket_id}/").content.decode()
        assert "There is no such mailbox." in page
        assert "A reply came back" in page
        assert "Show the report" in page


class TestAddresses:
    def test_a_mailbox_that_does_not_exist_is_marked_with_the_reason(self, inbox, delivery):
        arrive(dsn((GRACE, UNKNOWN), returned=as_mailed(delivery)), inbox)
        identity = Identity.objects.get(value=GRACE)
        assert identity.undeliverable_at
        assert identity.undeliverable_why.startswith("There is no such mailbox.")

    def test_a_full_one_is_not(self, inbox, delivery):
        arrive(dsn((GRACE, FULL), returned=as_mailed(delivery)), inbox)
        assert states(delivery)[GRACE] == "bounced"
        assert Identity.objects.get(value=GRACE).is_usable

    def test_a_person_who_writes_again_is_not_any_more(self, inbox, delivery):
        arrive(dsn((GRACE, UNKNOWN), returned=as_mailed(delivery)), inbox)
        arrive(mail("Out of office", Auto_Submitted="auto-replied"), inbox)
        assert not Identity.objects.get(value=GRACE).is_usable
        arrive(mail("I am back"), inbox)
        assert Identity.objects.get(value=GRACE).is_usable

    def test_a_complaint_is_noted_and_stands_when_they_write_again(self, inbox, delivery):
        complaint = arf(as_mailed(delivery), Original_Rcpt_To=GRACE)
        assert arrive(complaint, inbox).message == delivery.message
        arrive(mail("And another thing"), inbox)
        identity = Identity.objects.get(value=GRACE)
        assert (bool(identity.opted_out_at), identity.opted_out_why != "") == (True, True)
        assert told(delivery.message.ticket_id) == ["reply.complained"]
        assert delivery.message.ticket.status == "pending"

    def test_a_complaint_that_hides_who_marks_the_only_one_we_wrote_to(self, inbox):
        delivery = sent_from(inbox, recipients=[to(GRACE)])
        arrive(arf(as_mailed(delivery)), inbox)
        assert Identity.objects.get(value=GRACE).opted_out_at

    def test_of_several_it_marks_nobody(self, inbox, delivery):
        make_customer("Bob", email="bob@x.example")
        hidden = re.sub(rb"(?m)^(To|Cc): .*\r\n", b"", as_mailed(delivery))
        arrive(arf(hidden), inbox)
        assert told(delivery.message.ticket_id) == ["reply.complained"]
        assert all(identity.is_usable for identity in Identity.objects.all())


class TestReceipts:
    def test_a_delivered_mail_is_delivered(self, inbox, delivery):
        arrive(dsn((GRACE, DELIVERED), returned=as_mailed(delivery)), inbox)
        assert states(delivery) == {GRACE: "delivered", "bob@x.example": "sent"}
        assert Ticket.objects.get().status == "pending"

    def test_one_report_may_tell_of_both(self, inbox, delivery):
        both = dsn((GRACE, DELIVERED), ("bob@x.example", UNKNOWN), returned=as_mailed(delivery))
        arrive(both, inbox)
        assert states(delivery) == {GRACE: "delivered", "bob@x.example": "bounced"}

    def test_what_was_read_is_delivered_quietly(self, inbox, delivery):
        read = mdn(delivery.message_id_header, reader=GRACE)
        assert arrive(read, inbox).message == delivery.message
        assert states(delivery)[GRACE] == "delivered"
        assert (Ticket.objects.count(), Said.objects.count()) == (1, 2)
        assert told(delivery.message.ticket_id) == []


class TestForgeries:
    def forged(self, delivery: Delivery) -> bytes:
        """A report that names whom we wrote to, and our Message-ID with a false signature."""
        raw = as_mailed(delivery)
        local, _, domain = delivery.message_id_header.strip("<>").partition("@")
        false = f"<{local.rpartition('.')[0]}.{'a' * 26}@{domain}>"
        raw = raw.replace(delivery.message_id_header.encode(), false.encode())
        return raw.replace(b"Reply-To", b"X-Was-Reply-To")

    def test_without_proof_nothing_is_marked_but_somebody_shall_look(self, inbox, delivery):
        ticket = delivery.message.ticket
        bounce = dsn((GRACE, UNKNOWN), returned=self.forged(delivery))
        assert arrive(bounce, inbox).message == delivery.message
        ticket.refresh_from_db()
        assert (states(delivery)[GRACE], ticket.status) == ("sent", "open")
        assert Identity.objects.get(value=GRACE).is_usable
        assert Fact.objects.get(name="reply.returned").payload["is_proven"] is False

    def test_it_brings_the_ticket_back_only_once(self, inbox, delivery):
        ticket = delivery.message.ticket
        for number in range(3):
            raw = dsn((GRACE, UNKNOWN), returned=self.forged(delivery))
            arrive(raw.replace(b"became", b"became %d" % number), inbox)
            tickets.set_status(ticket, to="solved", by=ada())
        assert told(ticket.pk) == ["reply.returned"]
        assert Ticket.objects.get().status == "solved"

    def test_a_forged_complaint_marks_nobody(self, inbox, delivery):
        arrive(arf(self.forged(delivery), Original_Rcpt_To=GRACE), inbox)
        assert Identity.objects.get(value=GRACE).is_usable

    def test_a_forged_receipt_delivers_nothing(self, inbox, delivery):
        arrive(dsn((GRACE, DELIVERED), returned=self.forged(delivery)), inbox)
        assert states(delivery)[GRACE] == "sent"

    def test_who_has_an_answer_of_ours_can_mark_nobody_else(self, inbox, delivery):
        make_customer("Carl", email="carl@x.example")
        arrive(dsn(("carl@x.example", UNKNOWN), returned=as_mailed(delivery)), inbox)
        arrive(arf(as_mailed(delivery), Original_Rcpt_To="carl@x.example"), inbox)
        alone = sent_from(inbox, recipients=[to(GRACE)])
        arrive(dsn(("carl@x.example", UNKNOWN), returned=as_mailed(alone)), inbox)
        arrive(arf(as_mailed(alone), Original_Rcpt_To="carl@x.example"), inbox)
        assert all(identity.is_usable for identity in Identity.objects.all())


class TestMailThatIsNotOurs:
    def test_a_flood_of_reports_opens_no_ticket_and_is_kept(self, inbox):
        for number in range(5):
            envelope = arrive(dsn((f"victim{number}@x.example", UNKNOWN)), inbox)
            assert (envelope.state, envelope.message) == ("dropped", None)
            assert envelope.decision == "A report about mail that is not ours"
        assert Ticket.objects.count() == 0

    def test_a_person_can_have_one_on_a_ticket_all_the_same(self, inbox):
        envelope = arrive(dsn(("victim@x.example", UNKNOWN)), inbox)
        Envelope.objects.update(state="waiting")
        actions.read_waiting()
        envelope.refresh_from_db()
        assert (envelope.state, envelope.message.is_bounce) == ("done", True)

    def test_a_report_about_an_answer_long_ago_without_proof_is_not_ours(self, inbox, time_machine):
        time_machine.move_to("2026-03-02 09:00Z")
        sent_from(inbox, recipients=[to(GRACE)])
        time_machine.move_to("2026-03-10 09:00Z")
        assert arrive(dsn((GRACE, UNKNOWN)), inbox).state == "dropped"

    def test_a_person_who_passes_a_report_on_has_a_ticket(self, inbox):
        words = "I got an Undelivered Mail notice when I wrote to you. Why?"
        raw = mail(words, subject="Undelivered Mail Returned to Sender?")
        assert arrive(raw, inbox).message.ticket.status == "new"


def test_a_report_about_others_changes_no_state(inbox):
    delivery = sent_from(inbox, recipients=[to(GRACE), to("bob@x.example")])
    arrive(dsn(("carl@x.example", UNKNOWN), returned=as_mailed(delivery)), inbox)
    assert set(Recipient.objects.values_list("state", flat=True)) == {"sent"}


def test_every_reason_has_its_sentence():
    assert {reason.name for reason in REASONS} == set(SENTENCES)
