"""Trash: out of every list, restored exactly, and gone for good when its time is over."""

import pytest
import time_machine

from helpwell.accounts.testing import ada, ben, make_agent, make_role
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.search.queries import find
from helpwell.tickets import actions, queries
from helpwell.tickets.errors import SetAside
from helpwell.tickets.listing import list_page
from helpwell.tickets.models import Ticket
from helpwell.tickets.standing_views import VIEWS
from helpwell.tickets.testing import answer, hear, make_ticket

pytestmark = pytest.mark.django_db


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def make_trash(**more):
    ticket = make_ticket(**more)
    actions.trash(ticket, by=ada())
    return now(ticket)


def found(word):
    return [entry.owner_id for entry in find(word, kinds=["ticket", "message", "spam-message"])]


def test_trash_is_in_its_own_view_and_count_and_in_no_other():
    ticket = make_trash(assignee=ada())
    actions.note(ticket, html="@Ada look", by=ben())
    held = {slug for slug, view in VIEWS.items() if list_page(ada(), view)}
    assert held == {"trash"}
    assert {slug for slug, number in queries.counts(ada()).items() if number} == {"trash"}


def test_trash_is_found_by_nobody_until_it_is_restored():
    ticket = make_trash(subject="Ocelot", text="margay")
    actions.note(ticket, html="serval", by=ada())
    assert [found(word) for word in ("ocelot", "margay", "serval")] == [[], [], []]
    actions.restore(ticket, by=ada())
    assert [found(word) for word in ("ocelot", "margay", "serval")] == [[ticket.pk]] * 3


@pytest.mark.parametrize("status", ["new", "pending", "on_hold", "solved", "closed", "spam"])
def test_what_is_restored_is_what_it_was_to_the_second(status):
    with time_machine.travel("2026-03-02 09:00:00Z", tick=False):
        ticket = make_ticket(status="" if status == "new" else status)
    before = now(ticket)
    actions.trash(ticket, by=ada())
    assert (now(ticket).status, now(ticket).solved_at) == ("trash", None)
    assert now(ticket).trashed_at
    actions.restore(ticket, by=ben())
    assert now(ticket).__dict__ | {"_state": 0} == before.__dict__ | {"_state": 0}


def test_throwing_away_is_undone():
    ticket = make_ticket(status="pending")
    row = Fact.objects.get(pk=actions.trash(ticket, by=ada()))
    actions.undo(ticket, revive(row.name, row.payload, ada().actor), by=ada())
    assert now(ticket).status == "pending"


def test_nobody_writes_to_trash():
    with pytest.raises(SetAside):
        answer(make_trash(), by=ada())
    with pytest.raises(SetAside):
        hear(make_trash())


def test_a_click_throws_it_away_and_the_way_back_is_offered(client):
    client.force_login(ada())
    ticket = make_ticket()
    head = client.post(f"/tickets/{ticket.pk}/trash/").text
    assert now(ticket).is_trashed
    assert f"/tickets/{ticket.pk}/trash/restoration/" in head
    assert f"/tickets/{ticket.pk}/status/" not in head
    assert client.post(f"/tickets/{ticket.pk}/status/", {"to": "open"}).status_code == 422
    client.post(f"/tickets/{ticket.pk}/trash/restoration/")
    assert now(ticket).status == "new"


def test_who_may_not_throw_away_may_not_restore_by_undoing(client):
    fact_id = actions.trash(ticket := make_ticket(), by=ada())
    role = make_role("tickets.read_all", "tickets.set_status")
    client.force_login(make_agent("Cleo", role=role))
    assert client.post(f"/tickets/{ticket.pk}/trash/restoration/").status_code == 403
    assert client.post(f"/tickets/{ticket.pk}/undo/{fact_id}/").status_code == 422
    assert now(ticket).is_trashed
