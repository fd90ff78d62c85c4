"""New tickets that are being written: kept, gone on with, and gone once they are sent."""

from uuid import uuid4

import pytest

from helpwell.accounts.actions import remove_people
from helpwell.accounts.testing import ada, make_administrator
from helpwell.customers.testing import make_customer
from helpwell.fields.testing import make_field
from helpwell.tickets import actions, queries
from helpwell.tickets.models import Draft, Message, Ticket

TOKEN = uuid4()


@pytest.fixture(autouse=True)
def writer(client):
    person = make_administrator()
    client.force_login(person)
    return person


def given(**more):
    return {
        "token": TOKEN.hex,
        "to": "Grace <grace@home.example>",
        "subject": "Your bike",
        "body": "<div>It is ready.</div>",
        "priority": "3",
        "tag": ["vip"],
    } | more


def keep(client, **more):
    return client.post("/tickets/new/draft/", given(**more))


def test_what_is_typed_is_kept_and_gone_on_with(client, writer):
    make_field("Size")
    kept = keep(client, **{"field-size": "big", "edition": "0"})
    assert (kept.status_code, int(kept["Draft-Edition"])) == (204, Draft.objects.get().edition)
    fresh = client.get("/tickets/new/").text
    assert "You have begun already" in fresh
    assert "Your bike" in fresh
    assert "It is ready." not in fresh
    page = client.get("/tickets/new/", {"draft": TOKEN.hex}).text
    for word in ('value="Your bike"', "It is ready.", "grace@home.example", "vip", ">big<"):
        assert word in page
    assert 'value="3" selected' in page
    assert f'edition="{Draft.objects.get().edition}"' in page


def test_only_its_writer_sees_it(client, writer):
    keep(client)
    client.force_login(ada())
    assert "Your bike" not in client.get("/tickets/new/").text
    assert "Your bike" not in client.get("/tickets/new/", {"draft": TOKEN.hex}).text
    assert "Your bike" not in client.get(f"/tickets/new/begun/{TOKEN}/removal/").text
    client.post(f"/tickets/new/begun/{TOKEN}/removal/")
    keep(client, subject="Ada's own")
    assert queries.begun_by(writer).get().sheet["texts"]["subject"] == "Your bike"


def test_it_is_gone_once_it_is_sent_and_is_not_made_twice(client):
    keep(client)
    first = client.post("/tickets/new/", given(**{"as": "record"}))
    again = client.post("/tickets/new/", given(**{"as": "record"}))
    assert first["Location"] == again["Location"] == f"/tickets/{Ticket.objects.get().pk}/"
    assert Message.objects.count() == 1
    assert not Draft.objects.exists()
    late = keep(client)
    assert (late.status_code, Draft.objects.exists()) == (410, False)


def test_what_is_refused_stays_kept(client):
    keep(client)
    assert client.post("/tickets/new/", given(to=[], **{"as": "mail"})).status_code == 422
    assert Draft.objects.exists()


def test_what_was_changed_elsewhere_is_shown_and_not_overwritten(client):
    edition = keep(client)["Draft-Edition"]
    keep(client, subject="On the other device", edition=edition)
    stopped = keep(client, subject="Here", edition=edition)
    assert stopped.status_code == 409
    assert "On the other device" in stopped.text
    assert keep(client, subject="On the other device", edition=edition).status_code == 204


def test_several_are_kept_side_by_side(client):
    keep(client)
    keep(client, token=uuid4().hex, subject="Another")
    page = client.get("/tickets/new/begun/", {"but": TOKEN.hex}).text
    assert ("Another" in page, "Your bike" in page) == (True, False)


def test_an_emptied_one_and_one_thrown_away_are_gone(client):
    keep(client)
    assert "Your bike" in client.get(f"/tickets/new/begun/{TOKEN}/removal/").text
    assert keep(client, to=[], subject=" ", body="", tag=[])["Draft-Edition"] == "0"
    assert not Draft.objects.exists()
    keep(client)
    client.post(f"/tickets/new/begun/{TOKEN}/removal/")
    assert not Draft.objects.exists()


def test_what_cannot_be_kept_as_it_is_is_kept_as_it_can(client):
    odd = {"subject": "a\0b", "body": "<div onclick=x>b\0</div>", "deed": ["{", "[1]", "9" * 9999]}
    assert keep(client, **odd).status_code == 204
    draft = Draft.objects.get()
    assert (draft.sheet["texts"]["subject"], draft.html) == ("ab", "<div>b</div>")


def test_it_goes_with_its_person(client, writer):
    keep(client)
    remove_people([writer.pk])
    assert not Draft.objects.exists()


def test_it_goes_with_the_customer_it_is_for(client):
    grace = make_customer("Grace", email="grace@home.example")
    keep(client, to="Grace <GRACE@home.example>")
    keep(client, token=uuid4().hex, to=[], customer=grace.pk)
    keep(client, token=uuid4().hex, to="Hal <hal@home.example>")
    actions.forget_begun_for([grace.pk])
    assert [draft.sheet["to"] for draft in Draft.objects.all()] == [["Hal <hal@home.example>"]]
