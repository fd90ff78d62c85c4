"""Answers that are said at a chosen time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import snippet
from helpwell.events.actions import publish
from helpwell.events.models import Fact
from helpwell.tickets.actions.completing import insist_on_completeness
from helpwell.tickets.actions.indexing import index_message
from helpwell.tickets.actions.locking import change_hands, open_for_writing, show
from helpwell.tickets.actions.putting import addressed, write
from helpwell.tickets.content import Recipient
from helpwell.tickets.errors import NoSuchMoment, SomethingNewArrived, WriterLeft, WroteFirst
from helpwell.tickets.facts import ReplyScheduled, TicketReplied
from helpwell.tickets.habits import habits
from helpwell.tickets.merged import names_of
from helpwell.tickets.models import CustomStatus, Message, Ticket
from helpwell.tickets.queries import unanswered_since
from helpwell.tickets.side_talks import insist_on_third_parties

FURTHEST = timedelta(days=366)


@transaction.atomic
def schedule(
    ticket: Ticket,
    *,
    html: str,
    by: User,
    recipients: Sequence[Recipient],
    send_at: datetime,
    only_if_silent: bool = False,
    then: str = Ticket.Status.PENDING,
    custom: CustomStatus | None = None,
    attachment_ids: Iterable[int] = (),
    seen_up_to: int | None = None,
) -> Message:
    """Write an answer that is said at `send_at`; until then the ticket stays as it is.

    `only_if_silent`: it is not sent if the customer writes first. `then` is the ticket's status
    once it is said, `custom` our own word for it. Otherwise like `reply`.
    """
    if not clock.now() < send_at < clock.now() + FURTHEST:
        raise NoSuchMoment
    ticket = open_for_writing(ticket)
    if seen_up_to is not None and (ticket.last_public_id or 0) > seen_up_to:
        raise SomethingNewArrived
    addressed(recipients)
    insist_on_completeness(ticket, to=then, by=by)
    message = write(
        ticket,
        kind=Message.Kind.REPLY,
        html=html,
        by=by,
        attachment_ids=attachment_ids,
        recipients=recipients,
    )
    message.send_at, message.only_if_silent = send_at, only_if_silent
    message.save(update_fields=["send_at", "only_if_silent"])
    ticket.message_count += 1
    ticket.save(update_fields=["message_count"])
    index_message(ticket, message)
    publish(
        ReplyScheduled(
            ticket_id=ticket.pk,
            message_id=message.pk,
            status_after=Ticket.Status(then),
            custom_after=custom.pk if custom else None,
            by=by.actor,
        )
    )
    show(ticket)
    return message


@transaction.atomic
def release(message: Message, *, by: By) -> Message:
    """Say a scheduled answer now; at its time `by` is the system, before it is a person.

    Refuses on a closed ticket or one in spam; at its time also when its writer has left, or when
    the customer wrote first and it was not to be sent then.
    """
    ticket = open_for_writing(message.ticket)
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if not message.is_scheduled:
        return message
    since = ticket.messages.filter(pk__gt=message.pk, kind=Message.Kind.RECEIVED)
    has_written = since.filter(is_automatic=False).exists()
    if not isinstance(by, User):
        _check_it_fits(message, has_written=has_written)
    message.created_at = clock.now()
    message.send_at = min(message.send_at or message.created_at, message.created_at)
    message.save(update_fields=["created_at", "send_at"])
    _say(ticket, message, is_last_word=not has_written)
    return message


@transaction.atomic
def correct_recipient(message: Message, *, was: str, email: str) -> None:
    """Put another address in the place of a mistyped one, for this message and what answers it.

    Refuses the ticket's own customer for a message of a side talk.
    """
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.side_talk_id:
        insist_on_third_parties(message.ticket, [email])
    for recipient in message.recipients:
        if recipient["email"] == was:
            recipient["email"] = email
    message.save(update_fields=["recipients"])


def _check_it_fits(message: Message, *, has_written: bool) -> None:
    if message.only_if_silent and has_written:
        raise WroteFirst
    if message.author is None or not message.author.is_active:
        raise WriterLeft


def _say(ticket: Ticket, message: Message, *, is_last_word: bool) -> None:
    """What an answer does to its ticket. Where the customer has written since it was written, they
    still wait; a ticket that somebody has solved meanwhile stays so."""
    status_before, assignee_before = ticket.status, ticket.assignee_id
    custom_before = ticket.custom_status_id
    is_ours = message.author and not message.author.is_app
    if habits().assigns_on_reply and is_ours and ticket.assignee is None:
        ticket.assignee = message.author
        change_hands(ticket)
    if is_last_word:
        if not ticket.is_done:
            _take_planned(ticket, message)
        ticket.last_words = snippet(message.text, 160)
    nobody_waits = is_last_word or ticket.is_done
    ticket.waiting_since = None if nobody_waits else unanswered_since(ticket)
    ticket.active_at = message.created_at
    ticket.last_public_id = max(ticket.last_public_id or 0, message.pk)
    ticket.save()
    publish(
        TicketReplied(
            ticket_id=ticket.pk,
            message_id=message.pk,
            status_before=status_before,
            status_after=ticket.status,
            custom_before=custom_before,
            custom_after=ticket.custom_status_id,
            assignee_before=assignee_before,
            assignee_after=ticket.assignee_id,
            by=message.writer,
        )
    )
    show(ticket)


def _take_planned(ticket: Ticket, message: Message) -> None:
    """The status that its writer has chosen, in our own word if that still stands for it."""
    abouts = names_of(message.ticket)
    facts = Fact.objects.filter(name=ReplyScheduled.name, about__in=abouts)
    fact = facts.filter(payload__message_id=message.pk).first()
    planned = fact.payload if fact else {"status_after": Ticket.Status.PENDING}
    status, custom = planned["status_after"], planned.get("custom_after") or 0
    found = CustomStatus.objects.filter(pk=custom, status=status).first()
    ticket.become(status, custom_id=found.pk if found else None)
