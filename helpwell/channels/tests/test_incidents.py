"""A problem is solved, and its incidents with one answer."""

import pytest

from helpwell.accounts.testing import ada
from helpwell.channels.models import Delivery
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions
from helpwell.tickets.models import BulkRun, Message, Ticket
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def problem():
    return make_ticket(subject="The shop is down")


@pytest.fixture
def incidents(problem):
    inbox = make_inbox()
    found = []
    for number in range(3):
        raw = mail(f"Down {number}", sender=f"C{number} <c{number}@home.example>")
        ticket = arrive(raw, inbox).message.ticket
        actions.link(ticket, problem, as_what="incident", by=ada())
        found.append(ticket)
    return found


def answer_all(client, problem, tickets, body="<p>It works again.</p>"):
    sent = {"body": body, "incident": [ticket.pk for ticket in tickets]}
    return client.post(f"/tickets/{problem.pk}/incidents/", sent, headers=HX)


def test_each_customer_gets_a_mail_of_their_own_and_their_ticket_is_solved(
    client, problem, incidents
):
    client.force_login(ada())
    assert answer_all(client, problem, incidents[:2]).status_code == 200
    run_until_quiet("tickets.go_on_with_runs", "events.tell_facts")
    statuses = [Ticket.objects.get(pk=each.pk).status for each in incidents]
    assert statuses == ["solved", "solved", "new"]
    said = Message.objects.filter(kind="reply").order_by("pk")
    to = [[recipient["email"] for recipient in message.recipients] for message in said]
    assert to == [["c0@home.example"], ["c1@home.example"]]
    assert Delivery.objects.filter(state="queued").count() == 2


def test_it_is_taken_back_while_the_answers_are_held(client, problem, incidents):
    client.force_login(ada())
    answer_all(client, problem, incidents)
    run_until_quiet("tickets.go_on_with_runs", "events.tell_facts")
    actions.undo_run(BulkRun.objects.get(), by=ada())
    run_until_quiet("tickets.go_on_with_runs")
    assert not Message.objects.filter(kind="reply").exists()
    assert {Ticket.objects.get(pk=each.pk).status for each in incidents} == {"new"}


def test_solving_the_problem_says_who_waits(client, problem, incidents):
    client.force_login(ada())
    answer = client.post(f"/tickets/{problem.pk}/status/", {"to": "solved"}, headers=HX)
    assert "3 incidents wait for an answer" in answer["HX-Trigger"]
    page = client.get(f"/tickets/{problem.pk}/incidents/").text
    assert page.count('name="incident"') == 3


def test_nothing_written_is_refused_and_the_choice_is_kept(client, problem, incidents):
    client.force_login(ada())
    answer = answer_all(client, problem, incidents[:1], body=" ")
    assert answer.status_code == 422
    assert answer.text.count("checked") == 1
    assert not BulkRun.objects.exists()
