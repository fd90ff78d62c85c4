"""Answering as a deed: the same words to the customers of many tickets."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.core.slots import fillers_of
from helpwell.events.queries import history_of
from helpwell.tickets.actions.messaging import reply
from helpwell.tickets.content import Recipient
from helpwell.tickets.deeds.deed import Deed, Kept
from helpwell.tickets.facts import TicketReplied
from helpwell.tickets.models import Ticket


@dataclass(frozen=True)
class AnswerAndSolve(Deed):
    """Answer whoever an answer usually goes to, and solve the ticket."""

    name = "answer"
    needs = "tickets.reply"
    turn = 80
    html: str

    @classmethod
    def read(cls, kept: Kept) -> Self:
        if not isinstance(kept["html"], str):
            raise TypeError(kept)
        return cls(kept["html"])

    @property
    def kept(self) -> Kept:
        return {"html": self.html}

    @property
    def words(self) -> str:
        return _("answers and solves it")

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        to = usual_recipients(ticket)
        said = reply(ticket, html=self.html, by=by, recipients=to, then=Ticket.Status.SOLVED)
        facts = history_of(f"ticket:{ticket.pk}").filter(name=TicketReplied.name)
        return facts.filter(payload__message_id=said.pk).values_list("pk", flat=True).first()


def usual_recipients(ticket: Ticket) -> list[Recipient]:
    """Whom an answer goes to unless somebody chooses, as the room that mails it says."""
    return [person for give in fillers_of("tickets.usual_recipients") for person in give(ticket)]
