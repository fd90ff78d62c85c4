"""A macro on many tickets: its words to each customer, its deeds on each ticket."""

import pytest
from django.urls import reverse

from helpwell.accounts.testing import ben, make_administrator
from helpwell.jobs.actions import run_until_quiet
from helpwell.macros import actions
from helpwell.macros.models import Macro, Use
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import BulkRun, Message, Ticket
from helpwell.tickets.testing import hear, make_ticket

pytestmark = pytest.mark.django_db
DEEDS = [{"do": "tag", "add": ["recall"]}, {"do": "status", "to": "solved"}]


@pytest.fixture
def ann(client):
    found = make_administrator()
    client.force_login(found)
    return found


def macro(by, **settings):
    given = {"name": "Recall", "html": "<p>Dear {{customer.name|you}}, stop.</p>", "deeds": DEEDS}
    return actions.make_macro(by=by, **(given | settings))


def taken(client, made, chosen):
    form = {"ticket": [ticket.pk for ticket in chosen], "macro": made.pk}
    words = client.post(reverse("tickets:bulk_outlook"), form).text
    client.post(reverse("tickets:bulk"), form)
    tickets.go_on_with_runs()
    return words


def test_its_words_are_noted_and_its_deeds_done(client, ann):
    chosen = [make_ticket() for _ in range(2)]
    words = taken(client, macro(ann, moment=Macro.Moment.NOTE), chosen)
    assert "notes “Recall”" in words
    for ticket in chosen:
        (said,) = Message.objects.filter(ticket=ticket, kind=Message.Kind.NOTE)
        assert said.text == f"Dear {ticket.requester.name}, stop."
        assert Ticket.objects.get(pk=ticket.pk).status == "solved"
    run_until_quiet("events.tell_facts")
    assert Use.objects.exclude(done_at=None).count() == 2


def test_its_words_are_sent_to_each_customer(client, ann):
    ticket = make_ticket()
    hear(ticket)
    assert "answers with “Recall”" in taken(client, macro(ann), [ticket])
    (said,) = Message.objects.filter(ticket=ticket, kind=Message.Kind.REPLY)
    assert [each["email"] for each in said.recipients] == [ticket.requester.identities.get().value]
    assert Ticket.objects.get(pk=ticket.pk).status == "solved"


def test_a_macro_without_words_does_its_deeds(client, ann):
    ticket = make_ticket()
    taken(client, macro(ann, html=""), [ticket])
    assert Ticket.objects.get(pk=ticket.pk).status == "solved"
    run = BulkRun.objects.get()
    tickets.undo_run(run, by=ann)
    tickets.go_on_with_runs()
    assert Ticket.objects.get(pk=ticket.pk).status == "new"


def test_words_with_a_blank_are_said_to_nobody(client, ann):
    ticket = make_ticket()
    made = macro(ann, html="<p>{{order.total}}</p>", moment=Macro.Moment.NOTE, deeds=[])
    taken(client, made, [ticket])
    assert not Message.objects.filter(ticket=ticket, kind=Message.Kind.NOTE).exists()
    assert "has nothing to say" in BulkRun.objects.get().refusals[0]["why"]


def test_a_macro_of_somebody_else_is_not_there(client, ann):
    ticket = make_ticket()
    taken(client, macro(ben(), owner=ben()), [ticket])
    assert Ticket.objects.get(pk=ticket.pk).status == "new"
    assert not BulkRun.objects.exists()
