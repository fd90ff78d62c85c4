"""Merging as a deed: many tickets go on in one of them."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.tickets.actions.merging import merge
from helpwell.tickets.deeds.deed import Deed, Kept
from helpwell.tickets.errors import OutOfSight
from helpwell.tickets.models import Ticket
from helpwell.tickets.people import sees


@dataclass(frozen=True)
class MergeInto(Deed):
    """Let it go on in another ticket; that one stays as it is."""

    name = "merge"
    needs = "tickets.merge"
    turn = 95
    joins = True
    into: int

    @classmethod
    def read(cls, kept: Kept) -> Self:
        if not isinstance(kept["into"], int) or isinstance(kept["into"], bool):
            raise TypeError(kept)
        return cls(kept["into"])

    @property
    def kept(self) -> Kept:
        return {"into": self.into}

    @property
    def words(self) -> str:
        return _("merges it into #%s") % self.into

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        if ticket.pk == self.into:
            return None
        survivor = Ticket.objects.filter(pk=self.into).first()
        if survivor is None or not sees(by, survivor):
            raise OutOfSight
        return merge([ticket], into=survivor, by=by)
