"""What most desks need: put in by one press, taken out by another, as far as it is not in use."""

import pytest

from helpwell.accounts.testing import make_administrator
from helpwell.fields.models import Field
from helpwell.macros import actions as macros
from helpwell.macros.models import Snippet
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import ContactReason, Resolution
from helpwell.tickets.testing import make_ticket
from helpwell.workspace import suggesting

pytestmark = pytest.mark.django_db


def counts():
    return tuple(row.objects.count() for row in (ContactReason, Resolution, Field, Snippet))


def test_what_is_suggested_comes_and_goes():
    admin = make_administrator()
    suggesting.put_in(by=admin)
    assert counts() == (9, 4, 1, 3)
    suggesting.take_out(by=admin)
    assert counts() == (0, 0, 0, 0)


def test_putting_it_in_twice_makes_nothing_double():
    admin = make_administrator()
    tickets.arrange_resolution(None, name="answered", by=admin)
    suggesting.put_in(by=admin)
    suggesting.put_in(by=admin)
    assert counts() == (9, 4, 1, 3)


def test_what_is_in_use_or_changed_stays():
    admin = make_administrator()
    suggesting.put_in(by=admin)
    ticket = make_ticket()
    below = ContactReason.objects.get(name="Where is it")
    tickets.set_reason(ticket, to=below, by=admin)
    tickets.set_values(ticket, {Field.objects.get().key: "20391"}, by=admin)
    mine = Snippet.objects.get(shortcut="hi")
    macros.change_snippet(mine, html="<div>Hello</div>", by=admin)
    suggesting.take_out(by=admin)
    assert set(ContactReason.objects.values_list("name", flat=True)) >= {"Where is it"}
    assert ContactReason.objects.filter(parent=None).get().name == "Order and delivery"
    assert Field.objects.count() == 1
    assert Snippet.objects.get() == mine


def test_it_is_a_press_on_the_first_steps(client):
    client.force_login(make_administrator())
    assert "Put them in" in client.get("/welcome/steps/").content.decode()
    assert client.post("/settings/suggestions/").status_code == 302
    html = client.get("/welcome/steps/").content.decode()
    assert "Take out" in html
    assert "1 of 7 done" in html
    client.post("/settings/suggestions/", {"out": "1"})
    assert "0 of 7 done" in client.get("/welcome/steps/").content.decode()
