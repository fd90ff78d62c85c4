"""What was in the trash for its time is gone for good, wherever it lay."""

from datetime import timedelta

import pytest
import time_machine

from helpwell.accounts.testing import ada
from helpwell.channels import actions
from helpwell.channels.models import Delivery, Envelope
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core import clock
from helpwell.events.models import Fact
from helpwell.files.models import File
from helpwell.jobs.actions import run_until_quiet
from helpwell.search.models import Entry
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Attachment, Message, Ticket
from helpwell.tickets.testing import answer

pytestmark = pytest.mark.django_db
LATER = timedelta(days=31)


def full_ticket(inbox, **more):
    """A ticket of a mail with a file, answered by mail and noted on."""
    message = arrive(mail("My ocelot", files={"a.png": b"ocelot"}, **more), inbox).message
    ticket = Ticket.objects.get(pk=message.ticket_id)
    answer(ticket, by=ada())
    tickets.note(ticket, html="Ocelot again", by=ada())
    run_until_quiet("events.tell_facts")
    return ticket


def left():
    """How many rows of each kind there are."""
    kinds = (Ticket, Message, Attachment, Envelope, Delivery, File)
    facts = Fact.objects.filter(about__startswith="ticket:")
    found = Entry.objects.exclude(kind="customer")
    counts = [kind._default_manager.count() for kind in kinds]
    return [*counts, found.count(), facts.count()]


def test_it_is_gone_for_good_and_nothing_else_is():
    inbox = make_inbox()
    full_ticket(inbox, subject="One")
    before = left()
    gone = full_ticket(inbox, subject="Two")
    with time_machine.travel(clock.now(), tick=False) as time:
        tickets.trash(gone, by=ada())
        time.shift(timedelta(days=29))
        assert actions.empty_trash() is False
        time.shift(LATER)
        assert actions.empty_trash() is True
        assert actions.empty_trash() is False
    assert left() == before


def test_what_was_restored_stays():
    ticket = full_ticket(make_inbox())
    before = left()
    with time_machine.travel(clock.now(), tick=False) as time:
        tickets.trash(ticket, by=ada())
        time.shift(LATER)
        tickets.restore(ticket, by=ada())
        actions.empty_trash()
    assert left()[:7] == before[:7]


def test_what_was_merged_into_it_goes_along():
    inbox = make_inbox()
    survivor, source = full_ticket(inbox, subject="One"), full_ticket(inbox, subject="Two")
    tickets.merge([source], into=survivor, by=ada())
    with time_machine.travel(clock.now(), tick=False) as time:
        tickets.trash(Ticket.objects.get(pk=survivor.pk), by=ada())
        time.shift(LATER)
        actions.empty_trash()
    assert left() == [0] * 8


def test_a_mail_to_a_ticket_that_is_gone_opens_a_new_one():
    inbox = make_inbox()
    ticket = full_ticket(inbox)
    ours = Delivery.objects.get().message_id_header
    with time_machine.travel(clock.now(), tick=False) as time:
        tickets.trash(ticket, by=ada())
        time.shift(LATER)
        actions.empty_trash()
    message = arrive(mail("And now?", In_Reply_To=ours), inbox).message
    assert message.ticket.status == "new"
    assert not Fact.objects.filter(name="ticket.followed").exists()
