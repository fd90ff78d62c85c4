"""What an answer's recipients hang on, read from the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from helpwell.accounts.models import User
from helpwell.channels.apart import Apart, apart_on
from helpwell.channels.models import Envelope, Inbox
from helpwell.channels.recipients import (
    Knowing,
    Mode,
    Said,
    answer_to,
    answered,
    bare,
    elsewhere,
    part,
)
from helpwell.core.addresses import is_writable
from helpwell.customers.models import Identity
from helpwell.tickets.content import Recipient
from helpwell.tickets.models import Merge, Message, Participant, SideTalk, Ticket

MOST_LOOKED_AT = 40
MARKS = ("pk", "kind", "recipients", "is_automatic", "is_bounce", "customer_id")


@dataclass(frozen=True)
class Answering:
    """A ticket's messages and what has to be known beside them, read once for all modes."""

    said: dict[Said, Message]
    identities: list[Identity]
    knowing: Knowing

    def recipients(self, mode: Mode = "usual") -> list[Recipient]:
        """Whom the next answer goes to."""
        return answer_to(list(self.said), knowing=self.knowing, mode=mode)

    @property
    def answered(self) -> Said | None:
        return answered(list(self.said))


def answering_on(
    ticket: Ticket,
    *,
    shown: Sequence[Message] = (),
    merges: Sequence[Merge] | None = None,
    participants: Sequence[Recipient] | None = None,
    known: Sequence[Identity] | None = None,
) -> Answering:
    """What the next answer hangs on, in a few queries; `shown` are the ticket's newest messages,
    `merges` what came into it, `known` its requester's addresses, if they are read already."""
    if participants is None:
        participants = taking_part(ticket)
    apart = apart_on(ticket, merges=merges)
    public = [message for message in shown if message.is_public] or _newest(ticket)
    kept = [message for message in public if message.pk not in apart.message_ids]
    said = {_said(message, apart): message for message in kept}
    last = answered(list(said))
    ours = frozenset(map(bare, our_addresses()))
    people = (*(last.recipients if last else ()), *participants)
    involved = {recipient["email"].strip().lower() for recipient in people}
    identities = _identities(ticket, {each for each in involved if bare(each) not in ours}, known)
    theirs = [each for each in identities if each.customer_id == ticket.requester_id]
    knowing = Knowing(
        ours=ours,
        requester=_requester(ticket, theirs),
        requesters=frozenset(bare(identity.value) for identity in theirs),
        participants=participants,
        colleagues=_colleagues(last) if last and not last.is_ours else frozenset(),
        complained=frozenset(bare(each.value) for each in identities if each.opted_out_at),
        sender=_standing(said[last]) if last and elsewhere(last) else "",
        has_earlier=bool(last and elsewhere(last))
        and _has_before(ticket, next(iter(said.values()))),
    )
    return Answering(said, identities, knowing)


def recipients_in(talk: SideTalk) -> list[Recipient]:
    """Whom the next message in a side talk goes to: the others in it, never the customer."""
    said = [_said(message, Apart()) for message in talk.messages.only(*MARKS).order_by("pk")]
    identities = Identity.objects.filter(customer=talk.ticket.requester_id)
    hidden_from = {*our_addresses(), *identities.values_list("value", flat=True)}
    return answer_to(said, knowing=Knowing(ours=frozenset(map(bare, hidden_from))))


def our_addresses() -> set[str]:
    """The addresses of all inboxes, in small letters."""
    return {address.lower() for address in Inbox.objects.values_list("address", flat=True)}


def _newest(ticket: Ticket) -> list[Message]:
    public = ticket.messages.filter(kind__in=Message.PUBLIC).only(*MARKS)
    return list(public.order_by("-pk")[:MOST_LOOKED_AT])[::-1]


def _has_before(ticket: Ticket, message: Message) -> bool:
    return ticket.messages.filter(kind__in=Message.PUBLIC, pk__lt=message.pk).exists()


def taking_part(ticket: Ticket) -> list[Recipient]:
    """The people outside whom somebody has let take part."""
    rows = Participant.objects.filter(ticket=ticket).order_by("pk")
    named = rows.values_list("customer__name", "email")
    return [Recipient(kind="cc", name=name, email=email) for name, email in named]


def _said(message: Message, apart: Apart) -> Said:
    return Said(
        recipients=message.recipients,
        is_ours=message.is_mailed,
        is_automatic=message.is_automatic,
        is_bounce=message.is_bounce,
        is_apart=message.customer_id in apart.subjects,
    )


def _requester(ticket: Ticket, identities: Iterable[Identity]) -> Recipient | None:
    """The requester at an address that works, or else at any."""
    writable = [identity for identity in identities if is_writable(identity.value)]
    working = [identity for identity in writable if identity.undeliverable_at is None]
    chosen = next(iter(working or writable), None)
    if chosen is None:
        return None
    return Recipient(kind="to", name=ticket.requester.name, email=chosen.value)


def _identities(
    ticket: Ticket, involved: set[str], known: Sequence[Identity] | None
) -> list[Identity]:
    """The requester's addresses, and what is known of those `involved` in what is answered."""
    if known is not None and involved <= {each.value for each in known}:
        return list(known)
    wanted = Q(customer=ticket.requester_id) | Q(value__in=involved)
    found = Identity.objects.filter(wanted, kind=Identity.Kind.EMAIL)
    return list(found.order_by("-is_preferred", "pk"))


def _colleagues(said: Said) -> frozenset[str]:
    writers = [recipient["email"].strip().lower() for recipient in part(said, "from")]
    found = User.objects.filter(email__in=writers, is_active=True)
    return frozenset(map(bare, found.values_list("email", flat=True)))


def _standing(message: Message) -> str:
    """What the mail server we trust said of a message's sender."""
    envelopes = Envelope.objects.filter(message=message.pk).order_by("pk")
    return envelopes.values_list("authentication", flat=True).first() or ""
