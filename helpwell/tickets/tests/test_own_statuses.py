"""This house's own words for statuses, within the fixed ones."""

import threading

import pytest
from django.db import connection

from helpwell.accounts.testing import ada, ben, make_administrator
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.errors import StatusNameTaken, StatusRetired, TooManyStatuses
from helpwell.tickets.models import CustomStatus, Ticket
from helpwell.tickets.shown import shown_to_customer
from helpwell.tickets.testing import answer, hear, make_ticket
from helpwell.tickets.thread import thread_of

pytestmark = pytest.mark.django_db


def workshop(**more):
    given = {"name": "In the workshop", "status": "on_hold", "customer_label": "Being mended"}
    return actions.make_status(**given | more, by=ada())


def now(ticket):
    return Ticket.objects.select_related("custom_status").get(pk=ticket.pk)


def standing(ticket):
    ticket = now(ticket)
    return ticket.status, ticket.custom_status and ticket.custom_status.name


def undo(ticket, fact_id):
    row = Fact.objects.get(pk=fact_id)
    actions.undo(ticket, revive(row.name, row.payload, ada().actor), by=ada())


def sentences(ticket):
    return [line.text for item in thread_of(now(ticket)).items for line in item.lines]


def test_an_own_status_is_set_with_what_it_stands_for_in_one_fact():
    ticket, own = make_ticket(), workshop()
    actions.set_status(ticket, to="on_hold", custom=own, by=ada())
    assert standing(ticket) == ("on_hold", "In the workshop")
    assert Fact.objects.filter(name="ticket.status_changed").count() == 1
    assert sentences(ticket) == ["Ada Agent set the status to In the workshop"]


def test_another_status_takes_the_own_word_away():
    ticket, own = make_ticket(), workshop()
    actions.set_status(ticket, to="on_hold", custom=own, by=ada())
    hear(ticket)
    assert standing(ticket) == ("open", None)
    actions.set_status(ticket, to="on_hold", custom=own, by=ada())
    actions.set_status(ticket, to="on_hold", by=ada())
    assert standing(ticket) == ("on_hold", None)


def test_undoing_brings_back_the_very_word():
    ticket, own, other = make_ticket(), workshop(), workshop(name="At the mill")
    actions.set_status(ticket, to="on_hold", custom=own, by=ada())
    undo(ticket, actions.set_status(ticket, to="on_hold", custom=other, by=ben()))
    assert standing(ticket) == ("on_hold", "In the workshop")
    undo(ticket, actions.set_status(ticket, to="solved", by=ben()))
    assert standing(ticket) == ("on_hold", "In the workshop")


def test_an_answer_leaves_it_in_our_own_word_and_taking_it_back_in_the_one_before():
    ticket, own = make_ticket(), workshop(name="Sent a label", status="pending")
    before = workshop()
    actions.set_status(ticket, to="on_hold", custom=before, by=ada())
    message = answer(ticket, by=ada(), then="pending", custom=own)
    assert standing(ticket) == ("pending", "Sent a label")
    row = Fact.objects.get(name="ticket.replied")
    replied = revive(row.name, row.payload, ada().actor)
    actions.withdraw(message, replied=replied, by=ada())
    assert standing(ticket) == ("on_hold", "In the workshop")


def test_a_retired_one_stays_on_its_tickets_and_is_offered_to_none(client):
    ticket, own = make_ticket(), workshop()
    actions.set_status(ticket, to="on_hold", custom=own, by=ada())
    actions.change_status(own, is_active=False, by=ada())
    assert standing(ticket) == ("on_hold", "In the workshop")
    other = make_ticket()
    with pytest.raises(StatusRetired):
        actions.set_status(other, to="on_hold", custom=CustomStatus.objects.get(), by=ada())
    client.force_login(ada())
    page = client.get(f"/tickets/{other.pk}/").text
    assert "In the workshop" not in page
    assert "In the workshop" in client.get(f"/tickets/{ticket.pk}/head/").text
    answer = client.post(f"/tickets/{other.pk}/status/", {"to": own.pk})
    assert (answer.status_code, standing(other)) == (422, ("new", None))
    undo(ticket, actions.set_status(ticket, to="open", by=ben()))
    assert standing(ticket) == ("on_hold", "In the workshop")


def test_one_that_stands_for_something_else_is_refused():
    with pytest.raises(StatusRetired):
        actions.set_status(make_ticket(), to="solved", custom=workshop(), by=ada())


def test_customers_read_their_own_words_and_nothing_of_ours():
    ticket = make_ticket()
    assert shown_to_customer(ticket) == "Received"
    actions.set_status(ticket, to="on_hold", custom=workshop(), by=ada())
    assert shown_to_customer(now(ticket)) == "Being mended"
    actions.mark_spam(ticket, by=ada())
    assert shown_to_customer(now(ticket)) == "Received"


def test_the_menu_the_rows_and_the_ways_to_send_have_it(client):
    client.force_login(ada())
    ticket, own = make_ticket(), workshop()
    page = client.get(f"/tickets/{ticket.pk}/").text
    assert "Send as “In the workshop”" in page
    head = client.post(f"/tickets/{ticket.pk}/status/", {"to": own.pk}).text
    assert standing(ticket) == ("on_hold", "In the workshop")
    assert "In the workshop" in head
    assert "In the workshop" in client.get("/inbox/on-hold/rows/").text
    sent = {"body": "<p>Soon</p>", "to": "grace@home.example", "status": own.pk}
    hear(ticket)
    client.post(f"/tickets/{ticket.pk}/replies/", sent | {"seen_up_to": now(ticket).last_public_id})
    assert standing(ticket) == ("on_hold", "In the workshop")


def test_an_answer_with_a_status_that_was_retired_meanwhile_is_not_sent(client):
    client.force_login(ada())
    ticket, own = make_ticket(), workshop()
    actions.change_status(own, is_active=False, by=ben())
    sent = {"body": "<p>Soon</p>", "to": "grace@home.example", "status": own.pk}
    answer = client.post(f"/tickets/{ticket.pk}/replies/", sent | {"anyway": "1"})
    assert answer.status_code == 422
    assert "not in use any more" in answer.text
    assert "Soon" in answer.text
    assert now(ticket).message_count == 1


def test_names_are_anybodys_words_but_once_each(client):
    client.force_login(make_administrator())
    for name in ("בבדיקה", "🧵 mending", "<b>x</b>"):
        made = client.post("/settings/statuses/", {"name": name, "status": "on_hold"})
        assert made.status_code == 302
        assert CustomStatus.objects.filter(name=name).exists()
    assert "<b>x</b>" not in client.get("/settings/statuses/").text
    refused = client.post("/settings/statuses/", {"name": "x" * 500, "status": "on_hold"})
    assert (refused.status_code, "x" * 500 in refused.text) == (422, True)
    with pytest.raises(StatusNameTaken):
        workshop(name="🧵  MENDING")
    assert client.post("/settings/statuses/", {"name": "y", "status": "spam"}).status_code == 422


def test_forty_are_in_use_at_most():
    for number in range(40):
        own = workshop(name=f"Word {number}")
    with pytest.raises(TooManyStatuses):
        workshop(name="One more")
    actions.change_status(own, is_active=False, by=ada())
    workshop(name="One more")
    with pytest.raises(TooManyStatuses):
        actions.change_status(own, is_active=True, by=ada())


def test_they_are_put_in_order(client):
    client.force_login(make_administrator())
    first, _second, third = (workshop(name=name) for name in "ABC")
    client.post(f"/settings/statuses/{third.pk}/place/", {"to": "0"})
    client.post(f"/settings/statuses/{first.pk}/place/", {"to": "99"})
    assert [each.name for each in CustomStatus.objects.all()] == ["C", "B", "A"]


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_leave_one_standing_and_one_line_of_history():
    ticket, own, other = make_ticket(), workshop(), workshop(name="At the mill")
    both = threading.Barrier(2)

    def put(custom, by):
        both.wait(10)
        actions.set_status(ticket, to="on_hold", custom=custom, by=by)
        connection.close()

    people = [(own, ada()), (other, ben())]
    threads = [threading.Thread(target=put, args=each) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    told = [
        fact.payload for fact in Fact.objects.filter(name="ticket.status_changed").order_by("pk")
    ]
    assert [fact["custom_before"] for fact in told] == [None, told[0]["custom_after"]]
    assert now(ticket).custom_status_id == told[1]["custom_after"]
