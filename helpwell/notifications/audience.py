"""Who is told: how near a ticket is to whom, and what they want of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from helpwell.accounts.models import User
from helpwell.core.actors import Actor
from helpwell.notifications.kinds import BY_NAME, Nearness, Way, offered
from helpwell.notifications.models import Mute, Wishes
from helpwell.tickets.models import Follower, Ticket
from helpwell.tickets.queries import visible_to


@dataclass(frozen=True)
class Listener:
    """Somebody who is to be told, by these ways."""

    person: User
    wishes: Wishes
    ways: frozenset[Way]


@dataclass(frozen=True)
class Surroundings:
    """Who stands how near to a ticket."""

    ticket: Ticket
    named: frozenset[int]
    followers: frozenset[int]
    members: frozenset[int]

    def nearness(self, person: User, *, by_name_alone: bool) -> Nearness:
        """How near the ticket is to somebody; what is said by name is only theirs whom it names."""
        is_mine = person.pk == self.ticket.assignee_id and not by_name_alone
        if person.pk in self.named or is_mine:
            return Nearness.MINE
        if person.pk in self.followers:
            return Nearness.FOLLOWED
        return Nearness.GROUPS if person.pk in self.members else Nearness.ALL


def listeners(
    kind: str, ticket: Ticket, *, named: Collection[int], by: Actor
) -> Iterator[Listener]:
    """Everybody who wants to hear this and may see the ticket, but whoever did it."""
    if ticket.is_hidden:
        return
    around = _surroundings(ticket, named)
    known = {row.person_id: row for row in Wishes.objects.all()}
    muted = set(Mute.objects.filter(ticket=ticket).values_list("person", flat=True))
    by_name_alone = Nearness.FOLLOWED not in offered(kind)
    for person in _colleagues(by):
        wishes = known.get(person.pk) or Wishes(person=person)
        near = around.nearness(person, by_name_alone=by_name_alone)
        ways = frozenset(way for way in Way if wishes.wants(kind, way, near))
        is_muted = person.pk in muted and kind not in BY_NAME
        if ways and not is_muted and visible_to(person).filter(pk=ticket.pk).exists():
            yield Listener(person, wishes, ways)


def _colleagues(by: Actor) -> Iterator[User]:
    people = User.objects.filter(is_active=True, is_app=False).select_related("role")
    yield from people.exclude(pk=by.id or 0) if by.kind == "agent" else people


def _surroundings(ticket: Ticket, named: Collection[int]) -> Surroundings:
    followers = Follower.objects.filter(ticket=ticket).values_list("agent", flat=True)
    members = User.groups.through._default_manager.filter(group=ticket.group_id or 0)
    return Surroundings(
        ticket=ticket,
        named=frozenset(named),
        followers=frozenset(followers),
        members=frozenset(members.values_list("user", flat=True)),
    )
