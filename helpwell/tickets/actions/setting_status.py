"""Whose turn it is, or where a ticket was put: out of everybody's way, and back."""

from datetime import datetime

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.events.facts import revive
from helpwell.events.queries import history_of
from helpwell.tickets.actions.completing import insist_on_completeness
from helpwell.tickets.actions.indexing import index_anew
from helpwell.tickets.actions.locking import announce, locked
from helpwell.tickets.errors import InSpam, SetAside, StatusRetired
from helpwell.tickets.facts import StatusChanged
from helpwell.tickets.models import CustomStatus, Message, Ticket
from helpwell.tickets.queries import unanswered_since


@transaction.atomic
def set_status(
    ticket: Ticket, *, to: str, by: By, custom: CustomStatus | None = None
) -> int | None:
    """Say whose turn it is, that it is done, or that it is spam; `custom` is our own word for it.

    Refuses an own status that is retired or stands for something else; of an agent also solving
    while something is missing, and what would take it out of spam or the trash. Returns the id of
    its fact, for undoing, or nothing if nothing changed.
    """
    if custom and (custom.status != to or not custom.is_active):
        raise StatusRetired
    ticket = locked(ticket)
    if ticket.is_hidden and to in Ticket.CHOOSABLE and isinstance(by, User):
        raise InSpam if ticket.is_spam else SetAside
    insist_on_completeness(ticket, to=to, by=by)
    return put(ticket, to=to, custom_id=custom.pk if custom else None, by=by)


@transaction.atomic
def make_ours(ticket: Ticket, *, by: By) -> int | None:
    """Make it our turn again, since something needs an agent; what is hidden stays so."""
    ticket = locked(ticket)
    is_ours = ticket.is_hidden or ticket.status == Ticket.Status.OPEN
    return None if is_ours else set_status(ticket, to=Ticket.Status.OPEN, by=by)


@transaction.atomic
def mark_spam(ticket: Ticket, *, by: By) -> int | None:
    """Put the ticket into spam, out of everybody's way; nothing of it is lost. Refuses people what
    is in the trash, which takes a right of its own to bring back."""
    ticket = locked(ticket)
    if ticket.is_trashed and isinstance(by, User):
        raise SetAside
    return set_status(ticket, to=Ticket.Status.SPAM, by=by)


@transaction.atomic
def not_spam(ticket: Ticket, *, by: By) -> int | None:
    """Take the ticket out of spam: as it was before, or open if a person has written since."""
    ticket = locked(ticket)
    return _bring_back(ticket, by) if ticket.is_spam else None


@transaction.atomic
def trash(ticket: Ticket, *, by: By) -> int | None:
    """Throw the ticket away: it can be restored until the trash is emptied."""
    ticket = locked(ticket)
    if ticket.status == Ticket.Status.MERGED:
        raise SetAside
    return set_status(ticket, to=Ticket.Status.TRASH, by=by)


@transaction.atomic
def restore(ticket: Ticket, *, by: By) -> int | None:
    """Take the ticket out of the trash: as it was before, or open if a person has written since."""
    ticket = locked(ticket)
    return _bring_back(ticket, by) if ticket.is_trashed else None


def put(
    ticket: Ticket,
    *,
    to: str,
    custom_id: int | None,
    by: By,
    solved_at: datetime | None = None,
    why: str = "",
) -> int | None:
    """Give a locked ticket a status with its own word; `solved_at` when it was solved before, `why`
    (silence, age) where nobody decided it."""
    before, custom_before = ticket.status, ticket.custom_status_id
    if (before, custom_before) == (to, custom_id):
        return None
    was_hidden, solved_before = ticket.is_hidden, ticket.solved_at
    ticket.solved_at = solved_at or ticket.solved_at
    ticket.become(Ticket.Status(to), custom_id=custom_id)
    ticket.trashed_at = clock.now() if ticket.is_trashed else None
    nobody_waits = ticket.is_done or ticket.is_hidden
    ticket.waiting_since = None if nobody_waits else unanswered_since(ticket)
    ticket.save(update_fields=[*Ticket.STANDING, "waiting_since", "trashed_at"])
    if was_hidden or ticket.is_hidden:
        index_anew(ticket)
    if nobody_waits:
        ticket.side_talks.update(answered_at=None)
    return announce(
        ticket,
        StatusChanged(
            ticket_id=ticket.pk,
            before=before,
            after=ticket.status,
            custom_before=custom_before,
            custom_after=custom_id,
            solved_before=solved_before.isoformat() if solved_before else "",
            why=why,
            by=by.actor,
        ),
    )


def put_back(ticket: Ticket, fact: StatusChanged, *, by: By) -> int | None:
    """A locked ticket with the status it had before a change."""
    custom = CustomStatus.objects.filter(pk=fact.custom_before or 0, status=fact.before).first()
    return put(
        ticket,
        to=fact.before,
        custom_id=custom.pk if custom else None,
        solved_at=datetime.fromisoformat(fact.solved_before) if fact.solved_before else None,
        by=by,
    )


def _bring_back(ticket: Ticket, by: By) -> int | None:
    """A hidden ticket as it was before it was hidden, or open if a person has written since."""
    changes = history_of(f"ticket:{ticket.pk}").filter(
        name=StatusChanged.name, payload__after=ticket.status
    )
    last = changes.order_by("-pk").first()
    if last is None:
        return put(ticket, to=Ticket.Status.NEW, custom_id=None, by=by)
    words = ticket.messages.filter(kind=Message.Kind.RECEIVED, is_automatic=False)
    if words.filter(created_at__gt=last.at).exists():
        return put(ticket, to=Ticket.Status.OPEN, custom_id=None, by=by)
    fact = revive(last.name, last.payload, by.actor)
    assert isinstance(fact, StatusChanged)
    return put_back(ticket, fact, by=by)
