"""A brand comes with the inbox, goes with the ticket, and signs where the inbox does not."""

import pytest

from helpwell.accounts.testing import ada, make_administrator
from helpwell.brands.actions import change_brand, make_brand
from helpwell.channels import actions
from helpwell.channels.models import Delivery, Inbox
from helpwell.channels.queries import as_mailed
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import answer, said_on

pytestmark = pytest.mark.django_db


def arbor(**more):
    return make_brand(name="Arbor", by=ada(), **{"signature": "Your Arbor team"} | more)


def branded_inbox(brand, **more):
    return actions.change_inbox(make_inbox(), brand=brand, by=ada(), **more)


def ticket_of(inbox):
    return Ticket.objects.get(pk=arrive(mail(), inbox).message.ticket_id)


def mailed(ticket):
    answer(ticket, by=ada())
    run_until_quiet("events.tell_facts")
    return as_mailed(Delivery.objects.get()).decode()


def test_a_ticket_is_of_the_brand_of_the_inbox_it_came_in_by():
    brand = arbor()
    assert ticket_of(branded_inbox(brand)).brand == brand


def test_the_brand_signs_where_the_inbox_does_not():
    ticket = ticket_of(branded_inbox(arbor(), signature=""))
    assert "Your Arbor team" in mailed(ticket)


def test_an_inbox_with_words_of_its_own_signs_with_those():
    ticket = ticket_of(branded_inbox(arbor(), signature="Ines and the team"))
    said = mailed(ticket)
    assert "Ines and the team" in said
    assert "Your Arbor team" not in said


def test_a_ticket_of_another_brand_is_signed_by_that():
    ticket = ticket_of(branded_inbox(arbor(), signature=""))
    other = make_brand(name="Birke", signature="Birke sagt danke", by=ada())
    tickets.set_brand(ticket, to=other, by=ada())
    assert "Birke sagt danke" in mailed(Ticket.objects.get(pk=ticket.pk))


def test_changing_the_brand_is_a_sentence_and_undone():
    ticket = ticket_of(make_inbox())
    row = Fact.objects.get(pk=tickets.set_brand(ticket, to=arbor(), by=ada()))
    tickets.undo(ticket, revive(row.name, row.payload, ada().actor), by=ada())
    assert said_on(ticket) == [
        "Ada Agent moved it to the brand Arbor",
        "Ada Agent took its brand away",
    ]
    assert Ticket.objects.get().brand is None


def test_brands_are_shown_while_there_are_two_in_use(client):
    client.force_login(ada())
    brand = arbor()
    ticket = ticket_of(branded_inbox(brand))
    head = f"/tickets/{ticket.pk}/head/"
    assert "Arbor" not in client.get(head).text
    other = make_brand(name="Birke", by=ada())
    assert "Arbor" in client.get(head).text
    asked = f"/tickets/{ticket.pk}/brand/"
    assert "Birke" in client.get(asked).text
    assert "Birke" in client.post(asked, {"brand": other.pk}).text
    change_brand(other, is_active=False, by=ada())
    assert client.post(asked, {"brand": other.pk}).status_code == 404


def test_the_inbox_asks_for_its_brand_once_there_is_one(client):
    client.force_login(make_administrator())
    inbox = make_inbox()
    page = f"/settings/inboxes/{inbox.pk}/"
    assert 'name="brand"' not in client.get(page).text
    brand = arbor()
    assert 'name="brand"' in client.get(page).text
    actions.change_inbox(inbox, brand=brand, by=ada())
    assert Inbox.objects.get().brand == brand
