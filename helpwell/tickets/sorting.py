"""In which order a list stands, and under which headings; pages go on after a row, never by an
offset, and stay right for each order, whatever is empty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from json import JSONDecodeError, dumps, loads
from operator import attrgetter, or_
from typing import Any

from django.db.models import Case, F, IntegerField, OrderBy, Q, Value, When
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.tickets.models import Ticket


@dataclass(frozen=True)
class Key:
    """One thing a list is ordered by; rows without a value come last."""

    path: str
    is_falling: bool = False
    expression: Any = None

    @property
    def name(self) -> str:
        """What lookups call it: the column, or the annotation of its expression."""
        return f"order_{self.path}" if self.expression is not None else self.path

    @property
    def order(self) -> OrderBy:
        """Where nothing can be empty an index serves the order only if NULL is not spoken of."""
        last = True if self.path in NULLABLE else None
        by = F(self.name)
        return by.desc(nulls_last=last) if self.is_falling else by.asc(nulls_last=last)

    def of(self, ticket: Ticket) -> Any:
        """Its value for a ticket that was read in this order."""
        if self.expression is not None:
            return getattr(ticket, self.name)
        try:
            return attrgetter(self.path.replace("__", "."))(ticket)
        except AttributeError:  # nobody has it, so nobody's name either
            return None

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True} if value is None else {self.name: value})

    def later(self, value: Any) -> Q:
        """What comes after `value` in this order."""
        if value is None:
            return Q(pk__in=[])
        beyond = Q(**{f"{self.name}__{'lt' if self.is_falling else 'gt'}": value})
        return beyond | Q(**{f"{self.name}__isnull": True}) if self.path in NULLABLE else beyond

    def reaching(self, value: Any) -> Q:
        """What an index can begin at: this value and all after it."""
        if value is None or self.path in NULLABLE:
            return Q()
        return Q(**{f"{self.name}__{'lte' if self.is_falling else 'gte'}": value})


NULLABLE = {"waiting_since", "solved_at", "assignee__name", "assignee", "group__name", "group"}
NUMBER = Key("pk", is_falling=True)
STATUS_ORDER = Case(
    *(When(status=status, then=Value(at)) for at, status in enumerate(Ticket.Status)),
    default=Value(99),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Sort:
    """An order people can choose."""

    label: str | Promise
    keys: tuple[Key, ...]


SORTS: dict[str, Sort] = {
    "-active_at": Sort(_("Newest activity first"), (Key("active_at", is_falling=True),)),
    "active_at": Sort(_("Longest quiet first"), (Key("active_at"),)),
    "waiting_since": Sort(_("Longest waiting first"), (Key("waiting_since"),)),
    "-opened_at": Sort(_("Newest first"), (Key("opened_at", is_falling=True),)),
    "opened_at": Sort(_("Oldest first"), (Key("opened_at"),)),
    "-priority": Sort(
        _("Most urgent first"),
        (Key("priority", is_falling=True), Key("active_at", is_falling=True)),
    ),
    "-solved_at": Sort(_("Latest solved first"), (Key("solved_at", is_falling=True),)),
    "subject": Sort(_("Subject"), (Key("subject"),)),
    "requester": Sort(_("Requester"), (Key("requester__name"), Key("requester"))),
}


@dataclass(frozen=True)
class Grouping:
    """Headings people can choose: what a list is ordered by first, and how a heading reads."""

    label: str | Promise
    keys: tuple[Key, ...]
    heading: Callable[[Ticket], str]


GROUPINGS: dict[str, Grouping] = {
    "status": Grouping(
        _("Status"),
        (Key("status", expression=STATUS_ORDER),),
        lambda ticket: ticket.get_status_display(),
    ),
    "priority": Grouping(
        _("Priority"),
        (Key("priority", is_falling=True),),
        lambda ticket: ticket.get_priority_display(),
    ),
    "assignee": Grouping(
        _("Assignee"),
        (Key("assignee__name"), Key("assignee")),
        lambda ticket: str(ticket.assignee or _("Nobody")),
    ),
    "group": Grouping(
        _("Group"),
        (Key("group__name"), Key("group")),
        lambda ticket: str(ticket.group or _("No group")),
    ),
    "type": Grouping(
        _("Type"),
        (Key("type"),),
        lambda ticket: ticket.get_type_display() or str(_("No type")),
    ),
}


def keys_of(view: Any) -> tuple[Key, ...]:
    """Everything that a view's rows are ordered by, down to their number."""
    grouping = GROUPINGS.get(view.grouping)
    sort = SORTS.get(view.sort, SORTS["-active_at"])
    keys = [*(grouping.keys if grouping else ()), *sort.keys, NUMBER]
    return tuple({key.path: key for key in reversed(keys)}[path] for path in _once(keys))


def _once(keys: Sequence[Key]) -> list[str]:
    return list(dict.fromkeys(key.path for key in keys))


def after(keys: Sequence[Key], values: Sequence[Any]) -> Q:
    """The rows that come after the one with these values."""
    beyond, so_far = [], Q()
    for key, value in zip(keys, values, strict=True):
        beyond.append(so_far & key.later(value))
        so_far &= key.same(value)
    return keys[0].reaching(values[0]) & reduce(or_, beyond)


def place_of(ticket: Ticket, keys: Sequence[Key]) -> str:
    """The place of a row, for the address of the next page."""
    return dumps([_written(key.of(ticket)) for key in keys])


def place_from(text: str, keys: Sequence[Key]) -> list[Any] | None:
    """The place that an address names; a damaged one, or one of another order, is none."""
    try:
        values = loads(text)
    except (JSONDecodeError, RecursionError):
        return None
    if not isinstance(values, list) or len(values) != len(keys):
        return None
    try:
        return [_read(key, value) for key, value in zip(keys, values, strict=True)]
    except (TypeError, ValueError):
        return None


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else getattr(value, "pk", value)


def _read(key: Key, value: Any) -> Any:
    if value is None and key.path in NULLABLE:
        return None
    if key.path.endswith(("_at", "_since")):
        moment = parse_datetime(value)
        if moment is None or moment.tzinfo is None:
            raise ValueError(value)
        return moment
    return _text(value) if key.path in TEXTS else _whole(value)


TEXTS = {"subject", "requester__name", "assignee__name", "group__name", "type"}


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or abs(value) >= 2**62:
        raise ValueError(value)
    return value
