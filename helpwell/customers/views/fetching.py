"""What an address names, for those who may see it."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from helpwell.accounts.requests import AgentRequest
from helpwell.customers import queries
from helpwell.customers.models import Customer, Identity


def customer_for(request: AgentRequest, customer_id: int) -> Customer:
    """A customer with details, if this person may look customers up; 404 otherwise.

    Whoever was merged meanwhile is who they are now.
    """
    visible = queries.visible_to(request.user) & queries.with_details()
    found = visible.filter(pk=customer_id).first()
    if found is None and (gone := queries.merged_away(customer_id)):
        found = visible.filter(pk=queries.survivor_of(gone).pk).first()
    if found is None:
        raise Http404
    return found


def identity_for(request: AgentRequest, identity_id: int) -> Identity:
    """A way somebody is known by, of those whom this person may look up."""
    known = Identity.objects.filter(customer__in=queries.visible_to(request.user))
    return get_object_or_404(known.select_related("customer"), pk=identity_id)


def places(request: AgentRequest) -> dict[str, Any]:
    """What the links between the pages of this room lead to."""
    user = request.user
    return {
        "may_import": user.can("customers.import"),
        "may_export": user.can("customers.export"),
    }
