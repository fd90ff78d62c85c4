"""The loop: an answer leaves by SMTP, its customer answers by SMTP, and it is the same ticket."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import Address

import pytest

from helpwell.accounts.models import User
from helpwell.accounts.testing import make_administrator
from helpwell.channels.models import Delivery
from helpwell.channels.queries import answer_recipients
from helpwell.core.testing import eventually
from helpwell.demo import actions, mailboxes, queries, sink
from helpwell.demo.errors import NotTaken, RealAddress
from helpwell.demo.models import Mail
from helpwell.demo.opening import OpenedMail
from helpwell.demo.staging import hear_everything
from helpwell.jobs.actions import run_until_quiet
from helpwell.jobs.registry import services
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 21, 21, 6, tzinfo=UTC)
ROBIN = Address("Robin Ferreira", addr_spec="robin@ferreira.example")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def company(settings) -> Iterator[None]:
    """A small demo company whose receiver and sink are up."""
    settings.UNDO_SEND_SECONDS = 0
    settings.HELPWELL = replace(
        settings.HELPWELL, smtp_port=free_port(), demo_smtp_port=free_port()
    )
    make_administrator()
    actions.seed(now=NOW, most=3)
    Mail.objects.all().delete()
    stop = threading.Event()
    running = [
        threading.Thread(target=services["channels.receive_mail"].serve, args=[stop]),
        threading.Thread(
            target=sink.serve, args=[stop], kwargs={"port": settings.HELPWELL.demo_smtp_port}
        ),
    ]
    for thread in running:
        thread.start()
    yield
    stop.set()
    for thread in running:
        thread.join()


def written(**changes) -> Ticket:
    """A ticket of somebody new, by real SMTP."""
    letter = {"sender": ROBIN, "to": "support@plovermill.example", "subject": "Orange?"}
    for _ in range(50):
        try:
            mailboxes.write(**letter | {"text": "Is there an orange Heron?"} | changes)
        except NotTaken:
            continue  # the receiver is still opening its port
        break
    run_until_quiet("channels.read_mail")
    return Ticket.objects.get(requester__name="Robin Ferreira")


def answered(ticket: Ticket) -> Mail:
    """An agent answers; the mail that arrives at the customer's."""
    amara = User.objects.get(email="amara@plovermill.example")
    to = answer_recipients(ticket)
    tickets.reply(ticket, html="<p>In <b>spring</b>.</p>", by=amara, recipients=to)
    hear_everything()
    run_until_quiet("channels.send_mail")
    assert eventually(Mail.objects.exists), list(Delivery.objects.values_list("state", "error"))
    return Mail.objects.get()


def test_a_customer_answers_in_the_viewer_and_it_lands_on_the_same_ticket(company):
    ticket = written()
    mail = answered(ticket)
    assert mail.recipients == ["robin@ferreira.example"]
    assert "spring" in OpenedMail(bytes(mail.raw)).text

    picture = mailboxes.Enclosed(name="a.png", content_type="image/png", content=b"\x89PNG")
    mailboxes.answer(mail, address=mail.recipients[0], text="Then I wait.", enclosed=[picture])
    run_until_quiet("channels.read_mail")

    ticket.refresh_from_db()
    words = [message.text.strip() for message in ticket.messages.order_by("pk")]
    assert words == ["Is there an orange Heron?", "In spring.", "Then I wait."]
    assert (ticket.status, ticket.requester.name) == ("open", "Robin Ferreira")
    assert ticket.messages.last().attachments.get().name == "a.png"


def test_a_mail_to_nobody_in_particular_reaches_the_first_inbox(company):
    assert written(to=mailboxes.first_inbox_address()).group.name == "Orders & deliveries"


def test_nobody_real_is_written_to_or_from(company):
    with pytest.raises(RealAddress):
        written(sender=Address("Somebody", addr_spec="somebody@example.com"))


def test_a_receiver_that_is_down_is_said_in_a_sentence(settings):
    settings.HELPWELL = replace(settings.HELPWELL, smtp_port=free_port())
    with pytest.raises(NotTaken, match="Is it running"):
        mailboxes.write(sender=ROBIN, to="support@plovermill.example", subject="", text="Hello")


def test_agents_see_the_mails_of_the_tickets_they_may_see(company):
    mail = answered(written())
    amara = User.objects.get(email="amara@plovermill.example")
    tove = User.objects.get(email="tove@plovermill.example")
    assert list(queries.visible_to(amara)) == [mail]
    assert not queries.visible_to(tove).exists()


def test_the_viewer_shows_mail_to_those_who_may_see_it(company, client):
    mail = answered(written())
    address = f"/demo/mail/{mail.pk}/"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.get(email="tove@plovermill.example"))
    assert client.get(address).status_code == 404
    client.force_login(User.objects.get(email="amara@plovermill.example"))
    assert "Orange?" in client.get(address).content.decode()
    assert "<b>spring</b>" in client.get(f"{address}frame/").content.decode()
    assert "Robin Ferreira" in client.get("/demo/mail/").content.decode()
    refused = client.post(f"{address}answers/", {"text": ""}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    sent = client.post(f"{address}answers/", {"text": "Yes."}, headers={"HX-Request": "true"})
    assert sent.status_code == 200
    run_until_quiet("channels.read_mail")
    assert Ticket.objects.get(requester__name="Robin Ferreira").message_count == 3


def test_without_the_demo_there_is_no_viewer(client):
    client.force_login(make_administrator())
    for path in ("", "letters/", "boxes/", "rows/"):
        assert client.get(f"/demo/mail/{path}").status_code == 404
