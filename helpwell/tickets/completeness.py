"""What a ticket must say before it is solved, or when an agent makes it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.fields.definitions import Definition
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.tickets.arrangement import Arrangement, arrangement
from helpwell.tickets.habits import habits
from helpwell.tickets.models import Ticket


@dataclass(frozen=True)
class Lack:
    """What a ticket does not say yet: its reason, its resolution, fields."""

    has_no_reason: bool = False
    has_no_resolution: bool = False
    fields: list[Definition] = field(default_factory=list)

    @property
    def names(self) -> list[str | Promise]:
        """What is missing, as agents read it."""
        reason = [_("Contact reason")] if self.has_no_reason else []
        resolution = [_("Resolution")] if self.has_no_resolution else []
        return [*reason, *resolution, *(each.name for each in self.fields)]

    def __bool__(self) -> bool:
        return self.has_no_reason or self.has_no_resolution or bool(self.fields)


def lack_before_solving(ticket: Ticket) -> Lack:
    """What is missing before this ticket may be solved."""
    arranged = arrangement(at=ticket.fields_edition)
    needs_reason = habits(at=ticket.fields_edition).asks_for_reason
    return Lack(
        has_no_reason=needs_reason and _lacks(ticket.reason_id, arranged.reasons_in_use),
        has_no_resolution=needs_reason
        and _lacks(ticket.resolution_id, arranged.resolutions_in_use),
        fields=missing_fields(
            ticket.values, ticket.form_id, at=Field.Needed.AT_SOLVE, arranged=arranged
        ),
    )


def missing_fields(
    values: dict[str, Any], form_id: int | None, *, at: str, arranged: Arrangement
) -> list[Definition]:
    """The fields of a form (or of all tickets) that must say something at this point."""
    keys = arranged.keys_of(form_id)
    return definitions(Field.About.TICKET).missing(values, at=at, keys=keys)


def _lacks(chosen: int | None, offered: list[Any]) -> bool:
    """Nothing is asked for that nobody can choose."""
    return chosen is None and bool(offered)
