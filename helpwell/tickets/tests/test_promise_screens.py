"""Promising and snoozing on the screens: dialogs, deeds, the list of what is owed, the report."""

from datetime import timedelta

import pytest

from helpwell.accounts.testing import ada, make_administrator, make_agent, make_role
from helpwell.core import clock
from helpwell.tickets import actions
from helpwell.tickets.models import Promise, Snooze, Ticket
from helpwell.tickets.testing import make_ticket

HOUR = timedelta(hours=1)


@pytest.fixture
def client(client):
    client.me = make_administrator()
    client.force_login(client.me)
    return client


def soon(hours=5):
    return (clock.now() + hours * HOUR).isoformat()


def promise_on(ticket, words="Send the refund"):
    actions.promise(ticket, words=words, due_at=clock.now() + 5 * HOUR, by=ada())
    return Promise.objects.latest("pk")


def test_a_ticket_is_snoozed_shown_as_such_and_taken_back(client):
    ticket = make_ticket()
    assert "Tomorrow morning" in client.get(f"/tickets/{ticket.pk}/snooze/").text
    answer = client.post(f"/tickets/{ticket.pk}/snooze/", {"until": soon()})
    assert "Snoozed until" in answer.text
    assert Ticket.objects.get().status == "snoozed"
    assert "Snoozed until" in client.get(f"/tickets/{ticket.pk}/").text
    undo = next(part for part in answer.headers["HX-Trigger"].split('"') if "/undo/" in part)
    client.post(undo)
    assert Ticket.objects.get().status == "new"


def test_waiting_for_the_customer_or_an_order_needs_no_moment(client):
    ticket = make_ticket()
    client.post(f"/tickets/{ticket.pk}/snooze/", {"until": "", "order": "AB-7"})
    assert (Snooze.objects.get().until, Snooze.objects.get().order) == (None, "AB-7")


@pytest.mark.parametrize("until", ["yesterday", "2020-01-01T10:00:00+00:00", "2030-01-01T10:00"])
def test_moments_that_are_none_are_refused_with_a_sentence(client, until):
    ticket = make_ticket()
    answer = client.post(f"/tickets/{ticket.pk}/snooze/", {"until": until})
    assert answer.status_code == 422
    assert "Choose a moment" in answer.headers["HX-Trigger"]
    assert Ticket.objects.get().status == "new"


def test_a_promise_is_made_put_off_kept_and_taken_back(client):
    ticket = make_ticket()
    url = f"/tickets/{ticket.pk}/promises/"
    made = client.post(f"{url}new/", {"words": "Call on Friday", "due_at": soon()})
    assert "Call on Friday" in made.text
    promise = Promise.objects.get()
    client.post(f"{url}{promise.pk}/moment/", {"due_at": soon(50)})
    kept = client.post(f"{url}{promise.pk}/kept/")
    assert "Call on Friday" not in kept.text
    undo = next(part for part in kept.headers["HX-Trigger"].split('"') if "/undo/" in part)
    client.post(undo)
    assert Promise.objects.get().state == "open"
    assert client.post(f"{url}{promise.pk}/withdrawal/").status_code == 200
    assert client.post(f"{url}{promise.pk}/kept/").status_code == 422


def test_the_page_of_what_is_owed_counts_and_shows_it(client):
    promise_on(make_ticket(assignee=ada()))
    promise_on(make_ticket(assignee=client.me), "Mail the label")
    page = client.get("/promises/")
    assert "Mail the label" in page.text
    assert "Send the refund" not in page.text
    assert "Send the refund" in client.get("/promises/?whose=all").text
    assert 'data-key="g r"' in client.get("/inbox/all/").text


def test_figures_of_the_report_lead_to_their_rows(client):
    promise = promise_on(make_ticket())
    actions.keep_promise(promise, by=ada())
    month = f"{promise.due_at:%Y-%m}"
    report = client.get("/promises/report/").text
    address = f"/promises/?outcome=kept&amp;month={month}&amp;group=none"
    assert address in report
    assert "Send the refund" in client.get(address.replace("&amp;", "&")).text
    assert "Send the refund" not in client.get(f"/promises/?outcome=broken&month={month}").text
    lines = b"".join(client.get("/promises/report.csv").streaming_content).decode().splitlines()
    assert f'"{month}","","1","1","0","0","100",""' in lines


@pytest.mark.parametrize("odd", ["?outcome=kept&month=99", "?outcome=odd", "?whose=x&group=x",
                                 "?outcome=kept&group=99999999999999999999999"])  # fmt: skip
def test_odd_addresses_show_a_page(client, odd):
    assert client.get(f"/promises/{odd}").status_code == 200


def test_who_may_not_promise_is_offered_none_and_makes_none(client):
    reader = make_agent("Rea Reader", make_role("tickets.read_all", name="Reader"))
    promise = promise_on(make_ticket())
    client.force_login(reader)
    page = client.get(f"/tickets/{promise.ticket_id}/").text
    assert "Send the refund" in page
    assert 'data-key="p"' not in page
    assert 'data-key="h"' not in page
    url = f"/tickets/{promise.ticket_id}/"
    for place in (f"promises/{promise.pk}/kept/", "promises/new/", "snooze/"):
        assert client.post(url + place).status_code == 403
