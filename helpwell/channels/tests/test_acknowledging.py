"""Automatic acknowledgements: once, marked, to people only, and never in a loop (RFC 3834)."""

import smtplib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import make_msgid

import pytest

from helpwell.accounts.testing import ada
from helpwell.channels import actions
from helpwell.channels.mail.message import parse
from helpwell.channels.manners import why_silent
from helpwell.channels.models import Delivery, Envelope, Inbox
from helpwell.channels.queries import as_mailed
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.channels.tests.sink import sink_server
from helpwell.channels.tests.test_receiver import Receiver, ours, start  # noqa: F401 - fixtures
from helpwell.core.actors import SYSTEM
from helpwell.customers.models import Identity
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.testing import answer

WORDS = "Thank you. Your mail has come; its number is {number}."
DESK = "desk@arbor.example"


@pytest.fixture
def inbox(transactional_db):
    return make_inbox(address=DESK, acknowledgement=WORDS)


def acknowledged() -> list[Message]:
    run_until_quiet("events.tell_facts")
    return list(Message.objects.filter(is_automatic=True, kind="reply").order_by("pk"))


def the_mail() -> EmailMessage:
    return message_from_bytes(as_mailed_now(), policy=default)


def as_mailed_now() -> bytes:
    run_until_quiet("events.tell_facts")
    return as_mailed(Delivery.objects.get())


class TestTheMail:
    def test_it_goes_to_the_writer_alone_marked_and_in_their_thread(self, inbox):
        asked = mail(to=f"{DESK}, bob@x.example", Reply_To="eve@y.example")
        arrive(asked, inbox)
        sent = the_mail()
        assert sent["To"] == "grace@home.example"
        assert (sent["Cc"], sent["Auto-Submitted"]) == (None, "auto-replied")
        assert sent["In-Reply-To"] == message_from_bytes(asked)["Message-ID"]
        assert sent["X-Auto-Response-Suppress"] == "All"
        assert sent["Precedence"] is None

    def test_a_strangers_words_are_carried_to_nobody_in_whose_name_they_may_write(self, inbox):
        words = "Buy at pills.example"
        arrive(mail(subject=words, sender=f"{words} <grace@home.example>"), inbox)
        assert b"pills" not in as_mailed_now()

    def test_who_is_proven_reads_their_own_subject(self, inbox):
        Inbox.objects.filter(pk=inbox.pk).update(trusted_host="mx.example")
        inbox.refresh_from_db()
        results = "mx.example; dmarc=pass header.from=home.example"
        arrive(mail(Authentication_Results=results), inbox)
        sent = the_mail()
        assert sent["Subject"] == "Auto: Where is my parcel?"
        assert sent["To"] == "Grace Garden <grace@home.example>"

    def test_it_says_the_number_and_quotes_nothing_of_what_a_stranger_wrote(self, inbox):
        ticket = arrive(mail("Buy our pills"), inbox).message.ticket
        text = the_mail().get_body(("plain",)).get_content()
        assert f"its number is {ticket.pk}." in text
        assert "pills" not in text

    def test_its_envelope_has_no_sender_so_nobody_answers_that_it_did_not_arrive(self, inbox):
        with sink_server() as sink:
            out = {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_security": "none"}
            actions.change_inbox(inbox, by=SYSTEM, **out)
            arrive(mail(), inbox)
            run_until_quiet("events.tell_facts")
            actions.send_due()
            assert [(m.sender, m.recipients) for m in sink.mails] == [
                ("<>", ["grace@home.example"])
            ]

    def test_it_leaves_at_once_from_the_inbox_the_mail_came_to(self, inbox):
        make_inbox(address="another@arbor.example")
        arrive(mail(), inbox)
        run_until_quiet("events.tell_facts")
        delivery = Delivery.objects.get()
        assert (delivery.inbox, delivery.is_automatic) == (inbox, True)
        assert delivery.due_at == Message.objects.get(kind="reply").created_at

    def test_an_answer_to_it_finds_the_ticket_and_is_not_acknowledged_again(self, inbox):
        ticket = arrive(mail(), inbox).message.ticket
        sent = the_mail()
        back = arrive(mail("Thank you", to=sent["Reply-To"]), inbox)
        assert (back.message.ticket, len(acknowledged())) == (ticket, 1)


class TestTheTicket:
    def test_it_is_as_new_and_unread_as_without_it(self, inbox):
        arrive(mail(), inbox)
        ticket, received = Ticket.objects.get(), Message.objects.get(kind="received")
        assert len(acknowledged()) == 1
        assert (ticket.status, ticket.assignee) == ("new", None)
        assert ticket.waiting_since == ticket.active_at == received.created_at
        assert (ticket.last_public_id, ticket.last_words) == (received.pk, received.text.strip())

    def test_the_customer_still_waits_after_a_change_of_status(self, inbox):
        ticket = arrive(mail(), inbox).message.ticket
        received = Message.objects.get(kind="received")
        tickets.set_status(ticket, to="on_hold", by=ada())
        assert Ticket.objects.get().waiting_since == received.created_at

    def test_an_agents_answer_goes_to_whom_it_would_have_gone(self, inbox):
        from helpwell.channels.queries import answer_recipients

        ticket = arrive(mail(Cc="bob@x.example"), inbox).message.ticket
        assert len(acknowledged()) == 1
        found = [(r["kind"], r["email"]) for r in answer_recipients(ticket)]
        assert found == [("to", "grace@home.example"), ("cc", "bob@x.example")]

    def test_it_shows_on_the_ticket_as_automatic(self, inbox, client):
        ticket = arrive(mail(), inbox).message.ticket
        acknowledged()
        client.force_login(ada())
        page = client.get(f"/tickets/{ticket.pk}/").content.decode()
        assert "Automatic message" in page
        assert "its number is" in page


SILENT = {
    "absence note": ("a machine wrote it", {"Auto_Submitted": "auto-replied"}),
    "machine's notice": ("a machine wrote it", {"Auto_Submitted": "auto-generated"}),
    "no, says the header": ("", {"Auto_Submitted": "no"}),
    "out of office": ("a machine wrote it", {"subject": "Automatic reply: Where?"}),
    "bulk": ("it went to many", {"Precedence": "bulk"}),
    "list": ("it went to many", {"List_Id": "<ducks.example>"}),
    "newsletter": ("it went to many", {"List_Unsubscribe": "<mailto:off@x.example>"}),
    "asks for silence": ("it went to many", {"X_Auto_Response_Suppress": "OOF, AutoReply"}),
    "mail system": ("a machine wrote it", {"sender": "mailer-daemon@x.example"}),
    "no-reply": ("its sender reads no mail", {"sender": "no-reply@x.example"}),
    "list's owner": ("its sender reads no mail", {"sender": "owner-ducks@x.example"}),
    "list's robot": ("its sender reads no mail", {"sender": "ducks-request@x.example"}),
    "empty return path": ("it wants no answer", {"Return_Path": "<>"}),
    "return path": ("", {"Return_Path": "<grace@home.example>"}),
    "ours": ("it is our own", {"sender": "Desk+7@arbor.example"}),
    "our return path": ("it is our own", {"Return_Path": "<desk@arbor.example>"}),
    "blind copy": ("it does not name us", {"to": "bob@x.example"}),
    "in copy": ("", {"to": "bob@x.example", "Cc": DESK}),
    "with a tag": ("", {"to": "desk+9@arbor.example"}),
    "another name": ("", {"to": "help@arbor.example", "Delivered_To": "help@arbor.example"}),
    "no sender": ("its sender cannot be written to", {"sender": "Grace"}),
    "a person": ("", {}),
}


@pytest.mark.parametrize(("reason", "headers"), SILENT.values(), ids=SILENT)
def test_who_is_left_in_peace(reason, headers):
    incoming = parse(mail(**headers))
    assert why_silent(incoming, ours={DESK}, came_by="", came_from=None) == reason


def test_an_empty_envelope_sender_wants_no_answer():
    incoming = parse(mail())
    assert why_silent(incoming, ours={DESK}, came_by=DESK, came_from="") == "it wants no answer"


class TestSilence:
    def test_an_inbox_without_words_says_nothing(self, transactional_db):
        arrive(mail(), make_inbox(address=DESK))
        assert acknowledged() == []

    def test_a_genuine_person_whose_gateway_marks_mail_still_has_a_ticket(self, inbox):
        envelope = arrive(mail(Auto_Submitted="auto-generated"), inbox)
        assert (envelope.message.ticket.status, envelope.message.is_automatic) == ("new", True)
        assert acknowledged() == []

    def test_whom_our_mail_annoys_gets_none(self, inbox):
        arrive(mail(to="bob@x.example"), inbox)
        Identity.objects.update(opted_out_at=Ticket.objects.get().opened_at)
        arrive(mail(), inbox)
        assert acknowledged() == []

    def test_a_colleague_who_forwards_a_mail_hears_nothing(self, inbox):
        actions.change_inbox(inbox, by=SYSTEM, trusted_host="mx.arbor.example")
        proof = f"mx.arbor.example; dmarc=pass header.from={ada().email.partition('@')[2]}"
        passed_on = (
            "See below.\n\n---------- Forwarded message ---------\n"
            "From: Hal Home <hal@home.example>\nDate: Mon, 2 Mar 2026\nSubject: Help\n\nHelp me."
        )
        raw = mail(passed_on, subject="Fwd: Help", sender=ada().email, Authentication_Results=proof)
        assert arrive(raw, inbox).message.ticket.requester.name == "Hal Home"
        assert acknowledged() == []

    def test_one_that_cannot_be_sent_leaves_the_ticket_as_it_is(self, inbox):
        with sink_server() as sink:
            sink.to_recipients["grace@home.example"] = "550 no such user"
            out = {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_security": "none"}
            actions.change_inbox(inbox, by=SYSTEM, **out)
            arrive(mail(), inbox)
            run_until_quiet("events.tell_facts")
            actions.send_due()
        assert (Delivery.objects.get().state, Ticket.objects.get().status) == ("failed", "new")

    def test_a_forged_sender_is_not_written_to(self, inbox):
        actions.change_inbox(inbox, by=SYSTEM, trusted_host="mx.arbor.example")
        arrive(mail(Authentication_Results="mx.arbor.example; dmarc=fail"), inbox)
        assert Envelope.objects.get().authentication == "failed"
        assert acknowledged() == []

    def test_a_sender_hears_it_three_times_a_day(self, inbox, time_machine):
        time_machine.move_to("2026-03-02 09:00Z")
        for number in range(5):
            arrive(mail(subject=f"Matter {number}"), inbox)
        arrive(mail(sender="hal@home.example"), inbox)
        assert [m.ticket.requester.name for m in acknowledged()] == ["Grace Garden"] * 3 + ["hal"]
        time_machine.move_to("2026-03-03 09:01Z")
        arrive(mail(), inbox)
        assert len(acknowledged()) == 5

    def test_a_tag_makes_no_other_mailbox(self, inbox):
        for number in range(5):
            arrive(mail(sender=f"grace+{number}@home.example", to=DESK), inbox)
        assert len(acknowledged()) == 3

    def test_the_second_copy_of_a_mail_is_not_acknowledged_again(self, inbox):
        other = make_inbox(address="sales@arbor.example", acknowledgement=WORDS)
        raw = mail(to=f"{DESK}, sales@arbor.example")
        assert arrive(raw, inbox).message == arrive(raw, other).message
        assert len(acknowledged()) == 1


class TestLoops:
    def test_two_of_us_do_not_acknowledge_each_other(self, inbox):
        theirs = make_inbox(address="help@elsewhere.example", acknowledgement=WORDS)
        arrive(mail(to=DESK), inbox)
        run_until_quiet("events.tell_facts")
        as_they_see_it = as_mailed(Delivery.objects.get()).replace(
            b"grace@home.example", b"help@elsewhere.example"
        )
        arrive(as_they_see_it, theirs)
        assert len(acknowledged()) == 1

    def test_a_robot_that_answers_everything_unmarked_and_unthreaded_falls_silent(
        self,
        inbox,
        ours,  # noqa: F811 - the fixture
    ):
        with sink_server() as robots_mailbox:
            port = robots_mailbox.port
            out = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
            actions.change_inbox(inbox, by=SYSTEM, **out)
            robot_writes(ours)
            rounds = 0
            while _our_mail(robots_mailbox) and rounds < 20:
                rounds += 1
                robots_mailbox.mails.clear()
                robot_writes(ours)
        assert rounds == 3
        assert Ticket.objects.count() == 4

    def test_a_robot_that_answers_in_the_thread_hears_it_once(self, inbox):
        ticket = arrive(mail(sender="robot@x.example"), inbox).message.ticket
        sent = the_mail()
        for _ in range(5):
            reply = mail("I am away", sender="robot@x.example", to=sent["Reply-To"])
            assert arrive(reply, inbox).message.ticket == ticket
        assert len(acknowledged()) == 1

    def test_an_agents_answer_is_never_automatic(self, inbox):
        answer(arrive(mail(), inbox).message.ticket, by=ada())
        run_until_quiet("events.tell_facts")
        assert sorted(Delivery.objects.values_list("is_automatic", flat=True)) == [False, True]


def robot_writes(ours: Receiver) -> None:  # noqa: F811 - the type's own name
    """A vacation program without any mark, reference or memory."""
    note = EmailMessage(policy=SMTP)
    note["From"], note["To"], note["Subject"] = "robot@x.example", DESK, "Hello"
    note["Message-ID"] = make_msgid(domain="x.example")
    note.set_content("I am not here.")
    with smtplib.SMTP("127.0.0.1", ours.port, timeout=30) as smtp:
        smtp.send_message(note)


def _our_mail(robots_mailbox) -> int:
    """How many mails of ours the robot gets after everything was read and sent."""
    actions.read_waiting()
    run_until_quiet("events.tell_facts")
    actions.send_due()
    return len(robots_mailbox.mails)
