"""Deeds that put tickets out of the way."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.tickets.actions.setting_status import mark_spam, trash
from helpwell.tickets.deeds.deed import Deed, Kept
from helpwell.tickets.models import Ticket


@dataclass(frozen=True)
class MarkSpam(Deed):
    """Put it into spam."""

    name = "spam"
    needs = "tickets.mark_spam"
    turn = 90

    @classmethod
    def read(cls, kept: Kept) -> Self:
        return cls()

    @property
    def kept(self) -> Kept:
        return {}

    @property
    def words(self) -> str:
        return _("puts it into spam")

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return mark_spam(ticket, by=by)


@dataclass(frozen=True)
class PutInTrash(MarkSpam):
    """Put it into the trash."""

    name = "trash"
    needs = "tickets.trash"

    @property
    def words(self) -> str:
        return _("puts it into the trash")

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return trash(ticket, by=by)
