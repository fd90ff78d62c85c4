"""Mail out: one delivery an answer, each recipient with a state of their own, nothing twice."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from helpwell.accounts.testing import ada
from helpwell.channels import actions
from helpwell.channels.locks import DELIVERY
from helpwell.channels.models import Delivery, Recipient
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.channels.tests.sink import Sink, sink_server
from helpwell.core import clock
from helpwell.core.testing import after_waiting, at_once, failures
from helpwell.events.models import Fact
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.errors import AlreadySent
from helpwell.tickets.models import Draft, Message, Ticket
from helpwell.tickets.testing import answer, make_ticket, to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sink():
    with sink_server() as server:
        yield server


@pytest.fixture
def ticket(sink: Sink) -> Ticket:
    """A ticket that came in by mail, in an inbox whose answers go to the sink."""
    inbox = make_inbox(smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    return arrive(mail(), inbox).message.ticket


def queued(ticket: Ticket, **more) -> Delivery:
    message = answer(ticket, by=ada(), **more)
    run_until_quiet("events.tell_facts")
    return Delivery.objects.get(message=message)


def send_after_the_hold() -> None:
    Delivery.objects.filter(state="queued").update(due_at=clock.now() - timedelta(seconds=1))
    actions.send_due()


def test_an_answer_waits_for_its_hold_and_leaves_once(ticket, sink):
    delivery = queued(ticket)
    actions.send_due()
    assert (sink.mails, Delivery.objects.get().state) == ([], "queued")
    send_after_the_hold()
    actions.send_due()
    assert [mail.recipients for mail in sink.mails] == [["grace@home.example"]]
    assert delivery.message_id_header.encode() in sink.mails[0].raw
    delivery.refresh_from_db()
    assert (delivery.state, delivery.recipients.get().state) == ("sent", "sent")
    assert Fact.objects.filter(name="reply.sent").count() == 1


def test_four_senders_at_once_send_everything_once(ticket, sink):
    for _ in range(6):
        queued(ticket)
    Delivery.objects.update(due_at=clock.now() - timedelta(seconds=1))
    assert failures(at_once(*[actions.send_due] * 4)) == []
    assert len(sink.mails) == 6
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_an_answer_whose_ticket_is_merged_at_that_moment_is_queued(ticket):
    message, other = answer(ticket, by=ada()), make_ticket()
    delivery = after_waiting(
        lambda: tickets.merge([ticket], into=other, by=ada()),
        lambda: actions.queue(message_id=message.pk),
    )
    assert (delivery.message_id, delivery.message.ticket) == (message.pk, other)


def test_only_replies_can_be_queued(ticket):
    note = tickets.note(ticket, html="<p>She is angry</p>", by=ada())
    received = ticket.messages.get(kind="received")
    for message in (note, received):
        assert actions.queue(message_id=message.pk) is None
    run_until_quiet("events.tell_facts")
    assert not Delivery.objects.exists()


def test_a_note_is_in_no_mail_even_after_an_answer(ticket, sink):
    tickets.note(ticket, html="<p>quillnote</p>", by=ada())
    queued(ticket)
    tickets.note(ticket, html="<p>quillnote too</p>", by=ada())
    send_after_the_hold()
    assert len(sink.mails) == 1
    assert b"quillnote" not in sink.mails[0].raw


def test_facts_told_again_queue_an_answer_once(ticket):
    queued(ticket)
    run_until_quiet("events.tell_facts")
    assert Delivery.objects.count() == 1


def test_taking_back_during_the_hold_gives_the_draft_back(ticket, sink):
    before = Ticket.objects.values().get()
    delivery = queued(ticket, html="<p>Sorry</p>", then="solved")
    draft = actions.take_back(delivery.message, by=ada())
    assert draft.html == "<p>Sorry</p>"
    after = Ticket.objects.values().get()
    assert after.pop("waiting_since") - before.pop("waiting_since") < timedelta(seconds=1)
    assert after == before
    send_after_the_hold()
    assert (sink.mails, Delivery.objects.get().state) == ([], "cancelled")


def test_taking_back_before_the_outbox_heard_of_it_is_fine_too(ticket, sink):
    message = answer(ticket, by=ada())
    actions.take_back(message, by=ada())
    run_until_quiet("events.tell_facts")
    assert not Delivery.objects.exists()


def test_what_has_left_is_not_taken_back(ticket, sink):
    delivery = queued(ticket)
    send_after_the_hold()
    with pytest.raises(AlreadySent):
        actions.take_back(delivery.message, by=ada())
    assert Message.objects.filter(kind="reply").count() == 1


@pytest.mark.parametrize("_", range(6))
def test_taking_back_meets_sending_and_exactly_one_of_them_happens(ticket, sink, _):
    delivery = queued(ticket)
    Delivery.objects.update(due_at=clock.now() - timedelta(seconds=1))
    message, agent = delivery.message, ada()
    _sent, back = at_once(actions.send_due, lambda: actions.take_back(message, by=agent))
    was_sent = isinstance(back, AlreadySent)
    assert was_sent or isinstance(back, Draft)
    assert len(sink.mails) == int(was_sent)
    assert Message.objects.filter(kind="reply").count() == int(was_sent)
    assert Delivery.objects.get().state == ("sent" if was_sent else "cancelled")


def test_a_killed_senders_answer_is_taken_up_under_the_same_message_id(ticket, sink):
    delivery = queued(ticket)
    Delivery.objects.update(state="sending", attempts=1, due_at=clock.now() - timedelta(seconds=1))
    with _another_session() as holder:
        holder.execute("SELECT pg_advisory_lock(%s, %s)", [DELIVERY, delivery.pk % 2**31])
        actions.send_due()
        assert sink.mails == [], "somebody else has it in hand"
    actions.send_due()  # that session is gone, and its hold with it
    assert [delivery.message_id_header.encode() in mail.raw for mail in sink.mails] == [True]
    assert Delivery.objects.get().state == "sent"


def test_each_recipient_has_a_state_of_their_own(ticket, sink):
    sink.to_recipients["gone@home.example"] = "550 5.1.1 No such user"
    delivery = queued(ticket, recipients=[to(), to("gone@home.example", kind="cc")])
    send_after_the_hold()
    states = dict(delivery.recipients.values_list("email", "state"))
    assert states == {"grace@home.example": "sent", "gone@home.example": "failed"}
    assert Delivery.objects.get().state == "sent"
    assert Recipient.objects.get(state="failed").answer.startswith("550")


def test_what_is_put_off_is_tried_again_for_those_who_have_not_got_it(ticket, sink):
    sink.to_recipients["busy@home.example"] = "451 4.7.1 Later"
    delivery = queued(ticket, recipients=[to(), to("busy@home.example", kind="cc")])
    send_after_the_hold()
    delivery.refresh_from_db()
    assert delivery.state == "queued"
    assert delivery.due_at > clock.now()
    sink.to_recipients.clear()
    send_after_the_hold()
    assert [mail.recipients for mail in sink.mails] == [
        ["grace@home.example"], ["busy@home.example"],
    ]  # fmt: skip
    assert Delivery.objects.get().state == "sent"


def test_an_answer_that_reached_nobody_makes_the_ticket_ours_again(ticket, sink):
    sink.to_recipients["grace@home.example"] = "550 5.1.1 No such user"
    delivery = queued(ticket, then="solved")
    send_after_the_hold()
    assert Delivery.objects.get().state == "failed"
    assert Ticket.objects.get().status == "open"
    assert Fact.objects.filter(name="reply.failed").count() == 1
    sink.to_recipients.clear()
    actions.retry_delivery(delivery, by=ada())
    actions.send_due()
    assert Delivery.objects.get().state == "sent"
    assert Fact.objects.get(name="reply.retried").actor_id == ada().pk


def test_a_ticket_without_an_inbox_waits_in_the_list_for_a_person():
    answer(make_ticket(), by=ada())
    run_until_quiet("events.tell_facts")
    assert not Delivery.objects.exists()
    assert Fact.objects.get(name="ticket.replied").setbacks.get().subscriber == (
        "channels.queue_reply"
    )


def _another_session():
    parameters = connection.get_connection_params()
    wanted = {k: parameters[k] for k in ("dbname", "user", "password", "host", "port")
              if k in parameters}  # fmt: skip
    return psycopg.connect(**wanted, autocommit=True)
