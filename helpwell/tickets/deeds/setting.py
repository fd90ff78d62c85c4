"""Deeds that set what everybody knows of a ticket: who has it, its status, priority and tags."""

from dataclasses import dataclass
from typing import Self

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from helpwell.accounts.models import Group, User
from helpwell.tickets.actions.changing import assign, prioritise, tag, tag_name
from helpwell.tickets.actions.setting_status import set_status
from helpwell.tickets.deeds.deed import Deed, Kept
from helpwell.tickets.models import CustomStatus, Ticket

ME = "me"
SAME = "same"


@dataclass(frozen=True)
class Assign(Deed):
    """Give it to a person (`me`, a number, none) and a group; `same` leaves either as it is."""

    name = "assign"
    needs = "tickets.assign"
    turn = 60
    to: int | str | None
    group: int | str | None

    @classmethod
    def read(cls, kept: Kept) -> Self:
        to, group = kept.get("to", SAME), kept.get("group", SAME)
        return cls(_whose(to), SAME if group == SAME else _number(group))

    @property
    def kept(self) -> Kept:
        return {"to": self.to, "group": self.group}

    @property
    def words(self) -> str:
        return ", ".join(filter(None, [self._words_of_person(), self._words_of_group()]))

    def gone(self) -> str:
        if isinstance(self.to, int) and not (self._person and self._person.is_active):
            return _("its person does not work here any more")
        if isinstance(self.group, int) and not self._group:
            return _("its group is gone")
        return ""

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        to = by if self.to == ME else ticket.assignee if self.to == SAME else self._person
        group = ticket.group if self.group == SAME else self._group
        return assign(ticket, to=to, group=group, by=by)

    @cached_property
    def _person(self) -> User | None:
        return User.objects.filter(pk=self.to).first() if isinstance(self.to, int) else None

    @cached_property
    def _group(self) -> Group | None:
        return Group.objects.filter(pk=self.group).first() if isinstance(self.group, int) else None

    def _words_of_person(self) -> str:
        if self.to == SAME:
            return ""
        if self.to == ME:
            return _("assigns it to you")
        if self.to is None:
            return _("assigns it to nobody")
        return _("assigns it to %s") % (self._person or _("somebody who left"))

    def _words_of_group(self) -> str:
        if self.group == SAME:
            return ""
        if self.group is None:
            return _("takes it out of its group")
        return _("moves it to %s") % (self._group or _("a group that is gone"))


@dataclass(frozen=True)
class SetStatus(Deed):
    """Give it a status, or this house's own word for one."""

    name = "status"
    needs = "tickets.set_status"
    turn = 80
    to: str
    custom: int | None

    @classmethod
    def read(cls, kept: Kept) -> Self:
        if kept["to"] not in Ticket.CHOOSABLE:
            raise ValueError(kept["to"])
        return cls(str(kept["to"]), _number(kept.get("custom")))

    @property
    def kept(self) -> Kept:
        return {"to": self.to, "custom": self.custom}

    @property
    def words(self) -> str:
        name = self._own.name if self._own else Ticket.Status(self.to).label
        return _("sets %s") % name

    @property
    def choice(self) -> str:
        """As the button that sends knows it."""
        return str(self.custom or self.to)

    def gone(self) -> str:
        is_gone = self.custom is not None and not (self._own and self._own.is_active)
        return _("its status is not in use any more") if is_gone else ""

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return set_status(ticket, to=self.to, custom=self._own, by=by)

    @cached_property
    def _own(self) -> CustomStatus | None:
        found = CustomStatus.objects.filter(pk=self.custom or 0, status=self.to)
        return found.first() if self.custom else None


@dataclass(frozen=True)
class Prioritise(Deed):
    """Say how urgent it is."""

    name = "priority"
    needs = "tickets.prioritise"
    to: int

    @classmethod
    def read(cls, kept: Kept) -> Self:
        return cls(Ticket.Priority(kept["to"]).value)

    @property
    def kept(self) -> Kept:
        return {"to": self.to}

    @property
    def words(self) -> str:
        return _("sets the priority %s") % Ticket.Priority(self.to).label

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return prioritise(ticket, to=self.to, by=by)


@dataclass(frozen=True)
class ChangeTags(Deed):
    """Add tags and take others off."""

    name = "tag"
    needs = "tickets.tag"
    add: tuple[str, ...]
    remove: tuple[str, ...]

    @classmethod
    def read(cls, kept: Kept) -> Self:
        found = cls(_names(kept.get("add")), _names(kept.get("remove")))
        if not found.add and not found.remove:
            raise ValueError
        return found

    @property
    def kept(self) -> Kept:
        return {"add": list(self.add), "remove": list(self.remove)}

    @property
    def words(self) -> str:
        words = [_("adds the tag %s") % name for name in self.add]
        return ", ".join([*words, *(_("takes off the tag %s") % name for name in self.remove)])

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return tag(ticket, add=self.add, remove=self.remove, by=by)


def _whose(to: object) -> int | str | None:
    return str(to) if to in (ME, SAME) else _number(to)


def _number(value: object) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TypeError(value)
    return value


def _names(given: object) -> tuple[str, ...]:
    if given is not None and not isinstance(given, list):
        raise TypeError(given)
    return tuple(dict.fromkeys(name for each in given or () if (name := tag_name(str(each)))))
