"""A ticket whose person is away goes back to the team when its customer writes."""

from helpwell.accounts.models import Group, User
from helpwell.core.actors import SYSTEM
from helpwell.events.actions import publish
from helpwell.tickets.actions.locking import change_hands
from helpwell.tickets.facts import TicketAssigned
from helpwell.tickets.habits import habits
from helpwell.tickets.models import Ticket


def give_back_when_away(ticket: Ticket) -> None:
    """Take its person from a locked ticket, if they are away and this house wants that.

    Whoever is offline is not away: everybody is at night. Without a group it goes to the only one
    of its person. The caller saves.
    """
    person = ticket.assignee
    if person is None or not _is_away(person) or not habits().gives_back_when_away:
        return
    before = ticket.group_id
    ticket.assignee, ticket.group = None, ticket.group or _only_group_of(person)
    change_hands(ticket)
    publish(
        TicketAssigned(
            ticket_id=ticket.pk,
            assignee_before=person.pk,
            assignee_after=None,
            group_before=before,
            group_after=ticket.group_id,
            why="away",
            by=SYSTEM.actor,
        )
    )


def _is_away(person: User) -> bool:
    """Whether somebody says so, or does not work here any more."""
    return person.availability == User.Availability.AWAY or not person.is_active


def _only_group_of(person: User) -> Group | None:
    groups = list(person.groups.all()[:2])
    return groups[0] if len(groups) == 1 else None
