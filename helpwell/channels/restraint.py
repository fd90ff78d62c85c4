"""When we have said enough automatically, or should say nothing: read from the rows."""

from datetime import timedelta

from django.db.models import Q

from helpwell.channels.recipients import bare
from helpwell.core import clock
from helpwell.customers.actions import normalised
from helpwell.customers.models import Identity
from helpwell.tickets.models import Message, Ticket

MOST_A_SENDER = 3
COUNTED_FOR = timedelta(days=1)


def is_closed_to_us(email: str) -> bool:
    """Whether mail to an address came back, or somebody there complained of ours."""
    known = Identity.objects.filter(value=normalised(email))
    return known.exclude(undeliverable_at=None, opted_out_at=None).exists()


def has_had_enough(email: str) -> bool:
    """Whether we told this mailbox often enough of late, whatever `+tag` its address had."""
    local, _at, domain = bare(email).rpartition("@")
    tagged = Q(value__startswith=f"{local}+", value__endswith=f"@{domain}")
    same = Identity.objects.filter(tagged | Q(value__in=[f"{local}@{domain}", normalised(email)]))
    recent = Ticket.objects.filter(active_at__gt=clock.now() - COUNTED_FOR)
    theirs = recent.filter(requester__in=same.values("customer"))
    told = theirs.filter(messages__kind=Message.Kind.REPLY, messages__is_automatic=True)
    return told.distinct().count() >= MOST_A_SENDER
