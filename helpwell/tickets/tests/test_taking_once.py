"""What a browser sends again, because it heard no answer, is said once."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from helpwell.accounts.testing import ada, ben
from helpwell.core.testing import at_once
from helpwell.tickets import actions
from helpwell.tickets.models import Draft, Message, Receipt
from helpwell.tickets.testing import hear, make_ticket

pytestmark = pytest.mark.django_db
TO = "tomas@rivera.example"


@pytest.fixture
def client(client):
    client.force_login(ada())
    return client


def send(client, ticket, body="<p>It left.</p>", *, once):
    typed = {"body": body, "to": TO, "seen_up_to": ticket.last_public_id, "once": once}
    return client.post(f"/tickets/{ticket.pk}/replies/", typed)


def note(client, ticket, *, once):
    typed = {"note": "<p>Call her.</p>", "once": once}
    return client.post(f"/tickets/{ticket.pk}/notes/", typed)


@pytest.mark.parametrize("write", [send, note])
def test_the_same_sent_again_is_said_once_and_answered_as_taken(client, write):
    ticket, once = make_ticket(), uuid4()
    answers = [write(client, ticket, once=once) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "sent already" in answers[2].headers["HX-Trigger"]
    assert Message.objects.filter(author=ada()).count() == 1


@pytest.mark.django_db(transaction=True)
def test_twins_at_the_same_moment_are_one():
    ticket, once = make_ticket(), uuid4()
    windows = [Client(), Client()]
    for window in windows:
        window.force_login(ada())
    answers = at_once(*(lambda w=window: send(w, ticket, once=once) for window in windows))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Message.objects.filter(kind="reply").count() == 1


def test_what_was_refused_may_be_sent_under_the_same_token(client):
    ticket, once = make_ticket(), uuid4()
    hear(ticket, "Never mind!")
    assert send(client, ticket, once=once).status_code == 422
    ticket.refresh_from_db()
    assert send(client, ticket, once=once).status_code == 200


def test_what_was_taken_back_is_not_said_by_a_late_try(client):
    ticket, once = make_ticket(), uuid4()
    send(client, ticket, once=once)
    actions.withdraw(Message.objects.get(kind="reply"), replied=None, by=ada())
    assert "taken back" in send(client, ticket, once=once).headers["HX-Trigger"]
    assert not Message.objects.filter(kind="reply").exists()
    assert Draft.objects.get().html == "<p>It left.</p>"


def test_a_token_is_its_writers_own(client):
    ticket, once = make_ticket(), uuid4()
    note(client, ticket, once=once)
    client.force_login(ben())
    note(client, ticket, once=once)
    assert Message.objects.filter(kind="note").count() == 2


@pytest.mark.parametrize("once", ["", "nonsense", "\0"])
def test_without_a_token_everything_is_said(client, once):
    ticket = make_ticket()
    note(client, ticket, once=once)
    note(client, ticket, once=once)
    assert Message.objects.filter(kind="note").count() == 2


def test_tokens_are_forgotten_when_no_browser_tries_any_more(client):
    note(client, make_ticket(), once=uuid4())
    with time_machine.travel(Receipt.objects.get().taken_at + timedelta(days=59)):
        actions.sweep_receipts()
        assert Receipt.objects.exists()
    with time_machine.travel(Receipt.objects.get().taken_at + timedelta(days=61)):
        actions.sweep_receipts()
        assert not Receipt.objects.exists()


def test_a_draft_that_was_sent_elsewhere_begins_anew_with_what_is_typed_here(client):
    ticket = make_ticket()
    edition = actions.save_draft(ticket, mode="reply", html="<p>One</p>", by=ada())
    actions.discard_draft(ticket, mode="reply", by=ada())
    typed = {"mode": "reply", "html": "<p>One and two</p>", "edition": edition}
    assert client.post(f"/tickets/{ticket.pk}/draft/", typed).status_code == 204
    assert Draft.objects.get().html == "<p>One and two</p>"
