"""What people decide about answers on their way."""

from datetime import timedelta

import pytest
from django.db import transaction

from helpwell.accounts.testing import ada, ben, make_agent, make_role
from helpwell.channels import actions
from helpwell.channels.errors import NotSentAgain
from helpwell.channels.models import Delivery, Recipient
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.channels.tests.sink import Sink, sink_server
from helpwell.core import clock
from helpwell.core.testing import at_once, is_free, waiting_for_us
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.errors import AlreadySent, CustomerAddressed, NotAnAddress
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.testing import answer, ask, to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sink():
    with sink_server() as server:
        yield server


@pytest.fixture
def ticket(sink: Sink) -> Ticket:
    inbox = make_inbox(smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    return arrive(mail(), inbox).message.ticket


def due(ticket: Ticket, *emails: str, **more) -> Delivery:
    message = answer(ticket, by=ada(), recipients=[to(email) for email in emails], **more)
    run_until_quiet("events.tell_facts")
    Delivery.objects.update(due_at=clock.now() - timedelta(seconds=1))
    return Delivery.objects.get(message=message)


def states(delivery: Delivery) -> list[str]:
    return list(delivery.recipients.values_list("state", flat=True))


def test_a_cancelled_answer_stays_on_its_ticket_with_who_and_why(ticket, sink):
    delivery = due(ticket, "grace@home.example", then="solved")
    actions.cancel(delivery, by=ben(), reason="She called\nus")
    actions.send_due()
    delivery.refresh_from_db()
    assert (sink.mails, delivery.state, states(delivery)) == ([], "cancelled", ["cancelled"])
    assert delivery.recipients.get().answer == "Cancelled by Ben Baker: She called us"
    assert Message.objects.filter(kind="reply").count() == 1
    assert Ticket.objects.get().status == "open", "she has heard nothing by mail"


def test_taking_an_answer_back_waits_for_its_turn_before_it_holds_the_ticket(ticket):
    """What goes along with an answer may merge tickets, and is taken back with it."""
    message = due(ticket, "grace@home.example").message
    with transaction.atomic():
        tickets.wait_for_turn()
        taken_back = waiting_for_us(lambda: actions.take_back(message, by=ada()))
        assert at_once(lambda: is_free(ticket)) == [True]
    assert taken_back().agent == ada()


def test_only_those_who_have_not_got_it_are_spared(ticket, sink):
    sink.to_recipients["otto@home.example"] = "451 4.3.0 Later"
    delivery = due(ticket, "grace@home.example", "otto@home.example", then="solved")
    actions.send_due()
    actions.cancel(delivery, by=ada())
    assert states(delivery) == ["sent", "cancelled"]
    assert Ticket.objects.get().status == "solved"
    with pytest.raises(AlreadySent):
        actions.cancel(delivery, by=ada())


@pytest.mark.parametrize("_", range(5))
def test_cancelling_meets_sending_and_exactly_one_of_them_happens(ticket, sink, _):
    delivery, agent = due(ticket, "grace@home.example"), ada()
    _sent, cancelled = at_once(actions.send_due, lambda: actions.cancel(delivery, by=agent))
    was_sent = isinstance(cancelled, AlreadySent)
    assert len(sink.mails) == int(was_sent)
    assert states(delivery) == (["sent"] if was_sent else ["cancelled"])


def test_a_mistyped_address_is_corrected_and_only_that_one_gets_it_again(ticket, sink):
    sink.to_recipients["grcae@home.example"] = "550 5.1.1 Nobody of this name"
    delivery = due(ticket, "grcae@home.example", "otto@home.example")
    actions.send_due()
    wrong = delivery.recipients.get(state="failed")
    actions.send_again(wrong, email="grace@home.example", by=ada())
    actions.send_due()
    assert [each.recipients for each in sink.mails] == [
        ["otto@home.example"], ["grace@home.example"],
    ]  # fmt: skip
    first, second = (each.raw.split(b"Message-ID: ")[1][:60] for each in sink.mails)
    assert first == second
    assert states(delivery) == ["sent", "sent"]
    message = Message.objects.get(kind="reply")
    assert message.recipients[0]["email"] == "grace@home.example"


def test_an_address_that_is_none_is_refused_and_nothing_changes(ticket, sink):
    sink.to_recipients["grace@home.example"] = "550 No"
    delivery = due(ticket, "grace@home.example")
    actions.send_due()
    with pytest.raises(NotAnAddress):
        actions.send_again(delivery.recipients.get(), email="grace at home", by=ada())
    assert states(delivery) == ["failed"]


def test_what_a_supplier_did_not_get_goes_to_no_customer_and_is_not_everybodys_to_send(
    ticket, sink, client
):
    sink.to_recipients["orders@mills.example"] = "550 No"
    asked = ask(ticket, by=ada())
    run_until_quiet("events.tell_facts")
    Delivery.objects.update(due_at=clock.now() - timedelta(seconds=1))
    actions.send_due()
    wrong = Recipient.objects.get(delivery__message=asked)
    assert wrong.state == "failed"
    with pytest.raises(CustomerAddressed):
        actions.send_again(wrong, email="grace@home.example", by=ada())
    role = make_role("tickets.read_all", "tickets.reply", name="Only customers")
    client.force_login(make_agent("Cas", role))
    places = (f"/recipients/{wrong.pk}/sending/", f"/messages/{asked.pk}/cancellation/")
    assert [client.post(place).status_code for place in places] == [403, 403]


def test_who_has_got_it_never_gets_it_again(ticket, sink):
    delivery = due(ticket, "grace@home.example")
    actions.send_due()
    for deed in (
        lambda: actions.retry_delivery(delivery, by=ada()),
        lambda: actions.send_again(Recipient.objects.get(), email="x@home.example", by=ada()),
    ):
        with pytest.raises(NotSentAgain):
            deed()
    assert Recipient.objects.get().email == "grace@home.example"
