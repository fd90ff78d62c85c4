"""A ticket is solved by a person only when it says what it must."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from helpwell.core.actors import By
from helpwell.tickets.actions.filling import set_reason, set_resolution, set_values
from helpwell.tickets.actions.locking import locked
from helpwell.tickets.completeness import lack_before_solving
from helpwell.tickets.errors import Incomplete, NotOffered
from helpwell.tickets.models import ContactReason, Resolution, Ticket


def insist_on_completeness(ticket: Ticket, *, to: str, by: By) -> None:
    """Refuse an agent's solving while something is missing; what machines solve is exempt."""
    solves = to in Ticket.DONE and not ticket.is_done
    if solves and by.actor.kind == "agent" and (lack := lack_before_solving(ticket)):
        raise Incomplete(lack)


@transaction.atomic
def complete(
    ticket: Ticket,
    *,
    by: By,
    values: Mapping[str, Any],
    reason: int | None = None,
    resolution: int | None = None,
) -> None:
    """Say what is missing before solving: fields by key, reason and resolution by number.

    All of it is kept, or none.
    """
    ticket = locked(ticket)
    set_values(ticket, values, by=by)
    if reason is not None:
        set_reason(ticket, to=_chosen(ContactReason, reason), by=by)
    if resolution is not None:
        set_resolution(ticket, to=_chosen(Resolution, resolution), by=by)


def _chosen[M: (ContactReason, Resolution)](model: type[M], pk: int) -> M:
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise NotOffered
    return found
