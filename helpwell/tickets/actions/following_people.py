"""Tickets and messages of somebody who turned out to be somebody else, and back again.

They move, so that lists, counts, search and answers need not know of merges. What moved is noted
on the merge, and what came since from an address of theirs is told apart by that address.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet

from helpwell.core.actors import By
from helpwell.customers.actions import note_followed
from helpwell.customers.models import Customer, Identity, PeopleMerge
from helpwell.customers.queries import merges_behind, survivor_of
from helpwell.live.actions import tell
from helpwell.tickets.models import Message, Participant, Ticket


@transaction.atomic
def follow_merge(merged: PeopleMerge, *, by: By) -> None:
    """Let everything of who was merged be the survivor's."""
    if merged.undone_at:
        return
    gone, here = merged.customer, survivor_of(merged.customer)
    tickets = _ids(Ticket.objects.filter(requester=gone))
    messages = _ids(Message.objects.filter(customer=gone))
    note_followed(merged, {"tickets": tickets, "messages": messages}, by=by)
    _give(tickets, messages, to=here)
    _move_participants(merged, gone, here, by=by)


@transaction.atomic
def follow_parting(merged: PeopleMerge, *, by: By) -> None:
    """Give back what had come along, and what came since from an address that is theirs again."""
    here, holder = survivor_of(merged.customer), survivor_of(merged.into)
    if here.pk == holder.pk:  # merged anew before this was heard
        return
    tickets, messages, participants = _came_along(merged)
    since = _written_since(merged, here, holder)
    opened = Ticket.objects.filter(requester=holder, opened_at__gte=merged.at)
    begun = [pk for pk in _ids(opened) if _first_of(pk) in since]
    _give(
        _ids(Ticket.objects.filter(pk__in=[*tickets, *begun], requester=holder)),
        _ids(Message.objects.filter(pk__in=[*messages, *since], customer=holder)),
        to=here,
    )
    Participant.objects.filter(pk__in=participants, customer=holder).update(customer=here)


def follow_stragglers(*, by: By) -> None:
    """Let what was written at the moment of a merge follow it, too: each person's on its own, since
    tickets are locked in their order."""
    tickets = Ticket.objects.filter(requester=OuterRef("pk"))
    messages = Message.objects.filter(customer=OuterRef("pk"))
    gone = Customer.objects.filter(merged_into__isnull=False)
    for customer in gone.filter(Exists(tickets) | Exists(messages)):
        merged = PeopleMerge.objects.filter(customer=customer, undone_at=None).first()
        if merged:
            follow_merge(merged, by=by)


def _give(tickets: Collection[int], messages: Collection[int], *, to: Customer) -> None:
    """Tickets first, also those that somebody else's message stands on, in the order of their
    numbers: so nobody waits in a ring."""
    written_on = Message.objects.filter(pk__in=messages).values_list("ticket", flat=True)
    list(
        Ticket.objects.select_for_update(no_key=True)
        .filter(pk__in={*tickets, *written_on})
        .order_by("pk")
        .values("pk")
    )
    Ticket.objects.filter(pk__in=tickets).update(requester=to)
    Message.objects.filter(pk__in=messages).update(customer=to)
    for pk in tickets:
        tell(f"ticket:{pk}")
    if tickets:
        tell("tickets")


def _move_participants(merged: PeopleMerge, gone: Customer, here: Customer, *, by: By) -> None:
    """Except where the survivor takes part already."""
    theirs = Participant.objects.filter(customer=gone)
    both = Participant.objects.filter(customer=here).values("ticket")
    moved = _ids(theirs.exclude(ticket__in=both).exclude(ticket__requester=here))
    note_followed(merged, {"participants": moved}, by=by)
    Participant.objects.filter(pk__in=moved).update(customer=here)


def _came_along(merged: PeopleMerge) -> tuple[list[int], list[int], list[int]]:
    """With what came to them by earlier merges, whichever of the two was heard first."""
    kept = [one.before for one in merges_behind(merged)]
    names = ("tickets", "messages", "participants")
    tickets, messages, participants = (
        [pk for before in kept for pk in before.get(name, [])] for name in names
    )
    return tickets, messages, participants


def _written_since(merged: PeopleMerge, here: Customer, holder: Customer) -> set[int]:
    """Messages that came after the merge from an address of who was merged."""
    emails = here.identities.filter(kind=Identity.Kind.EMAIL)
    theirs = set(emails.values_list("value", flat=True))
    came = Message.objects.filter(customer=holder, created_at__gte=merged.at)
    return {message.pk for message in came.only("recipients") if _senders(message) & theirs}


def _senders(message: Message) -> set[str]:
    return {r["email"].strip().lower() for r in message.recipients if r["kind"] == "from"}


def _first_of(ticket_id: int) -> int:
    first = Message.objects.filter(ticket=ticket_id).order_by("pk")
    return first.values_list("pk", flat=True).first() or 0


def _ids[Row: Model](rows: QuerySet[Row]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))
