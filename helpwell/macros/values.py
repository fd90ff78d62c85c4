"""What the places in kept words say on a ticket."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.customers.models import Customer
from helpwell.fields.models import Field
from helpwell.fields.people import names_of
from helpwell.fields.queries import definitions
from helpwell.fields.showing import in_words, people_in
from helpwell.tickets.models import Ticket

NAMES: dict[str, str | Promise] = {
    "customer.greeting": _("how to greet them"),
    "customer.name": _("the customer’s name"),
    "customer.first_name": _("the customer’s first name"),
    "ticket.number": _("the ticket’s number"),
    "ticket.subject": _("the subject"),
    "agent.name": _("your name"),
    "agent.first_name": _("your first name"),
    "brand.name": _("the brand"),
    "today": _("today’s date"),
    "today+3d": _("the date in three days"),
}
FIELD = "ticket.field."
DAY = re.compile(r"(today|tomorrow)(?:\s*([+-])\s*(\d{1,4})\s*([dw]))?$")


class Values:
    """What names of places say on one ticket; asks for rows only when needed."""

    def __init__(self, ticket: Ticket, *, agent: User, language: str = "") -> None:
        """`language` is that of the words around: dates and values are told in it."""
        self.ticket = ticket
        self.agent = agent
        self.language = language if translation.check_for_language(language or "-") else ""

    def say(self, name: str) -> str:
        """The value of a name; nothing for one that says nothing or that nobody knows."""
        with translation.override(self.language or translation.get_language()):
            if name.startswith(FIELD):
                return self._field(name.removeprefix(FIELD))
            if day := _day(name, _today(self.ticket.requester)):
                return date_format(day, "DATE_FORMAT")
            said = _SAID.get(name)
            return said(self) if said else ""

    def _field(self, key: str) -> str:
        value = self.ticket.values.get(key)
        field = None if value is None else definitions(Field.About.TICKET).by_key.get(key)
        if field is None:
            return ""
        return in_words(field, value, people=names_of(people_in([(field, value)])))


def label(name: str) -> str:
    """What a blank in the place of this name is called."""
    return str(NAMES.get(name) or name.removeprefix(FIELD))


_SAID: dict[str, Callable[[Values], str]] = {
    "customer.greeting": lambda of: of.ticket.requester.greeting_or_name,
    "customer.name": lambda of: of.ticket.requester.name,
    "customer.first_name": lambda of: of.ticket.requester.first_name,
    "ticket.number": lambda of: str(of.ticket.pk or ""),
    "ticket.subject": lambda of: of.ticket.subject,
    "agent.name": lambda of: of.agent.name,
    "agent.first_name": lambda of: of.agent.first_name,
    "brand.name": lambda of: of.ticket.brand.name if of.ticket.brand else "",
}


def _day(name: str, today: date) -> date | None:
    found = DAY.match(name)
    if not found:
        return None
    count = int(found[3] or 0) * (7 if found[4] == "w" else 1) * (-1 if found[2] == "-" else 1)
    try:
        return today + timedelta(days=count + (found[1] == "tomorrow"))
    except OverflowError:
        return None


def _today(customer: Customer) -> date:
    """The date where the customer is, as far as that is known."""
    try:
        return clock.now().astimezone(ZoneInfo(customer.time_zone or "UTC")).date()
    except (ValueError, ZoneInfoNotFoundError):
        return clock.now().date()
