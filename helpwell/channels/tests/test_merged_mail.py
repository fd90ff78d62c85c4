"""Tickets of different customers are merged: nobody gets, or reads, what is not theirs."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from helpwell.accounts.testing import ada
from helpwell.channels.actions import take_back
from helpwell.channels.models import Delivery
from helpwell.channels.queries import answer_recipients, as_mailed, last_received
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core import clock
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions
from helpwell.tickets.models import Merge, Message, Ticket
from helpwell.tickets.testing import answer

pytestmark = pytest.mark.django_db
GRACE, STAN = "grace@home.example", "stan@away.example"


@pytest.fixture
def inbox():
    return make_inbox()


@pytest.fixture
def hers(inbox):
    raw = mail("My pot is broken", subject="A pot", sender=f"Grace <{GRACE}>")
    return arrive(raw, inbox).message.ticket


@pytest.fixture
def his(inbox):
    raw = mail("Mine is secret", subject="A lamp", sender=f"Stan <{STAN}>")
    return arrive(raw, inbox).message.ticket


def again(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def addressed(ticket):
    return [recipient["email"] for recipient in answer_recipients(again(ticket))]


def merge(*tickets, into, joining=()):
    actions.merge(tickets, into=into, by=ada(), joining=joining)


def mailed(message):
    run_until_quiet("events.tell_facts")
    raw = as_mailed(Delivery.objects.get(message=message))
    return message_from_bytes(raw, policy=default)


def words_of(parsed):
    return "".join(
        part.get_content() for part in parsed.walk() if part.get_content_type()[:4] == "text"
    )


def test_answers_go_to_the_survivors_customer_alone(hers, his):
    merge(his, into=hers)
    assert addressed(hers) == [GRACE]
    assert last_received(again(hers)).text == "My pot is broken"


def test_whoever_joins_is_answered_too(hers, his):
    merge(his, into=hers, joining=[his.requester_id])
    assert set(addressed(hers)) == {GRACE, STAN}


def test_an_answer_quotes_and_names_nothing_of_the_other(hers, his):
    answer(his, by=ada(), recipients=answer_recipients(his))
    merge(his, into=hers)
    said = answer(again(hers), by=ada(), recipients=answer_recipients(again(hers)))
    parsed = mailed(said)
    assert "My pot is broken" in words_of(parsed)
    assert "secret" not in parsed.as_string()
    assert STAN not in parsed.as_string()
    assert "lamp" not in parsed.as_string()
    his_ids = [e.message_id_header for e in envelopes_of(his)]
    assert not [each for each in his_ids if each in (parsed["References"] or "")]


def test_whoever_writes_anew_is_answered_alone_under_their_own_subject(inbox, hers, his):
    said = answer(his, by=ada(), recipients=answer_recipients(his))
    theirs = mailed(said)["Message-ID"]
    merge(his, into=hers)
    raw = mail("And now?", sender=f"Stan <{STAN}>", In_Reply_To=theirs)
    assert arrive(raw, inbox).message.ticket == hers
    assert addressed(hers) == [STAN]
    parsed = mailed(answer(again(hers), by=ada(), recipients=answer_recipients(again(hers))))
    assert parsed["Subject"] == "Re: A lamp"
    assert "And now?" in words_of(parsed)
    assert "pot" not in parsed.as_string()
    assert GRACE not in parsed.as_string()


def test_of_a_chain_every_customer_is_kept_apart(inbox, hers, his):
    raw = mail("Third", subject="A chair", sender="Tia <tia@far.example>")
    third = arrive(raw, inbox).message.ticket
    merge(third, into=his)
    merge(his, into=hers)
    assert addressed(hers) == [GRACE]


def test_an_answer_can_be_taken_back_though_its_ticket_was_merged_meanwhile(hers, his):
    said = answer(his, by=ada(), recipients=answer_recipients(his))
    run_until_quiet("events.tell_facts")
    merge(his, into=hers)
    draft = take_back(Message.objects.get(pk=said.pk), by=ada())
    assert draft.ticket == hers
    assert again(hers).message_count == 2
    actions.unmerge(Merge.objects.get(), by=ada())
    assert again(his).message_count == 1


def test_a_scheduled_answer_leaves_from_where_it_went(time_machine, hers, his):
    time_machine.move_to(clock.now(), tick=False)
    at = clock.now() + timedelta(hours=1)
    to = answer_recipients(his)
    said = actions.schedule(
        his, html="<p>x</p>", by=ada(), recipients=to, send_at=at, then="solved"
    )
    merge(his, into=hers)
    time_machine.move_to(at + timedelta(minutes=1))
    actions.release(Message.objects.get(pk=said.pk), by=ada())
    assert again(hers).status == "solved"


def test_parted_again_each_is_answered_on_their_own(hers, his):
    merge(his, into=hers)
    actions.unmerge(Merge.objects.get(), by=ada())
    assert (addressed(hers), addressed(his)) == ([GRACE], [STAN])


def envelopes_of(ticket):
    from helpwell.channels.models import Envelope

    return Envelope.objects.filter(message__customer=ticket.requester)
