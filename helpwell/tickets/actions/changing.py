"""What an agent sets on a ticket, and taking it back."""

from collections.abc import Iterable

from django.db import transaction

from helpwell.accounts.models import Group, User
from helpwell.brands.models import Brand
from helpwell.core.actors import By
from helpwell.core.text import storable
from helpwell.customers.models import Customer
from helpwell.tickets.actions.locking import announce, change_hands, locked
from helpwell.tickets.actions.moving import move_back
from helpwell.tickets.actions.setting_status import put_back
from helpwell.tickets.actions.undoing import takes_back
from helpwell.tickets.errors import NotOneOfOurs, NotUndone, TagTooLong
from helpwell.tickets.facts import (
    BrandChanged,
    MessageMoved,
    RequesterChanged,
    StatusChanged,
    TicketAssigned,
    TicketPrioritised,
    TicketTagged,
)
from helpwell.tickets.models import Tag, Ticket

LONGEST_TAG = 60


@transaction.atomic
def assign(ticket: Ticket, *, to: User | None, group: Group | None, by: By) -> int | None:
    """Give the ticket to a person, a group, both or nobody.

    Like every change here it returns the id of its fact, for undoing, or nothing if nothing
    changed.
    """
    if to and not to.is_active:
        raise NotOneOfOurs
    ticket = locked(ticket)
    before = (ticket.assignee_id, ticket.group_id)
    after = (to.pk if to else None, group.pk if group else None)
    if before == after:
        return None
    ticket.assignee_id, ticket.group_id = after
    ticket.save(update_fields=["assignee", "group"])
    change_hands(ticket)
    return announce(
        ticket,
        TicketAssigned(
            ticket_id=ticket.pk,
            assignee_before=before[0],
            assignee_after=after[0],
            group_before=before[1],
            group_after=after[1],
            by=by.actor,
        ),
    )


@transaction.atomic
def prioritise(ticket: Ticket, *, to: int, by: By) -> int | None:
    """Say how urgent it is, 1 (low) to 4 (urgent)."""
    ticket = locked(ticket)
    before, after = ticket.priority, Ticket.Priority(to)
    if before == after:
        return None
    ticket.priority = after
    ticket.save(update_fields=["priority"])
    return announce(
        ticket, TicketPrioritised(ticket_id=ticket.pk, before=before, after=after, by=by.actor)
    )


@transaction.atomic
def set_brand(ticket: Ticket, *, to: Brand | None, by: By) -> int | None:
    """Say under which brand it is answered."""
    ticket = locked(ticket)
    before, after = ticket.brand_id, to.pk if to else None
    if before == after:
        return None
    ticket.brand_id = after
    ticket.save(update_fields=["brand"])
    return announce(
        ticket, BrandChanged(ticket_id=ticket.pk, before=before, after=after, by=by.actor)
    )


@transaction.atomic
def tag(
    ticket: Ticket, *, by: By, add: Iterable[str] = (), remove: Iterable[str] = ()
) -> int | None:
    """Add and remove tags by name; a new name makes a new tag."""
    return tag_in_hand(locked(ticket), by=by, add=add, remove=remove)


def tag_in_hand(
    ticket: Ticket, *, by: By, add: Iterable[str] = (), remove: Iterable[str] = ()
) -> int | None:
    """The same on this very ticket, which the caller has locked, also if it is merged itself."""
    present = set(ticket.tags.values_list("name", flat=True))
    added = sorted({tag_name(name) for name in add if tag_name(name)} - present)
    removed = sorted({tag_name(name) for name in remove} & present - set(added))
    if not added and not removed:
        return None
    Tag.objects.bulk_create([Tag(name=name) for name in added], ignore_conflicts=True)
    ticket.tags.add(*Tag.objects.filter(name__in=added))
    ticket.tags.remove(*Tag.objects.filter(name__in=removed))
    return announce(
        ticket,
        TicketTagged(ticket_id=ticket.pk, added=added, removed=removed, by=by.actor),
    )


@transaction.atomic
def make_requester(ticket: Ticket, *, customer: Customer, by: By) -> int | None:
    """Say whose matter it is: such as of the person whose mail a colleague has passed on."""
    ticket = locked(ticket)
    before = ticket.requester_id
    if before == customer.pk:
        return None
    ticket.requester = customer
    ticket.save(update_fields=["requester"])
    return announce(
        ticket,
        RequesterChanged(ticket_id=ticket.pk, before=before, after=customer.pk, by=by.actor),
    )


def tag_name(name: str) -> str:
    """A tag as it is kept: small letters, single spaces. Refuses one that is too long."""
    kept = " ".join(storable(name).lower().split())
    if len(kept) > LONGEST_TAG:
        raise TagTooLong
    return kept


@takes_back(TicketAssigned, needs="tickets.assign")
def _unassign(ticket: Ticket, fact: TicketAssigned, by: By) -> int | None:
    if (ticket.assignee_id, ticket.group_id) != (fact.assignee_after, fact.group_after):
        raise NotUndone
    to = User.objects.filter(pk=fact.assignee_before or 0).first()
    group = Group.objects.filter(pk=fact.group_before or 0).first()
    return assign(ticket, to=to, group=group, by=by)


@takes_back(StatusChanged, needs="tickets.set_status")
def _unset_status(ticket: Ticket, fact: StatusChanged, by: By) -> int | None:
    if (ticket.status, ticket.custom_status_id) != (fact.after, fact.custom_after):
        raise NotUndone
    return put_back(ticket, fact, by=by)


@takes_back(TicketPrioritised, needs="tickets.prioritise")
def _unprioritise(ticket: Ticket, fact: TicketPrioritised, by: By) -> int | None:
    if ticket.priority != fact.after:
        raise NotUndone
    return prioritise(ticket, to=fact.before, by=by)


@takes_back(BrandChanged, needs="tickets.set_fields")
def _unbrand(ticket: Ticket, fact: BrandChanged, by: By) -> int | None:
    if ticket.brand_id != fact.after:
        raise NotUndone
    return set_brand(ticket, to=Brand.objects.filter(pk=fact.before or 0).first(), by=by)


@takes_back(TicketTagged, needs="tickets.tag")
def _untag(ticket: Ticket, fact: TicketTagged, by: By) -> int | None:
    return tag(ticket, add=fact.removed, remove=fact.added, by=by)


@takes_back(RequesterChanged, needs="tickets.reply")
def _unrequest(ticket: Ticket, fact: RequesterChanged, by: By) -> int | None:
    customer = Customer.objects.filter(pk=fact.before).first()
    if customer is None or ticket.requester_id != fact.after:
        raise NotUndone
    return make_requester(ticket, customer=customer, by=by)


@takes_back(MessageMoved, needs="tickets.reply", joins=True)
def _unmove(ticket: Ticket, fact: MessageMoved, by: By) -> int | None:
    return move_back(fact, by=by)
