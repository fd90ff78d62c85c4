"""Reading customers: everything starts at `visible_to`; who was merged stands in no list."""

from collections.abc import Iterable

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from helpwell.accounts.models import User
from helpwell.core.text import fold
from helpwell.customers.identities import number_asked_for, parts_of_number
from helpwell.customers.models import Customer, Identity, Organisation, PeopleMerge
from helpwell.fields.models import Edition
from helpwell.search.models import Entry
from helpwell.search.queries import find, find_close

KIND = "customer"  # what the index calls them
SURE_DIGITS = 8  # two numbers that end in as many equal digits are one, or nearly always
MOST_ALIKE = 5


def visible_to(user: User) -> QuerySet[Customer]:
    """The customers this person may look up; those of visible tickets show on the ticket itself."""
    listed = Customer.objects.filter(merged_into=None)
    return listed if user.can("customers.read") else listed.none()


def with_details() -> QuerySet[Customer]:
    """Customers with organisation, addresses and the names of their segments, for the panel."""
    names = ArrayAgg(
        "segments__name", filter=Q(segments__isnull=False), order_by="segments__name", default=[]
    )
    rows = Customer.objects.select_related("organisation").prefetch_related("identities")
    number = Coalesce(Subquery(Edition.objects.values("number")[:1]), 0)
    return rows.annotate(segment_names=names, fields_edition=number)


def matches(text: str) -> list[Entry]:
    """What the index knows of customers with every word of `text`, or with that phone number,
    written in whatever way; newest first."""
    entries = find(text, kinds=[KIND])
    if number := number_asked_for(text):
        numbered = find(number, kinds=[KIND])
        known = {entry.pk for entry in numbered}
        entries = numbered + [each for each in entries if each.pk not in known]
    return entries


def found(text: str) -> list[Entry]:
    """The same, or what is spelt nearly so."""
    return matches(text) or find_close(text, kinds=[KIND])


def survivor_of(customer: Customer) -> Customer:
    """Who somebody is now, after all merges."""
    while customer.merged_into_id:
        customer = Customer.objects.get(pk=customer.merged_into_id)
    return customer


def merges_into(customer: Customer) -> QuerySet[PeopleMerge]:
    """Who was merged into this customer and still is, newest first."""
    rows = PeopleMerge.objects.filter(into=customer, undone_at=None)
    return rows.select_related("customer").order_by("-pk")


def merges_behind(merged: PeopleMerge) -> list[PeopleMerge]:
    """A merge and those that had gone into the same person before and still hold."""
    earlier = PeopleMerge.objects.filter(into=merged.customer_id, undone_at=None)
    return [merged, *(each for one in earlier for each in merges_behind(one))]


def look_alikes(customer: Customer, user: User) -> list[Customer]:
    """Others who may be the same person, among those the reader may see: never merged by itself.

    They share the end of a phone number, or the name and where they write from.
    """
    identities = list(customer.identities.all())
    ids = _with_number(identities) | _of_name(customer)
    others = visible_to(user).filter(pk__in=ids - {customer.pk})
    people = others.select_related("organisation").prefetch_related("identities")
    return [each for each in people[:50] if _is_alike(customer, identities, each)][:MOST_ALIKE]


def _with_number(identities: Iterable[Identity]) -> set[int]:
    ends = {_end(each) for each in identities if each.kind == Identity.Kind.PHONE} - {""}
    return {entry.object_id for end in ends for entry in find(f"{end} ", kinds=[KIND])}


def _of_name(customer: Customer) -> set[int]:
    return {entry.object_id for entry in find(f"{customer.name} ", kinds=[KIND])}


def _is_alike(customer: Customer, identities: list[Identity], other: Customer) -> bool:
    theirs = list(other.identities.all())
    if _ends(identities) & _ends(theirs):
        return True
    is_same_place = bool(_domains(identities) & _domains(theirs)) or (
        customer.organisation_id is not None and customer.organisation_id == other.organisation_id
    )
    return is_same_place and fold(customer.name) == fold(other.name)


def _end(identity: Identity) -> str:
    return next((p for p in parts_of_number(identity.value) if len(p) == SURE_DIGITS), "")


def _ends(identities: Iterable[Identity]) -> set[str]:
    return {_end(each) for each in identities if each.kind == Identity.Kind.PHONE} - {""}


def _domains(identities: Iterable[Identity]) -> set[str]:
    emails = (each.value for each in identities if each.kind == Identity.Kind.EMAIL)
    return {email.rpartition("@")[2] for email in emails}


def merged_away(number: int | None) -> Customer | None:
    """Who had this number until they went on as somebody else."""
    return Customer.objects.filter(pk=number or 0, merged_into__isnull=False).first()


def organisations_of(user: User, typed: str = "") -> QuerySet[Organisation]:
    """The organisations this person may look up, by name; those of a name or domain `typed`."""
    if not user.can("customers.read"):
        return Organisation.objects.none()
    fits = Q(name__icontains=typed) | Q(domains__contains=[typed.lower()])
    return Organisation.objects.filter(fits if typed else Q()).order_by("name", "pk")


def with_number_of_people(found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """The same, each with the `number` of its people."""
    theirs = Customer.objects.filter(organisation=OuterRef("pk"), merged_into=None).order_by()
    number = theirs.values("organisation").annotate(number=Count("pk")).values("number")
    return found.annotate(number=Coalesce(Subquery(number), 0))
