"""Everything said on a ticket, put onto another one, and back."""

from django.db.models import Q

from helpwell.tickets.actions.indexing import index_moved
from helpwell.tickets.actions.recounting import readdress
from helpwell.tickets.merged import merges_into
from helpwell.tickets.models import Attachment, Draft, Mention, Message, SideTalk, Ticket


def carry(source: Ticket, *, to: Ticket) -> list[int]:
    """All messages, side talks, files and drafts of a ticket go onto another; the messages' ids."""
    ids = list(source.messages.order_by("pk").values_list("pk", flat=True))
    _put(ids, source, to)
    SideTalk.objects.filter(ticket=source).update(ticket=to)
    Attachment.objects.filter(ticket=source).update(ticket=to)
    for draft in Draft.objects.select_for_update().filter(ticket=source).order_by("pk"):
        _hand_over(draft, to)
    index_moved(to, ids, titles_of=[source, *(each.ticket for each in merges_into(source))])
    return ids


def carry_back(message_ids: list[int], source: Ticket, *, to: Ticket) -> None:
    """Those of the messages that are still on `source`, with all of their side talks."""
    talks = SideTalk.objects.filter(ticket=source, messages__in=message_ids).distinct()
    talk_ids = list(talks.values_list("pk", flat=True))
    theirs = Q(pk__in=message_ids) | Q(side_talk__in=talk_ids)
    ids = list(source.messages.filter(theirs).order_by("pk").values_list("pk", flat=True))
    _put(ids, source, to)
    SideTalk.objects.filter(pk__in=talk_ids).update(ticket=to)
    index_moved(to, ids, titles_of=[to])


def _put(ids: list[int], source: Ticket, to: Ticket) -> None:
    Message.objects.filter(pk__in=ids).update(ticket=to)
    Attachment.objects.filter(message__in=ids).update(ticket=to)
    Mention.objects.filter(message__in=ids).update(ticket=to)
    readdress(ids, before=source.pk, after=to.pk)


def _hand_over(draft: Draft, to: Ticket) -> None:
    """What somebody has begun to write goes on there, below what they have begun there."""
    drafts = Draft.objects.select_for_update()
    begun = drafts.filter(ticket=to, agent=draft.agent_id, mode=draft.mode).first()
    if begun is None:
        draft.ticket = to
        draft.save(update_fields=["ticket"])
        return
    begun.html += draft.html
    begun.edition += 1
    begun.save(update_fields=["html", "edition"])
    draft.delete()
