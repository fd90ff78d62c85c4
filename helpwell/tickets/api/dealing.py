"""Putting tickets aside and together: snooze, trash, spam, merges, links, moved messages."""

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Status
from pydantic import Field

from helpwell.api.door import insist
from helpwell.api.errors import Declined, unknown
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, GivenMoment, Moment, Number, Page, Shape, Words
from helpwell.tickets import actions
from helpwell.tickets.api.router import router
from helpwell.tickets.asking import ticket_for, ticket_to_change, ticket_to_join
from helpwell.tickets.links import links_of
from helpwell.tickets.merged import goes_on_in
from helpwell.tickets.models import Link, Merge, Ticket
from helpwell.tickets.permissions import visibility
from helpwell.tickets.queries import visible_to
from helpwell.tickets.shapes import TicketShape, shape_of

TAGS = ["Tickets together"]
ASIDE = ["Tickets aside"]
MERGE = "tickets.merge"


class Rest(Given):
    """Until when a ticket rests: a moment, news of an order, or the customer's next message."""

    until: GivenMoment | None = None
    order: Annotated[Words, Field(max_length=60)] = ""


class NewMerge(Given):
    """Tickets that go on in this one; `joining` are customers who take part from then on."""

    ticket_ids: Annotated[list[Number], Field(min_length=1, max_length=50)]
    joining: Annotated[list[Number], Field(max_length=50)] = []


class MergeShape(Shape):
    """A ticket that went on in another one."""

    id: int
    ticket_id: int
    into_id: int
    by_id: int | None
    at: Moment


class NewLink(Given):
    """This ticket is `as` (parent, child, problem, incident, related) to the other one."""

    ticket_id: Number
    as_what: Annotated[
        Literal["parent", "child", "problem", "incident", "related"], Field(alias="as")
    ]


class LinkShape(Shape):
    """Another ticket, and what it is to this one."""

    id: int
    is_: Annotated[str, Field(alias="is")]
    ticket_id: int
    subject: str


@router.put("/tickets/{ticket_id}/snooze", response=TicketShape, tags=ASIDE, summary="Snooze")
def snooze(request: ProgramRequest, ticket_id: Number, given: Rest) -> TicketShape:
    """Let a ticket rest, at most until the customer writes. Takes `tickets.snooze`."""
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.snooze")
    actions.snooze(found, until=given.until, order=given.order, by=request.user)
    return shape_of(found.pk)


@router.delete("/tickets/{ticket_id}/snooze", response=TicketShape, tags=ASIDE, summary="Wake up")
def wake(request: ProgramRequest, ticket_id: Number) -> TicketShape:
    """Let a ticket that rests be open again. Takes `tickets.snooze`."""
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.snooze")
    _insist_on(found, Ticket.Status.SNOOZED)
    actions.set_status(found, to=Ticket.Status.OPEN, by=request.user)
    return shape_of(found.pk)


@router.put("/tickets/{ticket_id}/trash", response=TicketShape, tags=ASIDE, summary="Throw away")
def trash(request: ProgramRequest, ticket_id: Number) -> TicketShape:
    """Put a ticket into the trash. Takes `tickets.trash`."""
    return _aside(request, ticket_id, "tickets.trash", actions.trash)


@router.delete("/tickets/{ticket_id}/trash", response=TicketShape, tags=ASIDE, summary="Restore")
def restore(request: ProgramRequest, ticket_id: Number) -> TicketShape:
    """Take a ticket out of the trash, as it was. Takes `tickets.trash`."""
    return _aside(request, ticket_id, "tickets.trash", actions.restore)


@router.put("/tickets/{ticket_id}/spam", response=TicketShape, tags=ASIDE, summary="It is spam")
def spam(request: ProgramRequest, ticket_id: Number) -> TicketShape:
    """Put a ticket into spam. Takes `tickets.mark_spam`."""
    return _aside(request, ticket_id, "tickets.mark_spam", actions.mark_spam)


@router.delete(
    "/tickets/{ticket_id}/spam", response=TicketShape, tags=ASIDE, summary="It is no spam"
)
def no_spam(request: ProgramRequest, ticket_id: Number) -> TicketShape:
    """Take a ticket out of spam, as it was. Takes `tickets.mark_spam`."""
    return _aside(request, ticket_id, "tickets.mark_spam", actions.not_spam)


@router.get(
    "/tickets/{ticket_id}/merges", response=Page[MergeShape], tags=TAGS, summary="What was merged"
)
def merges(
    request: ProgramRequest, response: HttpResponse, ticket_id: Number, asked: Query[Asked]
) -> dict[str, Any]:
    """The tickets that went on in this one at first hand, as far as you may see them."""
    found = ticket_for(request.user, ticket_id)
    rows = Merge.objects.filter(visibility(request.user, prefix="ticket__"), into=found)
    return page_of(rows.filter(undone_at=None), asked, request, response)


@router.post("/tickets/{ticket_id}/merges", response={201: TicketShape}, tags=TAGS, summary="Merge")
def merge(request: ProgramRequest, ticket_id: Number, given: NewMerge) -> Status[TicketShape]:
    """Let other tickets go on in this one. Takes `tickets.merge`, and seeing all of them (422)."""
    into = ticket_to_join(request.user, ticket_id)
    insist(request.user, MERGE)
    others = list(visible_to(request.user).filter(pk__in=given.ticket_ids))
    if len(others) < len(set(given.ticket_ids)):
        raise unknown("ticket_ids")
    actions.merge(others, into=into, by=request.user, joining=given.joining)
    return Status(201, shape_of(into.pk))


@router.delete(
    "/tickets/{ticket_id}/merges/{merge_id}", response={204: None}, tags=TAGS, summary="Part"
)
def unmerge(request: ProgramRequest, ticket_id: Number, merge_id: Number) -> Status[None]:
    """Let a merged ticket stand on its own again, with what came with it; what was written since
    stays. Takes `tickets.merge`, and seeing both."""
    found = ticket_for(request.user, ticket_id)
    insist(request.user, MERGE)
    rows = Merge.objects.select_related("into").filter(undone_at=None)
    rows = rows.filter(visibility(request.user, prefix="ticket__"))
    row = get_object_or_404(rows, pk=merge_id)
    if row.into_id != found.pk and goes_on_in(row.into_id) != found.pk:
        raise Declined(404)
    actions.unmerge(row, by=request.user)
    return Status(204, None)


@router.get("/tickets/{ticket_id}/links", response=list[LinkShape], tags=TAGS, summary="Links")
def links(request: ProgramRequest, ticket_id: Number) -> list[dict[str, Any]]:
    """What a ticket is linked to, as far as you may see it, at most 200."""
    groups = links_of(ticket_for(request.user, ticket_id), for_user=request.user).groups
    return [
        {
            "id": each.link.pk,
            "is": what,
            "ticket_id": each.ticket.pk,
            "subject": each.ticket.subject,
        }
        for what, linked in groups.items()
        for each in linked
    ]


@router.post(
    "/tickets/{ticket_id}/links", response={201: list[LinkShape]}, tags=TAGS, summary="Link"
)
def link(
    request: ProgramRequest, ticket_id: Number, given: NewLink
) -> Status[list[dict[str, Any]]]:
    """Link a ticket to another one. Takes `tickets.merge`."""
    found = ticket_to_join(request.user, ticket_id)
    insist(request.user, MERGE)
    other = visible_to(request.user).filter(pk=given.ticket_id).first()
    if other is None:
        raise unknown("ticket_id")
    actions.link(found, other, as_what=given.as_what, by=request.user)
    return Status(201, links(request, ticket_id))


@router.delete(
    "/tickets/{ticket_id}/links/{link_id}", response={204: None}, tags=TAGS, summary="Unlink"
)
def unlink(request: ProgramRequest, ticket_id: Number, link_id: Number) -> Status[None]:
    """Take a link away. Takes `tickets.merge`."""
    found = ticket_for(request.user, ticket_id)
    insist(request.user, MERGE)
    groups = links_of(found, for_user=request.user).groups
    rows: list[Link] = [each.link for linked in groups.values() for each in linked]
    row = next((each for each in rows if each.pk == link_id), None)
    if row is None:
        raise Declined(404)
    actions.unlink(row, by=request.user)
    return Status(204, None)


def _aside(request: ProgramRequest, number: int, capability: str, deed: Any) -> TicketShape:
    found = ticket_to_change(request.user, number)
    insist(request.user, capability)
    deed(found, by=request.user)
    return shape_of(found.pk)


def _insist_on(ticket: Ticket, status: str) -> None:
    if ticket.status != status:
        raise Declined(409, _("It does not rest."), kind="not_snoozed")
