"""What was said on tickets, as moments of a customer's one thread."""

from functools import partial

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.customers.models import Customer
from helpwell.customers.timeline import PAGE, Moment, Place, Source
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.permissions import visibility

LISTED = ~Q(ticket__status__in=Ticket.HIDDEN)


def sources() -> list[Source]:
    """Messages and internal notes of the tickets that the reader may see."""
    return [
        Source("said", _("Messages"), partial(_moments, "said", Message.PUBLIC)),
        Source("note", _("Notes"), partial(_moments, "note", (Message.Kind.NOTE,))),
    ]


def _moments(
    kind: str, kinds: tuple[str, ...], customer: Customer, reader: User, place: Place | None
) -> list[Moment]:
    found = Message.objects.filter(Message.SAID, LISTED, visibility(reader, prefix="ticket__"))
    found = found.filter(kind__in=kinds, side_talk=None)
    if place:
        found = found.filter(place.older(kind, at="created_at"))
    newest = found.order_by("-created_at", "-pk").values("pk")
    theirs = newest.filter(ticket__requester=customer)[: PAGE + 1]
    if kind == "said":  # what they wrote on somebody else's ticket is theirs, too
        theirs = theirs.union(newest.filter(customer=customer)[: PAGE + 1])
    rows = Message.objects.filter(pk__in=theirs).select_related("ticket", "author", "customer")
    shown = rows.order_by("-created_at", "-pk")[: PAGE + 1]
    return [Moment(one.created_at, kind, one.pk, _html(one)) for one in shown]


def _html(message: Message) -> str:
    return render_to_string("tickets/_moment.html", {"message": message})
