"""Tickets as lists, and one of them."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field, StringConstraints

from helpwell.accounts.models import User
from helpwell.api.errors import Declined
from helpwell.api.paging import Asked, damaged, paged, read, written
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import GivenMoment, Number, Page, Words
from helpwell.search.queries import find
from helpwell.tickets import rules
from helpwell.tickets.api.router import router
from helpwell.tickets.listing import in_order
from helpwell.tickets.models import Ticket
from helpwell.tickets.queries import KINDS, audience, found_tickets
from helpwell.tickets.saved_views import view_of
from helpwell.tickets.shapes import PRIORITIES, TicketShape, seen_by
from helpwell.tickets.sorting import SORTS, after, keys_of, place_from, place_of
from helpwell.tickets.standing_views import NOT_HIDDEN, VIEWS

TAGS = ["Tickets"]

Status = Literal[
    "new", "open", "pending", "on_hold", "solved", "closed", "snoozed", "spam", "trash", "merged"
]
Priority = Literal["low", "normal", "high", "urgent"]
Kind = Literal["question", "incident", "problem", "task"]
Whose = Annotated[str, StringConstraints(pattern=r"^(me|none|[1-9][0-9]{0,17})?$")]
LONGEST_RULE = 20_000
SORT_WORDS = f"One of: {', '.join(SORTS)}. A view brings its own."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked of the list, as lists see views."""

    condition: Q
    sort: str
    grouping: str = ""
    slug: str = ""
    title: str = ""
    columns: tuple[str, ...] = ()

    def rule(self, user: User) -> Q:
        """The condition; who asks is in it already."""
        return self.condition


class TicketsAsked(Asked):
    """Which tickets, in which order. All conditions must hold; spam, trash and what was merged
    are listed only by their status or view."""

    view: Words = Field("", description="A view's slug, from /views.")
    q: Words = Field("", description="Words to be found, in subject or messages.")
    status: list[Status] = Field([], max_length=10)
    assignee: Whose = Field("", description="A person's number, `me` or `none`.")
    group: Whose = Field("", description="A group's number, `me` (one of mine) or `none`.")
    requester_id: Number | None = None
    tag: Words = ""
    type: Kind | None = None
    priority: Priority | None = None
    active_since: GivenMoment | None = None
    rule: Annotated[str, StringConstraints(max_length=LONGEST_RULE)] = Field(
        "", description="A rule as JSON, as saved views have it."
    )
    sort: Words = Field("", description=SORT_WORDS)


@router.get("/tickets", response=Page[TicketShape], tags=TAGS, summary="Tickets in a list")
def tickets(
    request: ProgramRequest, response: HttpResponse, asked: Query[TicketsAsked]
) -> dict[str, Any]:
    """The tickets that you may see, narrowed and in order."""
    wanted = _wanted(request.user, asked)
    keys = keys_of(wanted)
    rows = in_order(seen_by(request.user).filter(wanted.rule(request.user)), wanted)
    if asked.cursor:
        place = place_from(str(read(asked.cursor)), keys)
        if place is None:
            raise damaged()
        rows = rows.filter(after(keys, place))
    found = list(rows[: asked.limit + 1])
    shown = found[: asked.limit]
    cursor = written(place_of(shown[-1], keys)) if len(found) > len(shown) else ""
    return paged(shown, cursor, request, response)


@router.get("/tickets/{ticket_id}", response=TicketShape, tags=TAGS, summary="A ticket")
def ticket(request: ProgramRequest, ticket_id: Number) -> TicketShape:
    """One ticket. One that was merged says where it goes on: `merged_into_id`."""
    return TicketShape.from_orm(get_object_or_404(seen_by(request.user), pk=ticket_id))


def _wanted(user: User, asked: TicketsAsked) -> Wanted:
    if asked.sort and asked.sort not in SORTS:
        raise _wrong("sort", SORT_WORDS)
    condition = _narrowed(user, asked)
    if not asked.view:
        shown = Q() if asked.status else NOT_HIDDEN
        return Wanted(condition=condition & shown, sort=asked.sort or "-active_at")
    view = VIEWS.get(asked.view) or view_of(user, asked.view)
    if view is None:
        raise Http404
    return Wanted(
        condition=condition & view.rule(user),
        sort=asked.sort or view.sort,
        grouping="" if asked.sort else view.grouping,
    )


def _narrowed(user: User, asked: TicketsAsked) -> Q:
    condition = _whose("assignee", asked.assignee, [user.pk])
    condition &= _whose("group", asked.group, user.group_ids)
    exact: dict[str, Any] = {
        "status__in": asked.status,
        "requester": asked.requester_id,
        "type": asked.type,
        "priority": {word: number for number, word in PRIORITIES.items()}.get(asked.priority or ""),
        "active_at__gte": asked.active_since,
    }
    condition &= Q(**{name: value for name, value in exact.items() if value})
    if asked.tag:
        tagged = Ticket.tags.through._default_manager.filter(tag__name=asked.tag.lower())
        condition &= Q(pk__in=tagged.values("ticket"))
    if asked.q:
        entries = find(asked.q, kinds=list(KINDS), audience=audience(user))
        condition &= Q(pk__in=found_tickets(entries))
    return condition & _by_rule(user, asked.rule)


def _whose(column: str, typed: str, mine: list[int]) -> Q:
    if not typed:
        return Q()
    if typed == "none":
        return Q(**{column: None})
    return Q(**{f"{column}__in": mine if typed == "me" else [int(typed)]})


def _by_rule(user: User, typed: str) -> Q:
    if not typed:
        return Q()
    try:
        rule = json.loads(typed)
    except (ValueError, RecursionError):
        raise _wrong("rule", _("This is no JSON.")) from None
    try:
        rules.check(rule, rules.Vocabulary())
    except rules.RuleWrong as wrong:
        raise _wrong("rule", str(wrong)) from None
    return rules.compile(rule, user)


def _wrong(parameter: str, words: str) -> Declined:
    errors = [{"detail": words, "parameter": parameter}]
    return Declined(422, words, kind="invalid", errors=errors)
