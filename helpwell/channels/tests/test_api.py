"""Answers by programs."""

import pytest

from helpwell.accounts.testing import ada
from helpwell.api.testing import V1, program
from helpwell.channels.models import Delivery
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets.models import Draft, Message
from helpwell.tickets.testing import hear

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def ticket():
    return arrive(
        mail("Where is it?", sender="Grace <grace@home.example>"), make_inbox()
    ).message.ticket


@pytest.fixture
def api():
    return program(ada())


def answered(api, ticket, **body):
    path = f"{V1}/tickets/{ticket.pk}/replies"
    return api.post(path, {"text": "It left today."} | body, content_type=JSON)


def test_an_answer_goes_to_whom_an_agent_would_be_offered(api, ticket):
    answer = answered(api, ticket, then="solved")
    assert answer.status_code == 201, answer.text
    assert [each["email"] for each in answer.json()["recipients"]] == ["grace@home.example"]
    run_until_quiet("events.tell_facts")
    path = f"{V1}/tickets/{ticket.pk}/replies/{answer.json()['id']}/delivery"
    assert [each["state"] for each in api.get(path).json()["recipients"]] == ["queued"]
    assert api.get(f"{V1}/tickets/{ticket.pk}").json()["status"] == "solved"


def test_an_answer_is_taken_back_before_it_leaves(api, ticket):
    number = answered(api, ticket).json()["id"]
    run_until_quiet("events.tell_facts")
    assert api.delete(f"{V1}/tickets/{ticket.pk}/replies/{number}").status_code == 204
    assert not Message.objects.filter(pk=number).exists()
    assert Draft.objects.get().agent == ada()
    assert not Delivery.objects.filter(state="queued").exists()


def test_a_newer_message_stops_an_answer(api, ticket):
    seen = api.get(f"{V1}/tickets/{ticket.pk}").json()["last_public_id"]
    hear(ticket)
    answer = answered(api, ticket, seen_up_to=seen)
    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "urn:helpwell:something_new_arrived",
    )
    assert not Message.objects.filter(kind="reply").exists()


def test_what_is_no_address_is_refused(api, ticket):
    assert answered(api, ticket, to=[{"email": "nobody"}]).status_code == 409
