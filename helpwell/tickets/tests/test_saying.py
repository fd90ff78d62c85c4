"""What is said on a ticket: opening, hearing, answering, noting, taking back."""

from datetime import timedelta

import pytest
import time_machine

from helpwell.accounts.testing import ada, ben, mo
from helpwell.core import clock
from helpwell.core.testing import MONDAY_NINE
from helpwell.customers.testing import grace
from helpwell.events.models import Fact
from helpwell.events.queries import history_of
from helpwell.search.queries import find
from helpwell.tickets import actions
from helpwell.tickets.content import Content
from helpwell.tickets.errors import (
    NobodyAddressed,
    NothingWritten,
    SomethingNewArrived,
    TicketClosed,
)
from helpwell.tickets.facts import TicketReplied
from helpwell.tickets.models import Attachment, Draft, Message, Ticket
from helpwell.tickets.testing import answer, hear, make_ticket, to


def facts_of(ticket):
    return [fact.name for fact in history_of(f"ticket:{ticket.pk}")]


@time_machine.travel(MONDAY_NINE, tick=False)
def test_a_first_message_opens_a_new_ticket_that_waits():
    ticket = make_ticket(subject="Broken\r\n pot", requester=grace())
    assert (ticket.status, ticket.title, ticket.requester) == ("new", "Broken pot", grace())
    assert ticket.waiting_since == ticket.opened_at == ticket.active_at == MONDAY_NINE
    assert ticket.message_count == 1
    assert facts_of(ticket) == ["ticket.opened", "message.received"]


def test_a_machines_first_message_keeps_nobody_waiting():
    assert make_ticket(content=Content(text="I am away", is_automatic=True)).waiting_since is None


@pytest.mark.parametrize("status", ["pending", "on_hold", "solved"])
def test_a_customers_words_make_it_our_turn(status):
    ticket = make_ticket(status=status)
    hear(ticket)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.solved_at) == ("open", None)
    assert ticket.waiting_since
    fact = Fact.objects.filter(name="message.received").latest("pk")
    assert (fact.payload["status_before"], fact.payload["status_after"]) == (status, "open")
    assert (fact.actor_kind, fact.actor_id) == ("customer", ticket.requester_id)


def test_an_absence_note_changes_no_status_but_a_bounce_does():
    ticket = make_ticket(status="solved")
    hear(ticket, "I am away", is_automatic=True)
    assert Ticket.objects.get().status == "solved"
    hear(ticket, "Undeliverable", is_automatic=True, is_bounce=True)
    assert Ticket.objects.get().status == "open"


def test_a_closed_ticket_takes_nothing_from_outside_and_no_reply():
    ticket = make_ticket(status="closed")
    for attempt in (lambda: hear(ticket), lambda: answer(ticket, by=ada())):
        with pytest.raises(TicketClosed, match="Open it again first"):
            attempt()
    assert Message.objects.count() == 1


@time_machine.travel(MONDAY_NINE, tick=False)
@pytest.mark.parametrize("then", ["pending", "solved", "open", "on_hold"])
def test_a_reply_leaves_the_ticket_as_its_writer_says(then):
    ticket = make_ticket()
    message = answer(ticket, by=ada(), then=then)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee, ticket.waiting_since) == (then, ada(), None)
    assert ticket.solved_at == (MONDAY_NINE if then == "solved" else None)
    assert ticket.last_public_id == message.pk
    fact = Fact.objects.get(name="ticket.replied")
    assert fact.payload == {
        "ticket_id": ticket.pk,
        "message_id": message.pk,
        "status_before": "new",
        "status_after": then,
        "assignee_before": None,
        "assignee_after": ada().pk,
        "custom_before": None,
        "custom_after": None,
    }
    assert (fact.actor_kind, fact.actor_id) == ("agent", ada().pk)


def test_a_reply_leaves_the_ticket_with_whoever_has_it():
    ticket = make_ticket(assignee=ben())
    answer(ticket, by=ada())
    assert Ticket.objects.get().assignee == ben()


@pytest.mark.parametrize("html", ["", "   ", "<p><br></p>", "<script>alert(1)</script>"])
def test_an_empty_reply_is_refused(html):
    with pytest.raises(NothingWritten, match="Write a few words"):
        answer(make_ticket(), by=ada(), html=html)


def test_a_reply_to_nobody_is_refused():
    nobody = [to(kind="from"), to(kind="reply_to")]
    with pytest.raises(NobodyAddressed, match="at least one recipient"):
        answer(make_ticket(), by=ada(), recipients=nobody)


def test_a_reply_written_before_something_new_is_stopped():
    ticket = make_ticket()
    seen = ticket.last_public_id
    hear(ticket)
    with pytest.raises(SomethingNewArrived, match="Read it"):
        answer(ticket, by=ada(), seen_up_to=seen)
    answer(ticket, by=ada())  # "send anyway"


def test_a_note_of_a_colleague_stops_no_reply():
    ticket = make_ticket()
    actions.note(ticket, html="She called.", by=ben())
    answer(ticket, by=ada(), seen_up_to=ticket.last_public_id)


def test_a_reply_takes_its_writers_files_along_and_nobody_elses():
    ticket = make_ticket()
    mine, theirs = (
        actions.attach(ticket, name="a.png", content_type="image/png", content=b"x", by=person)
        for person in (ada(), ben())
    )
    message = answer(ticket, by=ada(), html="", attachment_ids=[mine.pk, theirs.pk])
    assert list(message.attachments.all()) == [mine]
    assert Attachment.objects.get(pk=theirs.pk).message is None


def test_a_note_is_never_public():
    ticket = make_ticket(status="pending")
    before = Ticket.objects.get()
    note = actions.note(ticket, html="<p>She is <b>angry</b></p>", by=ada())
    after = Ticket.objects.get()
    assert (note.is_public, note.recipients, note.kind) == (False, [], "note")
    assert (after.status, after.last_public_id) == ("pending", before.last_public_id)
    assert facts_of(ticket)[-1] == "note.written"
    assert Fact.objects.filter(name="ticket.replied").count() == 0


def test_a_note_mentions_colleagues_by_first_name():
    ada(), ben()
    actions.note(make_ticket(), html="@ada and @Ben, not x@mo.example", by=mo())
    fact = Fact.objects.get(name="note.written")
    assert fact.payload["mentioned_ids"] == sorted([ada().pk, ben().pk])


def test_a_note_may_stand_on_a_closed_ticket():
    assert actions.note(make_ticket(status="closed"), html="For later", by=ada())


def test_what_was_said_is_found():
    ticket = make_ticket(text="The zebrafinch is blue")
    answer(ticket, by=ada(), html="<p>Sending an <i>ocelot</i></p>")
    for word in ("zebrafinch", "ocelot"):
        assert [entry.owner_id for entry in find(word, kinds=["message"])] == [ticket.pk]


class TestTakingBack:
    @time_machine.travel(MONDAY_NINE, tick=False)
    def test_it_restores_the_ticket_and_gives_the_draft_back(self):
        ticket = make_ticket()
        before = Ticket.objects.values().get()
        file = actions.attach(
            ticket, name="a.png", content_type="image/png", content=b"x", by=ada()
        )
        recipients = [to("a@b.example"), to("c@d.example", kind="cc")]
        message = answer(
            ticket, by=ada(), html="<p>ocelot</p>", recipients=recipients,
            then="solved", attachment_ids=[file.pk],
        )  # fmt: skip
        draft = actions.withdraw(message, replied=fact_of(message), by=ada())
        assert Ticket.objects.values().get() == before
        assert (draft.html, draft.recipients) == ("<p>ocelot</p>", recipients)
        assert Attachment.objects.get().message is None
        assert list(find("ocelot", kinds=["message"])) == []
        assert facts_of(ticket)[-1] == "reply.withdrawn"

    def test_the_customer_waits_since_the_first_unanswered_words_again(self):
        ticket = make_ticket()
        answer(ticket, by=ada())
        for hours in (1, 2):
            with clock.travel(MONDAY_NINE + timedelta(hours=hours)):
                hear(ticket)
        message = answer(ticket, by=ada())
        actions.withdraw(message, replied=fact_of(message), by=ada())
        assert Ticket.objects.get().waiting_since == MONDAY_NINE + timedelta(hours=1)

    def test_what_was_begun_since_stays_below(self):
        ticket = make_ticket()
        message = answer(ticket, by=ada(), html="<p>first</p>")
        actions.save_draft(ticket, mode="reply", html="<p>second</p>", by=ada())
        draft = actions.withdraw(message, replied=fact_of(message), by=ada())
        assert draft.html == "<p>first</p><p>second</p>"
        assert Draft.objects.count() == 1

    def test_what_colleagues_changed_since_stays(self):
        ticket = make_ticket()
        message = answer(ticket, by=ada(), then="pending")
        actions.set_status(ticket, to="on_hold", by=ben())
        actions.assign(ticket, to=ben(), group=None, by=ben())
        actions.withdraw(message, replied=fact_of(message), by=ada())
        ticket.refresh_from_db()
        assert (ticket.status, ticket.assignee) == ("on_hold", ben())


def fact_of(message):
    row = Fact.objects.get(name="ticket.replied", payload__message_id=message.pk)
    return TicketReplied(by=ada().actor, **row.payload)
