"""Answers at a chosen time, and only if they do not write first."""

from datetime import timedelta

import pytest
import time_machine

from helpwell.accounts.models import User
from helpwell.accounts.testing import ada, ben
from helpwell.channels import actions, steady
from helpwell.channels.models import Delivery, Inbox
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.channels.tests.sink import Sink, sink_server
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.core.testing import at_once, failures
from helpwell.events.models import Fact
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.errors import NoSuchMoment, TicketClosed
from helpwell.tickets.models import Draft, Message, Ticket
from helpwell.tickets.testing import hear, to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def steady_clock(monkeypatch):
    """Each test has a clock that has not leapt yet."""
    monkeypatch.setattr(steady, "WATCH", steady.Watch())


@pytest.fixture
def sink():
    with sink_server() as server:
        yield server


@pytest.fixture
def ticket(sink: Sink) -> Ticket:
    inbox = make_inbox(smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    return arrive(mail(), inbox).message.ticket


def scheduled(ticket: Ticket, **more) -> Delivery:
    given = {"html": "<p>Has it come?</p>", "by": ada(), "recipients": [to()],
             "send_at": clock.now() + timedelta(hours=3)}  # fmt: skip
    message = tickets.schedule(ticket, **given | more)
    run_until_quiet("events.tell_facts")
    return Delivery.objects.get(message=message)


def its_time_comes(delivery: Delivery) -> None:
    past = clock.now() - timedelta(seconds=1)
    Delivery.objects.filter(pk=delivery.pk).update(due_at=past)
    Message.objects.filter(pk=delivery.message_id).update(
        send_at=past, created_at=past - timedelta(hours=3)
    )


def everything_runs() -> None:
    actions.release_scheduled()
    run_until_quiet("events.tell_facts")
    actions.send_due()


def test_until_its_time_nothing_leaves_and_the_ticket_stays_as_it_is(ticket, sink):
    before = Ticket.objects.values().get()
    delivery = scheduled(ticket, then="solved")
    everything_runs()
    assert (sink.mails, delivery.state, delivery.is_scheduled) == ([], "held", True)
    after = Ticket.objects.values().get()
    assert after.pop("message_count") == before.pop("message_count") + 1
    assert after == before
    assert not Fact.objects.filter(name="ticket.replied").exists()


def test_at_its_time_it_leaves_once_and_the_ticket_is_as_its_writer_chose(ticket, sink):
    delivery = scheduled(ticket, then="solved")
    its_time_comes(delivery)
    everything_runs()
    everything_runs()
    assert [each.recipients for each in sink.mails] == [["grace@home.example"]]
    now = Ticket.objects.get()
    assert (now.status, now.assignee, now.waiting_since) == ("solved", ada(), None)
    assert Fact.objects.get(name="ticket.replied").actor_id == ada().pk
    assert Delivery.objects.get().state == "sent"


def test_the_mail_bears_the_date_of_its_sending(ticket, sink):
    moment = (clock.now() + timedelta(hours=3)).replace(second=0)
    scheduled(ticket, send_at=moment)
    with time_machine.travel(moment + timedelta(seconds=5), tick=False):
        everything_runs()
    assert moment.strftime("%d %b %Y %H:%M").encode() in sink.mails[0].raw


def test_a_leap_of_the_clock_sends_nothing_early(ticket, sink):
    scheduled(ticket)
    actions.release_scheduled()
    with time_machine.travel(clock.now() + timedelta(hours=4), tick=True):
        everything_runs()
        assert Delivery.objects.get().state == "held"
    everything_runs()
    assert sink.mails == []


@pytest.mark.parametrize(
    ("looks", "believed"),
    [
        ([(1000, 0), (1010, 10)], True),
        ([(1000, 0), (1000 + 3600, 10)], False),
        ([(1000, 0), (1000 + 3600, 10), (1000 + 3700, 110)], False),
        ([(1000, 0), (1000 + 3600, 10), (1000 + 3901, 311)], True),  # so it was right
        ([(1000, 0), (1000 + 3600, 10), (1020, 20)], True),  # it leapt back
        ([(1000, 0), (1000 - 3600, 10)], True),
        ([(1000, 0), (1000 + 3600, 3600)], True),  # the machine slept
    ],
)
def test_the_clock_is_believed_once_it_has_been_steady(looks, believed):
    watch = steady.Watch()
    assert [watch.is_believed(wall=w, running=r) for w, r in looks][-1] == believed


def test_whoever_writes_first_stops_an_answer_for_the_silent(ticket, sink):
    delivery = scheduled(ticket, only_if_silent=True)
    hear(ticket, "It came, thank you")
    everything_runs()
    draft = Draft.objects.get()
    assert (draft.agent, draft.html) == (ada(), "<p>Has it come?</p>")
    assert not Message.objects.filter(kind="reply").exists()
    its_time_comes(delivery)
    everything_runs()
    assert (sink.mails, Delivery.objects.get().state) == ([], "cancelled")
    assert Fact.objects.filter(name="reply.outdated", about=f"ticket:{ticket.pk}").exists()


def test_a_machine_that_answers_has_not_written(ticket, sink):
    delivery = scheduled(ticket, only_if_silent=True)
    hear(ticket, "I am away", is_automatic=True)
    its_time_comes(delivery)
    everything_runs()
    assert len(sink.mails) == 1


def test_what_had_come_in_by_its_time_is_read_before_it_is_decided(ticket, sink):
    delivery = scheduled(ticket, only_if_silent=True)
    reply_to = Delivery.objects.get().message_id_header
    actions.accept(delivery.inbox, mail("It came", In_Reply_To=reply_to))
    its_time_comes(delivery)
    Delivery.objects.update(due_at=clock.now())
    everything_runs()
    assert Delivery.objects.get().state == "held", "an unread mail may be the customer's"
    actions.read_waiting()
    everything_runs()
    assert (sink.mails, Delivery.objects.get().state) == ([], "cancelled")


def test_mail_that_waits_forever_unread_keeps_no_later_answer(ticket, sink):
    delivery = scheduled(ticket, only_if_silent=True)
    its_time_comes(delivery)
    actions.accept(delivery.inbox, mail("Something else"))
    everything_runs()
    assert len(sink.mails) == 1, "that mail came after its time"


@pytest.mark.parametrize("_", range(8))
def test_writing_in_the_very_second_it_is_due_is_decided_one_way(ticket, sink, _):
    delivery = scheduled(ticket, only_if_silent=True, then="pending")
    its_time_comes(delivery)
    outcomes = at_once(actions.release_scheduled, lambda: hear(ticket, "It came"))
    assert failures(outcomes) == []
    everything_runs()
    was_sent = len(sink.mails) == 1
    assert Message.objects.filter(kind="reply").count() == int(was_sent)
    assert Draft.objects.count() == int(not was_sent)
    assert Delivery.objects.get().state == ("sent" if was_sent else "cancelled")
    assert Ticket.objects.get().status in ("open", "new"), "either way the customer wrote last"


def test_an_answer_that_goes_although_they_wrote_leaves_the_ticket_ours(ticket, sink):
    delivery = scheduled(ticket, then="solved")
    hear(ticket, "One thing more")
    its_time_comes(delivery)
    everything_runs()
    now = Ticket.objects.get()
    assert len(sink.mails) == 1
    assert now.status in Ticket.OUR_TURN
    assert now.waiting_since is not None
    assert now.last_public_id == ticket.messages.filter(kind="received").last().pk


def test_a_ticket_solved_meanwhile_stays_solved(ticket, sink):
    delivery = scheduled(ticket, then="pending")
    tickets.set_status(ticket, to="solved", by=ben())
    its_time_comes(delivery)
    everything_runs()
    assert len(sink.mails) == 1
    assert Ticket.objects.get().status == "solved"


def close(ticket: Ticket) -> None:
    tickets.set_status(ticket, to="closed", by=ada())


def leave(_ticket: Ticket) -> None:
    User.objects.filter(pk=ada().pk).update(is_active=False)


def give_up(_ticket: Ticket) -> None:
    actions.change_inbox(Inbox.objects.get(), is_active=False, by=SYSTEM)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (close, "This ticket is closed"),
        (leave, "does not work here any more"),
        (give_up, "inbox is not in use"),
    ],
)
def test_what_cannot_be_said_any_more_is_kept_with_the_reason(ticket, sink, happens, why):
    delivery = scheduled(ticket)
    happens(ticket)
    its_time_comes(delivery)
    everything_runs()
    everything_runs()
    kept = Delivery.objects.get()
    assert (sink.mails, kept.state) == ([], "held")
    assert why in kept.error
    assert Message.objects.filter(kind="reply").count() == 1


def test_a_colleague_sends_what_somebody_who_left_had_scheduled(ticket, sink):
    delivery = scheduled(ticket)
    leave(ticket)
    its_time_comes(delivery)
    everything_runs()
    actions.send_now(delivery, by=ben())
    Delivery.objects.update(due_at=clock.now())
    everything_runs()
    assert len(sink.mails) == 1


def test_nothing_is_said_on_a_closed_ticket_even_by_hand(ticket, sink):
    delivery = scheduled(ticket)
    close(ticket)
    with pytest.raises(TicketClosed):
        actions.send_now(delivery, by=ben())
    assert Delivery.objects.get().state == "held"


def test_send_now_can_be_taken_back_for_a_while_like_any_answer(ticket, sink):
    delivery = scheduled(ticket, then="solved")
    actions.send_now(delivery, by=ada())
    run_until_quiet("events.tell_facts")
    actions.send_due()
    assert sink.mails == []
    assert Ticket.objects.get().status == "solved"
    actions.take_back(delivery.message, by=ada())
    assert Ticket.objects.get().status == "new"
    assert Draft.objects.get().agent == ada()


def test_whoever_changes_it_gets_the_draft_with_its_files(ticket, sink):
    file = tickets.attach(ticket, name="a.png", content_type="image/png", content=b"x", by=ada())
    delivery = scheduled(ticket, attachment_ids=[file.pk])
    count = Ticket.objects.get().message_count
    draft = actions.take_back(delivery.message, by=ben())
    file.refresh_from_db()
    assert (draft.agent, file.uploaded_by, file.message) == (ben(), ben(), None)
    assert Ticket.objects.get().message_count == count - 1
    assert Delivery.objects.get().state == "cancelled"


@pytest.mark.parametrize("_", range(6))
def test_taking_back_meets_its_time_and_one_of_them_happens(ticket, sink, _):
    delivery = scheduled(ticket)
    its_time_comes(delivery)
    agent = ada()
    _released, back = at_once(
        actions.release_scheduled, lambda: actions.take_back(delivery.message, by=agent)
    )
    assert isinstance(back, Draft), "its sending had not begun yet"
    everything_runs()
    assert (sink.mails, Delivery.objects.get().state) == ([], "cancelled")


@pytest.mark.parametrize("hours", [-1, 24 * 400])
def test_only_a_moment_to_come_can_be_chosen(ticket, hours):
    with pytest.raises(NoSuchMoment):
        scheduled(ticket, send_at=clock.now() + timedelta(hours=hours))


def test_an_answer_not_said_yet_answers_nothing(ticket, sink):
    """The customer still waits: whoever reopens the ticket sees since when."""
    scheduled(ticket)
    tickets.set_status(ticket, to="solved", by=ada())
    tickets.set_status(ticket, to="open", by=ada())
    assert Ticket.objects.get().waiting_since == ticket.messages.first().created_at
