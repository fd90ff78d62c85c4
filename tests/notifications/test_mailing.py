"""Mails that tell people, to a mail server that keeps what it is given."""

import email
import email.policy
from datetime import timedelta

import pytest

from helpwell.accounts.testing import ada, make_agent, make_role
from helpwell.channels.testing import make_inbox
from helpwell.channels.tests.sink import sink_server
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.jobs.actions import run_until_quiet
from helpwell.notifications import actions
from helpwell.notifications.kinds import Kind, Way
from helpwell.notifications.models import Notification
from helpwell.tickets import actions as tickets
from helpwell.tickets.permissions import READ_ASSIGNED
from helpwell.tickets.testing import hear, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink():
    with sink_server() as found:
        make_inbox(smtp_host="127.0.0.1", smtp_port=found.port, smtp_security="none")
        yield found


def wants_mail(person, pace="at_once"):
    nearness = {Kind.ANSWERED: {Way.MAIL: 1}}
    return actions.choose({"nearness": nearness, "pace": pace}, by=person)


def answered(person, times=1, subject="The lamp"):
    ticket = make_ticket(assignee=person, subject=subject)
    for _ in range(times):
        hear(ticket, text="the secret number is 7")
    run_until_quiet("events.tell_facts")
    return ticket


def mails_after(sink, span):
    with clock.travel(clock.now() + span):
        actions.mail_due()
    return [email.message_from_bytes(m.raw, policy=email.policy.default) for m in sink.mails]


def test_one_mail_a_ticket_says_what_happened_and_nothing_a_customer_wrote(sink):
    wants_mail(ada())
    ticket = answered(ada(), times=3)
    (mail,) = mails_after(sink, timedelta(minutes=2))
    said = mail.get_content()
    assert mail["Subject"] == f"[#{ticket.pk}] The lamp"
    assert mail["To"] == ada().email
    assert "The customer answered 3 times" in said
    assert f"/tickets/{ticket.pk}/" in said
    assert "secret number" not in said
    assert mail["Auto-Submitted"] == "auto-generated"
    assert sink.mails[0].sender == "<>"


def test_nothing_is_mailed_before_its_time_nor_twice(sink):
    wants_mail(ada())
    answered(ada())
    assert mails_after(sink, timedelta(seconds=10)) == []
    assert len(mails_after(sink, timedelta(minutes=2))) == 1
    assert len(mails_after(sink, timedelta(hours=3))) == 1


def test_several_tickets_come_together_where_that_is_chosen(sink):
    wants_mail(ada(), pace="hourly")
    both = [answered(ada(), subject="The lamp"), answered(ada(), subject="The shade")]
    (mail,) = mails_after(sink, timedelta(minutes=61))
    assert mail["Subject"] == "News on 2 tickets"
    assert all(f"#{ticket.pk}" in mail.get_content() for ticket in both)


def test_what_was_read_or_may_not_be_seen_any_more_is_not_mailed(sink):
    near = make_agent("Nora Near", make_role(READ_ASSIGNED))
    wants_mail(near)
    wants_mail(ada())
    actions.read_ticket(answered(ada()).pk, by=ada())
    tickets.assign(answered(near), to=ada(), group=None, by=SYSTEM)
    assert mails_after(sink, timedelta(minutes=2)) == []


def test_a_mail_server_in_trouble_is_tried_again(sink):
    wants_mail(ada())
    answered(ada())
    sink.to_senders.append("451 Later")
    assert mails_after(sink, timedelta(minutes=2)) == []
    assert len(mails_after(sink, timedelta(minutes=20))) == 1


def test_a_mail_server_without_the_security_that_was_chosen_is_tried_again():
    with sink_server() as sink:
        make_inbox(smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="starttls")
        wants_mail(ada())
        answered(ada())
        assert mails_after(sink, timedelta(minutes=2)) == []
    assert Notification.objects.filter(mail_due_at__isnull=False).count() == 1


def test_without_a_way_out_nothing_waits_for_ever():
    wants_mail(ada())
    answered(ada())
    with clock.travel(clock.now() + timedelta(minutes=2)):
        actions.mail_due()
    assert not Notification.objects.filter(mail_due_at__isnull=False).exists()


def test_a_subject_with_line_ends_makes_no_header(sink):
    wants_mail(ada())
    answered(ada(), subject="The lamp\r\nBcc: eve@home.example")
    (mail,) = mails_after(sink, timedelta(minutes=2))
    assert mail["Bcc"] is None
    assert sink.mails[0].recipients == [ada().email]
