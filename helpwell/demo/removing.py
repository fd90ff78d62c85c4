"""Taking the demo out again: what belongs to it, and nothing else."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Min, OuterRef, QuerySet, Subquery

from helpwell.accounts import actions as accounts
from helpwell.accounts.models import User
from helpwell.channels import actions as channels
from helpwell.channels.queries import only_through
from helpwell.core.actors import SYSTEM
from helpwell.customers import actions as customers
from helpwell.customers.models import Customer
from helpwell.demo import queries
from helpwell.demo.errors import NobodyLeft, NotThere
from helpwell.demo.models import Made, Mail
from helpwell.demo.naming import unname_desk
from helpwell.fields import actions as fields
from helpwell.files.actions import drop_unused
from helpwell.macros import actions as macros
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Message, Ticket

MET_WITHIN = timedelta(minutes=1)


@transaction.atomic
def remove() -> None:
    """Take the demo out: all that came in through its inboxes, and all that it made.

    What is real stays: tickets of other inboxes (also those of the demo's customers, who then stay
    too), and people of the demo who wrote on them (they may not sign in any more). Refuses when
    nobody would be left to administer what is real.
    """
    if not queries.is_present():
        raise NotThere
    inboxes = queries.inboxes()
    leaving = only_through(inboxes)
    strangers = _met_through(leaving)
    files = tickets.remove(list(leaving.values_list("pk", flat=True)))
    for inbox in inboxes:
        files |= channels.give_up_inbox(inbox)
    _remove_customers({*queries.made_ids(Made.Kind.CUSTOMER), *strangers})
    _remove_people()
    tickets.remove_unused_tags(queries.made_ids(Made.Kind.TAG))
    _stop_wondering()
    tickets.remove_views(queries.made_ids(Made.Kind.VIEW))
    unname_desk()
    drop_unused(files)
    Mail.objects.all().delete()
    Made.objects.all().delete()


def _stop_wondering() -> None:
    """Remove what the desk wanted to know; a real ticket that has said it says it no more."""
    tickets.remove_arranged(
        form_ids=queries.made_ids(Made.Kind.FORM),
        reason_ids=queries.made_ids(Made.Kind.REASON),
        resolution_ids=queries.made_ids(Made.Kind.RESOLUTION),
    )
    fields.remove(queries.made_ids(Made.Kind.FIELD))


def _met_through(leaving: QuerySet[Ticket]) -> list[int]:
    """The customers whom we met by the first mail of one of these tickets."""
    first = (
        Message.objects.filter(customer=OuterRef("pk"))
        .values("customer")
        .annotate(at=Min("created_at"))
        .values("at")
    )
    writers = Message.objects.filter(ticket__in=leaving, customer__isnull=False)
    met = Customer.objects.filter(pk__in=writers.values("customer")).annotate(
        first_at=Subquery(first)
    )
    return [one.pk for one in met if one.first_at - one.created_at < MET_WITHIN]


def _remove_customers(candidates: set[int]) -> None:
    """Remove those of whom nothing real is left."""
    staying = {
        *Ticket.objects.filter(requester__in=candidates).values_list("requester", flat=True),
        *Message.objects.filter(customer__in=candidates).values_list("customer", flat=True),
    }
    tickets.forget_begun_for(candidates - staying)
    customers.remove(candidates - staying)
    customers.remove_empty_organisations(queries.made_ids(Made.Kind.ORGANISATION))
    customers.remove_empty_segments(queries.made_ids(Made.Kind.SEGMENT))


def _remove_people() -> None:
    """Remove the demo's people and groups; whoever wrote on real tickets only stops signing in."""
    people = queries.made_ids(Made.Kind.PERSON)
    wrote = set(Message.objects.filter(author__in=people).values_list("author", flat=True))
    real = User.objects.exclude(pk__in=people)
    if (wrote or real.exists()) and not _has_administrator(real):
        raise NobodyLeft
    accounts.remove_people(set(people) - wrote)
    for person in User.objects.filter(pk__in=wrote):
        accounts.deactivate(person, by=SYSTEM)
        accounts.put_into_groups(person, groups=[], by=SYSTEM)
    _remove_groups(queries.made_ids(Made.Kind.GROUP))


def _remove_groups(group_ids: list[int]) -> None:
    """Remove those that nobody real is in, with their macros and snippets."""
    staying = User.objects.filter(groups__in=group_ids).values_list("groups", flat=True)
    macros.remove_of_groups(set(group_ids) - set(staying))
    accounts.remove_empty_groups(group_ids)


def _has_administrator(people: QuerySet[User]) -> bool:
    return people.filter(is_active=True, role__is_administrator=True).exists()
