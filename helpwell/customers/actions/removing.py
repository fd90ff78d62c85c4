"""Taking out for good what nobody needs."""

from collections.abc import Collection

from django.db import transaction

from helpwell.customers.models import Customer, Organisation, Segment
from helpwell.events.actions import forget as forget_facts
from helpwell.search.actions import forget


@transaction.atomic
def remove(customer_ids: Collection[int]) -> None:
    """Delete customers who have said nothing, with what we know of them; refused by the database
    for anybody who has."""
    Customer.objects.filter(pk__in=customer_ids).delete()
    forget("customer", list(customer_ids))
    forget_facts(f"customer:{pk}" for pk in customer_ids)


def remove_empty_organisations(organisation_ids: Collection[int]) -> None:
    """Delete those of the organisations that nobody belongs to, with their history."""
    empty = Organisation.objects.filter(pk__in=organisation_ids, people=None)
    forget_facts(f"organisation:{pk}" for pk in empty.values_list("pk", flat=True))
    empty.delete()


def remove_empty_segments(segment_ids: Collection[int]) -> None:
    """Delete those of the segments that nobody is in."""
    through = Customer.segments.through._default_manager
    used = through.filter(segment__in=segment_ids).values("segment")
    Segment.objects.filter(pk__in=segment_ids).exclude(pk__in=used).delete()
