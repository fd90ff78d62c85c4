"""Tickets of people who turned out to be one, and were parted again."""

import pytest
from django.db import OperationalError, transaction

from helpwell.accounts.testing import ada
from helpwell.core.actors import SYSTEM
from helpwell.core.testing import at_once
from helpwell.customers import actions as customers
from helpwell.customers.models import Customer, PeopleMerge
from helpwell.customers.testing import grace, make_customer
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions
from helpwell.tickets.content import Content
from helpwell.tickets.models import Message, Participant, Ticket
from helpwell.tickets.testing import make_ticket, to

pytestmark = pytest.mark.django_db


def tell():
    run_until_quiet("events.tell_facts")


def whose(ticket):
    return Ticket.objects.get(pk=ticket.pk).requester


def writes(customer, *, email):
    """A new ticket of somebody, from one of their addresses."""
    content = Content(text="Hello?", recipients=[to(email, kind="from")])
    return actions.open(requester=customer, subject="", content=content, group=None, by=customer)


def test_tickets_and_messages_go_along_once_and_come_back():
    other = make_customer("G. Garden")
    mine, theirs = make_ticket(requester=grace()), make_ticket(requester=other)
    merged = customers.merge(other, into=grace(), by=ada())
    tell()
    tell()
    assert {whose(mine), whose(theirs)} == {grace()}
    assert Message.objects.get(ticket=theirs).customer == grace()
    customers.part(merged, by=ada())
    tell()
    assert (whose(mine), whose(theirs)) == (grace(), other)
    assert Message.objects.get(ticket=theirs).customer == other


def test_what_came_since_goes_back_to_whose_address_it_came_from():
    other = make_customer("G. Garden", email="gg@work.example")
    merged = customers.merge(other, into=grace(), by=ada())
    from_work = writes(grace(), email="GG@work.example").ticket
    from_home = writes(grace(), email="grace@home.example").ticket
    customers.part(merged, by=ada())
    tell()
    assert (whose(from_work), whose(from_home)) == (other, grace())


def test_parted_before_anybody_heard_of_the_merge():
    other = make_customer()
    ticket = make_ticket(requester=other)
    customers.part(customers.merge(other, into=grace(), by=ada()), by=ada())
    tell()
    assert whose(ticket) == other


def test_a_chain_comes_apart_link_by_link():
    one, other, third = make_customer(), make_customer(), make_customer()
    ticket = make_ticket(requester=one)
    first = customers.merge(one, into=other, by=ada())
    second = customers.merge(other, into=third, by=ada())
    tell()
    assert whose(ticket) == third
    customers.part(second, by=ada())
    tell()
    assert whose(ticket) == other
    customers.part(first, by=ada())
    tell()
    assert whose(ticket) == one


def test_a_chain_told_in_the_wrong_order_comes_apart_the_same():
    one, other, third = make_customer(), make_customer(), make_customer()
    ticket = make_ticket(requester=one)
    customers.merge(one, into=other, by=ada())
    second = customers.merge(other, into=third, by=ada())
    for merged in PeopleMerge.objects.order_by("-pk"):
        actions.follow_merge(merged, by=SYSTEM)
    assert whose(ticket) == third
    customers.part(second, by=ada())
    actions.follow_parting(PeopleMerge.objects.get(pk=second.pk), by=SYSTEM)
    assert whose(ticket) == other


def test_what_was_written_at_that_very_moment_follows_later():
    other = make_customer()
    stale = Customer.objects.get(pk=other.pk)
    merged = customers.merge(other, into=grace(), by=ada())
    tell()
    late = make_ticket(requester=stale)
    actions.follow_stragglers(by=SYSTEM)
    assert whose(late) == grace()
    customers.part(PeopleMerge.objects.get(pk=merged.pk), by=ada())
    tell()
    assert whose(late) == other


def test_who_takes_part_on_both_sides_takes_part_once():
    other = make_customer()
    mine, both = make_ticket(), make_ticket()
    for ticket, customer in ((mine, other), (both, other), (both, grace())):
        Participant.objects.create(
            ticket=ticket, customer=customer, email="x@x.example", added_at=ticket.opened_at
        )
    merged = customers.merge(other, into=grace(), by=ada())
    tell()
    assert Participant.objects.get(ticket=mine).customer == grace()
    assert Participant.objects.filter(ticket=both, customer=grace()).count() == 1
    customers.part(merged, by=ada())
    tell()
    assert Participant.objects.get(ticket=mine).customer == other


@pytest.mark.django_db(transaction=True)
def test_a_ticket_they_only_wrote_on_is_held_while_their_words_change_hands():
    other, ticket = make_customer("G. Garden"), make_ticket(requester=make_customer("Ivo"))
    content = Content(text="Me, too", recipients=[to("gg@work.example", kind="from")])
    actions.receive(ticket, customer=other, content=content, by=other)
    merged = customers.merge(other, into=grace(), by=ada())
    with transaction.atomic():
        actions.follow_merge(merged, by=SYSTEM)
        (refusal,) = at_once(lambda: held_now(ticket))
    assert isinstance(refusal, OperationalError), "nobody holds it"


def held_now(ticket):
    """Take it in hand, without waiting for whoever has it."""
    with transaction.atomic():
        return Ticket.objects.select_for_update(nowait=True).get(pk=ticket.pk)
