"""Side talks: asking third parties about a ticket, and hearing their answers."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import name_of
from helpwell.events.actions import publish
from helpwell.tickets.actions.locking import locked_with, make_our_turn, open_for_writing
from helpwell.tickets.actions.putting import addressed, after, take_in, write
from helpwell.tickets.actions.setting_status import set_status
from helpwell.tickets.content import Content, Recipient
from helpwell.tickets.facts import SideTalkAsked, SideTalkOpened, SideTalkTold
from helpwell.tickets.models import Draft, Message, SideTalk, Ticket
from helpwell.tickets.queries import passable_files
from helpwell.tickets.side_talks import insist_on_third_parties


@transaction.atomic
def open_side_talk(
    ticket: Ticket,
    *,
    subject: str,
    html: str,
    by: User,
    recipients: Sequence[Recipient],
    attachment_ids: Iterable[int] = (),
    passed_on: Iterable[int] = (),
    then: str = "",
) -> Message:
    """Ask somebody else about the ticket, in a talk that the customer never sees.

    `passed_on` are files of the ticket that go along, `then` a status to leave the ticket in.
    Refuses the ticket's own customer as a recipient.
    """
    ticket = open_for_writing(ticket)
    talk = SideTalk.objects.create(
        ticket=ticket,
        subject=name_of(subject, most=250) or ticket.title,
        opened_by=by,
        opened_at=clock.now(),
    )
    message = _ask(
        ticket,
        talk,
        html=html,
        by=by,
        recipients=recipients,
        attachment_ids=attachment_ids,
        passed_on=passed_on,
        mode=Draft.Mode.ASIDE,
    )
    publish(
        SideTalkOpened(
            ticket_id=ticket.pk, side_talk_id=talk.pk, message_id=message.pk, by=by.actor
        )
    )
    _leave_in(ticket, then, by)
    return message


@transaction.atomic
def write_in_side_talk(
    talk: SideTalk,
    *,
    html: str,
    by: User,
    recipients: Sequence[Recipient],
    attachment_ids: Iterable[int] = (),
    passed_on: Iterable[int] = (),
    then: str = "",
) -> Message:
    """Say more in a side talk; arguments and refusals as for opening one."""
    ticket = open_for_writing(locked_with(talk))
    message = _ask(
        ticket,
        talk,
        html=html,
        by=by,
        recipients=recipients,
        attachment_ids=attachment_ids,
        passed_on=passed_on,
        mode=talk.mode,
    )
    _leave_in(ticket, then, by)
    return message


@transaction.atomic
def hear_in_side_talk(talk: SideTalk, *, content: Content, by: By) -> Message:
    """Add what a third party answered; a person's words, or a bounce, make it our turn again.

    A closed ticket opens again: nobody else would see the answer. Spam stays spam.
    """
    ticket = locked_with(talk)
    before = ticket.status
    make_our_turn(ticket, content)
    message = take_in(ticket, kind=Message.Kind.TOLD, content=content, side_talk=talk)
    if content.is_bounce or not content.is_automatic:
        SideTalk.objects.filter(pk=talk.pk).update(answered_at=message.created_at)
    publish(
        SideTalkTold(
            ticket_id=ticket.pk,
            side_talk_id=talk.pk,
            message_id=message.pk,
            status_before=before,
            status_after=ticket.status,
            by=by.actor,
        )
    )
    return message


def _ask(
    ticket: Ticket,
    talk: SideTalk,
    *,
    html: str,
    by: User,
    recipients: Sequence[Recipient],
    attachment_ids: Iterable[int],
    passed_on: Iterable[int],
    mode: str,
) -> Message:
    message = write(
        ticket,
        kind=Message.Kind.ASKED,
        html=html,
        by=by,
        recipients=_third_parties(ticket, recipients),
        attachment_ids=attachment_ids,
        passed_on=passable_files(ticket).filter(pk__in=list(passed_on)),
        side_talk=talk,
        mode=mode,
    )
    after(ticket, message)
    publish(
        SideTalkAsked(ticket_id=ticket.pk, side_talk_id=talk.pk, message_id=message.pk, by=by.actor)
    )
    return message


def _third_parties(ticket: Ticket, recipients: Sequence[Recipient]) -> list[Recipient]:
    """Those who get the mail, none of whom may be the customer."""
    found = addressed(recipients)
    insist_on_third_parties(ticket, [each["email"] for each in found])
    return found


def _leave_in(ticket: Ticket, status: str, by: By) -> None:
    if status:
        set_status(ticket, to=status, by=by)
