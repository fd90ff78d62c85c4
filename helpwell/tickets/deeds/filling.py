"""Deeds that fill in what a ticket says of itself: type, form, fields, reason, resolution."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.fields.definitions import Definition
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.showing import in_words
from helpwell.tickets.actions.filling import (
    set_form,
    set_reason,
    set_resolution,
    set_type,
    set_values,
)
from helpwell.tickets.deeds.deed import Deed, Kept
from helpwell.tickets.models import ContactReason, Resolution, Ticket, TicketForm

NEEDED = "tickets.set_fields"


@dataclass(frozen=True)
class SetType(Deed):
    """Say what kind of matter it is."""

    name = "type"
    needs = NEEDED
    turn = 20
    fills = True
    to: str

    @classmethod
    def read(cls, kept: Kept) -> Self:
        return cls(Ticket.Type(kept["to"]).value)

    @property
    def kept(self) -> Kept:
        return {"to": self.to}

    @property
    def words(self) -> str:
        return _("sets the type %s") % Ticket.Type(self.to).label

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return set_type(ticket, to=self.to, by=by)


@dataclass(frozen=True)
class FillField(Deed):
    """Fill in one field of this house."""

    name = "field"
    needs = NEEDED
    turn = 20
    fills = True
    key: str
    to: Any

    @classmethod
    def read(cls, kept: Kept) -> Self:
        to = kept["to"]
        return cls(str(kept["key"])[:60], tuple(to) if isinstance(to, list) else to)

    @property
    def kept(self) -> Kept:
        return {"key": self.key, "to": self._value}

    @property
    def words(self) -> str:
        field = self._field
        if field is None:
            return _("fills in a field that is gone")
        said = {"field": field.name, "value": in_words(field, self._value)}
        return _("sets %(field)s to %(value)s") % said

    def gone(self) -> str:
        return "" if self._field else _("its field is not in use any more")

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return next(iter(set_values(ticket, {self.key: self._value}, by=by)), None)

    @property
    def _value(self) -> Any:
        return list(self.to) if isinstance(self.to, tuple) else self.to

    @cached_property
    def _field(self) -> Definition | None:
        return definitions(Field.About.TICKET).in_use.get(self.key)


@dataclass(frozen=True)
class _Choose(Deed):
    """Choose one of the rows that this house has arranged."""

    needs = NEEDED
    turn = 20
    fills = True
    model: ClassVar[type[ContactReason | Resolution | TicketForm]]
    to: int

    @classmethod
    def read(cls, kept: Kept) -> Self:
        if not isinstance(kept["to"], int):
            raise TypeError
        return cls(kept["to"])

    @property
    def kept(self) -> Kept:
        return {"to": self.to}

    def gone(self) -> str:
        is_there = self._row is not None and self._row.is_active
        return "" if is_there else _("it is not in use any more")

    @cached_property
    def _row(self) -> Any:
        return self.model._default_manager.filter(pk=self.to).first()

    @property
    def _name(self) -> str:
        return str(self._row or _("one that is gone"))


class SetReason(_Choose):
    """Say why the customer turned to us."""

    name = "reason"
    model = ContactReason

    @property
    def words(self) -> str:
        return _("sets the reason %s") % self._name

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return set_reason(ticket, to=self._row, by=by)


class SetResolution(_Choose):
    """Say how the matter ended."""

    name = "resolution"
    model = Resolution

    @property
    def words(self) -> str:
        return _("sets the resolution %s") % self._name

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return set_resolution(ticket, to=self._row, by=by)


class SetForm(_Choose):
    """Say which fields it has."""

    name = "form"
    turn = 10
    model = TicketForm

    @property
    def words(self) -> str:
        return _("sets the form %s") % self._name

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return set_form(ticket, to=self._row, by=by)
