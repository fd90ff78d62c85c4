"""Reading who hears of a ticket: colleagues who follow it, people outside who take part."""

from dataclasses import dataclass, field

from django.db.models import CharField, Q, Value

from helpwell.accounts.models import User
from helpwell.customers.models import Customer, Identity
from helpwell.tickets.models import Follower, Participant, Ticket
from helpwell.tickets.permissions import visibility

MOST_COLLEAGUES = 8


@dataclass(frozen=True)
class Person:
    """Somebody who follows (an agent) or takes part (a customer, with the address of theirs)."""

    pk: int
    name: str
    email: str = ""


@dataclass(frozen=True)
class People:
    """Everybody who hears of a ticket beside requester and assignee."""

    followers: list[Person] = field(default_factory=list)
    participants: list[Person] = field(default_factory=list)

    @property
    def follower_ids(self) -> set[int]:
        return {person.pk for person in self.followers}


def people_of(ticket: Ticket) -> People:
    """Followers and participants of a ticket, in one query."""
    nothing = Value("", output_field=CharField())
    followers = Follower.objects.filter(ticket=ticket).values_list(
        Value("follower"), "agent", "agent__name", nothing
    )
    participants = Participant.objects.filter(ticket=ticket).values_list(
        Value("participant"), "customer", "customer__name", "email"
    )
    people = People()
    for kind, pk, name, email in sorted(followers.union(participants), key=lambda row: row[2]):
        found = people.followers if kind == "follower" else people.participants
        found.append(Person(pk, name, email))
    return people


def address_of(customer: Customer) -> str:
    """Where a customer is written to first; empty if there is no address."""
    addresses = Identity.objects.filter(customer=customer, kind=Identity.Kind.EMAIL)
    return addresses.order_by("pk").values_list("value", flat=True).first() or ""


def sees(agent: User, ticket: Ticket) -> bool:
    """Whether somebody works here and may see the ticket."""
    return agent.is_active and Ticket.objects.filter(visibility(agent), pk=ticket.pk).exists()


def colleagues_for(ticket: Ticket, *, typed: str, but: User) -> list[tuple[User, bool]]:
    """Colleagues whose name or a part of it begins as typed, each with whether they may see the
    ticket; those who may come first."""
    words = Q(name__istartswith=typed) | Q(name__icontains=f" {typed}")
    found = User.objects.colleagues().filter(words).exclude(pk=but.pk).select_related("role")
    known = [(person, sees(person, ticket)) for person in found.order_by("name")[:MOST_COLLEAGUES]]
    return sorted(known, key=lambda each: not each[1])
