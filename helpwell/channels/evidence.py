"""Which answer of ours a report is about, and how surely."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from helpwell.channels import signing
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.models import Delivery, Envelope, Recipient
from helpwell.core import clock
from helpwell.files.queries import content_of

REMEMBERED_FOR = timedelta(days=7)  # longer than mail systems try (RFC 5321, section 4.5.4.1)


@dataclass(frozen=True)
class Evidence:
    """An answer that a report is about; `is_proven` when it names what only we can have signed."""

    delivery: Delivery
    is_proven: bool


def is_report(incoming: Incoming) -> bool:
    """Whether a mail tells how another one fared, and nothing else."""
    return bool(incoming.bounce or incoming.feedback or incoming.receipt)


def is_final(incoming: Incoming) -> bool:
    """Whether a report says that a mail system has given up."""
    return incoming.bounce is not None and incoming.bounce.action == "failed"


def evidence_in(envelope: Envelope, incoming: Incoming) -> Evidence | None:
    """The answer a report is about, by the first that is there of: our signed Message-ID anywhere
    in the raw mail; our signed reply address, and who was not reached; that person alone.

    The last is no proof: anybody can write a report about somebody whom we wrote to.
    """
    if delivery := _quoted(envelope, incoming):
        return Evidence(delivery, is_proven=True)
    if delivery := _on_named_ticket(envelope, incoming):
        return Evidence(delivery, is_proven=True)
    delivery = _newest_to(reported_in(incoming), _sent().filter(inbox=envelope.inbox))
    return Evidence(delivery, is_proven=False) if delivery else None


def reported_in(incoming: Incoming) -> list[str]:
    """The addresses a report is about, in small letters."""
    found: list[str] = []
    if incoming.bounce:
        found += incoming.bounce.recipients
    if incoming.receipt:
        found += incoming.receipt.recipients
    if incoming.feedback and incoming.feedback.complainant:
        found.append(incoming.feedback.complainant)
    return [address.lower() for address in found]


def _quoted(envelope: Envelope, incoming: Incoming) -> Delivery | None:
    """The delivery whose Message-ID a report tells, or else the newest it quotes: what comes back
    refers to earlier mail of ours as well."""
    told = [f"<{name.strip('<>').lower()}>" for name in _told(incoming) if name]
    ours = [name.lower() for name in signing.message_ids_in(content_of(envelope.raw))]
    ours += [name for name in told if signing.names_in(name)]
    found = _with_message().filter(message_id_header__in=ours)
    exact = found.filter(message_id_header__in=told).order_by("-pk").first()
    return exact or found.order_by("-pk").first()


def _told(incoming: Incoming) -> Iterable[str]:
    if incoming.bounce:
        yield incoming.bounce.message_id
    if incoming.receipt:
        yield incoming.receipt.message_id
    if incoming.feedback:
        yield from incoming.feedback.message_ids


def _on_named_ticket(envelope: Envelope, incoming: Incoming) -> Delivery | None:
    """The newest delivery on the ticket whose reply address a report has, best to who is named."""
    visible = (address.email for address in incoming.to)
    for address in (envelope.envelope_to, *incoming.delivered_to, *visible):
        if ticket_id := signing.ticket_of_address(address):
            sent = _with_message().filter(message__ticket=ticket_id)
            return _newest_to(reported_in(incoming), sent) or sent.order_by("-pk").first()
    return None


def _newest_to(emails: list[str], deliveries: QuerySet[Delivery]) -> Delivery | None:
    named = Recipient.objects.filter(email__in=emails, delivery__in=deliveries)
    newest = named.order_by("-pk").select_related("delivery__message").first()
    return newest.delivery if newest else None


def _with_message() -> QuerySet[Delivery]:
    return Delivery.objects.filter(message__isnull=False).select_related("message")


def _sent() -> QuerySet[Delivery]:
    return _with_message().filter(queued_at__gt=clock.now() - REMEMBERED_FOR)
