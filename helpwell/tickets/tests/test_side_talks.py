"""Side talks: said on the ticket, to others than its customer, and never in public."""

import pytest

from helpwell.accounts.testing import ada
from helpwell.core.actors import SYSTEM
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.errors import (
    CustomerAddressed,
    InSpam,
    NobodyAddressed,
    NothingWritten,
    TicketClosed,
)
from helpwell.tickets.facts import TicketReplied
from helpwell.tickets.models import Attachment, Draft, Message, Ticket
from helpwell.tickets.testing import answer, ask, be_told, hear, make_ticket, to
from helpwell.tickets.thread import thread_of

pytestmark = pytest.mark.django_db


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def upload(ticket, mode, name="plan.png"):
    return actions.attach(
        ticket, name=name, content_type="image/png", content=b"x", by=ada(), mode=mode
    )


def test_a_side_talk_is_no_part_of_the_tickets_thread():
    ticket = make_ticket()
    question = ask(ticket, by=ada())
    be_told(question)
    thread = thread_of(now(ticket))
    assert [message.kind for message in thread.messages] == ["received"]
    assert thread.hidden == 0
    assert [line.text for item in thread.items for line in item.lines] == [
        "Ada Agent asked somebody else in a side talk",
        "An answer came in a side talk",
    ]


def test_nothing_of_a_side_talk_is_shown_as_the_tickets_own():
    ticket = make_ticket()
    before = now(ticket)
    be_told(ask(ticket, by=ada()))
    after = now(ticket)
    kept = ("last_words", "last_public_id", "message_count", "waiting_since", "assignee_id")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert after.active_at > before.active_at


def test_taking_an_answer_back_brings_back_no_words_of_a_side_talk():
    ticket = make_ticket()
    message = answer(ticket, by=ada())
    be_told(ask(ticket, by=ada()))
    row = Fact.objects.get(name="ticket.replied")
    actions.withdraw(message, replied=TicketReplied(by=SYSTEM, **row.payload), by=ada())
    assert now(ticket).last_words == "It should have come on Monday."


def test_an_answer_makes_it_our_turn_and_waits_until_somebody_writes():
    ticket = make_ticket(status="on_hold")
    question = ask(ticket, by=ada())
    be_told(question)
    talk = question.side_talk
    talk.refresh_from_db()
    assert (now(ticket).status, talk.answered_at is not None) == ("open", True)
    answer(ticket, by=ada())
    talk.refresh_from_db()
    assert talk.answered_at is None


def test_an_answer_to_a_closed_ticket_opens_it_again():
    ticket = make_ticket()
    question = ask(ticket, by=ada())
    actions.set_status(ticket, to="closed", by=ada())
    be_told(question)
    assert now(ticket).status == "open"


@pytest.mark.parametrize(("bounce", "status"), [(False, "on_hold"), (True, "open")])
def test_a_machines_answer_wakes_nobody_but_a_bounce_does(bounce, status):
    ticket = make_ticket()
    question = ask(ticket, by=ada(), then="on_hold")
    be_told(question, is_automatic=True, is_bounce=bounce)
    assert now(ticket).status == status


def test_the_customer_cannot_be_asked_in_a_side_talk():
    ticket = make_ticket()
    address = ticket.requester.identities.get().value
    with pytest.raises(CustomerAddressed):
        ask(ticket, by=ada(), recipients=[to("a@mills.example"), to(address.upper(), kind="bcc")])
    assert not ticket.side_talks.exists()


@pytest.mark.parametrize(
    ("status", "refusal"), [("closed", TicketClosed), ("spam", InSpam), ("open", NobodyAddressed)]
)
def test_a_side_talk_is_refused(status, refusal):
    ticket = make_ticket(status=status)
    with pytest.raises(refusal):
        ask(ticket, by=ada(), recipients=[])


def test_asking_for_nothing_is_refused_but_a_file_is_enough():
    ticket = make_ticket()
    with pytest.raises(NothingWritten):
        ask(ticket, by=ada(), html="<p> </p>")
    file = upload(ticket, Draft.Mode.ASIDE)
    assert ask(ticket, by=ada(), html="", attachment_ids=[file.pk]).attachments.get() == file


@pytest.mark.parametrize("mode", ["note", "aside", "aside-1"])
def test_a_file_meant_for_others_cannot_go_to_the_customer(mode):
    ticket = make_ticket()
    file = upload(ticket, mode)
    assert not answer(ticket, by=ada(), attachment_ids=[file.pk]).attachments.exists()


@pytest.mark.parametrize("mode", ["reply", "note"])
def test_a_file_meant_for_the_customer_or_for_us_does_not_go_to_others(mode):
    ticket = make_ticket()
    file = upload(ticket, mode)
    assert not ask(ticket, by=ada(), attachment_ids=[file.pk]).attachments.exists()


def test_files_of_the_ticket_can_be_passed_on_but_not_those_of_notes_or_of_other_tickets():
    ticket, other = make_ticket(), make_ticket()
    shown = answer(ticket, by=ada(), attachment_ids=[upload(ticket, "reply").pk])
    secret = actions.note(
        ticket, html="x", by=ada(), attachment_ids=[upload(ticket, "note", "secret.png").pk]
    )
    foreign = answer(other, by=ada(), attachment_ids=[upload(other, "reply", "other.png").pk])
    files = [m.attachments.get() for m in (shown, secret, foreign)]
    question = ask(ticket, by=ada(), passed_on=[file.pk for file in files])
    assert [file.name for file in question.attachments.all()] == ["plan.png"]
    assert Attachment.objects.filter(message=shown).count() == 1


def test_files_beside_masked_numbers_are_not_passed_on():
    ticket = make_ticket()
    shown = answer(ticket, by=ada(), attachment_ids=[upload(ticket, "reply").pk])
    file = shown.attachments.get()
    Message.objects.filter(pk=shown.pk).update(kind="received", is_masked=True)
    with pytest.raises(NothingWritten):
        ask(ticket, by=ada(), html="", passed_on=[file.pk])


def test_the_writer_of_an_answer_is_whoever_sent_it_and_no_customer():
    question = ask(make_ticket(), by=ada())
    told = be_told(question)
    assert (told.writer_name, told.customer_id) == ("Mill & Sons", None)
    assert hear(question.ticket).writer_name == question.ticket.requester.name
