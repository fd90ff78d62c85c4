"""Reading tickets: everything starts at `visible_to`."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.events.queries import history_of
from helpwell.files.models import Scan
from helpwell.search.models import Entry
from helpwell.tickets.facts import MessageReceived, TicketContinued, TicketReplaced
from helpwell.tickets.merged import survivor_of
from helpwell.tickets.models import (
    Attachment,
    Draft,
    Message,
    Presence,
    SideTalk,
    Sight,
    Tag,
    Tally,
    Ticket,
    TicketQuerySet,
)
from helpwell.tickets.permissions import READ_ALL, visibility
from helpwell.tickets.snoozes import woke_up
from helpwell.tickets.standing_views import NOT_HIDDEN, VIEWS, View

MOST_CONTINUED = 10
KINDS = ("ticket", "message")  # what the index calls the subjects and the messages of tickets
SPAM_KINDS = ("spam-ticket", "spam-message")


def visible_to(user: User) -> TicketQuerySet:
    """The tickets this person may see: where every list, search, count and page begins."""
    return Ticket.objects.filter(visibility(user))


def messages_of(ticket: Ticket) -> QuerySet[Message]:
    """What was said to the customer, by them and about them, oldest first, with writers and files.

    Side talks are not among it: they are read on their own.
    """
    return messages_with_all(Message.objects.filter(ticket=ticket, side_talk=None))


def messages_with_all(messages: QuerySet[Message]) -> QuerySet[Message]:
    """These messages, oldest first, with writers and files."""
    related = messages.select_related("author", "customer")
    files = Attachment.objects.select_related("file__scan")
    return related.prefetch_related(Prefetch("attachments", files)).order_by("pk")


def counts(user: User) -> dict[str, int]:
    """How many visible tickets each view holds, by slug; two queries, whatever their number."""
    groups = (
        Tally.objects.filter(visibility(user))
        .annotate(is_mine=Q(assignee=user.pk), is_free=Q(assignee=None))
        .values_list("status", "is_mine", "is_free")
        .annotate(Sum("change"))
    )
    held = list(groups)
    tallied = {slug: sum(_held_by(view, held)) for slug, view in VIEWS.items()}
    mentions = visible_to(user).filter(VIEWS["mentions"].rule(user)).count()
    return tallied | {"mentions": mentions}


def with_ids(user: User, ids: Iterable[int]) -> TicketQuerySet:
    """Those of the tickets `ids` that this person may see, as rows."""
    rows = visible_to(user).filter(pk__in=list(ids)).with_row_details()
    return rows.annotate(**personal(user))


def others_of_requester(user: User, ticket: Ticket) -> list[Ticket]:
    """The requester's other tickets that this person may see, newest first, at most 8."""
    rows = visible_to(user).filter(NOT_HIDDEN, requester=ticket.requester_id)
    return list(rows.exclude(pk=ticket.pk).newest_first()[:8])


def present_at(ticket: Ticket, *, but: User) -> list[Presence]:
    """Who else has the ticket open now."""
    recent = Presence.objects.filter(ticket=ticket, seen_at__gt=clock.now() - Presence.GONE_AFTER)
    return list(recent.exclude(agent=but).select_related("agent").order_by("pk"))


def present_on(tickets: Iterable[Ticket], *, but: User) -> dict[int, list[User]]:
    """Who else has which of `tickets` open now, for the faces on list rows."""
    recent = Presence.objects.filter(
        ticket__in=list(tickets), seen_at__gt=clock.now() - Presence.GONE_AFTER
    ).exclude(agent=but)
    faces: dict[int, list[User]] = {}
    for presence in recent.select_related("agent"):
        faces.setdefault(presence.ticket_id, []).append(presence.agent)
    return faces


def unanswered_since(ticket: Ticket) -> datetime | None:
    """When a person outside wrote the first of all that no reply of ours follows; what was said
    before a ticket was done waits no more when it is opened again by something new."""
    said = ticket.messages.filter(Message.SAID, kind=Message.Kind.REPLY, is_automatic=False)
    replies = said.order_by("-pk")
    last_reply = replies.values_list("pk", flat=True).first() or 0
    words = ticket.messages.filter(kind=Message.Kind.RECEIVED, is_automatic=False)
    unanswered = words.filter(pk__gt=last_reply, pk__gte=_heard_when_done(ticket)).order_by("pk")
    return unanswered.values_list("created_at", flat=True).first()


def _heard_when_done(ticket: Ticket) -> int:
    """The last message that came to it while it was solved or closed, or 0."""
    heard = history_of(f"ticket:{ticket.pk}").filter(name=MessageReceived.name)
    late = heard.filter(payload__status_before__in=Ticket.DONE).order_by("-pk")
    return late.values_list("payload__message_id", flat=True).first() or 0


def continuation_of(ticket: Ticket) -> Ticket | None:
    """The newest ticket that goes on with the matter of one that takes no mail, and does."""
    for _step in range(MOST_CONTINUED):
        said = history_of(f"ticket:{ticket.pk}").filter(name=TicketContinued.name)
        later = said.values_list("payload__later_id", flat=True).order_by("-pk").first()
        found = Ticket.objects.filter(pk=later).first() if later else None
        found = survivor_of(found) if found else None
        if found is None or found.takes_mail:
            return found
        ticket = found
    return None


def replacement_of(ticket: Ticket) -> Ticket | None:
    """The ticket that the last mail about this finished one has opened, while that is not done."""
    opened = history_of(f"ticket:{ticket.pk}").filter(name=TicketReplaced.name).order_by("-pk")
    later = opened.values_list("payload__later_id", flat=True).first()
    found = Ticket.objects.filter(pk=later).first() if later else None
    found = survivor_of(found) if found else None
    return found if found and not (found.is_done or found.is_hidden) else None


def drafts_of(user: User, ticket: Ticket) -> dict[str, Draft]:
    """What this person has begun on a ticket, by mode."""
    return {draft.mode: draft for draft in Draft.objects.filter(agent=user, ticket=ticket)}


def begun_by(user: User) -> QuerySet[Draft]:
    """The new tickets that somebody has begun to write and not sent, the latest first."""
    return Draft.objects.filter(agent=user, ticket=None).order_by("-saved_at", "-pk")


def uploads_of(user: User, ticket: Ticket) -> list[Attachment]:
    """Files this person has put into a message that is not sent yet."""
    waiting = Attachment.objects.filter(ticket=ticket, uploaded_by=user, message=None)
    return list(waiting.select_related("file__scan"))


def passable_files(ticket: Ticket) -> QuerySet[Attachment]:
    """Files of a ticket that may go along into a side talk.

    They came from outside or went there: what notes hold stays among us, and so does what carries
    a virus, or came with a message in which card numbers are masked.
    """
    outside = (*Message.PUBLIC, Message.Kind.ASKED, Message.Kind.TOLD)
    files = Attachment.objects.filter(ticket=ticket, message__kind__in=outside)
    withheld = Q(message__is_masked=True, message__kind__in=Message.FROM_OUTSIDE)
    return files.exclude(withheld).exclude(file__scan__state=Scan.State.INFECTED)


def tags_known_to(user: User) -> QuerySet[Tag]:
    """The tags of tickets this person may see; a tag may say as much as a subject."""
    if user.can(READ_ALL):
        return Tag.objects.all()
    tagged = Ticket.tags.through._default_manager.filter(tag=OuterRef("pk"))
    return Tag.objects.filter(Exists(tagged.filter(visibility(user, prefix="ticket__"))))


def audience(user: User) -> Q | None:
    """The search room's filter for what this person may find; None when they may find all.

    It is asked of each match: of an EXISTS PostgreSQL at times makes a list of everything that
    somebody may see, which takes longer than the search.
    """
    if user.can(READ_ALL):
        return None
    owner = Ticket.objects.filter(visibility(user), pk=OuterRef("owner_id"))
    return Q(owner_id=Subquery(owner.values("pk")[:1]))


def found_tickets(entries: Iterable[Entry]) -> list[int]:
    """The distinct tickets of search entries, in their order."""
    return list(dict.fromkeys(entry.owner_id for entry in entries))


def _held_by(view: View, held: Iterable[tuple[str, bool, bool, int]]) -> Iterator[int]:
    """The sums of those groups of tickets that lie in a view."""
    for status, is_mine, is_free, number in held:
        if view.holds(status, is_mine=is_mine, is_free=is_free):
            yield number


def personal(user: User) -> dict[str, Any]:
    """What a row shows of the reader's own: a draft begun, something not yet seen; and whether
    a side talk was answered, which nobody has used yet."""
    draft = Draft.objects.filter(agent=user, ticket=OuterRef("pk"))
    seen = Sight.objects.filter(
        agent=user, ticket=OuterRef("pk"), message_id__gte=OuterRef("last_public_id")
    )
    told = SideTalk.objects.filter(ticket=OuterRef("pk"), answered_at__isnull=False)
    return {
        "has_draft": Exists(draft),
        "is_read": Exists(seen),
        "was_told": Exists(told),
        "woke_up": woke_up(),
    }
