from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from helpwell.core.slots import fills
from helpwell.customers.timeline import Source
from helpwell.tickets import contacts
from helpwell.tickets.queries import visible_to
from helpwell.tickets.standing_views import NOT_HIDDEN


@fills("page.connection")
def what_waits(context: Mapping[str, Any]) -> str:
    """Where what was sent without a connection waits in the browser."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return ""
    return render_to_string("tickets/_waiting.html", {"request": request})


@fills("customer.timeline")
def tickets_of_customer(context: Mapping[str, Any]) -> str:
    """A customer's tickets that the reader may see, newest first."""
    rows = visible_to(context["request"].user).filter(NOT_HIDDEN, requester=context["customer"].pk)
    tickets = rows.newest_first().with_row_details()[:50]
    return render_to_string("tickets/_of_customer.html", {"tickets": tickets})


@fills("organisation.timeline")
def tickets_of_organisation(context: Mapping[str, Any]) -> str:
    """The tickets of an organisation's people that the reader may see, newest first."""
    rows = visible_to(context["request"].user).filter(
        NOT_HIDDEN, requester__organisation=context["organisation"].pk
    )
    tickets = rows.newest_first().with_row_details()[:50]
    return render_to_string("tickets/_of_customer.html", {"tickets": tickets})


@fills("customer.moments", order=10)
def what_was_said() -> list[Source]:
    """Messages and notes, in a customer's one thread."""
    return contacts.sources()
