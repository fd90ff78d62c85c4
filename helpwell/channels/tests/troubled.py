"""Mails and answers that have trouble, for the screens and checks that tell of it."""

from typing import Any

from helpwell.channels import actions
from helpwell.channels.models import Delivery, Envelope, Inbox
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core import clock


def parked(error: str = "It has no end.", raw: bytes = b"", **written: Any) -> Envelope:
    """A mail that could not be read."""
    raw = raw or mail(**written)
    envelope = actions.accept(make_inbox(), raw, envelope_from="grace@home.example")
    Envelope.objects.filter(pk=envelope.pk).update(state="parked", error=error)
    return Envelope.objects.get(pk=envelope.pk)


def dropped(decision: str = "The rule “Newsletters” set it aside.") -> Envelope:
    """A mail that a rule kept from becoming a ticket."""
    envelope = parked(error="")
    Envelope.objects.filter(pk=envelope.pk).update(state="dropped", decision=decision)
    return Envelope.objects.get(pk=envelope.pk)


def delivery(*recipients: str, inbox: Inbox | None = None, **columns: Any) -> Delivery:
    """An answer on its way or at its end, with a recipient in each of these states."""
    envelope = arrive(mail(), inbox)
    given = {"due_at": clock.now(), "queued_at": clock.now()} | columns
    made = Delivery.objects.create(
        message=envelope.message,
        inbox=envelope.inbox,
        message_id_header=f"<{envelope.pk}@arbor.example>",
        **given,
    )
    for state in recipients:
        made.recipients.create(kind="to", email=f"{state}{made.pk}@home.example", state=state)
    return made


def delayed() -> Delivery:
    """An answer that one got, one was refused and one may get later."""
    return delivery("sent", "failed", "deferred", attempts=2)
