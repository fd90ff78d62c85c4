"""A ticket that changes hands is followed by new live passes alone."""

import pytest
from django.db import connection

from helpwell.accounts.testing import ada, make_agent, make_group
from helpwell.core.actors import SYSTEM
from helpwell.events.queries import history_of
from helpwell.live.hub import AGAIN, CHANNEL
from helpwell.tickets import actions
from helpwell.tickets.deeds.answering import usual_recipients
from helpwell.tickets.facts import TicketReplied
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket():
    found = make_ticket()
    connection.helpwell_owed = []
    return found


def is_judged_again(ticket):
    owed = connection.helpwell_owed
    wanted = [(CHANNEL, f"{AGAIN} {kind}:{ticket.pk}") for kind in ("ticket", "presence")]
    return [each in owed for each in wanted] == [True, True]


def test_to_a_person_or_a_group(ticket):
    actions.assign(ticket, to=make_agent("Ina"), group=make_group(), by=SYSTEM)
    assert is_judged_again(ticket)


def test_to_whoever_answers_and_back(ticket):
    actions.set_habits(by=SYSTEM, assigns_on_reply=True)
    connection.helpwell_owed = []
    said = actions.reply(ticket, html="Hi", by=ada(), recipients=usual_recipients(ticket))
    assert is_judged_again(ticket)
    connection.helpwell_owed = []
    row = history_of(f"ticket:{ticket.pk}").get(name=TicketReplied.name)
    actions.withdraw(said, replied=TicketReplied(by=SYSTEM, **row.payload), by=ada())
    assert is_judged_again(ticket)


def test_what_stays_in_its_hands_does_not(ticket):
    actions.set_status(ticket, to="pending", by=SYSTEM)
    assert not is_judged_again(ticket)
