"""What a ticket says of itself: fields of this house, type, form, contact reason, resolution."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from helpwell.core.actors import By
from helpwell.events.facts import Fact
from helpwell.fields import actions as fields
from helpwell.fields.errors import ChangedMeanwhile
from helpwell.fields.models import Change, Field
from helpwell.tickets.actions.indexing import index_title
from helpwell.tickets.actions.locking import announce, locked
from helpwell.tickets.actions.undoing import takes_back
from helpwell.tickets.errors import NotOffered, NotUndone
from helpwell.tickets.facts import (
    FieldChanged,
    FormChanged,
    ReasonChanged,
    ResolutionChanged,
    TypeChanged,
)
from helpwell.tickets.models import ContactReason, Resolution, Ticket, TicketForm
from helpwell.tickets.particulars import PARTICULARS

Seen = Mapping[str, Any] | None
FINDABLE = (Field.Kind.TEXT, Field.Kind.ORDER)


@transaction.atomic
def set_values(
    ticket: Ticket, changes: Mapping[str, Any], *, by: By, seen: Seen = None
) -> list[int]:
    """Fill in fields by key; the ids of the facts, for undoing.

    `seen` is what the writer saw of them: what somebody else has changed since is refused, with
    what it says now. Refuses what a field cannot say.
    """
    ticket = locked(ticket)
    filled = fields.fill(
        Field.About.TICKET,
        subject_id=ticket.pk,
        values=ticket.values,
        given=changes,
        seen=seen,
        by=by,
    )
    if not filled.changes:
        return []
    ticket.values = filled.values
    ticket.save(update_fields=["values"])
    if any(change.field.kind in FINDABLE for change in filled.changes):
        index_title(ticket)
    return [
        announce(ticket, FieldChanged(ticket_id=ticket.pk, change_id=change.pk, by=by.actor))
        for change in filled.changes
    ]


@transaction.atomic
def set_type(ticket: Ticket, *, to: str, by: By, seen: Seen = None) -> int | None:
    """Say what kind of matter it is: question, incident, problem, task, or nothing."""
    if to not in ("", *Ticket.Type.values):
        raise NotOffered
    return _set(ticket, "type", to, seen=seen, by=by)


@transaction.atomic
def set_form(ticket: Ticket, *, to: TicketForm | None, by: By, seen: Seen = None) -> int | None:
    """Say which fields it has; those that it does not have keep what they say."""
    return _set(ticket, "form", _offered(to), seen=seen, by=by)


@transaction.atomic
def set_reason(
    ticket: Ticket, *, to: ContactReason | None, by: By, seen: Seen = None
) -> int | None:
    """Say why the customer turned to us."""
    return _set(ticket, "reason", _offered(to), seen=seen, by=by)


@transaction.atomic
def set_resolution(
    ticket: Ticket, *, to: Resolution | None, by: By, seen: Seen = None
) -> int | None:
    """Say how the matter ended."""
    return _set(ticket, "resolution", _offered(to), seen=seen, by=by)


def _offered(to: TicketForm | ContactReason | Resolution | None) -> int | None:
    if to is not None and not to.is_active:
        raise NotOffered
    return to.pk if to else None


def _set(ticket: Ticket, name: str, after: str | int | None, *, seen: Seen, by: By) -> int | None:
    """Set one column, unless somebody has changed it since the writer looked."""
    ticket, particular = locked(ticket), PARTICULARS[name]
    before = getattr(ticket, particular.column)
    if before == after:
        return None
    if seen is not None and name in seen and seen[name] != before:
        raise ChangedMeanwhile(str(particular.name), particular.in_words(before))
    setattr(ticket, particular.column, after)
    ticket.save(update_fields=[particular.column])
    told = _facts[name](ticket_id=ticket.pk, before=before, after=after, by=by.actor)
    return announce(ticket, told)


_facts: dict[str, type[Any]] = {
    "type": TypeChanged,
    "form": FormChanged,
    "reason": ReasonChanged,
    "resolution": ResolutionChanged,
}


@takes_back(FieldChanged, needs="tickets.set_fields")
def _unfill(ticket: Ticket, fact: FieldChanged, by: By) -> int | None:
    change = Change.objects.select_related("field").filter(pk=fact.change_id).first()
    if change is None or ticket.values.get(change.field.key) != change.after:
        raise NotUndone
    done = set_values(ticket, {change.field.key: change.before}, by=by)
    return done[0] if done else None


@takes_back(TypeChanged, needs="tickets.set_fields")
@takes_back(FormChanged, needs="tickets.set_fields")
@takes_back(ReasonChanged, needs="tickets.set_fields")
@takes_back(ResolutionChanged, needs="tickets.set_fields")
def _unset(ticket: Ticket, fact: Fact, by: By) -> int | None:
    name = fact.name.removeprefix("ticket.").removesuffix("_changed")
    told = fact.payload()
    if getattr(ticket, PARTICULARS[name].column) != told["after"]:
        raise NotUndone
    return _set(ticket, name, told["before"], seen=None, by=by)
