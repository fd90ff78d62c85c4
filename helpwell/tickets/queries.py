"""Reading tickets: everything starts at `visible_to`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.search.models import Entry
from helpwell.tickets.models import (
    Attachment,
    Draft,
    Mention,
    Message,
    Presence,
    Sight,
    Tag,
    Tally,
    Ticket,
    TicketQuerySet,
)
from helpwell.tickets.permissions import READ_ALL, visibility

PAGE = 30


@dataclass(frozen=True)
class View:
    """A named list of tickets: by status and assignee, which a tally can count, or by mention."""

    slug: str
    title: str | Promise
    icon: str
    statuses: tuple[str, ...]
    key: str
    whose: str = "anyone"
    empty: str | Promise = ""

    def rule(self, user: User) -> Q:
        """The view as a condition on tickets."""
        rule = Q(status__in=self.statuses) if self.statuses else Q()
        if self.whose == "mine":
            return rule & Q(assignee=user.pk)
        if self.whose == "mentioned":
            return rule & Q(pk__in=Mention.objects.filter(agent=user).values("ticket"))
        return rule & Q(assignee=None) if self.whose == "nobody" else rule

    def holds(self, status: str, *, is_mine: bool, is_free: bool) -> bool:
        """The same rule for what has been read already."""
        if self.statuses and status not in self.statuses:
            return False
        return {"mine": is_mine, "nobody": is_free, "anyone": True}.get(self.whose, False)


OUR_TURN = ("new", "open")
VIEWS = {
    view.slug: view
    for view in (
        View(
            "mine",
            _("Mine"),
            "user",
            OUR_TURN,
            "g m",
            whose="mine",
            empty=_("All yours is answered. Well done."),
        ),
        View(
            "mentions",
            _("Mentions"),
            "at-sign",
            (),
            "g n",
            whose="mentioned",
            empty=_("No note asks for you."),
        ),
        View(
            "unassigned",
            _("Unassigned"),
            "inbox",
            OUR_TURN,
            "g u",
            whose="nobody",
            empty=_("Everything has found its person."),
        ),
        View(
            "open",
            _("All open"),
            "circle-dot",
            OUR_TURN,
            "g o",
            empty=_("Nobody waits for us right now."),
        ),
        View(
            "pending",
            _("Pending"),
            "hourglass",
            ("pending",),
            "g p",
            empty=_("No customer owes an answer."),
        ),
        View(
            "on-hold",
            _("On hold"),
            "circle-pause",
            ("on_hold",),
            "g h",
            empty=_("Nothing waits for others."),
        ),
        View(
            "solved",
            _("Solved"),
            "circle-check",
            ("solved", "closed"),
            "g s",
            empty=_("Nothing solved yet."),
        ),
        View("all", _("All"), "list", (), "g a", empty=_("No tickets yet.")),
    )
}


def visible_to(user: User) -> TicketQuerySet:
    """The tickets this person may see: where every list, search, count and page begins."""
    return Ticket.objects.filter(visibility(user))


def messages_of(ticket: Ticket) -> QuerySet[Message]:
    """Everything said on a ticket, oldest first, with writers and files."""
    return (
        Message.objects.filter(ticket=ticket)
        .select_related("author", "customer")
        .prefetch_related("attachments__file")
        .order_by("pk")
    )


def list_page(user: User, view: View, *, before: tuple[Any, int] | None = None) -> list[Ticket]:
    """One page of a view, newest activity first, and one row more if there is a next page.

    `before` is the (active_at, id) of the last row of the page before: no page costs more for
    being further down.
    """
    rows = visible_to(user).filter(view.rule(user)).newest_first().with_row_details()
    if before:
        at, pk = before
        rows = rows.filter(Q(active_at__lt=at) | Q(active_at=at, pk__lt=pk), active_at__lte=at)
    return list(rows.annotate(**_personal(user))[: PAGE + 1])


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
    return rows.annotate(**_personal(user))


def others_of_requester(user: User, ticket: Ticket) -> list[Ticket]:
    """The requester's other tickets that this person may see, newest first, at most 8."""
    rows = visible_to(user).filter(requester=ticket.requester_id).exclude(pk=ticket.pk)
    return list(rows.newest_first()[:8])


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
    """When a person outside wrote the first of all that no reply of ours follows."""
    replies = ticket.messages.filter(kind=Message.Kind.REPLY).order_by("-pk")
    last_reply = replies.values_list("pk", flat=True).first() or 0
    words = ticket.messages.filter(kind=Message.Kind.RECEIVED, is_automatic=False)
    unanswered = words.filter(pk__gt=last_reply).order_by("pk")
    return unanswered.values_list("created_at", flat=True).first()


def drafts_of(user: User, ticket: Ticket) -> dict[str, Draft]:
    """What this person has begun on a ticket, by mode."""
    return {draft.mode: draft for draft in Draft.objects.filter(agent=user, ticket=ticket)}


def uploads_of(user: User, ticket: Ticket) -> list[Attachment]:
    """Files this person has put into a message that is not sent yet."""
    waiting = Attachment.objects.filter(ticket=ticket, uploaded_by=user, message=None)
    return list(waiting.select_related("file"))


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


def _personal(user: User) -> dict[str, Any]:
    """What a row shows of the reader's own: a draft begun, something not yet seen."""
    draft = Draft.objects.filter(agent=user, ticket=OuterRef("pk"))
    seen = Sight.objects.filter(
        agent=user, ticket=OuterRef("pk"), message_id__gte=OuterRef("last_public_id")
    )
    return {"has_draft": Exists(draft), "is_read": Exists(seen)}
