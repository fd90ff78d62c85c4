"""The same mail is one message, whatever way it came and whoever reads it."""

import pytest

from helpwell.channels import actions
from helpwell.channels.models import Envelope
from helpwell.channels.testing import mail, make_inbox
from helpwell.core.testing import at_once, failures
from helpwell.tickets.models import Message, Ticket

TRACE = b"Received: from a.example by b.example; Mon, 1 Jun 2026 09:00:00 +0000\r\n"


def states():
    return sorted(Envelope.objects.values_list("state", "threaded_by"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_read_for_two_inboxes_at_the_same_time_it_is_one_ticket(_round):
    raw = mail()
    for inbox in (make_inbox(), make_inbox()):
        actions.accept(inbox, raw)
    readers = [lambda pk=pk: read_alone(pk) for pk in Envelope.objects.values_list("pk", flat=True)]
    assert failures(at_once(*readers)) == []
    assert Ticket.objects.count() == Message.objects.count() == 1
    assert states() == [("done", "new"), ("done", "repeat")]
    assert set(Envelope.objects.values_list("message", flat=True)) == {Message.objects.get().pk}


def read_alone(pk):
    actions.read_at_once(Envelope.objects.get(pk=pk))


@pytest.mark.django_db(transaction=True)
def test_many_copies_read_by_many_workers_are_one_message():
    inboxes, raw = [make_inbox() for _ in range(3)], mail()
    for number in range(12):
        actions.accept(inboxes[number % 3], TRACE * (number // 3) + raw)
    assert failures(at_once(*[actions.read_waiting] * 4)) == []
    actions.read_waiting()
    assert (Ticket.objects.count(), Message.objects.count()) == (1, 1)
    assert len(states()) == 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    "again",
    [
        lambda raw: TRACE + raw,
        lambda raw: raw.replace(b"To: desk@arbor.example", b"To: other@arbor.example"),
        lambda raw: raw.replace(b"Subject: Where is", b"Subject: Where\r\n is"),
        lambda raw: raw.replace(b"come on Monday.", b"come on=20\r\nMonday.").replace(
            b"7bit", b"quoted-printable"
        ),
        lambda raw: raw + b"\r\n\r\n",
    ],
    ids=["other trace", "other addressee", "folded", "encoded", "blank lines"],
)
def test_the_same_words_under_the_same_id_are_the_same_mail(again):
    inbox, raw = make_inbox(), mail(Date="Mon, 1 Jun 2026 09:00:00 +0000")
    assert again(raw) != raw
    for each in (raw, again(raw)):
        actions.accept(inbox, each)
    actions.read_waiting()
    assert (Message.objects.count(), states()[1]) == (1, ("done", "repeat"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        lambda raw: raw.replace(b"Monday", b"Tuesday"),
        lambda raw: raw.replace(b"grace@", b"gracie@"),
        lambda raw: raw.replace(b"parcel?", b"pot?"),
        lambda raw: raw.replace(b"09:00", b"09:01"),
        lambda raw: raw.replace(b"Message-ID", b"X-Message-ID"),
    ],
    ids=["words", "sender", "subject", "date", "no id"],
)
def test_anything_else_said_under_the_same_id_is_kept_as_a_mail_of_its_own(other):
    inbox, raw = make_inbox(), mail(Date="Mon, 1 Jun 2026 09:00:00 +0000")
    for each in (raw, other(raw)):
        actions.accept(inbox, each)
    actions.read_waiting()
    assert (Ticket.objects.count(), states()) == (2, [("done", "new")] * 2)
