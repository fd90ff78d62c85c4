"""Side talks by mail: out to third parties only, back into the talk only, never near the customer.

Each place has words that stand nowhere else, so a leak says what leaked.
"""

from email import message_from_bytes, policy

import pytest

from helpwell.accounts.testing import ada
from helpwell.channels import actions, queries, signing
from helpwell.channels.answering import recipients_in
from helpwell.channels.models import Delivery, Envelope
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core.actors import SYSTEM
from helpwell.events.models import Fact
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.testing import answer, ask, to

pytestmark = pytest.mark.django_db

SUPPLIER = "Mill & Sons <orders@mills.example>"
SECRETS = (
    "aardwolfsubject", "aardwolfasked", "aardwolftold", "aardwolffile", "aardwolfagain",
    "orders@mills.example", "aardwolfblind", "aardwolfnote", "aardwolfbounce",
)  # fmt: skip


@pytest.fixture
def inbox():
    return make_inbox()


@pytest.fixture
def ticket(inbox):
    raw = mail("civettext", subject="civetsubject", to=f"{inbox.address}")
    return arrive(raw, inbox).message.ticket


def asked(ticket, **more):
    message = ask(ticket, by=ada(), html="<p>aardwolfasked</p>", subject="aardwolfsubject", **more)
    run_until_quiet("events.tell_facts")
    return message


def delivery_of(message):
    return Delivery.objects.get(message=message)


def mailed(message):
    return message_from_bytes(queries.as_mailed(delivery_of(message)), policy=policy.default)


def told(message, inbox, text="aardwolftold", **more):
    """The supplier answers by mail, as their mail program does it."""
    sent = mailed(message)
    given = {"In_Reply_To": sent["Message-ID"], "References": sent["Message-ID"]} | more
    raw = mail(
        text, subject=f"Re: {sent['Subject']}", sender=SUPPLIER, to=sent["Reply-To"], **given
    )
    return arrive(raw, inbox, envelope_to=sent["Reply-To"].addresses[0].addr_spec)


def answered(ticket, **more):
    message = answer(ticket, by=ada(), html="<p>civetanswer</p>", **more)
    run_until_quiet("events.tell_facts")
    return message


def test_a_question_goes_to_its_recipients_with_nothing_of_the_tickets_own(ticket):
    answered(ticket)
    sent = mailed(asked(ticket))
    assert sent["To"] == "orders@mills.example"
    assert sent["Subject"] == "aardwolfsubject"
    assert (sent["References"], sent["In-Reply-To"]) == (None, None)
    assert [word for word in ("civet", "Grace", "home.example") if word in sent.as_string()] == []
    names = signing.names_in(sent["Message-ID"])
    assert [name.kind for name in names] == ["s"]
    assert signing.ticket_of_address(sent["Reply-To"].addresses[0].addr_spec) is None


def test_an_answer_lands_in_the_talk_and_makes_it_our_turn(ticket, inbox):
    question = asked(ticket, then="on_hold")
    envelope = told(question, inbox)
    assert (envelope.message.kind, envelope.message.side_talk) == ("told", question.side_talk)
    assert Ticket.objects.get().status == "open"
    again = mailed_again(question)
    assert again["In-Reply-To"] == f"<{envelope.message_id_header}>"
    assert "aardwolftold" in again.get_body(("plain",)).get_content()


def mailed_again(question):
    message = tickets.write_in_side_talk(
        question.side_talk, html="<p>aardwolfagain</p>", by=ada(),
        recipients=[to("orders@mills.example")],
    )  # fmt: skip
    run_until_quiet("events.tell_facts")
    return mailed(message)


def by_address(sent):
    return {"to": str(sent["Reply-To"])}


def by_message_id(sent):
    return {"In_Reply_To": sent["Message-ID"]}


def by_an_old_reference(sent):
    return {"References": f"{sent['Message-ID']} <other@mills.example>"}


@pytest.mark.parametrize("proof", [by_address, by_message_id, by_an_old_reference])
def test_any_signed_name_of_the_talk_leads_into_it(ticket, inbox, proof):
    question = asked(ticket)
    raw = mail(
        "aardwolftold", **{"to": inbox.address, "sender": SUPPLIER} | proof(mailed(question))
    )
    assert arrive(raw, inbox).message.side_talk == question.side_talk


@pytest.mark.parametrize(
    ("sender", "kind"), [(SUPPLIER, "told"), ("Stan <stan@elsewhere.example>", "received")]
)
def test_a_supplier_who_goes_on_from_their_own_mail_is_heard_in_the_talk(
    ticket, inbox, sender, kind
):
    question = asked(ticket)
    first = told(question, inbox)
    more = mail("One more thing", sender=sender, References=f"<{first.message_id_header}>")
    envelope = arrive(more, inbox)
    assert envelope.message.kind == kind
    assert (envelope.message.ticket == ticket) is (kind == "told")


def test_a_bounce_of_a_question_shows_in_the_talk(ticket, inbox):
    question = asked(ticket)
    delivery_of(question).recipients.update(state="sent")
    envelope = arrive(bounce(mailed(question)), inbox)
    assert (envelope.message.kind, envelope.message.is_bounce) == ("told", True)
    assert envelope.message.side_talk == question.side_talk
    assert delivery_of(question).recipients.get().state == "bounced"
    assert not Message.objects.filter(kind="received", text__contains="aardwolf").exists()


def bounce(sent):
    """What a mail system says that could not deliver `sent`, which it gives back whole."""
    return (
        "From: MAILER-DAEMON@mx.mills.example\r\nTo: desk@arbor.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b1@mx.mills.example>\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\naardwolfbounce: no such user\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.mills.example\r\n\r\n"
        "Final-Recipient: rfc822; orders@mills.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\n{sent.as_string()}\r\n--b--\r\n"
    ).encode()


# -- trying to leak --


def full_side_talk(ticket, inbox):
    """A ticket with everything on it that its customer must never get."""
    file = tickets.attach(
        ticket, name="aardwolffile.png", content_type="image/png", content=b"x", by=ada(),
        mode="aside",
    )  # fmt: skip
    tickets.note(ticket, html="aardwolfnote", by=ada())
    blind = [to("orders@mills.example"), to("aardwolfblind@mills.example", kind="bcc")]
    question = asked(ticket, attachment_ids=[file.pk], recipients=blind)
    told(question, inbox)
    mailed_again(question)
    arrive(bounce(mailed(question)), inbox)
    return question, file


def test_nothing_of_a_side_talk_or_note_gets_into_a_mail_to_the_customer(ticket, inbox):
    _question, file = full_side_talk(ticket, inbox)
    side_ids = [d.message_id_header for d in Delivery.objects.all()]
    side_ids += [e.message_id_header for e in Envelope.objects.filter(message__kind="told")]
    reply = answered(ticket, attachment_ids=[file.pk])
    text = queries.as_mailed(delivery_of(reply)).decode()
    everything = text + text.replace("=\r\n", "") + text.replace("\r\n ", "")
    assert "civetanswer" in everything
    assert [word for word in (*SECRETS, *filter(None, side_ids)) if word in everything] == []
    assert [r.email for r in delivery_of(reply).recipients.all()] == ["grace@home.example"]


def test_a_question_is_blind_to_blind_copies_and_to_the_public_thread(ticket, inbox):
    answered(ticket, recipients=[to(), to("civetblind@home.example", kind="bcc")])
    full_side_talk(ticket, inbox)
    for delivery in Delivery.objects.filter(message__kind="asked"):
        text = queries.as_mailed(delivery).decode().replace("=\r\n", "").replace("\r\n ", " ")
        assert [word for word in ("civet", "grace@", "aardwolfblind") if word in text] == []


def test_no_query_that_serves_an_answer_knows_of_side_talks(ticket, inbox):
    full_side_talk(ticket, inbox)
    hers = queries.answer_recipients(ticket)
    assert [recipient["email"] for recipient in hers] == ["grace@home.example"]
    assert queries.last_received(ticket).text == "civettext"
    assert queries.inbox_of(ticket) == inbox


@pytest.mark.parametrize("kind", ["received", "note", "asked", "told"])
def test_only_a_reply_is_queued_for_the_customer(ticket, inbox, kind):
    full_side_talk(ticket, inbox)
    before = Delivery.objects.count()
    for message in Message.objects.filter(kind=kind):
        assert actions.queue(message_id=message.pk) is None
    assert Delivery.objects.count() == before


@pytest.mark.parametrize("kind", ["received", "reply", "note", "told"])
def test_only_what_was_asked_is_queued_for_a_third_party(ticket, inbox, kind):
    answered(ticket)
    full_side_talk(ticket, inbox)
    before = Delivery.objects.count()
    for message in Message.objects.filter(kind=kind):
        assert actions.queue_aside(message_id=message.pk) is None
    assert Delivery.objects.count() == before


def test_a_customer_who_answers_all_is_heard_in_public_and_sees_nothing_of_the_talk(ticket, inbox):
    reply = answered(ticket)
    full_side_talk(ticket, inbox)
    sent = mailed(reply)
    raw = mail("civetagain", to=str(sent["Reply-To"]), In_Reply_To=sent["Message-ID"])
    envelope = arrive(raw, inbox)
    assert (envelope.message.kind, envelope.message.ticket) == ("received", ticket)
    assert envelope.message.side_talk is None


def test_the_message_ids_of_a_talk_lead_nobody_onto_the_ticket(ticket, inbox):
    question, _file = full_side_talk(ticket, inbox)
    stolen = mailed(question)["Message-ID"].replace("<s", "<t")
    envelope = arrive(mail("Let me in", sender="stan@else.example", In_Reply_To=stolen), inbox)
    assert envelope.message.ticket != ticket


def test_a_question_that_reaches_nobody_makes_it_our_turn_and_is_no_failed_reply(ticket):
    question = asked(ticket, then="on_hold", recipients=[to("not an address")])
    delivery = delivery_of(question)
    delivery.due_at = question.created_at
    delivery.save()
    actions.send_due()
    assert Ticket.objects.get().status == "open"
    names = set(Fact.objects.filter(actor_kind=SYSTEM.kind).values_list("name", flat=True))
    assert "talk.failed" in names
    assert "reply.failed" not in names


def test_whom_a_strangers_mail_names_is_not_let_into_the_talk(ticket, inbox):
    question = asked(ticket)
    first = told(question, inbox)
    for proof in ({"In_Reply_To": f"<{first.message_id_header.strip('<>')}>"}, {}):
        to_talk = mailed(question)["Reply-To"] if not proof else inbox.address
        sender = SUPPLIER if proof else "eve@y.example"
        raw = mail(sender=sender, to=to_talk, Cc="spy@y.example", **proof)
        envelope = arrive(raw, inbox)
        assert envelope.message.side_talk == question.side_talk
        assert "spy@y.example" not in {r["email"] for r in recipients_in(question.side_talk)}
        assert envelope.message.named[0]["email"] == "spy@y.example"


def test_whom_the_supplier_names_is(ticket, inbox):
    question = asked(ticket)
    told(question, inbox, Cc="press@mills.example")
    assert [r["email"] for r in recipients_in(question.side_talk)][1] == "press@mills.example"


def test_a_forged_supplier_needs_our_signature(ticket):
    inbox = make_inbox(trusted_host="mx.arbor.example")
    first = told(asked(ticket), inbox)
    forged = {"Authentication-Results": "mx.arbor.example; dmarc=fail"}
    raw = mail(sender=SUPPLIER, In_Reply_To=first.message_id_header, **forged)
    assert arrive(raw, inbox).message.kind == "received"
