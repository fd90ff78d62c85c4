"""Asking a colleague to look a draft over: they may edit it, send it, or give it back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import QuerySet

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.html import from_text
from helpwell.core.text import name_of, storable
from helpwell.events.actions import publish
from helpwell.tickets.actions.locking import announce, locked, locked_with, open_for_writing
from helpwell.tickets.actions.messaging import note
from helpwell.tickets.errors import CannotLookOver, MayNotNote, NotAskedToLook, NothingWritten
from helpwell.tickets.facts import DraftReturned, DraftSent, DraftShared
from helpwell.tickets.models import Attachment, Draft, Mention, Message, Ticket
from helpwell.tickets.queries import visible_to

ASIDE = "own-reply"  # what somebody has begun themselves, while they send a colleague's


@transaction.atomic
def share_draft(ticket: Ticket, *, to: User, request: str, by: User) -> int:
    """Ask a colleague to look over the answer that `by` has begun.

    Refuses nothing written, oneself, and whoever may not see or answer the ticket.
    """
    ticket = open_for_writing(ticket)
    draft = _reply_of(by, ticket).first()
    if draft is None:
        raise NothingWritten
    may_look = to.pk != by.pk and to.can("tickets.reply")
    if not may_look or not visible_to(to).filter(pk=ticket.pk).exists():
        raise CannotLookOver
    draft.shared_with, draft.request = to, name_of(request, most=300)
    draft.save(update_fields=["shared_with", "request"])
    shared = DraftShared(ticket_id=ticket.pk, draft_id=draft.pk, with_id=to.pk, by=by.actor)
    return announce(ticket, shared)


@transaction.atomic
def give_back(draft: Draft, *, by: User, words: str = "") -> int:
    """Let a draft be its writer's alone again, with a note for them; either of the two may.

    Refuses the note of whoever may not write any.
    """
    if storable(words).strip() and not by.can("tickets.note"):
        raise MayNotNote
    if draft.ticket is None:  # a new one is nobody else's
        raise NotAskedToLook
    ticket = locked_with(draft)
    found = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None or by.pk not in (found.shared_with_id, found.agent_id):
        raise NotAskedToLook
    found.shared_with, found.request = None, ""
    found.save(update_fields=["shared_with", "request"])
    if storable(words).strip():
        message = note(ticket, html=from_text(storable(words)), by=by)
        Mention.objects.get_or_create(
            message=message, agent_id=found.agent_id, defaults={"ticket": ticket}
        )
    back = DraftReturned(ticket_id=ticket.pk, draft_id=found.pk, to_id=found.agent_id, by=by.actor)
    return announce(ticket, back)


@contextmanager
def sending_for(ticket: Ticket, writer: User, *, by: User) -> Iterator[list[Message]]:
    """Around the sending of what `writer` asked `by` to look over: put the message into the list.

    Its files go along; what `by` has begun themselves stays; the history names both.
    """
    with transaction.atomic():
        ticket = locked(ticket)
        draft = _reply_of(writer, ticket).filter(shared_with=by).first()
        if draft is None:
            raise NotAskedToLook
        own = Draft.objects.filter(ticket=ticket, agent=by)
        own.filter(mode=Draft.Mode.REPLY).update(mode=ASIDE)
        files = Attachment.objects.filter(ticket=ticket, uploaded_by=writer, message=None)
        files.filter(mode=Draft.Mode.REPLY).update(uploaded_by=by)
        sent: list[Message] = []
        yield sent
        draft.delete()
        own.filter(mode=ASIDE).update(mode=Draft.Mode.REPLY, saved_at=clock.now())
        for message in sent:
            ids = {"message_id": message.pk, "writer_id": writer.pk}
            publish(DraftSent(ticket_id=ticket.pk, **ids, by=by.actor))


def _reply_of(person: User, ticket: Ticket) -> QuerySet[Draft]:
    drafts = Draft.objects.select_for_update()
    return drafts.filter(ticket=ticket, agent=person, mode=Draft.Mode.REPLY)
