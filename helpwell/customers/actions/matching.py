"""Candidates of a file beside the people we know: who is who, and who is new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.customers.actions.indexing import index_customers
from helpwell.customers.candidates import Candidate
from helpwell.customers.facts import CustomerAppeared, CustomerDescribed
from helpwell.customers.models import Customer, Identity, ImportedRow, Organisation, Segment
from helpwell.customers.queries import survivor_of
from helpwell.events.actions import publish_all

GAPS = (
    *("greeting", "form_of_address", "language", "time_zone", "contact_times", "needs", "notes"),
    "external_id",
)


@dataclass
class Match:
    """A row and whom it is about: somebody known, somebody new, or nobody for a reason."""

    candidate: Candidate
    customer: Customer | None = None
    is_new: bool = False
    filled: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        if self.candidate.problem:
            return ImportedRow.Outcome.REFUSED
        return ImportedRow.Outcome.MADE if self.is_new else ImportedRow.Outcome.MATCHED


@dataclass
class Known:
    """Whom we know by what the rows name, and whom the rows before have made."""

    by_identity: dict[tuple[str, str], Customer]
    by_number: dict[str, Customer]
    names: dict[int, str]

    def of(self, one: Candidate) -> list[Customer]:
        """All whom a row may be about; more than one is one too many."""
        keys = [(each.kind, each.value) for each in one.identities]
        found = [self.by_identity[key] for key in keys if key in self.by_identity]
        if one.external_id in self.by_number:
            found.append(self.by_number[one.external_id])
        return list({id(customer): customer for customer in found}.values())

    def add(self, one: Candidate, customer: Customer) -> None:
        for each in one.identities:
            self.by_identity.setdefault((each.kind, each.value), customer)
        if one.external_id:
            self.by_number.setdefault(one.external_id, customer)


def matched(people: Sequence[Candidate], *, earlier: set[str]) -> list[Match]:
    """Each row with whom it is about; `earlier` holds what rows tried before have named."""
    known = _known(people)
    return [_match(one, known, earlier) for one in people]


def keep(found: Iterable[Match], *, by: By) -> None:
    """Write what a batch of rows says, in a fixed number of queries."""
    good = [match for match in found if match.customer]
    new = [match.customer for match in good if match.is_new and match.customer]
    _place(good)
    Customer.objects.bulk_create(new)
    changed = {id(m.customer): m for m in good if m.filled and not m.is_new}
    Customer.objects.bulk_update(
        [m.customer for m in changed.values() if m.customer], [*GAPS, "organisation", "values"]
    )
    _add_identities(good)
    _add_segments(good)
    _tell(good, by=by)
    index_customers(sorted({m.customer.pk for m in good if m.customer}))


def _known(people: Sequence[Candidate]) -> Known:
    values = [each.value for one in people for each in one.identities]
    numbers = [one.external_id for one in people if one.external_id]
    rows = Identity.objects.filter(value__in=values).select_related("customer")
    people_known: dict[int, Customer] = {row.customer_id: row.customer for row in rows}
    by_identity = {(row.kind, row.value): people_known[row.customer_id] for row in rows}
    by_number = {}
    for customer in Customer.objects.filter(external_id__in=numbers):
        now = survivor_of(customer)
        by_number[customer.external_id or ""] = people_known.setdefault(now.pk, now)
    return Known(by_identity, by_number, {})


def _match(one: Candidate, known: Known, earlier: set[str]) -> Match:
    match = Match(one)
    if one.problem:
        return match
    found = known.of(one)
    names = {f"{each.kind}:{each.value}" for each in one.identities} | {f"id:{one.external_id}"}
    if len(found) > 1:
        who = ", ".join(str(customer) for customer in found[:3])
        one.problem = (_("It fits more than one person we know: %s") % who)[:300]
    elif found and _has_another_number(found[0], one):
        words = {"who": found[0], "number": found[0].external_id}
        one.problem = (_("We know %(who)s by another number: %(number)s") % words)[:300]
    else:
        is_named = bool((names - {"id:"}) & earlier)
        match.is_new = not found and not is_named
        match.customer = found[0] if found else _new(one)
        match.filled = _fill(match.customer, one)
        known.add(one, match.customer)
        earlier |= names - {"id:"}
    return match


def _has_another_number(customer: Customer, one: Candidate) -> bool:
    theirs = customer.external_id
    return bool(theirs and one.external_id and theirs != one.external_id)


def _new(one: Candidate) -> Customer:
    return Customer(name=one.parts["name"], created_at=clock.now())


def _fill(customer: Customer, one: Candidate) -> list[str]:
    """Fill what is empty; what is known stays."""
    filled = []
    for name in GAPS:
        if one.parts.get(name) and not getattr(customer, name):
            setattr(customer, name, one.parts[name])
            filled.append(name)
    missing = {key: value for key, value in one.values.items() if key not in customer.values}
    customer.values = customer.values | missing
    has_house = one.organisation and not customer.organisation_id
    return filled + (["values"] if missing else []) + (["organisation"] if has_house else [])


def _place(good: Iterable[Match]) -> None:
    """Organisations by name, made where they are new."""
    wanted = {m.candidate.organisation for m in good if m.candidate.organisation}
    houses = {each.name: each for each in Organisation.objects.filter(name__in=wanted)}
    new = [Organisation(name=name) for name in sorted(wanted - set(houses))]
    houses |= {each.name: each for each in Organisation.objects.bulk_create(new)}
    for match in good:
        if match.customer and "organisation" in match.filled:
            match.customer.organisation = houses[match.candidate.organisation]


def _add_identities(good: Iterable[Match]) -> None:
    rows = {}
    for match in good:
        for each in match.candidate.identities:
            rows[(each.kind, each.value)] = (match.customer, each)
    have = Q(value__in=[value for _kind, value in rows])
    known = {(i.kind, i.value): i.customer_id for i in Identity.objects.filter(have)}
    Identity.objects.bulk_create(
        Identity(customer=customer, kind=each.kind, value=each.value, written=each.written)
        for key, (customer, each) in rows.items()
        if customer and known.get(key) != customer.pk
    )


def _add_segments(good: Iterable[Match]) -> None:
    wanted = {name for match in good for name in match.candidate.segments}
    if not wanted:
        return
    Segment.objects.bulk_create([Segment(name=n) for n in sorted(wanted)], ignore_conflicts=True)
    ids = dict(Segment.objects.filter(name__in=wanted).values_list("name", "pk"))
    through = Customer.segments.through
    through._default_manager.bulk_create(
        [
            through(customer_id=match.customer.pk, segment_id=ids[name])
            for match in good
            if match.customer
            for name in dict.fromkeys(match.candidate.segments)
        ],
        ignore_conflicts=True,
    )


def _tell(good: Iterable[Match], *, by: By) -> None:
    facts: list[CustomerAppeared | CustomerDescribed] = []
    for match in good:
        if match.customer and match.is_new:
            facts.append(CustomerAppeared(customer_id=match.customer.pk, by=by.actor))
        elif match.customer and match.filled:
            fields = sorted(match.filled)
            pk = match.customer.pk
            facts.append(CustomerDescribed(customer_id=pk, fields=fields, by=by.actor))
    if facts:
        publish_all(*facts)
