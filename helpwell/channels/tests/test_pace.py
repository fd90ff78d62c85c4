"""How fast answers leave: limits of providers, servers in trouble, clocks that jump."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from helpwell.accounts.testing import ada
from helpwell.channels import actions
from helpwell.channels.adapters.email import submission
from helpwell.channels.models import Delivery, Inbox, Recipient
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.channels.tests.sink import Sink, sink_server
from helpwell.core import clock
from helpwell.core.testing import at_once, eventually, failures
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import answer, to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sink():
    with sink_server() as server:
        yield server


def inbox_at(sink: Sink, **settings) -> Inbox:
    return make_inbox(smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none", **settings)


def due_answers(inbox: Inbox, count: int, *emails: str) -> list[Delivery]:
    """So many answers from an inbox whose time to take them back is over."""
    ticket = arrive(mail(), inbox).message.ticket
    recipients = [to(email) for email in emails or ("grace@home.example",)]
    for _ in range(count):
        answer(ticket, by=ada(), recipients=recipients)
    run_until_quiet("events.tell_facts")
    mine = Delivery.objects.filter(inbox=inbox).order_by("pk")
    mine.update(due_at=clock.now() - timedelta(seconds=1))
    return list(mine)


def states(inbox: Inbox) -> list[str]:
    return list(Delivery.objects.filter(inbox=inbox).order_by("pk").values_list("state", flat=True))


def later(**span) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(**span), tick=True)


def test_a_limit_holds_across_senders_and_keeps_no_other_inbox(sink):
    limited, free = inbox_at(sink, most_a_minute=3), inbox_at(sink)
    due_answers(limited, 8)
    due_answers(free, 5)
    assert failures(at_once(*[actions.send_due] * 4)) == []
    assert states(limited).count("sent") == 3
    assert states(free) == ["sent"] * 5
    with later(seconds=61):
        assert failures(at_once(*[actions.send_due] * 4)) == []
        assert states(limited).count("sent") == 6


def test_the_limit_holds_in_every_minute_not_only_in_those_of_the_clock(sink):
    limited = inbox_at(sink, most_a_minute=2)
    due_answers(limited, 3)
    Delivery.objects.filter(inbox=limited).update(claimed_at=None)
    actions.send_due()
    first = Delivery.objects.filter(state="sent").order_by("pk").first()
    Delivery.objects.filter(pk=first.pk).update(claimed_at=clock.now() - timedelta(seconds=50))
    actions.send_due()
    assert states(limited).count("sent") == 2
    with later(seconds=11):
        actions.send_due()
    assert states(limited).count("sent") == 3


def test_a_server_that_asks_for_less_slows_its_inbox_only(sink):
    hurried = inbox_at(sink)
    due_answers(hurried, 3)
    sink.to_senders = ["450 4.7.1 Rate limit exceeded, slow down"]
    actions.send_due()
    hurried.refresh_from_db()
    assert hurried.send_pause_seconds == 60
    assert hurried.send_error == "", "it works, only not so fast"
    assert states(hurried) == ["queued"] * 3
    other = inbox_at(sink)
    due_answers(other, 1)
    actions.send_due()
    assert (states(hurried), states(other)) == (["queued"] * 3, ["sent"])
    with later(seconds=61):
        actions.send_due()
    assert states(hurried) == ["sent"] * 3
    hurried.refresh_from_db()
    assert (hurried.send_pause_seconds, hurried.send_after) == (0, None)


def test_pauses_grow_while_a_server_is_away_and_the_answers_wait_unharmed():
    with sink_server() as gone:
        inbox = inbox_at(gone)
    due_answers(inbox, 3)
    with time_machine.travel(clock.now(), tick=True) as traveller:
        for seconds in (30, 60, 120, 240, 480, 600, 600):
            actions.send_due()
            inbox.refresh_from_db()
            assert inbox.send_pause_seconds == seconds
            traveller.shift(seconds + 1)
    assert states(inbox) == ["queued"] * 3
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}, "none was an attempt"
    assert "Nobody answers" in inbox.send_error


def test_when_the_server_is_back_everything_leaves_at_once(sink):
    inbox = inbox_at(sink)
    Inbox.objects.filter(pk=inbox.pk).update(smtp_port=1)
    due_answers(inbox, 4)
    actions.send_due()
    Inbox.objects.filter(pk=inbox.pk).update(smtp_port=sink.port)
    with later(seconds=31):
        actions.send_due()
    assert states(inbox) == ["sent"] * 4


@pytest.mark.parametrize("mended_by", ["a retry", "other settings"])
def test_whoever_mends_the_server_need_not_wait_for_the_end_of_the_pause(sink, mended_by):
    inbox = inbox_at(sink)
    first, *_others = due_answers(inbox, 3)
    Inbox.objects.filter(pk=inbox.pk).update(smtp_port=1)
    actions.send_due()
    assert states(inbox) == ["queued"] * 3
    if mended_by == "a retry":
        Inbox.objects.filter(pk=inbox.pk).update(smtp_port=sink.port)
        actions.retry_delivery(first, by=ada())
    else:
        actions.change_inbox(Inbox.objects.get(pk=inbox.pk), by=ada(), smtp_port=sink.port)
    actions.send_due()
    assert states(inbox) == ["sent"] * 3


def test_a_mail_that_always_breaks_the_connection_blocks_no_other(sink):
    inbox = inbox_at(sink)
    bad, *good = due_answers(inbox, 4)
    sink.to_data = ["cut"]
    actions.send_due()
    assert Recipient.objects.get(delivery=bad).state == "deferred"
    sink.to_data = []
    with later(seconds=31):
        actions.send_due()
    assert states(inbox) == ["queued", *["sent"] * len(good)]
    with later(seconds=61):
        actions.send_due()
    assert states(inbox)[0] == "sent"


@pytest.mark.parametrize("hangs_at", ["EHLO", "DATA"])
def test_a_server_that_hangs_keeps_no_other_inboxs_mail(sink, hangs_at, monkeypatch):
    monkeypatch.setattr(submission, "CONNECTING_SECONDS", 12)
    monkeypatch.setattr(submission, "ANSWERING_SECONDS", 12)
    with sink_server() as dead:
        dead.hangs_at = hangs_at
        stuck, healthy = inbox_at(dead), inbox_at(sink)
        due_answers(stuck, 12)
        due_answers(healthy, 6)
        threads = [threading.Thread(target=_send_apart) for _ in range(6)]
        for thread in threads:
            thread.start()
        assert eventually(lambda: len(sink.mails) == 6, seconds=11)
        for thread in threads:
            thread.join()
    assert states(healthy) == ["sent"] * 6
    assert states(stuck) == ["queued"] * 12


def _send_apart() -> None:
    try:
        actions.send_due()
    finally:
        connection.close()


def test_after_five_days_it_is_given_up_and_the_ticket_is_ours_again(sink):
    inbox = inbox_at(sink)
    due_answers(inbox, 1)
    sink.to_recipients["grace@home.example"] = "451 4.3.0 Later"
    actions.send_due()
    assert Delivery.objects.get().state == "queued"
    with later(days=5, hours=1):
        actions.send_due()
    assert Delivery.objects.get().state == "failed"
    assert Ticket.objects.get().status == "open"


def test_a_clock_that_jumps_back_holds_no_mail(sink):
    inbox = inbox_at(sink)
    with later(hours=5):
        (delivery,) = due_answers(inbox, 1)
        Delivery.objects.update(due_at=clock.now() + timedelta(seconds=9))
    assert delivery.queued_at > clock.now()
    actions.send_due()
    assert states(inbox) == ["sent"]


def test_an_answer_written_before_the_clock_was_set_back_leaves_in_its_time(sink):
    inbox = inbox_at(sink)
    ticket = arrive(mail(), inbox).message.ticket
    with later(days=1):
        answer(ticket, by=ada(), recipients=[to("grace@home.example")])
    run_until_quiet("events.tell_facts")
    with later(seconds=30):
        actions.send_due()
    assert states(inbox) == ["sent"]


def test_nor_does_a_pause_or_a_retry_that_was_set_in_the_future(sink):
    inbox = inbox_at(sink)
    with later(hours=5):
        due_answers(inbox, 1)
        sink.to_senders = ["421 4.3.2 Closing down"]
        actions.send_due()
    inbox.refresh_from_db()
    assert inbox.send_after > clock.now() + timedelta(hours=4)
    Delivery.objects.update(queued_at=clock.now() - timedelta(minutes=1))
    actions.send_due()
    assert states(inbox) == ["sent"]
