"""The demo company comes through the real actions, and goes without a trace."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.core.files.storage import default_storage

from helpwell.accounts.models import User
from helpwell.accounts.testing import ada, make_administrator
from helpwell.channels import actions as channels
from helpwell.channels.models import Delivery, Envelope, Recipient
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.customers.models import Customer
from helpwell.demo import actions
from helpwell.demo.errors import AlreadyThere, NobodyLeft
from helpwell.demo.hiring import password
from helpwell.demo.staging import hear_everything
from helpwell.tickets import actions as tickets
from helpwell.tickets import queries
from helpwell.tickets.models import (
    Draft,
    Follower,
    Link,
    Message,
    Promise,
    SavedView,
    SideTalk,
    Step,
    Ticket,
    TimeEntry,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 21, 6, tzinfo=UTC)
NO_PART_OF_IT = ("fields.Edition", "jobs.TaskRun", "tickets.Tally")


def rows():
    """How many rows every table of ours has."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("helpwell.") and model._meta.label not in NO_PART_OF_IT
    }


def files():
    folders, names = default_storage.listdir(".") if default_storage.exists(".") else ([], [])
    return sum(
        len(default_storage.listdir(f"{a}/{b}")[1])
        for a in folders
        for b in default_storage.listdir(a)[0]
    ) + len(names)


def real_mail(sender, inbox, text="It is about my real order.", to=""):
    raw = f"From: {sender}\r\nTo: {inbox.address}\r\nSubject: Real\r\n\r\n{text}\r\n".encode()
    return channels.read_at_once(channels.accept(inbox, raw, envelope_to=to or inbox.address))


def test_the_whole_company_comes_and_goes():
    make_administrator()
    before = rows()
    with clock.travel(NOW):
        actions.seed(now=NOW)
    assert 190 <= Ticket.objects.count() <= 215
    assert 55 <= Customer.objects.count() <= 80
    assert Message.objects.count() > 600
    assert not Envelope.objects.exclude(state=Envelope.State.DONE).exists()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    per_status = {status: Ticket.objects.filter(status=status).count() for status in Ticket.Status}
    assert all(per_status.values()), per_status
    assert (
        Ticket.objects.exclude(custom_status=None).values("custom_status").distinct().count() == 2
    )
    assert set(Ticket.objects.values_list("brand__name", flat=True)) >= {"Plovermill"}
    hanne = User.objects.get(email="hanne@plovermill.example")
    assert hanne.check_password(password())
    assert queries.counts(hanne)["unassigned"] >= 8
    assert Recipient.objects.filter(state="bounced").exists()
    assert Ticket.objects.filter(messages__attachments__is_inline=True).exists()
    owned = set(SavedView.objects.values_list("owner__name", "group__name"))
    assert {(None, None), (None, "Repairs & returns"), ("Amara Diallo", None)} == owned
    assert set(Promise.objects.values_list("state", flat=True)) == {"open", "kept"}
    overdue = Promise.objects.filter(state="open", due_at__lt=NOW)
    assert overdue.count() == 1
    assert Link.objects.filter(kind="problem").count() == 3
    assert Draft.objects.exclude(shared_with=None).exists()
    for model in (Step, TimeEntry, Follower):
        assert model.objects.exists()
    talk = SideTalk.objects.get()
    assert [message.kind for message in talk.messages.order_by("pk")] == ["asked", "told"]
    assert Ticket.objects.filter(tags__name="newsletter").exists()
    tove = User.objects.get(email="tove@plovermill.example")
    assert 0 < queries.visible_to(tove).count() < 50
    with pytest.raises(AlreadyThere):
        actions.seed(now=NOW)
    actions.remove()
    assert rows() == before


def test_customers_answers_come_back_to_their_ticket():
    actions.seed(now=NOW, most=25)
    assert Ticket.objects.count() == 25
    assert set(Envelope.objects.values_list("threaded_by", flat=True)) == {"new", "address"}


def test_removing_leaves_no_trace():
    make_administrator()
    before = rows()
    actions.seed(now=NOW, most=25)
    actions.remove()
    assert rows() == before


def test_removing_keeps_what_is_real():
    administrator = make_administrator()
    actions.seed(now=NOW, most=25)
    ruth = Customer.objects.get(name="Ruth Abramson")
    amara = User.objects.get(email="amara@plovermill.example")
    inbox = channels.open_inbox(name="Ours", address="help@ours.example", by=SYSTEM)
    kept = real_mail("Ruth Abramson <ruth.abramson@post.example>", inbox).ticket
    to = [{"kind": "to", "name": "Ruth", "email": "ruth.abramson@post.example"}]
    tickets.reply(kept, html="<p>Soon.</p>", by=amara, recipients=to)
    grace = real_mail("Grace <grace@example.org>", inbox)
    hear_everything()

    actions.remove()

    assert set(Ticket.objects.all()) == {kept, grace.ticket}
    assert set(Customer.objects.all()) == {ruth, grace.customer}
    amara.refresh_from_db()
    assert not amara.is_active
    assert kept.messages.get(kind="reply").author == amara
    assert set(User.objects.all()) == {administrator, amara}
    assert Delivery.objects.get().inbox == inbox


def test_a_stranger_who_wrote_to_the_demo_goes_with_it_and_an_acquaintance_stays():
    make_administrator()
    inbox = channels.open_inbox(name="Ours", address="help@ours.example", by=SYSTEM)
    with clock.travel(NOW):
        grace = real_mail("Grace <grace@example.org>", inbox).customer
    actions.seed(now=NOW, most=10)
    demo = actions.inboxes().first()
    real_mail("Grace <grace@example.org>", demo, "Trying out the demo.")
    real_mail("Robin <robin@ferreira.example>", demo)
    actions.remove()
    assert list(Customer.objects.all()) == [grace]


def test_nobody_is_locked_out_by_removing():
    actions.seed(now=NOW, most=10)
    ada()
    with pytest.raises(NobodyLeft):
        actions.remove()
    make_administrator()
    actions.remove()
