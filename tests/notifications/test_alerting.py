"""Mail to whoever looks after mailboxes, when something is wrong with mail."""

import email
import email.policy
from datetime import timedelta

import pytest

from helpwell.accounts.testing import ada, make_administrator
from helpwell.channels.models import Inbox
from helpwell.channels.testing import make_inbox
from helpwell.channels.tests.sink import sink_server
from helpwell.core import clock
from helpwell.notifications import actions

pytestmark = pytest.mark.django_db
LONG = timedelta(minutes=11)


@pytest.fixture
def sink():
    with sink_server() as found:
        yield found


@pytest.fixture
def inbox(sink):
    """One that sends, and cannot fetch."""
    out = {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_security": "none"}
    inbox = make_inbox(**out, fetch_host="imap.arbor.example", fetch_protocol="imap")
    note(inbox, fetch_error="The password is wrong.", fetched_at=clock.now())
    return inbox


@pytest.fixture
def boss():
    ada()  # looks after no mailbox
    return make_administrator()


def note(inbox, **how):
    Inbox.objects.filter(pk=inbox.pk).update(**how)


def told_after(sink, *spans):
    """The mails that came, where it is looked once now and after each of the spans."""
    actions.mail_alerts()
    at = clock.now()
    for span in spans:
        at += span
        with clock.travel(at):
            actions.mail_alerts()
    return [email.message_from_bytes(m.raw, policy=email.policy.default) for m in sink.mails]


def test_whoever_looks_after_mailboxes_is_told_once_in_sentences(sink, inbox, boss):
    (mail,) = told_after(sink, LONG, LONG, LONG)
    said = mail.get_content()
    assert (mail["To"], mail["Subject"]) == (boss.email, "Mail needs you")
    assert f"Mail for {inbox.address} is not fetched: The password is wrong." in said
    assert "/settings/mail/" in said
    assert mail["Auto-Submitted"] == "auto-generated"


def test_what_passes_soon_is_not_told(sink, inbox, boss):
    assert told_after(sink, timedelta(minutes=5)) == []
    note(inbox, fetch_error="")
    assert told_after(sink, LONG) == []


def test_it_is_told_again_each_day_and_anew_when_it_comes_back(sink, inbox, boss):
    note(inbox, fetched_at=clock.now() + timedelta(days=30))
    assert len(told_after(sink, LONG, timedelta(hours=23), timedelta(hours=2))) == 2
    note(inbox, fetch_error="")
    told_after(sink)
    note(inbox, fetch_error="The password is wrong.")
    assert len(told_after(sink, LONG)) == 3


def test_quiet_hours_are_waited_for_and_a_no_is_a_no(sink, inbox, boss):
    at = clock.now()
    quiet = {"quiet_from": (at - LONG).time(), "quiet_until": (at + 2 * LONG).time()}
    actions.choose(quiet, by=boss)
    assert told_after(sink, LONG) == []
    assert len(told_after(sink, 3 * LONG)) == 1
    no = {"quiet_from": None, "quiet_until": None, "mail_trouble": False}
    actions.choose(no, by=boss)
    assert len(told_after(sink, timedelta(days=2))) == 1


def test_another_inbox_tells_that_one_cannot_send(sink, boss):
    broken = make_inbox(
        address="old@arbor.example", smtp_host="127.0.0.1", smtp_port=1, smtp_security="none"
    )
    note(broken, send_error="Nobody answers there.")
    assert told_after(sink, LONG) == []
    make_inbox(smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    (mail,) = told_after(sink, LONG)
    assert (
        "Answers from old@arbor.example do not leave: Nobody answers there." in mail.get_content()
    )


def test_a_mail_server_in_trouble_is_tried_again(sink, inbox, boss):
    sink.to_senders.append("451 Later")
    assert len(told_after(sink, LONG, timedelta(minutes=5))) == 1
