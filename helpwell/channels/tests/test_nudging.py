"""A friendly reminder, then solved, then closed: only where a house wants it, and with manners."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine

from helpwell.accounts.testing import ada
from helpwell.channels import actions
from helpwell.channels.models import Delivery
from helpwell.channels.queries import as_mailed
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core import clock
from helpwell.customers.models import Identity
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import answer, hear, said_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    tickets.set_habits(by=ada(), nudge_after_days=3, solve_after_days=4, close_after_days=10)


@contextmanager
def days():
    with time_machine.travel(clock.now(), tick=False) as time:
        yield lambda number: time.shift(timedelta(days=number))


def pending_ticket(inbox=None, **more):
    message = arrive(mail(**more), inbox or make_inbox(address="desk@arbor.example")).message
    ticket = Ticket.objects.get(pk=message.ticket_id)
    answer(ticket, by=ada())
    return ticket


def work():
    """What the worker does every ten minutes."""
    actions.nudge_silent()
    tickets.solve_silent()
    tickets.close_old()
    run_until_quiet("events.tell_facts")


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def reminders(ticket):
    return list(ticket.messages.filter(is_automatic=True, kind="reply"))


def test_nothing_happens_by_itself_where_nobody_wants_it():
    with days() as later:
        ticket = pending_ticket()
        later(400)
        work()
    assert (now(ticket).status, reminders(ticket)) == ("pending", [])


def test_the_customer_is_reminded_once_then_it_is_solved_then_closed(house):
    with days() as later:
        ticket = pending_ticket()
        later(2)
        work()
        assert reminders(ticket) == []
        later(1)
        work()
        work()
        assert len(reminders(ticket)) == 1
        assert now(ticket).status == "pending"
        later(3)
        work()
        assert now(ticket).status == "pending"
        later(1)
        work()
        assert now(ticket).status == "solved"
        later(10)
        work()
        assert now(ticket).status == "closed"
    assert said_on(ticket) == [
        "The customer was reminded that we wait for an answer",
        "Solved, as no answer came to our reminder",
        "Closed, as it has been solved for long",
    ]


def test_the_reminder_is_a_mail_marked_as_automatic_in_the_words_of_the_house(house):
    tickets.set_habits(by=ada(), nudge_words="Dear {name}, about {number}: still there?")
    with days() as later:
        ticket = pending_ticket()
        later(3)
        work()
    delivery = Delivery.objects.get(is_automatic=True)
    said = as_mailed(delivery).decode()
    assert "Auto-Submitted: auto-replied" in said or "Auto-Submitted: auto-generated" in said
    assert f"Dear Grace Garden, about {ticket.pk}: still there?" in said
    assert [r.email for r in delivery.recipients.all()] == ["grace@home.example"]


def test_an_answer_opens_it_and_the_next_silence_is_counted_anew(house):
    with days() as later:
        ticket = pending_ticket()
        later(3)
        work()
        later(1)
        hear(ticket)
        assert (now(ticket).status, now(ticket).nudged_at) == ("open", None)
        later(5)
        work()
        assert now(ticket).status == "open"
        answer(ticket, by=ada())
        later(2)
        work()
        assert len(reminders(ticket)) == 1
        later(1)
        work()
        assert len(reminders(ticket)) == 2


def test_an_answer_after_it_was_solved_by_itself_opens_it(house):
    with days() as later:
        ticket = pending_ticket()
        later(3)
        work()
        later(4)
        work()
        hear(ticket)
        assert now(ticket).status == "open"


def test_what_became_pending_yesterday_is_not_reminded_of_however_old_it_is(house):
    with days() as later:
        ticket = pending_ticket()
        tickets.set_status(ticket, to="open", by=ada())
        later(30)
        tickets.set_status(ticket, to="pending", by=ada())
        later(1)
        work()
        assert reminders(ticket) == []
        later(2)
        work()
        assert len(reminders(ticket)) == 1


def make_undeliverable():
    Identity.objects.update(undeliverable_at=clock.now())


def make_unwanted():
    Identity.objects.update(opted_out_at=clock.now())


@pytest.mark.parametrize(
    ("more", "also"),
    [
        ({"Precedence": "bulk"}, None),
        ({"List_Id": "<news.home.example>"}, None),
        ({"sender": "No Reply <noreply@home.example>"}, None),
        ({"Auto_Submitted": "auto-generated"}, None),
        ({}, make_undeliverable),
        ({}, make_unwanted),
    ],
    ids=["bulk", "list", "deaf", "machine", "undeliverable", "opted out"],
)
def test_whom_no_automatic_mail_may_go_to_gets_none_and_nothing_is_solved(house, more, also):
    with days() as later:
        ticket = pending_ticket(**more)
        if also:
            also()
        later(3)
        work()
        later(40)
        work()
    assert (reminders(ticket), now(ticket).status) == ([], "pending")
    (said,) = said_on(ticket)
    assert said.startswith("No reminder was sent")


def test_somebody_with_many_tickets_gets_three_reminders_a_day_at_most(house):
    inbox = make_inbox(address="desk@arbor.example")
    with days() as later:
        for number in range(5):
            pending_ticket(inbox, subject=f"Order {number}")
        later(3)
        work()
    assert Delivery.objects.filter(is_automatic=True).count() == 3


def test_an_absence_note_stops_no_reminder(house):
    with days() as later:
        ticket = pending_ticket()
        hear(ticket, "I am away", is_automatic=True)
        later(3)
        work()
        assert len(reminders(ticket)) == 1


def test_only_pending_tickets_are_waited_for(house):
    with days() as later:
        ticket = pending_ticket()
        for status in ("on_hold", "open", "spam", "trash"):
            tickets.set_status(ticket, to=status, by=ada())
            later(20)
            work()
            assert (now(ticket).status, reminders(ticket)) == (status, [])


def test_closing_waits_for_the_last_time_it_was_solved(house):
    with days() as later:
        ticket = pending_ticket()
        tickets.set_status(ticket, to="solved", by=ada())
        later(9)
        hear(ticket)
        tickets.set_status(ticket, to="solved", by=ada())
        later(9)
        work()
        assert now(ticket).status == "solved"
        later(1)
        work()
        assert now(ticket).status == "closed"
