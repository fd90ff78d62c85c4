"""Trying a rule out on mail that came already: what it would have done, with nothing done."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from django.db.models import Q

from helpwell.accounts.models import User
from helpwell.channels.conditions import Judged
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.mail.message import parse
from helpwell.channels.models import Envelope, MailRule
from helpwell.channels.permissions import SEE_HEALTH
from helpwell.channels.rules import matches
from helpwell.core.masking import masked
from helpwell.files.queries import content_of
from helpwell.tickets.queries import visible_to

MOST_MAILS = 500
MOST_SECONDS = 4.0
MOST_EXAMPLES = 10
LARGEST = 5 * 1024 * 1024


@dataclass(frozen=True)
class Example:
    """A mail that the rule would have meant."""

    sender: str
    subject: str
    received_at: datetime
    ticket_id: int | None


@dataclass
class DryRun:
    """How many mails were looked at and since when, how many the rule means, and some of them."""

    looked_at: int = 0
    since: datetime | None = None
    matched: int = 0
    hidden: int = 0
    is_cut_short: bool = False
    examples: list[Example] = field(default_factory=list)


def try_out(rule: MailRule, *, by: User) -> DryRun:
    """What a rule would have done with the newest mails that opened a ticket, or might have.

    It stops after some seconds. Examples are only of tickets that this person may see.
    """
    run, until = DryRun(), monotonic() + MOST_SECONDS
    found: list[tuple[Envelope, Incoming]] = []
    for envelope in _newest(rule):
        if monotonic() > until:
            run.is_cut_short = True
            break
        run.looked_at, run.since = run.looked_at + 1, envelope.received_at
        incoming = _read(envelope)
        if incoming and matches(rule, _judged(envelope, incoming)):
            found.append((envelope, incoming))
    run.matched = len(found)
    visible = _visible([envelope for envelope, _ in found], by)
    seen = [each for each in found if each[0].pk in visible]
    run.hidden = len(found) - len(seen)
    run.examples = [_example(*each) for each in seen[:MOST_EXAMPLES]]
    return run


def _newest(rule: MailRule) -> Iterator[Envelope]:
    opened = Q(threaded_by__in=("new", "forward", "form")) | Q(message=None)
    envelopes = Envelope.objects.filter(opened, raw__size__lte=LARGEST)
    if rule.inbox_id:
        envelopes = envelopes.filter(inbox=rule.inbox_id)
    related = envelopes.select_related("raw", "message").order_by("-pk")
    return related[:MOST_MAILS].iterator(chunk_size=50)


def _read(envelope: Envelope) -> Incoming | None:
    """What a stored mail says; nothing if its bytes are gone."""
    try:
        return parse(content_of(envelope.raw))
    except OSError:
        return None


def _judged(envelope: Envelope, incoming: Incoming) -> Judged:
    return Judged(incoming, size=envelope.raw.size, authentication=envelope.authentication)


def _visible(envelopes: list[Envelope], user: User) -> set[int]:
    """Those of the mails whose ticket this person may see, or that are on none and may be seen."""
    wanted = {each.message.ticket_id for each in envelopes if each.message}
    tickets = set(visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))
    sees_loose = user.can(SEE_HEALTH)
    return {
        each.pk
        for each in envelopes
        if (each.message.ticket_id in tickets if each.message else sees_loose)
    }


def _example(envelope: Envelope, incoming: Incoming) -> Example:
    sender = incoming.from_name or incoming.from_email
    ticket_id = envelope.message.ticket_id if envelope.message else None
    return Example(masked(sender), masked(incoming.subject), envelope.received_at, ticket_id)
