"""Reading how tickets stand to each other, within what one may see."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.tickets.models import Link, Ticket
from helpwell.tickets.permissions import visibility

Standing = Literal["parent", "child", "problem", "incident", "related"]
# What the first ticket of a link's row is to the second, and the other way round.
ENDS: dict[Link.Kind, tuple[Standing, Standing]] = {
    Link.Kind.PARENT: ("parent", "child"),
    Link.Kind.PROBLEM: ("problem", "incident"),
    Link.Kind.RELATED: ("related", "related"),
}
TITLES: dict[Standing, str | Promise] = {
    "parent": _("Belongs to"),
    "child": _("Parts of this"),
    "problem": _("The problem behind it"),
    "incident": _("Incidents of this problem"),
    "related": _("Related"),
}
CHOICES: tuple[tuple[Standing, str | Promise], ...] = (
    ("related", _("is related to")),
    ("child", _("is a part of")),
    ("parent", _("is the whole that has as a part")),
    ("incident", _("is an incident of the problem")),
    ("problem", _("is the problem behind")),
)
MOST_SHOWN = 200


@dataclass(frozen=True)
class Linked:
    """The ticket at the other end of a link."""

    link: Link
    ticket: Ticket


@dataclass(frozen=True)
class Links:
    """The links of a ticket that a person may see, by what the others are to it."""

    groups: dict[Standing, list[Linked]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def titled(self) -> list[tuple[str | Promise, list[Linked]]]:
        """The groups in their order, with their titles."""
        return [(TITLES[what], self.groups[what]) for what in TITLES if what in self.groups]

    @property
    def unsolved_incidents(self) -> list[Ticket]:
        """Whoever else waits for this problem to be solved."""
        linked = self.groups.get("incident", [])
        return [
            each.ticket for each in linked if not (each.ticket.is_done or each.ticket.is_hidden)
        ]


def kind_of(as_what: str) -> Link.Kind:
    """The kind of the row that says that one ticket is `as_what` to another."""
    return next(kind for kind, ends in ENDS.items() if as_what in ends)


def links_of(ticket: Ticket, *, for_user: User) -> Links:
    """Whatever of the ticket's links leads to what this person may see; one query."""
    hers = Q(ticket=ticket) & _seen(for_user, "other")
    theirs = Q(other=ticket) & _seen(for_user, "ticket")
    found = Link.objects.filter(hers | theirs).order_by("pk")
    rows = found.select_related("ticket__requester", "other__requester")
    groups: dict[Standing, list[Linked]] = {}
    for row in rows[:MOST_SHOWN]:
        is_first = row.ticket_id == ticket.pk
        what = ENDS[Link.Kind(row.kind)][1 if is_first else 0]
        groups.setdefault(what, []).append(Linked(row, row.other if is_first else row.ticket))
    return Links(groups)


def seen_among(numbers: Iterable[int], user: User) -> set[int]:
    """Those of the tickets that this person may see."""
    wanted = set(numbers)
    if not wanted:
        return set()
    seen = Ticket.objects.filter(visibility(user), pk__in=wanted)
    return set(seen.values_list("pk", flat=True))


def _seen(user: User, end: str) -> Q:
    """What stands at that end is no secret and not away."""
    away = Q(**{f"{end}__status__in": Ticket.HIDDEN})
    return ~away & visibility(user, prefix=f"{end}__")
