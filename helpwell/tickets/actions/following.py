"""Who hears what happens on a ticket: colleagues who follow it, people outside who take part."""

from collections.abc import Collection

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.customers.models import Customer
from helpwell.tickets.actions.locking import announce, locked
from helpwell.tickets.actions.undoing import takes_back
from helpwell.tickets.errors import IsRequester, MayNotSee, NotUndone, TooManyTakePart
from helpwell.tickets.facts import FollowersChanged, ParticipantAdded, ParticipantRemoved
from helpwell.tickets.models import Follower, Participant, Ticket
from helpwell.tickets.people import address_of, sees

MOST_PARTICIPANTS = 50


@transaction.atomic
def follow(ticket: Ticket, *, agents: Collection[User], by: By) -> int | None:
    """Let colleagues hear what happens on the ticket; refuses whoever may not see it."""
    ticket = locked(ticket)
    for agent in agents:
        if not sees(agent, ticket):
            raise MayNotSee(agent.name)
    there = set(Follower.objects.filter(ticket=ticket).values_list("agent", flat=True))
    added = sorted({agent.pk for agent in agents} - there)
    if not added:
        return None
    Follower.objects.bulk_create(Follower(ticket=ticket, agent_id=pk) for pk in added)
    return _tell(ticket, added, [], by)


@transaction.atomic
def unfollow(ticket: Ticket, *, agents: Collection[User], by: By) -> int | None:
    """Let colleagues hear nothing more of the ticket."""
    ticket = locked(ticket)
    leaving = Follower.objects.filter(ticket=ticket, agent__in=[agent.pk for agent in agents])
    removed = sorted(leaving.values_list("agent", flat=True))
    if not removed:
        return None
    leaving.delete()
    return _tell(ticket, [], removed, by)


@transaction.atomic
def add_participant(ticket: Ticket, *, customer: Customer, email: str, by: By) -> int | None:
    """Let somebody outside take part: answers go to them in copy, and they may write."""
    ticket = locked(ticket)
    if customer.pk == ticket.requester_id:
        raise IsRequester
    there = Participant.objects.filter(ticket=ticket)
    if there.count() >= MOST_PARTICIPANTS:
        raise TooManyTakePart
    _, is_new = there.get_or_create(
        ticket=ticket,
        customer=customer,
        defaults={"email": email, "added_at": clock.now()},
    )
    if not is_new:
        return None
    ids = {"ticket_id": ticket.pk, "customer_id": customer.pk}
    return announce(ticket, ParticipantAdded(**ids, by=by.actor))


@transaction.atomic
def remove_participant(ticket: Ticket, *, customer: Customer, by: By) -> int | None:
    """Send somebody outside no more copies."""
    ticket = locked(ticket)
    if not Participant.objects.filter(ticket=ticket, customer=customer).delete()[0]:
        return None
    ids = {"ticket_id": ticket.pk, "customer_id": customer.pk}
    return announce(ticket, ParticipantRemoved(**ids, by=by.actor))


@takes_back(FollowersChanged, needs="tickets.note")
def _unchange(ticket: Ticket, fact: FollowersChanged, by: By) -> int | None:
    gone = User.objects.filter(pk__in=fact.removed_ids, is_active=True)
    came = User.objects.filter(pk__in=fact.added_ids)
    unfollow(ticket, agents=list(came), by=by)
    return follow(ticket, agents=list(gone), by=by)


@takes_back(ParticipantAdded, needs="tickets.reply")
def _unadd(ticket: Ticket, fact: ParticipantAdded, by: By) -> int | None:
    customer = Customer.objects.filter(pk=fact.customer_id).first()
    if customer is None:
        raise NotUndone
    return remove_participant(ticket, customer=customer, by=by)


@takes_back(ParticipantRemoved, needs="tickets.reply")
def _unremove(ticket: Ticket, fact: ParticipantRemoved, by: By) -> int | None:
    customer = Customer.objects.filter(pk=fact.customer_id).first()
    if customer is None or not (email := address_of(customer)):
        raise NotUndone
    return add_participant(ticket, customer=customer, email=email, by=by)


def _tell(ticket: Ticket, added: list[int], removed: list[int], by: By) -> int:
    ids = {"added_ids": added, "removed_ids": removed}
    return announce(ticket, FollowersChanged(ticket_id=ticket.pk, **ids, by=by.actor))
