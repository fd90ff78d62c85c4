"""What programs ask for by number, and what they send: found, or refused in their way."""

from typing import Annotated

from django.db.models import Model
from django.http import Http404
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from helpwell.accounts.models import User
from helpwell.api.errors import Declined, unknown
from helpwell.api.shapes import Given, LongWords, Number, Words
from helpwell.core.addresses import is_writable
from helpwell.tickets import queries
from helpwell.tickets.actions.locking import locked
from helpwell.tickets.content import Recipient
from helpwell.tickets.errors import NotAnAddress, OutOfSight
from helpwell.tickets.merged import goes_on_in
from helpwell.tickets.models import Ticket

MOST_RECIPIENTS = 100
MOST_FILES = 50


class Addressee(Given):
    """Somebody a message goes to."""

    email: Annotated[Words, Field(min_length=3)]
    name: Words = ""


class Written(Given):
    """Words: as `text`, or as `html`, which is cleaned; one of the two."""

    text: LongWords | None = None
    html: LongWords | None = None
    attachment_ids: Annotated[list[Number], Field(max_length=MOST_FILES)] = []

    @model_validator(mode="after")
    def one_of_two(self) -> "Written":
        """Refuse both and neither."""
        if (self.text is None) == (self.html is None):
            raise ValueError("send either text or html")
        return self

    @property
    def as_html(self) -> str:
        """What was written, as HTML."""
        return linebreaks(self.text, autoescape=True) if self.html is None else self.html


class Addressed(Written):
    """Words with whom they go to."""

    to: Annotated[list[Addressee], Field(max_length=MOST_RECIPIENTS)] = []
    cc: Annotated[list[Addressee], Field(max_length=MOST_RECIPIENTS)] = []
    bcc: Annotated[list[Addressee], Field(max_length=MOST_RECIPIENTS)] = []

    @property
    def recipients(self) -> list[Recipient]:
        """All of them; refuses what no mail can be sent to."""
        return [
            _recipient(kind, each) for kind in ("to", "cc", "bcc") for each in getattr(self, kind)
        ]


def ticket_for(user: User, number: int) -> Ticket:
    """The ticket, if this person may see it; otherwise it does not exist for them."""
    found = queries.visible_to(user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def ticket_to_change(user: User, number: int) -> Ticket:
    """The ticket, locked; refuses one that was merged, with the number that it goes on under."""
    return locked(ticket_to_join(user, number))


def ticket_to_join(user: User, number: int) -> Ticket:
    """The same, not locked: for actions that lock several in an order of their own."""
    found = ticket_for(user, number)
    if found.status == Ticket.Status.MERGED:
        raise Declined(409, _where_it_went(user, number), kind="merged")
    return found


def _where_it_went(user: User, number: int) -> str:
    """The number that a merged ticket goes on under, for whoever sees that one."""
    here = goes_on_in(number)
    if not queries.visible_to(user).filter(pk=here or 0).exists():
        return str(OutOfSight())
    return _("This ticket was merged. It goes on as #%s.") % here


def named[M: Model](model: type[M], number: int | None, member: str) -> M | None:
    """The row of that number, or nothing for none; refuses a number that there is not."""
    if number is None:
        return None
    found = model._default_manager.filter(pk=number).first()
    if found is None:
        raise unknown(member)
    return found


def _recipient(kind: str, each: Addressee) -> Recipient:
    if not is_writable(each.email):
        raise NotAnAddress(each.email[:100])
    return Recipient(kind=kind, name=each.name, email=each.email)  # type: ignore[typeddict-item]
