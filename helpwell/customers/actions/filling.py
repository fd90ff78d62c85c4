"""What the fields of this house say of customers and organisations."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from helpwell.core.actors import By
from helpwell.customers.actions.locking import locked
from helpwell.customers.facts import CustomerFilled, OrganisationFilled
from helpwell.customers.models import Customer, Organisation
from helpwell.events.actions import publish
from helpwell.fields import actions as fields
from helpwell.fields.models import Field

Seen = Mapping[str, Any] | None


@transaction.atomic
def set_values(
    customer: Customer, changes: Mapping[str, Any], *, by: By, seen: Seen = None
) -> Customer:
    """Fill in fields of a customer by key; refused where somebody changed one since `seen`."""
    customer = locked(customer)
    filled = fields.fill(
        Field.About.CUSTOMER,
        subject_id=customer.pk,
        values=customer.values,
        given=changes,
        seen=seen,
        by=by,
    )
    if filled.changes:
        customer.values = filled.values
        customer.save(update_fields=["values"])
        ids = [change.pk for change in filled.changes]
        publish(CustomerFilled(customer_id=customer.pk, change_ids=ids, by=by.actor))
    return customer


@transaction.atomic
def set_organisation_values(
    organisation: Organisation, changes: Mapping[str, Any], *, by: By, seen: Seen = None
) -> Organisation:
    """The same for an organisation."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    filled = fields.fill(
        Field.About.ORGANISATION,
        subject_id=organisation.pk,
        values=organisation.values,
        given=changes,
        seen=seen,
        by=by,
    )
    if filled.changes:
        organisation.values = filled.values
        organisation.save(update_fields=["values"])
        ids = [change.pk for change in filled.changes]
        publish(OrganisationFilled(organisation_id=organisation.pk, change_ids=ids, by=by.actor))
    return organisation
