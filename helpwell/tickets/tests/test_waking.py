"""Mail wakes a ticket, but not for ever: robots come to rest, people who talk do not."""

import pytest
import time_machine

from helpwell.accounts.testing import ada
from helpwell.core.actors import SYSTEM
from helpwell.customers.testing import make_customer
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.actions import waking
from helpwell.tickets.history import Sentences
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.testing import answer, hear, make_ticket

pytestmark = pytest.mark.django_db


def woken(ticket: Ticket) -> bool:
    """Whether one more mail wakes it after it was solved."""
    actions.set_status(ticket, to="solved", by=SYSTEM)
    hear(ticket, "I am not here.")
    return Ticket.objects.get(pk=ticket.pk).status == "open"


def stopped() -> list[Fact]:
    return list(Fact.objects.filter(name="reopening.stopped"))


def test_what_answers_everything_wakes_a_ticket_five_times_an_hour():
    ticket = make_ticket()
    assert [woken(ticket) for _ in range(7)] == [True] * 5 + [False] * 2
    assert Message.objects.count() == 8
    (fact,) = stopped()
    assert "does not open the ticket for a while" in Sentences([fact]).of(fact)


def test_nobody_waits_on_the_ticket_that_stays_solved():
    ticket = make_ticket()
    while woken(ticket):
        pass
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_since) == ("solved", None)
    assert ticket.solved_at


def test_an_hour_later_it_may_again():
    ticket = make_ticket()
    with time_machine.travel("2026-03-02 09:00Z", tick=False):
        while woken(ticket):
            pass
    with time_machine.travel("2026-03-02 10:01Z", tick=False):
        assert woken(ticket)


def test_people_who_talk_are_heard_every_time():
    ticket = make_ticket()
    for _ in range(12):
        answer(ticket, by=ada())
        hear(ticket, "And what about this?")
        assert Ticket.objects.get(pk=ticket.pk).status == "open"
    assert stopped() == []


def test_one_person_wakes_twenty_tickets_in_an_hour(monkeypatch):
    monkeypatch.setattr(waking, "MOST_A_REQUESTER", 3)
    robot = make_customer("Robot")
    tickets = [make_ticket(requester=robot) for _ in range(5)]
    assert [woken(ticket) for ticket in tickets] == [True] * 3 + [False] * 2
    assert woken(make_ticket())


def test_what_does_not_sleep_needs_no_waking():
    ticket = make_ticket()
    for _ in range(10):
        hear(ticket, "Hello?")
    assert stopped() == []


def test_what_was_said_before_it_was_solved_does_not_wait_again():
    ticket = make_ticket()
    actions.set_status(ticket, to="solved", by=ada())
    later = hear(ticket, "One thing more")
    other = make_ticket(status="closed")
    assert Ticket.objects.get(pk=ticket.pk).waiting_since == later.created_at
    actions.merge([other], into=ticket, by=ada())
    assert Ticket.objects.get(pk=ticket.pk).waiting_since == later.created_at
