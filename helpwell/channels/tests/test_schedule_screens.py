"""Answers at a chosen time, as agents see and change them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from helpwell.accounts.testing import ada, make_agent
from helpwell.channels.models import Delivery, Recipient
from helpwell.channels.testing import arrive, mail
from helpwell.core import clock
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Draft, Message, Ticket
from helpwell.tickets.testing import answer, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket() -> Ticket:
    return arrive(mail()).message.ticket


@pytest.fixture
def agent(client):
    client.force_login(ada())
    return client


def write(agent, ticket: Ticket, **typed):
    given = {"body": "<p>Has it come?</p>", "to": "grace@home.example", "status": "solved"}
    answered = agent.post(reverse("tickets:replies", args=[ticket.pk]), given | typed)
    run_until_quiet("events.tell_facts")
    return answered


def tomorrow() -> str:
    return (clock.now() + timedelta(days=1)).isoformat()


def page(agent, ticket: Ticket) -> str:
    return agent.get(reverse("tickets:ticket", args=[ticket.pk])).text


def test_an_answer_with_a_moment_is_scheduled_and_says_so(agent, ticket):
    answered = write(agent, ticket, send_at=tomorrow(), only_if_silent="1")
    assert answered.status_code == 200
    delivery = Delivery.objects.get()
    assert (delivery.state, Ticket.objects.get().status) == ("held", "new")
    shown = page(agent, ticket)
    assert "Will be sent, unless they write first:" in shown
    assert 'data-delivery="held"' in shown


@pytest.mark.parametrize("moment", ["yesterday", "2020-01-01T09:00:00Z", "2999-01-01T09:00", "٣"])
def test_no_such_moment_keeps_what_was_written(agent, ticket, moment):
    answered = write(agent, ticket, send_at=moment)
    assert answered.status_code == 422
    assert "Choose a moment that is still to come" in answered.text
    assert "Has it come?" in answered.text
    assert not Message.objects.filter(kind="reply").exists()


def test_send_now_change_and_cancel(agent, ticket):
    for name, then in (("send_now", "queued"), ("cancel", "cancelled"), ("take_back", "cancelled")):
        write(agent, ticket, send_at=tomorrow())
        delivery = Delivery.objects.order_by("-pk")[0]
        url = reverse(f"channels:{name}", args=[delivery.message_id])
        assert agent.post(url, {"reason": "Not now"}).status_code == 204
        delivery.refresh_from_db()
        assert delivery.state == then
    assert Draft.objects.get().agent == ada()
    assert "Cancelled by Ada" in page(agent, ticket)
    assert "Not now" in page(agent, ticket)


def test_what_has_left_is_refused_with_a_sentence(agent, ticket):
    message = answer(ticket, by=ada())
    run_until_quiet("events.tell_facts")
    Delivery.objects.update(state="sending")
    Recipient.objects.update(state="sending")
    for name in ("send_now", "take_back", "cancel"):
        refused = agent.post(reverse(f"channels:{name}", args=[message.pk]))
        assert refused.status_code == 422
        assert "has already left" in refused.headers["HX-Trigger"]


def test_a_failed_recipient_is_corrected_where_it_is_shown(agent, ticket):
    answer(ticket, by=ada(), recipients=[to("grcae@home.example")])
    run_until_quiet("events.tell_facts")
    Recipient.objects.update(state="failed", answer="550 5.1.1 Nobody of this name")
    Delivery.objects.update(state="failed", error="550")
    assert "550 5.1.1 Nobody of this name" in page(agent, ticket)
    recipient = Recipient.objects.get()
    url = reverse("channels:send_again", args=[recipient.pk])
    assert agent.post(url, {"email": "grace@home.example"}).status_code == 204
    recipient.refresh_from_db()
    assert (recipient.email, recipient.state) == ("grace@home.example", "queued")
    assert agent.post(url, {"email": "nobody"}).status_code == 422


def test_whoever_may_not_answer_decides_nothing_here(client, ticket):
    message = tickets.schedule(
        ticket, html="<p>x</p>", by=ada(), recipients=[to()],
        send_at=clock.now() + timedelta(hours=1),
    )  # fmt: skip
    run_until_quiet("events.tell_facts")
    reader = make_agent(role="specialist")
    reader.role.capabilities = ["tickets.read_all"]
    reader.role.save()
    client.force_login(reader)
    for name in ("send_now", "cancel", "take_back"):
        assert client.post(reverse(f"channels:{name}", args=[message.pk])).status_code == 403
