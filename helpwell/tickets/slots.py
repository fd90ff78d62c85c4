from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from helpwell.core.slots import fills
from helpwell.tickets.queries import visible_to


@fills("customer.timeline")
def tickets_of_customer(context: Mapping[str, Any]) -> str:
    """A customer's tickets that the reader may see, newest first."""
    rows = visible_to(context["request"].user).filter(requester=context["customer"].pk)
    tickets = rows.newest_first().with_row_details()[:50]
    return render_to_string("tickets/_of_customer.html", {"tickets": tickets})
