"""A macro's words as a deed: said on each of many tickets, in its customer's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.core.errors import Refused
from helpwell.core.numbers import whole
from helpwell.events.queries import history_of
from helpwell.macros import actions
from helpwell.macros.errors import BeginsTickets
from helpwell.macros.models import Macro
from helpwell.macros.queries import ON_TICKETS, macros_for
from helpwell.tickets import actions as tickets
from helpwell.tickets.deeds import Deed, NotAllowed, Vanished, usual_recipients
from helpwell.tickets.facts import NoteWritten, TicketReplied
from helpwell.tickets.models import Message, Ticket

NAME = "say"


@dataclass(frozen=True)
class SayMacro(Deed):
    """Send a macro's words to whoever an answer usually goes to, or note them; what else the macro
    does are deeds of their own."""

    name = NAME
    needs = "tickets.reply"
    turn = 70
    macro: int

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        if not isinstance(kept["macro"], int):
            raise TypeError(kept)
        return cls(kept["macro"])

    @property
    def kept(self) -> dict[str, Any]:
        return {"macro": self.macro}

    @property
    def words(self) -> str:
        words = _("notes “%s”") if self._is_note else _("answers with “%s”")
        return words % (self._row.name if self._row else "–")

    def gone(self) -> str:
        return "" if self._row else _("the macro is gone")

    def check(self, by: User) -> None:
        """Refuse what this person may not do, a macro of somebody else's, and one that is gone."""
        if words := self.gone():
            raise Vanished(words)
        if self._row and self._row.moment == Macro.Moment.START:
            raise BeginsTickets
        is_theirs = Macro.objects.usable_by(by).filter(pk=self.macro).exists()
        if not is_theirs or not by.can("tickets.note" if self._is_note else self.needs):
            raise NotAllowed

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        assert self._row is not None
        _use, filled = actions.prepare(self._row, ticket, deeds=[], by=by)
        if filled.blanks:
            raise Refused(_("a place in its words has nothing to say: %s") % filled.blanks[0])
        return _fact_of(self._said(ticket, filled.html, by))

    def _said(self, ticket: Ticket, html: str, by: User) -> Message:
        if self._is_note:
            return tickets.note(ticket, html=html, by=by)
        to = usual_recipients(ticket)
        return tickets.reply(ticket, html=html, by=by, recipients=to)

    @property
    def _is_note(self) -> bool:
        return self._row is not None and self._row.moment == Macro.Moment.NOTE

    @cached_property
    def _row(self) -> Macro | None:
        return Macro.objects.filter(pk=self.macro).first()


def choices_for(user: User) -> list[tuple[int, str]]:
    """The macros that somebody may take on many tickets, most used first."""
    return [(macro.pk, macro.name) for macro in macros_for(user)]


def deeds_chosen(user: User, post: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The deeds of the macro that was chosen for many tickets, its words first among them."""
    number = whole(str(post.get("macro", ""))) or 0
    usable = Macro.objects.usable_by(user).filter(moment__in=ON_TICKETS)
    macro = usable.filter(pk=number).first()
    if macro is None:
        return []
    return [*([{"do": NAME, "macro": macro.pk}] if macro.html else []), *macro.deeds]


def _fact_of(message: Message) -> int | None:
    name = NoteWritten.name if message.kind == Message.Kind.NOTE else TicketReplied.name
    facts = history_of(f"ticket:{message.ticket_id}").filter(name=name)
    return facts.filter(payload__message_id=message.pk).values_list("pk", flat=True).first()
